//! The export files, each as its service writes it.

mod calendar;
mod clock;
mod facebook;
mod linkedin;
mod mail;
mod text;
mod truths;
mod vcard;

use crate::Plan;
use crate::cast::{Cast, Character, Side};
use crate::chronicle::{Chronicle, Entry};
use crate::truth::{Archive, Line, Machine, Platform, Stated, Truth};
use std::fs::File;
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

/// All that the writers look at.
struct World<'a> {
    plan: &'a Plan,
    cast: &'a Cast,
    chronicle: &'a Chronicle,
}

impl World<'_> {
    /// Returns the person of an entry; `None` for machines.
    fn character(&self, who: u32) -> Option<&Character> {
        self.cast.characters.get(who as usize)
    }

    /// Returns the machine of an entry; `None` for people.
    fn machine(&self, who: u32) -> Option<&Machine> {
        self.cast.machines.get((who as usize).checked_sub(self.cast.characters.len())?)
    }

    /// Returns the user's own mail address of a side.
    fn my_mail(&self, side: Side) -> &str {
        let place = match side {
            Side::Work => 0,
            Side::Home => 1,
        };
        &self.cast.me.handles[place].address
    }

    /// Returns the entries that the files show on a platform, in the order of time.
    fn shown(&self, platform: Platform) -> impl DoubleEndedIterator<Item = &Entry> {
        self.chronicle.entries.iter().filter(move |e| e.platform == platform && !e.is_hidden)
    }

    /// Returns a number that belongs to an entry or a person and says nothing else.
    fn mark(&self, of: u64) -> u64 {
        // The finaliser of SplitMix64 (Steele, Lea and Flood, 2014).
        let mut x = of.wrapping_add(self.plan.seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        x ^ (x >> 31)
    }

    /// Returns one of a list, always the same for the same entry or person.
    fn choose<T: Copy>(&self, list: &[T], of: u64) -> T {
        list[(self.mark(of) % list.len() as u64) as usize]
    }
}

/// Writes all files and the truth into a folder that exists.
pub(crate) fn write(
    plan: &Plan,
    cast: &Cast,
    chronicle: &Chronicle,
    stated: Vec<Stated>,
    out: &Path,
) -> io::Result<Truth> {
    let world = World { plan, cast, chronicle };
    let files = Names::of(&world);
    linkedin::write(&world, create(out, &files.linkedin)?)?;
    facebook::write(&world, create(out, &files.facebook)?)?;
    facebook::write_encrypted(&world, create(out, CHATS)?)?;
    vcard::write(&world, create(out, CONTACTS)?)?;
    mail::write(&world, Side::Work, create(out, WORK_MAIL)?)?;
    mail::write(&world, Side::Home, create(out, HOME_MAIL)?)?;
    calendar::write(&world, create(out, CALENDAR)?)?;
    let paths = [&files.linkedin, &files.facebook, CHATS, CONTACTS, WORK_MAIL, HOME_MAIL, CALENDAR];
    let truth = Truth {
        me: cast.me.clone(),
        archives: archives(&world, &files),
        people: cast.characters.iter().map(|c| c.person.clone()).collect(),
        machines: cast.machines.clone(),
        stated,
        contacts: chronicle.entries.len() as u64,
        files: paths.iter().map(|name| out.join(name)).collect::<Vec<PathBuf>>(),
    };
    truths::write(&world, &truth, create(out, "truth.jsonl")?)?;
    Ok(truth)
}

const CHATS: &str = "messages.zip";
const CONTACTS: &str = "contacts.vcf";
const WORK_MAIL: &str = "mail.mbox";
const HOME_MAIL: &str = "private.mbox";
const CALENDAR: &str = "calendar.ics";

/// The names that services give their archives.
struct Names {
    linkedin: String,
    facebook: String,
}

impl Names {
    fn of(world: &World<'_>) -> Self {
        let day = clock::utc(world.plan.now);
        let linkedin = format!("Complete_LinkedInDataExport_{}.zip", day.strftime("%m-%d-%Y"));
        let user = crate::names::plain(&world.cast.me.name);
        let facebook = format!("facebook-{user}-{}-Qx7Lm2.zip", day.strftime("%Y-%m-%d"));
        Self { linkedin, facebook }
    }
}

fn archives(world: &World<'_>, files: &Names) -> Vec<Archive> {
    let (from, to) = (world.plan.from, world.plan.now);
    let archive = |file: &str, platform, of: Option<&str>, (from, to)| Archive {
        file: file.to_owned(),
        platform,
        of: of.map(str::to_owned),
        from,
        to,
        inbound: true,
        outbound: true,
    };
    let encrypted = facebook::ENCRYPTED_SINCE.clamp(from, to);
    vec![
        archive(&files.linkedin, Platform::LinkedIn, None, (from, to)),
        archive(&files.facebook, Platform::Facebook, None, (from, to)),
        archive(&files.facebook, Platform::Messenger, None, (from, encrypted)),
        archive(CHATS, Platform::Messenger, None, (encrypted, to)),
        archive(WORK_MAIL, Platform::Email, Some(world.my_mail(Side::Work)), (from, to)),
        archive(HOME_MAIL, Platform::Email, Some(world.my_mail(Side::Home)), (from, to)),
        archive(CALENDAR, Platform::InPerson, None, (from, to)),
    ]
}

fn create(out: &Path, name: &str) -> io::Result<BufWriter<File>> {
    Ok(BufWriter::with_capacity(1 << 20, File::create(out.join(name))?))
}

/// Writes one line of the truth.
fn line(out: &mut BufWriter<File>, line: &Line) -> io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    out.write_all(b"\n")
}
