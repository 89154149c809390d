//! Who there is: the user, the people around, and the machines.

use std::collections::HashSet;

use crate::Plan;
use crate::dice::{Dice, Share};
use crate::names::{self, Name, plain};
use crate::places::{Addresses, Display, FREE_MAIL, Firm, Numbers, ZONES, firm};
use crate::story::{self, Part};
use crate::truth::{Handle, Machine, MachineKind, Me, Person, Platform, Role, Spell, Sphere, Variant};

/// What somebody is to the user, before anything happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Colleague,
    /// A colleague who is a friend as well.
    WorkFriend,
    /// A client, a supplier, somebody of the trade.
    Business,
    BusinessFriend,
    Friend,
    Family,
    Stranger,
}

impl Kind {
    pub(crate) const fn is_professional(self) -> bool {
        matches!(self, Self::Colleague | Self::WorkFriend | Self::Business | Self::BusinessFriend)
    }

    pub(crate) const fn is_personal(self) -> bool {
        matches!(self, Self::WorkFriend | Self::BusinessFriend | Self::Friend | Self::Family)
    }

    const fn is_colleague(self) -> bool {
        matches!(self, Self::Colleague | Self::WorkFriend)
    }
}

/// One of the user's, or of a person's, two sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Side {
    Work,
    Home,
}

/// A person, and how the files show them.
#[derive(Clone, Debug)]
pub(crate) struct Character {
    pub(crate) person: Person,
    pub(crate) name: Name,
    pub(crate) kind: Kind,
    /// The place of the firm in the cast.
    pub(crate) firm: Option<usize>,
    /// How mail programs show the name on the work and the home address.
    pub(crate) mail_names: [String; 2],
    /// Since when tied with the user on LinkedIn.
    pub(crate) linked: Option<i64>,
    /// Since when friends with the user on Facebook.
    pub(crate) befriended: Option<i64>,
    /// Whether the user's address book holds a card, and under which name.
    pub(crate) card: Option<String>,
    /// The first moment of the tie.
    pub(crate) since: i64,
    /// How many messages go to and fro, compared with others.
    pub(crate) weight: usize,
    /// The part in the story.
    pub(crate) part: Option<Part>,
}

/// Everybody.
pub(crate) struct Cast {
    pub(crate) me: Me,
    pub(crate) my_name: Name,
    pub(crate) firms: Vec<Firm>,
    pub(crate) characters: Vec<Character>,
    pub(crate) machines: Vec<Machine>,
    pub(crate) numbers: Numbers,
    /// Mail addresses that somebody has.
    taken: HashSet<String>,
}

/// So many in a hundred write from a free service, after what was counted in the mailboxes of a firm: .34-.39 of
/// relatives and .15 of all others outside.
const fn free_mail(kind: Kind) -> usize {
    match kind {
        Kind::Family => 33,
        Kind::Friend => 30,
        Kind::WorkFriend | Kind::BusinessFriend => 28,
        Kind::Colleague => 10,
        Kind::Business => 8,
        Kind::Stranger => 15,
    }
}

/// Of the ties at the user's own firm, so many in a hundred are friendships as well (surveys: .19-.41).
const FRIENDS_AT_WORK: usize = 30;

impl Character {
    /// Returns the first handle on a platform, of one side where it is told.
    pub(crate) fn handle(&self, platform: Platform) -> Option<&str> {
        self.person.handles.iter().find(|h| h.platform == platform).map(|h| h.address.as_str())
    }

    /// Returns the mail address of a side, or else of the other.
    pub(crate) fn mail(&self, side: Side) -> Option<&str> {
        let mails = || self.person.handles.iter().filter(|h| h.platform == Platform::Email);
        let wanted = |h: &&Handle| (h.sphere == Sphere::Personal) == (side == Side::Home);
        mails().find(wanted).or_else(|| mails().next()).map(|h| h.address.as_str())
    }

    /// Returns how mail programs show the name beside the address of a side.
    pub(crate) fn mail_name(&self, side: Side) -> &str {
        let place = match side {
            Side::Work => 0,
            Side::Home => 1,
        };
        &self.mail_names[place]
    }

    /// Returns the profile on LinkedIn, which is made where there is none yet.
    pub(crate) fn profile(&mut self) -> String {
        if let Some(slug) = self.handle(Platform::LinkedIn) {
            return slug.to_owned();
        }
        let slug = format!("{}-{}-{}", plain(&self.name.given), plain(&self.name.family), self.person.id);
        self.add(Platform::LinkedIn, slug.clone(), Sphere::Professional);
        slug
    }

    /// Returns the name on Facebook, which is made where there is none yet.
    pub(crate) fn face(&mut self) -> String {
        if let Some(name) = self.handle(Platform::Facebook) {
            return name.to_owned();
        }
        let whole = self.person.name.clone();
        self.add(Platform::Facebook, whole.clone(), Sphere::Personal);
        whole
    }

    /// Lets the person use Messenger, under the name on Facebook.
    pub(crate) fn chat(&mut self) {
        let name = self.face();
        if self.handle(Platform::Messenger).is_none() {
            self.add(Platform::Messenger, name, Sphere::Personal);
        }
    }

    /// Adds a handle.
    pub(crate) fn add(&mut self, platform: Platform, address: String, sphere: Sphere) {
        self.person.handles.push(Handle { platform, address, sphere, has_others: false });
    }

    /// Notes how a source spells the name, where that is not the whole name.
    pub(crate) fn spell(&mut self, on: Platform, name: &str) {
        let known = self.person.variants.iter().any(|v| v.on == on && v.name == name);
        if !name.is_empty() && name != self.person.name && !known {
            self.person.variants.push(Variant { on, name: name.to_owned() });
        }
    }
}

/// Invents everybody of a plan.
pub(crate) fn invent(plan: &Plan) -> Cast {
    let mut dice = Dice::new(plan.seed, 1);
    let firms: Vec<Firm> = (0..plan.people / 12 + 4).map(|n| firm(n, &mut dice)).collect();
    let my_name = if plan.is_story { Name::of(story::PROTAGONIST) } else { names::draw(&mut dice) };
    let me = me(plan, &my_name, &firms[0]);
    let mut cast = Cast {
        me,
        my_name,
        firms,
        characters: Vec::new(),
        machines: Vec::new(),
        numbers: Numbers::default(),
        taken: HashSet::new(),
    };
    let mut inventor = Inventor::new(plan, dice);
    for _ in 0..plan.people {
        let character = inventor.character(&mut cast);
        cast.characters.push(character);
    }
    cast.machines = machines(plan);
    cast
}

fn me(plan: &Plan, name: &Name, firm: &Firm) -> Me {
    let own = |platform, address: String, sphere| Handle { platform, address, sphere, has_others: false };
    let (given, family) = (plain(&name.given), plain(&name.family));
    let private = format!("{given}.{family}@{}", FREE_MAIL[0]);
    Me {
        name: name.whole(),
        variants: vec![Variant { on: Platform::Email, name: name.reversed() }],
        handles: vec![
            own(Platform::Email, format!("{given}.{family}@{}", firm.domain), Sphere::Professional),
            own(Platform::Email, private, Sphere::Personal),
            own(Platform::LinkedIn, format!("{given}-{family}"), Sphere::Professional),
            own(Platform::Facebook, name.whole(), Sphere::Personal),
        ],
        employer: firm.name.clone(),
        profession: "lawyer".to_owned(),
        zone: ZONES[0].to_owned(),
        region: "GB".to_owned(),
        now: plan.now,
    }
}

struct Inventor<'a> {
    plan: &'a Plan,
    dice: Dice,
    /// By kind, in the order of the kinds.
    free_mail: [Share; 7],
    friends_at_work: Share,
    kinds: Share,
    /// Parts of the story that nobody has yet.
    parts: Vec<Part>,
}

impl<'a> Inventor<'a> {
    fn new(plan: &'a Plan, mut dice: Dice) -> Self {
        let mut share = || Share::new(&mut dice);
        let free_mail = std::array::from_fn(|_| share());
        let (friends_at_work, kinds) = (share(), share());
        let parts = if plan.is_story { story::PARTS.to_vec() } else { Vec::new() };
        Self { parts, plan, dice, free_mail, friends_at_work, kinds }
    }

    fn kind(&mut self) -> Kind {
        let mix = self.plan.mix;
        let place = self.dice.below(100);
        let business = mix.firm + mix.business;
        let friends = business + mix.business_friends;
        // The first draw without luck, so that no world lacks family.
        match place {
            _ if self.kinds.next(mix.family) => Kind::Family,
            _ if place < mix.firm && self.friends_at_work.next(FRIENDS_AT_WORK) => Kind::WorkFriend,
            _ if place < mix.firm => Kind::Colleague,
            _ if place < business => Kind::Business,
            _ if place < friends => Kind::BusinessFriend,
            _ if place < friends + mix.friends => Kind::Friend,
            _ => Kind::Stranger,
        }
    }

    fn character(&mut self, cast: &mut Cast) -> Character {
        let id = cast.characters.len() as u32;
        let kind = self.kind();
        let part = self.parts.iter().position(|part| part.kind == kind).map(|place| self.parts.remove(place));
        let name = part.map_or_else(|| self.name(kind, cast), |part| Name::of(part.name));
        let firm = if part.is_some() { Some(1) } else { self.firm(kind, cast) };
        let since = if part.is_some() { self.plan.from } else { self.since(kind) };
        let layer = self.layer(kind);
        let zone = if self.dice.percent(66) { ZONES[0] } else { self.dice.pick(&ZONES) };
        let spell = Spell {
            from: since,
            professional: kind.is_professional(),
            personal: kind.is_personal(),
            family: kind == Kind::Family,
        };
        let person = Person {
            id,
            name: name.whole(),
            variants: Vec::new(),
            handles: Vec::new(),
            ties: vec![spell],
            role: self.role(kind),
            employer: firm.map(|f| cast.firms[f].name.clone()),
            layer,
            zone: zone.to_owned(),
            keeps_separate: self.dice.percent(6),
            hoped: None,
            episode: None,
        };
        let mail_names = [String::new(), String::new()];
        let weight = self.weight(layer);
        let mut character = Character {
            person,
            name,
            kind,
            firm,
            mail_names,
            linked: None,
            befriended: None,
            card: None,
            since,
            weight,
            part,
        };
        self.mail(&mut character, cast);
        self.networks(&mut character);
        self.card(&mut character, cast);
        if let Some(part) = part {
            part.fit(&mut character);
        }
        character
    }

    fn name(&mut self, kind: Kind, cast: &Cast) -> Name {
        let mut name = names::draw(&mut self.dice);
        if kind == Kind::Family && self.dice.percent(60) {
            name.family.clone_from(&cast.my_name.family);
        } else if self.dice.percent(1) && !cast.characters.is_empty() {
            let namesake = self.dice.pick(&cast.characters);
            // The named of the story have their names to themselves.
            if namesake.part.is_none() {
                name = namesake.name.clone();
            }
        }
        name
    }

    fn firm(&mut self, kind: Kind, cast: &Cast) -> Option<usize> {
        match kind {
            _ if kind.is_colleague() => Some(0),
            Kind::Friend | Kind::Family if self.dice.percent(15) => None,
            // The first few firms are the user's clients, and have more people than others.
            _ if self.dice.percent(35) => Some(1 + self.dice.below(cast.firms.len().min(12) - 1)),
            _ => Some(1 + self.dice.below(cast.firms.len() - 1)),
        }
    }

    fn role(&mut self, kind: Kind) -> Option<Role> {
        match kind {
            _ if kind.is_colleague() => Some(match self.dice.below(20) {
                0 => Role::Boss,
                1..=3 => Role::Report,
                _ => Role::Peer,
            }),
            Kind::Business | Kind::BusinessFriend => match self.dice.below(5) {
                0 | 1 => Some(Role::Client),
                2 => Some(Role::Vendor),
                _ => None,
            },
            _ => None,
        }
    }

    fn since(&mut self, kind: Kind) -> i64 {
        let (from, now) = (self.plan.from, self.plan.now);
        let lived = now - from;
        match kind {
            Kind::Family => from,
            Kind::Stranger => self.dice.between(from, now - lived / 20),
            _ if self.dice.percent(50) => from,
            _ => self.dice.between(from, now - lived / 10),
        }
    }

    fn layer(&mut self, kind: Kind) -> u16 {
        let rings: &[u16] = match kind {
            // Most relatives are far ones: they write hardly more than others do.
            Kind::Family => &[5, 15, 50, 150, 150, 500, 500, 500, 500],
            Kind::Friend => &[15, 50, 150, 150, 500],
            Kind::WorkFriend | Kind::BusinessFriend => &[15, 50, 50, 150],
            Kind::Colleague => &[50, 150, 150, 500],
            Kind::Business => &[150, 500, 500, 500],
            Kind::Stranger => &[500],
        };
        *self.dice.pick(rings)
    }

    fn weight(&mut self, layer: u16) -> usize {
        let usual = match layer {
            5 => 600,
            15 => 300,
            50 => 120,
            150 => 40,
            _ => 12,
        };
        usual * (30 + self.dice.below(140)) / 100
    }

    fn mail(&mut self, c: &mut Character, cast: &mut Cast) {
        let private = matches!(c.kind, Kind::Friend | Kind::Family);
        let is_free = self.free_mail[c.kind as usize].next(free_mail(c.kind));
        match c.firm {
            _ if c.kind.is_colleague() => self.work_mail(c, 0, Sphere::Professional, cast),
            _ if is_free => {
                self.home_mail(c, true, if private { Sphere::Personal } else { Sphere::Professional })
            }
            // Friends write from where they work; the address is then of both sides.
            Some(firm) => {
                self.work_mail(c, firm, if private { Sphere::Mixed } else { Sphere::Professional }, cast)
            }
            None => self.home_mail(c, false, Sphere::Personal),
        }
        let second = if c.kind.is_personal() { 20 } else { 4 };
        if (c.kind.is_colleague() && is_free) || (!is_free && self.dice.percent(second)) {
            let is_second_free = (c.kind.is_colleague() && is_free) || self.dice.percent(40);
            self.home_mail(c, is_second_free, Sphere::Personal);
        }
        self.share_with_the_last(c, cast);
    }

    /// A few couples write from one mailbox.
    fn share_with_the_last(&mut self, c: &mut Character, cast: &mut Cast) {
        let Some(last) = cast.characters.last_mut().filter(|l| l.kind == c.kind) else { return };
        if !matches!(c.kind, Kind::Friend | Kind::Family) || !self.dice.percent(7) {
            return;
        }
        let shared = |h: &&mut Handle| h.platform == Platform::Email && h.sphere == Sphere::Personal;
        if let Some(handle) = last.person.handles.iter_mut().find(shared) {
            handle.has_others = true;
            let mine = handle.clone();
            c.person.handles.retain(|h| h.platform != Platform::Email);
            c.person.handles.push(mine);
        }
    }

    fn work_mail(&mut self, c: &mut Character, firm: usize, sphere: Sphere, cast: &mut Cast) {
        let firm = &cast.firms[firm];
        let (given, family) = (plain(&c.name.given), plain(&c.name.family));
        let local = match firm.addresses {
            Addresses::FirstDotLast => format!("{given}.{family}"),
            Addresses::InitialLast => format!("{}{family}", &given[..1.min(given.len())]),
            Addresses::First => given,
        };
        let wanted = format!("{local}@{}", firm.domain);
        let is_taken = wanted == cast.me.handles[0].address || !cast.taken.insert(wanted.clone());
        let address = if is_taken { format!("{local}{}@{}", c.person.id, firm.domain) } else { wanted };
        c.mail_names[0] = match firm.display {
            Display::FirstLast => c.name.whole(),
            Display::LastCommaFirst => c.name.reversed(),
            Display::WithFirm => format!("{} ({})", c.name.whole(), firm.name),
        };
        let shown = c.mail_names[0].clone();
        c.spell(Platform::Email, &shown);
        c.add(Platform::Email, address, sphere);
    }

    fn home_mail(&mut self, c: &mut Character, is_free: bool, sphere: Sphere) {
        let (given, family) = (plain(&c.name.given), plain(&c.name.family));
        let called = plain(c.name.called());
        let id = c.person.id;
        let address = if is_free {
            let service = self.dice.pick(&FREE_MAIL);
            match self.dice.below(4) {
                0 => format!("{called}.{family}{id}@{service}"),
                1 => format!("{family}{id}@{service}"),
                2 => format!("{called}{id}@{service}"),
                _ => format!("{given}.{family}.{id}@{service}"),
            }
        } else {
            format!("{called}@{family}{id}.example")
        };
        let shown = match self.dice.below(10) {
            0 => String::new(),
            1 | 2 => c.name.called().to_owned(),
            3 => c.name.initial(),
            4 | 5 => format!("{} {}", c.name.called(), c.name.family),
            _ => c.name.whole(),
        };
        c.spell(Platform::Email, &shown);
        if c.mail_names[0].is_empty() {
            c.mail_names[0].clone_from(&shown);
        }
        c.mail_names[1] = shown;
        c.add(Platform::Email, address, sphere);
    }

    fn networks(&mut self, c: &mut Character) {
        let (linked, befriended) = match c.kind {
            Kind::Colleague => (70, 12),
            Kind::Business => (75, 6),
            Kind::WorkFriend | Kind::BusinessFriend => (80, 60),
            Kind::Friend => (30, 65),
            Kind::Family => (15, 70),
            Kind::Stranger => (0, 0),
        };
        if c.kind == Kind::Stranger {
            c.profile();
        }
        let early = (self.plan.now - c.since) / 3;
        if self.dice.percent(linked) {
            c.profile();
            c.linked = Some(c.since + self.dice.between(86_400, early));
        }
        if self.dice.percent(befriended) {
            let called = format!("{} {}", c.name.called(), c.name.family);
            if self.dice.percent(25) && called != c.person.name {
                c.spell(Platform::Facebook, &called);
                c.add(Platform::Facebook, called, Sphere::Personal);
            } else {
                c.face();
            }
            c.befriended = Some(c.since + self.dice.between(86_400, early));
        }
        if c.kind.is_personal() {
            c.chat();
        }
    }

    fn card(&mut self, c: &mut Character, cast: &mut Cast) {
        let (kept, mobile, land) = match c.kind {
            Kind::Family => (95, 90, 40),
            Kind::Friend | Kind::WorkFriend => (85, 80, 10),
            Kind::BusinessFriend => (80, 60, 30),
            Kind::Colleague => (30, 25, 30),
            Kind::Business => (30, 30, 50),
            Kind::Stranger => (3, 0, 0),
        };
        if !self.dice.percent(kept) {
            return;
        }
        if self.dice.percent(mobile)
            && let Some(number) = cast.numbers.mobile()
        {
            c.add(
                Platform::Phone,
                number,
                if c.kind.is_personal() { Sphere::Personal } else { Sphere::Professional },
            );
        }
        if self.dice.percent(land)
            && let Some(number) = cast.numbers.land()
        {
            c.add(
                Platform::Phone,
                number,
                if c.kind.is_professional() { Sphere::Professional } else { Sphere::Personal },
            );
        }
        let shown = self.card_name(c);
        c.spell(Platform::AddressBook, &shown);
        c.card = Some(shown);
    }

    /// The name under which a user files somebody.
    fn card_name(&mut self, c: &Character) -> String {
        const RELATIVES: [&str; 8] = ["Mum", "Dad", "Aunt", "Uncle", "Gran", "Cousin", "Grandpa", "Sis"];
        const HABITS: [&str; 5] = ["Yoga", "Choir", "Football", "Next Door", "Book Club"];
        match (c.kind, self.dice.below(10)) {
            (Kind::Family, 0..=2) => format!("{} {}", self.dice.pick(&RELATIVES[2..]), c.name.called()),
            (Kind::Family, 3) => (*self.dice.pick(&RELATIVES)).to_owned(),
            (Kind::Friend, 0) => format!("{} {}", c.name.called(), self.dice.pick(&HABITS)),
            (Kind::Friend | Kind::WorkFriend, 1) => c.name.called().to_owned(),
            (_, 4 | 5) if c.kind.is_personal() => format!("{} {}", c.name.called(), c.name.family),
            _ => c.name.whole(),
        }
    }
}

/// A twentieth as many machines as people, and a few kinds of each.
fn machines(plan: &Plan) -> Vec<Machine> {
    let count = (plan.people / 20).clamp(8, 400);
    let machine = |n: usize| {
        let id = (plan.people + n) as u32;
        let (name, address, kind) = match n % 8 {
            _ if n == 0 => (
                "Mail Delivery Subsystem".to_owned(),
                "mailer-daemon@relay.example".to_owned(),
                MachineKind::Postmaster,
            ),
            1 => (format!("Bar Notices {n}"), format!("notices@lists{n}.example"), MachineKind::List),
            2 | 3 => {
                (format!("Tidewater Offers {n}"), format!("news@offers{n}.example"), MachineKind::Newsletter)
            }
            4 => (
                "LinkedIn".to_owned(),
                format!("notifications-noreply@network{n}.example"),
                MachineKind::Robot,
            ),
            5 => (format!("Accounts {n}"), format!("accounts@supplies{n}.example"), MachineKind::RoleMailbox),
            6 => (format!("Booking {n}"), format!("noreply@booking{n}.example"), MachineKind::Robot),
            7 => {
                (format!("Law Weekly {n}"), format!("newsletter@weekly{n}.example"), MachineKind::Newsletter)
            }
            _ => (format!("Reception {n}"), format!("office@chambers{n}.example"), MachineKind::RoleMailbox),
        };
        Machine { id, name, address, kind }
    };
    (0..count).map(machine).collect()
}
