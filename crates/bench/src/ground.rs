//! The ground of a measurement: an invented world, and the network that Comity makes of its files.

use crate::Result;
use comity::context::{Context, Silent};
use comity::intake::{self, Taken};
use comity::network::Network;
use comity::{files, replay};
use comity_core::statement::Me;
use comity_core::{Anchor, Author, Handle, Moment, Platform, Said, Sphere, Tie};
use comity_import::recognise_all;
use comity_world::Plan;
use comity_world::truth::{self, Line, Person, Spell, Truth};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use tempfile::TempDir;

/// A world in a folder, which goes with it unless it is to be kept.
pub(crate) struct Ground {
    folder: PathBuf,
    /// Held for its end.
    _passing: Option<TempDir>,
    pub(crate) truth: Truth,
}

impl Ground {
    /// Invents a world and writes its files.
    pub(crate) fn of(plan: &Plan) -> Result<Self> {
        let passing = tempfile::tempdir()?;
        let truth = comity_world::write(plan, passing.path())?;
        Ok(Self { folder: passing.path().to_owned(), _passing: Some(passing), truth })
    }

    /// Invents a world and writes its files into a folder of its own, for who wants to look at them.
    pub(crate) fn kept(plan: &Plan, folder: &Path) -> Result<Self> {
        let folder = folder.join(format!("seed-{}", plan.seed));
        if folder.exists() {
            return Err(format!("`{}` is there already", folder.display()).into());
        }
        let truth = comity_world::write(plan, &folder)?;
        Ok(Self { folder, _passing: None, truth })
    }

    /// Returns the whole truth, contacts among it.
    pub(crate) fn lines(&self) -> Result<Vec<Line>> {
        Ok(truth::read(&self.folder.join("truth.jsonl"))?)
    }

    /// Reads the files into a network of its own by the ordinary way.
    pub(crate) fn import(&self) -> Result<(Context, Vec<Taken>)> {
        let context = context_at(self.folder.join("bench.comity"), self.truth.me.now)?;
        let taken = read(&context, &self.truth.files)?;
        Ok((context, taken))
    }
}

/// Returns a context whose clock stands at a moment.
pub(crate) fn context_at(path: PathBuf, now: i64) -> Result<Context> {
    Ok(Context::new(path, Timestamp::from_second(now)?, TimeZone::UTC, Rc::new(Silent)))
}

/// Reads files into the network of a context and works out who is who.
pub(crate) fn read(context: &Context, paths: &[PathBuf]) -> Result<Vec<Taken>> {
    let mut bundle = files::bundle(paths)?;
    let plan = recognise_all(bundle.as_mut())?;
    let network = context.network_or_new()?;
    let mut taken = Vec::new();
    for part in &plan.parts {
        taken.push(intake::take(context, network, bundle.as_mut(), part)?);
    }
    network.changed();
    Ok(taken)
}

/// Says who the user is and which services of free mail there are, as they would after an import.
///
/// A world invents its services, so that Comity cannot know them by name.
pub(crate) fn say_me(context: &Context, network: &Network, truth: &Truth) -> Result<()> {
    let me = &truth.me;
    let free = free_mail(&truth.people).into_iter().collect::<Vec<_>>().join(" ");
    network.say(context, &[], Said::Setting { key: "free-mail".to_owned(), value: free })?;
    let mine = me.handles.iter().filter_map(replay::handle);
    let mut said: Vec<Me> = mine.map(|handle| Me::Mine { handle, from: None, until: None }).collect();
    said.extend([Me::Name(me.name.clone()), Me::Zone(me.zone.clone()), Me::Region(me.region.clone())]);
    for word in said {
        network.say(context, &[], Said::Me(word))?;
    }
    Ok(())
}

/// Returns the domains at which people of many employers have addresses.
pub(crate) fn free_mail(people: &[Person]) -> BTreeSet<&str> {
    let mut employers: BTreeMap<&str, BTreeSet<Option<&str>>> = BTreeMap::new();
    for person in people {
        for handle in person.handles.iter().filter(|h| h.platform == truth::Platform::Email) {
            let domain = handle.address.rsplit_once('@').map_or("", |(_, domain)| domain);
            employers.entry(domain).or_default().insert(person.employer.as_deref());
        }
    }
    // Who changed employers may be at two; nobody is at three.
    employers.into_iter().filter(|(_, at)| at.len() >= 3).map(|(domain, _)| domain).collect()
}

/// Says of everybody what the truth knows: who is who, whose side a door is on, what each tie was and since when.
pub(crate) fn say_everything(network: &Network, truth: &Truth) -> Result<()> {
    let (author, at) = (Author("you".to_owned()), Moment::instant(beginning(truth)));
    let mut first = Vec::new();
    let mut second = Vec::new();
    for person in &truth.people {
        let doors = doors(network, truth, person)?;
        let Some((handle, _)) = doors.first() else { continue };
        let about = vec![Anchor::Handle(handle.clone())];
        if doors.len() > 1 {
            let same = doors.iter().map(|(h, _)| Anchor::Handle(h.clone())).collect();
            first.push((about.clone(), Said::Same(same)));
        }
        for (handle, sphere) in &doors {
            second.push((about.clone(), Said::HandleSphere { handle: handle.clone(), sphere: *sphere }));
        }
        second.extend(person.ties.iter().enumerate().map(|(n, spell)| {
            let since = (n > 0).then(|| Moment::instant(spell.from));
            (about.clone(), Said::Is { tie: tie(spell), since })
        }));
    }
    first.extend(namesakes(network, truth)?);
    network.store.say_all(at, &author, first.into_iter().chain(second))?;
    network.changed();
    Ok(())
}

/// Returns the word that keeps people of one name apart.
fn namesakes(network: &Network, truth: &Truth) -> Result<Vec<(Vec<Anchor>, Said)>> {
    let mut by_name: BTreeMap<&str, Vec<Anchor>> = BTreeMap::new();
    for person in &truth.people {
        let first = doors(network, truth, person)?.into_iter().next();
        by_name.entry(&person.name).or_default().extend(first.map(|(handle, _)| Anchor::Handle(handle)));
    }
    let several = by_name.into_values().filter(|anchors| anchors.len() > 1);
    Ok(several.map(|anchors| (Vec::new(), Said::Apart(anchors))).collect())
}

fn beginning(truth: &Truth) -> i64 {
    truth.archives.iter().map(|a| a.from).min().unwrap_or(truth.me.now)
}

fn tie(spell: &Spell) -> Tie {
    match (spell.family, spell.professional, spell.personal) {
        (true, _, _) => Tie::Family,
        (_, true, true) => Tie::Both,
        (_, true, false) => Tie::Professional,
        (_, false, true) => Tie::Personal,
        (_, false, false) => Tie::None,
    }
}

/// Returns the doors of a person that the network knows and that are nobody else's, mail first.
fn doors(network: &Network, truth: &Truth, person: &Person) -> Result<Vec<(Handle, Sphere)>> {
    let mut doors = Vec::new();
    for told in person.handles.iter().filter(|h| replay::is_alone(&truth.people, person, h)) {
        let sphere = match told.sphere {
            truth::Sphere::Professional => Sphere::Professional,
            truth::Sphere::Personal => Sphere::Personal,
            truth::Sphere::Mixed => Sphere::Mixed,
        };
        for handle in spellings(told) {
            if network.store.person_of(&handle)?.is_some() {
                doors.push((handle, sphere));
            }
        }
    }
    Ok(doors)
}

/// Returns a handle of the truth in all ways in which importers may write it.
pub(crate) fn spellings(told: &truth::Handle) -> Vec<Handle> {
    let Some(handle) = replay::handle(told) else { return Vec::new() };
    match told.platform {
        truth::Platform::Facebook | truth::Platform::Messenger => {
            [Platform::Facebook, Platform::Messenger].map(|p| Handle::named(p, &told.address)).to_vec()
        }
        _ => vec![handle],
    }
}
