//! The lines of a scenario.

use super::{Stage, at_work, me, stated};
use crate::approach::{Approach, Purpose, Topic, Venue, Via};
use crate::draft::Draft;
use crate::handle::{Handle, Platform, Sphere};
use crate::infer::SphereBelief;
use crate::interaction::{Act, Automation, Interaction, Outcome, Party, PartyRole, SubjectMark};
use crate::relationship::{Contribution, Role, Tie};
use crate::rule::Level;
use crate::statement::{Author, Logged, Said, Statement};
use crate::time::{Moment, Span};
use jiff::civil::Date;

/// Where everything happens that tells no year.
const YEAR: i16 = 2026;
const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

type Told<T> = Result<T, String>;

impl Stage {
    /// Takes one line that is not an expectation.
    pub(super) fn take(&mut self, line: &str) -> Told<()> {
        if let Some(rest) = line.strip_prefix("set ") {
            return self.set(rest);
        }
        if let Some((rule, level)) = line.strip_prefix("rule ").and_then(|rest| rest.split_once(' ')) {
            let known = self.settings.rule(rule).ok_or_else(|| format!("no rule is called `{rule}`"))?;
            let level = match level.trim() {
                "off" => None,
                word => Some(Level::parse(word).ok_or_else(|| format!("`{word}` is no level"))?),
            };
            self.settings.levels.insert(known.name.to_owned(), level);
            return Ok(());
        }
        if let Some(name) = line.strip_prefix("pack ") {
            let pack =
                crate::packs::find(name.trim()).ok_or_else(|| format!("no pack is called `{name}`"))?;
            self.settings.packs.insert(pack.name.clone());
            return Ok(());
        }
        if let Some(rest) = line.strip_prefix("covered ") {
            return self.cover(rest);
        }
        if let Some((name, about)) = line.split_once(':').filter(|(name, _)| is_name(name)) {
            return self.introduce(name, about);
        }
        let mut words = Words::of(line);
        let at = words.moment()?;
        self.last = at;
        self.happen(at, &mut words)
    }

    fn set(&mut self, rest: &str) -> Told<()> {
        let (key, value) = rest.trim().split_once(' ').ok_or("`set` wants a key and a value")?;
        if key == "approved" {
            self.settings.approved.insert(value.trim().to_owned());
            return Ok(());
        }
        let number = value.trim().parse().map_err(|_| format!("`{value}` is not a number"))?;
        self.settings.set(key, number).then_some(()).ok_or_else(|| format!("no setting is called `{key}`"))
    }

    fn cover(&mut self, rest: &str) -> Told<()> {
        let mut words = Words::of(rest);
        let channel = words.next()?;
        let platform = via(&channel)?.platform();
        let outbound = !words.take("received");
        words.expect("from")?;
        let from = words.moment()?;
        words.expect("to")?;
        let to = words.moment()?;
        self.coverage.retain(|c| !c.platform.same_house(platform));
        self.coverage.push(crate::Coverage { platform, inbound: true, outbound, from, to });
        Ok(())
    }

    fn introduce(&mut self, name: &str, about: &str) -> Told<()> {
        let actor = self.actors.entry(name.to_owned()).or_default();
        actor.person.whose.name = capital(name);
        for part in about.split(';').map(str::trim).filter(|p| !p.is_empty() && *p != "stranger") {
            self.describe(name, part)?;
        }
        Ok(())
    }

    /// Takes one thing that is said of a person when they are introduced.
    fn describe(&mut self, name: &str, part: &str) -> Told<()> {
        let at = Moment::instant(0);
        let (first, rest) = part.split_once(' ').unwrap_or((part, ""));
        let said = match (Tie::parse(first), Role::parse(first), first) {
            (Some(tie), ..) => Some(Said::Is { tie, since: None }),
            (_, Some(role), _) => {
                self.say(name, at, Said::Role(Some(role)));
                Some(Said::Is { tie: Tie::Professional, since: None })
            }
            (.., "twin") => {
                self.actors.entry(name.to_owned()).or_default().person.known.twin = true;
                return Ok(());
            }
            (.., "separate") => Some(Said::Separate(true)),
            (.., "hoped") => {
                Some(Said::Hoped(Tie::parse(rest).ok_or_else(|| format!("`{rest}` is no tie"))?))
            }
            (.., "wish") => Some(Said::Wish(via(rest)?)),
            (.., "layer") => Some(Said::Layer(rest.parse().map_err(|_| "a layer is a number")?)),
            (.., "cadence") => {
                Some(Said::Cadence(rest.parse().map_err(|_| "a cadence is a number of days")?))
            }
            (.., "born") => Some(Said::Birthday(rest.to_owned())),
            (.., "tagged") => {
                self.actors.entry(name.to_owned()).or_default().person.known.tags.push(rest.to_owned());
                Some(Said::Tag(rest.to_owned()))
            }
            (.., "zone") => Some(Said::Zone(rest.to_owned())),
            (.., "country") => Some(Said::Country(rest.to_owned())),
            (.., "unknown") => Some(Said::DoNotKnow(rest.to_owned())),
            (.., "allow") => {
                let (rule, because) = rest.split_once(" because ").unwrap_or((rest, "told"));
                Some(Said::Allow { rule: rule.to_owned(), because: because.to_owned(), until: None })
            }
            _ => None,
        };
        match said {
            Some(said) => self.say(name, at, said),
            None => self.give_handle(name, part)?,
        }
        Ok(())
    }

    fn give_handle(&mut self, name: &str, part: &str) -> Told<()> {
        let mut told = part.split(',').map(str::trim);
        let channel = told.next().unwrap_or_default();
        let (platform, address) = channel.split_once(' ').unwrap_or((channel, name));
        let platform = via(platform)?.platform();
        let handle = Handle::normal(platform, address.trim());
        let (mut sphere, mut sure) = (platform.usual_sphere(), true);
        for word in told {
            match (Sphere::parse(word), word) {
                (Some(told), _) => sphere = told,
                (_, "unsure") => sure = false,
                _ => return Err(format!("`{word}` says nothing of a handle")),
            }
        }
        let actor = self.actors.entry(name.to_owned()).or_default();
        actor.person.whose.handles.push((handle, sure));
        let belief = if sphere == Sphere::Unknown {
            SphereBelief { sphere, probability: 0.5, evidence: Vec::<Contribution>::new() }
        } else {
            stated(sphere)
        };
        actor.person.spheres.push(belief);
        Ok(())
    }

    fn say(&mut self, name: &str, at: Moment, said: Said) {
        self.count += 1;
        let statement = Statement {
            id: self.count,
            at,
            author: Author("you".to_owned()),
            about: Vec::new(),
            said,
            undone_by: None,
        };
        self.actors.entry(name.to_owned()).or_default().said.push(statement);
    }

    /// Takes what happened at a moment.
    fn happen(&mut self, at: Moment, words: &mut Words) -> Told<()> {
        let first = words.next()?;
        match first.as_str() {
            "approach" => self.plan(at, words),
            "today" => words.end(),
            "met" => self.meet(at, words),
            "connected" => {
                let who = words.after("with")?;
                let platform = via(&words.after("on")?)?.platform();
                self.tell(&who, platform, |i| i.act = Act::Connected, at, Side::Neither)
            }
            "hope" => {
                let who = words.next()?;
                let tie = words.next()?;
                let tie = Tie::parse(&tie).ok_or_else(|| format!("`{tie}` is no tie"))?;
                self.say(&who, at, Said::Hoped(tie));
                Ok(())
            }
            "log" => self.log(at, words),
            name if self.actors.contains_key(name) => self.speak(at, name.to_owned().as_str(), words),
            channel => self.contact(at, channel, words),
        }
    }

    /// `ana asks to stop`, `ana declines facebook for connect`, `ana points from facebook to linkedin`,
    /// `ana wishes linkedin`, `ana rests until 3 May`,
    /// `ana snoozed until 3 May`.
    fn speak(&mut self, at: Moment, who: &str, words: &mut Words) -> Told<()> {
        let verb = words.next()?;
        let mut logged = Logged::new(Via::Platform(Platform::Email), at);
        match verb.as_str() {
            "asks" => logged.outcome = Some(Outcome::Stop),
            "declines" => {
                logged.via = via(&words.next()?)?;
                logged.outcome = Some(Outcome::Declined);
                if words.take("for") {
                    logged.purpose = Some(purpose(&words.next()?)?);
                }
            }
            "points" => {
                logged.via = via(&words.after("from")?)?;
                logged.outcome = Some(Outcome::Redirected);
                logged.redirect = Some(via(&words.after("to")?)?);
            }
            "wishes" => {
                let wish = via(&words.next()?)?;
                self.say(who, at, Said::Wish(wish));
                return Ok(());
            }
            "rests" | "snoozed" => {
                words.expect("until")?;
                let until = words.moment()?;
                let said = if verb == "rests" { Said::RestUntil(until) } else { Said::Snooze(until) };
                self.say(who, at, said);
                return Ok(());
            }
            "away" => {
                logged.via = via(&words.after("by")?)?;
                logged.outcome = Some(Outcome::Away);
                words.expect("until")?;
                logged.until = Some(words.moment()?);
            }
            other => return Err(format!("a person does not `{other}` here")),
        }
        self.say(who, at, Said::Log(Box::new(logged)));
        Ok(())
    }

    /// `log ana by facebook for connect, accepted` and its like, as the user would.
    fn log(&mut self, at: Moment, words: &mut Words) -> Told<()> {
        let (who, approach) = words.approach(at)?;
        let mut logged = Logged::new(approach.via, at);
        logged.purpose = (approach.purpose != Purpose::Message).then_some(approach.purpose);
        logged.topic = approach.said_topic;
        logged.venue = approach.venue;
        logged.size = approach.size;
        while let Ok(word) = words.next() {
            match (Outcome::parse(&word), word.as_str()) {
                (Some(outcome), _) => logged.outcome = Some(outcome),
                (_, "inbound") => logged.inbound = true,
                (_, "promise") => {
                    logged.promise = Some("told".to_owned());
                    logged.due = words.take("by").then(|| words.moment()).transpose()?;
                }
                (_, "anyway") => logged.override_reason = Some("told".to_owned()),
                (_, number) => logged.hours = Some(number.parse().map_err(|_| format!("`{number}`?"))?),
            }
            words.take("hours");
        }
        self.say(&who, at, Said::Log(Box::new(logged)));
        Ok(())
    }

    fn plan(&mut self, at: Moment, words: &mut Words) -> Told<()> {
        let (who, approach) = words.approach(at)?;
        words.end()?;
        self.approach = Some((who, approach));
        Ok(())
    }

    fn meet(&mut self, at: Moment, words: &mut Words) -> Told<()> {
        let who = words.next()?;
        let mut venue = None;
        let mut minutes = 60;
        while let Ok(word) = words.next() {
            if word == "at" {
                let place = words.next()?;
                venue = Some(Venue::parse(&place).ok_or_else(|| format!("`{place}` is no venue"))?);
            } else {
                let hours: u16 = word.parse().map_err(|_| format!("`{word}`?"))?;
                minutes = u32::from(hours) * 60;
                words.take("hours");
            }
        }
        let meeting = |i: &mut Interaction| {
            i.act = Act::Meeting;
            i.venue = venue;
            i.minutes = Some(minutes);
            i.parties.iter_mut().for_each(|p| p.role = PartyRole::Attendee);
        };
        self.tell(&who, Platform::InPerson, meeting, at, Side::Neither)
    }

    /// `email to ana, ignored`, `facebook request to ana, accepted`, `email from ana`.
    fn contact(&mut self, at: Moment, channel: &str, words: &mut Words) -> Told<()> {
        let via = via(channel)?;
        let request = words.take("request");
        let side = match words.next()?.as_str() {
            "to" => Side::Out,
            "from" => Side::In,
            other => return Err(format!("`to` or `from`, not `{other}`")),
        };
        let who = words.next()?;
        let (mut subject, mut audience, mut automation) = (None, 1, Automation::Human);
        let mut mark = SubjectMark::None;
        let (mut after, mut note, mut work, mut address) = (None, false, false, None);
        while let Ok(word) = words.next() {
            match word.as_str() {
                "ignored" | "pending" => {}
                "note" => note = true,
                "work" => work = true,
                "at" => address = Some(words.next()?),
                "replied" | "accepted" | "bounced" => after = Some(word),
                "re" => mark = SubjectMark::Reply,
                "fwd" => mark = SubjectMark::Forward,
                "about" => subject = Some(hash(&words.next()?)),
                "among" => audience = words.next()?.parse().map_err(|_| "`among` wants a number")?,
                other => {
                    automation = Automation::parse(other).ok_or_else(|| format!("`{other}`?"))?;
                }
            }
        }
        let platform = via.platform();
        let theirs = address.map(|address| Handle::normal(platform, &address));
        let shape = move |i: &mut Interaction| {
            i.act = if request { Act::Request } else { Act::Message };
            i.medium = via.medium();
            i.subject = subject;
            i.mark = mark;
            i.audience = audience;
            i.note = note;
            if work && matches!(side, Side::Out) {
                i.from = Some(at_work());
            }
            match (theirs, side) {
                (Some(theirs), Side::In) => i.from = Some(theirs),
                (Some(theirs), _) => i.parties.iter_mut().for_each(|p| p.handle = theirs.clone()),
                _ => {}
            }
            i.automation = automation;
        };
        self.tell(&who, platform, shape, at, side)?;
        let next = at.plus(Span::hours(20));
        match after.as_deref() {
            Some("replied") => self.tell(&who, platform, |i| i.mark = SubjectMark::Reply, next, Side::In),
            Some("accepted") => self.tell(&who, platform, |i| i.act = Act::Connected, next, Side::Neither),
            Some("bounced") => self.tell(
                &who,
                platform,
                |i| i.automation = Automation::Bounce,
                at.plus(Span::hours(1)),
                Side::Out,
            ),
            _ => Ok(()),
        }
    }

    /// Adds an interaction with a person on a platform.
    fn tell(
        &mut self,
        who: &str,
        platform: Platform,
        shape: impl FnOnce(&mut Interaction),
        at: Moment,
        side: Side,
    ) -> Told<()> {
        self.count += 1;
        let key = format!("told:{:04}", self.count);
        let actor = self.actors.get_mut(who).ok_or_else(|| format!("nobody is called `{who}`"))?;
        let own =
            actor.person.whose.handles.iter().map(|(h, _)| h).find(|h| h.platform().same_house(platform));
        let handle = own.cloned().unwrap_or_else(|| Handle::normal(platform, who));
        if own.is_none() {
            actor.person.whose.handles.push((handle.clone(), true));
            actor.person.spheres.push(stated(platform.usual_sphere()));
        }
        let mut interaction = Interaction::message(key, at, platform);
        let to = |handle| vec![Party { handle, role: PartyRole::To }];
        match side {
            Side::Out => {
                interaction.from = Some(me(platform));
                interaction.parties = to(handle);
            }
            Side::In => {
                interaction.from = Some(handle);
                interaction.parties = to(me(platform));
            }
            Side::Neither => interaction.parties = to(handle),
        }
        interaction.audience = 1;
        shape(&mut interaction);
        if interaction.automation == Automation::Bounce {
            interaction.from = None;
        }
        actor.interactions.push(interaction);
        Ok(())
    }
}

/// Which side did it.
#[derive(Clone, Copy)]
enum Side {
    Out,
    In,
    Neither,
}

/// The words of a line, commas dropped.
struct Words {
    words: Vec<String>,
    next: usize,
}

impl Words {
    fn of(line: &str) -> Self {
        let words = line.replace(',', " ").split_whitespace().map(str::to_owned).collect();
        Self { words, next: 0 }
    }

    fn next(&mut self) -> Told<String> {
        self.next += 1;
        self.words.get(self.next - 1).cloned().ok_or_else(|| "the line ends too early".to_owned())
    }

    /// Steps over a word if it comes next.
    fn take(&mut self, word: &str) -> bool {
        let here = self.words.get(self.next).is_some_and(|w| w == word);
        self.next += usize::from(here);
        here
    }

    fn expect(&mut self, word: &str) -> Told<()> {
        if self.take(word) { Ok(()) } else { Err(format!("`{word}` is missing")) }
    }

    fn after(&mut self, word: &str) -> Told<String> {
        self.expect(word)?;
        self.next()
    }

    /// Takes all words that are left.
    fn rest(&mut self) -> String {
        let from = self.next.min(self.words.len());
        self.next = self.words.len();
        self.words[from..].join(" ")
    }

    fn end(&self) -> Told<()> {
        match self.words.get(self.next) {
            Some(word) => Err(format!("`{word}` says nothing here")),
            None => Ok(()),
        }
    }

    /// `1 Mar`, `1 Mar 2027`, `1 Mar 14:30`; without an hour it is nine o'clock in UTC.
    fn moment(&mut self) -> Told<Moment> {
        let day = self.next()?;
        let day: i8 = day.parse().map_err(|_| format!("`{day}` is no day of a month"))?;
        let name = self.next()?.to_lowercase();
        let month = MONTHS.iter().position(|m| *m == name).ok_or_else(|| format!("`{name}` is no month"))?;
        let mut year = YEAR;
        if let Some(told) = self.words.get(self.next).and_then(|w| w.parse().ok()).filter(|y| *y > 1900) {
            year = told;
            self.next += 1;
        }
        let mut minutes = 9 * 60;
        let clock = self.words.get(self.next).and_then(|w| w.split_once(':'));
        if let Some((Ok(hour), Ok(minute))) = clock.map(|(h, m)| (h.parse::<i64>(), m.parse::<i64>())) {
            if !(0..24).contains(&hour) || !(0..60).contains(&minute) {
                return Err(format!("there is no {hour}:{minute} in a day"));
            }
            minutes = hour * 60 + minute;
            self.next += 1;
        }
        let month = i8::try_from(month + 1).map_err(|_| "no such month")?;
        let date = Date::new(year, month, day).map_err(|_| format!("there is no {day} {name}"))?;
        let Moment::Date { day } = Moment::of_date(date) else { return Err("no such day".to_owned()) };
        Ok(Moment::instant(i64::from(day) * 86_400 + minutes * 60))
    }

    /// `ana by email for ask about work at home`, `ana by linkedin for connect with note`.
    fn approach(&mut self, at: Moment) -> Told<(String, Approach)> {
        let who = self.next()?;
        let via = via(&self.after("by")?)?;
        let mut approach = Approach::new(via, Purpose::Message, at);
        if self.take("for") {
            approach.purpose = purpose(&self.next()?)?;
        }
        if self.take("size") {
            approach.size = Some(self.next()?.parse().map_err(|_| "a size is a number")?);
        }
        if self.take("about") {
            approach.said_topic = match self.next()?.as_str() {
                "work" => Some(Topic::Professional),
                "life" => Some(Topic::Personal),
                other => return Err(format!("about `work` or `life`, not `{other}`")),
            };
        }
        if self.take("at") {
            let place = self.next()?;
            approach.venue = Some(Venue::parse(&place).ok_or_else(|| format!("`{place}` is no venue"))?);
        }
        if let Some(with) = self.take("with").then_some(true).or(self.take("without").then_some(false)) {
            self.expect("note")?;
            approach.note = Some(with);
        }
        if self.take("circles") {
            approach.circles = self.next()?.parse().map_err(|_| "`circles` wants a number")?;
        }
        approach.hidden = self.take("hidden");
        if self.take("draft") {
            approach.draft = Some(Draft::read(&self.rest()));
        }
        if self.take("among") {
            approach.audience = self.next()?.parse().map_err(|_| "`among` wants a number")?;
        }
        Ok((who, approach))
    }
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase())
}

fn capital(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn via(word: &str) -> Told<Via> {
    Via::from_word(word).ok_or_else(|| format!("`{word}` is no channel"))
}

fn purpose(word: &str) -> Told<Purpose> {
    Purpose::parse(word).ok_or_else(|| format!("`{word}` is no purpose"))
}

/// A subject as a number.
fn hash(word: &str) -> u64 {
    crate::mark(word.bytes())
}
