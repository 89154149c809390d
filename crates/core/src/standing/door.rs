//! A door: a channel of one person, and whether it is open to the user.

use super::Standing;
use crate::approach::Via;
use crate::handle::{Handle, Medium, Platform, Sphere};
use crate::interaction::words;
use crate::rule::Evidence;
use crate::time::Moment;

words! {
    /// Whether a door is the user's to use, by what the person did.
    Access {
        /// They use it with the user, gave it, or accepted the user there.
        Open "open",
        Unknown "unknown",
        /// Declined, redirected, or asked to stop.
        Closed "closed",
    }
}

/// One channel of one person.
#[derive(Clone, Debug, PartialEq)]
pub struct Door {
    /// How the user would name it.
    pub via: Via,
    pub platform: Platform,
    pub medium: Medium,
    pub handle: Option<Handle>,
    pub sphere: Sphere,
    /// What speaks for the sphere, in words.
    pub sphere_because: Vec<String>,
    pub access: Access,
    /// What opened or closed it.
    pub because: Vec<Evidence>,
    /// The handle is surely this person's.
    pub sure: bool,
    /// When they last wrote here.
    pub last_in: Option<Moment>,
    /// When the user last wrote here.
    pub last_out: Option<Moment>,
    /// Mail to it came back.
    pub bounced: Option<Moment>,
    /// They asked for it, or pointed to it last.
    pub wished: bool,
}

impl Door {
    /// Returns a door of which only the channel is known.
    pub fn unseen(via: Via) -> Self {
        let platform = via.platform();
        Self {
            platform,
            medium: via.medium(),
            sphere: via.told_sphere().unwrap_or(platform.usual_sphere()),
            handle: None,
            sphere_because: Vec::new(),
            access: Access::Unknown,
            because: Vec::new(),
            sure: true,
            last_in: None,
            last_out: None,
            bounced: None,
            wished: false,
            via,
        }
    }

    /// Returns the channel by which this very door is knocked on: its handle, where one is known.
    pub fn way(&self) -> Via {
        self.handle.clone().map_or_else(|| self.via.clone(), Via::Handle)
    }

    /// Tells whether the door lies on the personal side of this person's life.
    pub fn is_personal(&self) -> bool {
        self.sphere == Sphere::Personal
    }

    /// Tells whether the door lies on the professional side of this person's life.
    pub fn is_professional(&self) -> bool {
        self.sphere == Sphere::Professional
    }

    /// Tells whether a channel, as the user names it, means this door.
    pub fn fits(&self, via: &Via) -> bool {
        match via {
            Via::Handle(handle) => match &self.handle {
                Some(own) => own == handle,
                None => handle.platform().same_house(self.platform) && one_per_person(handle.platform()),
            },
            Via::Platform(platform) => self.platform.same_house(*platform),
            Via::Mail(sphere) | Via::Phone(sphere) => {
                self.platform == via.platform() && sphere.is_none_or(|s| s == self.sphere)
            }
            Via::VoiceMail => self.platform == Platform::Phone,
            Via::Letter | Via::InPerson => self.platform == via.platform(),
        }
    }
}

/// Tells whether a person has one inbox on the platform, whichever handle is used.
pub(super) const fn one_per_person(platform: Platform) -> bool {
    !matches!(platform, Platform::Email | Platform::Phone | Platform::Website)
}

/// How a door was used so far.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Use {
    pub handle: Option<Handle>,
    /// One-to-one contacts that they made here.
    pub ins: u32,
    pub first_in: Option<Moment>,
    pub last_in: Option<Moment>,
    pub first_out: Option<Moment>,
    pub last_out: Option<Moment>,
    pub connected: Option<(Moment, String)>,
    pub accepted: Option<Moment>,
    pub bounced: Option<Moment>,
}

/// Why a door was closed.
#[derive(Clone, Debug, PartialEq)]
pub struct Closing {
    pub via: Via,
    pub at: Moment,
    /// Where they pointed to, if it was a redirect.
    pub to: Option<Via>,
    pub redirected: bool,
    pub sure: bool,
}

impl Standing {
    /// Returns all doors that are known, in the order of their handles, then those named by words alone.
    pub fn doors(&self) -> Vec<Door> {
        let mut doors: Vec<Door> = Vec::new();
        for place in 0..self.whose.handles.len() {
            let platform = self.whose.handles[place].0.platform();
            let known = one_per_person(platform) && doors.iter().any(|d| d.platform.same_house(platform));
            if !known {
                doors.push(self.known_door(place));
            }
        }
        for (platform, used) in &self.uses {
            let handle = used.handle.clone();
            let there = doors.iter().any(|d| match &handle {
                Some(h) if !one_per_person(*platform) => d.handle.as_ref() == Some(h),
                _ => d.platform.same_house(*platform),
            });
            if !there {
                doors.push(self.dress(Door::unseen(handle.map_or(Via::Platform(*platform), Via::Handle))));
            }
        }
        let named =
            self.closings.iter().filter_map(|c| c.to.as_ref()).chain(self.wish.as_ref().map(|w| &w.0));
        for via in named {
            if !doors.iter().any(|d| d.fits(via)) {
                doors.push(self.dress(Door::unseen(via.clone())));
            }
        }
        doors
    }

    /// Returns the doors that a channel can mean; where none is known, one of which only that is known.
    pub fn doors_for(&self, via: &Via) -> Vec<Door> {
        let mut fitting: Vec<Door> = self.doors().into_iter().filter(|d| d.fits(via)).collect();
        for door in &mut fitting {
            if *via == Via::VoiceMail {
                door.medium = Medium::VoiceMail;
            }
        }
        if fitting.is_empty() {
            fitting.push(self.dress(Door::unseen(via.clone())));
        }
        fitting
    }

    /// Returns the door of one of the person's handles.
    fn known_door(&self, place: usize) -> Door {
        let (handle, sure) = &self.whose.handles[place];
        let belief = &self.spheres[place];
        let mut door = Door::unseen(Via::Handle(handle.clone()));
        door.handle = Some(handle.clone());
        door.sphere = belief.sphere;
        door.sphere_because = belief.evidence.iter().map(|c| c.what.clone()).collect();
        door.sure = *sure;
        self.dress(door)
    }

    /// Writes on a door what the person did with it.
    fn dress(&self, mut door: Door) -> Door {
        let mut opened: Option<Evidence> = None;
        for (platform, used) in self.uses.iter() {
            let same = match (&door.handle, &used.handle) {
                (Some(a), Some(b)) if !one_per_person(*platform) => a == b,
                _ => platform.same_house(door.platform) && one_per_person(*platform),
            };
            if !same {
                continue;
            }
            door.last_in = used.last_in;
            door.last_out = used.last_out;
            door.bounced = used.bounced;
            if let Some(at) = used.first_in {
                opened = Some(Evidence::dated(at, they_came(*platform)));
            } else if let Some((at, key)) = &used.connected {
                opened = Some(Evidence::dated(*at, format!("connected on {}", platform.shown())).of(key));
            } else if let Some(at) = used.accepted {
                opened = Some(Evidence::dated(at, format!("they said yes on {}", platform.shown())));
            }
        }
        door.wished = self.wished().is_some_and(|via| door.fits(via));
        if let Some((via, at)) = self.wish.as_ref().filter(|(via, _)| door.fits(via)) {
            opened = Some(Evidence::dated(*at, format!("they asked for {}", via.shown())));
        }
        let pointed = self.closings.iter().rev().find(|c| c.to.as_ref().is_some_and(|to| door.fits(to)));
        if let (None, Some(c)) = (&opened, pointed) {
            opened = Some(Evidence::dated(
                c.at,
                format!("they pointed you to {}", c.to.as_ref().unwrap_or(&c.via).shown()),
            ));
        }
        if let Some(evidence) = opened {
            door.access = Access::Open;
            door.because.push(evidence);
        }
        if let Some(closing) = self.closing_of(&door) {
            let what = if closing.redirected { "they pointed you elsewhere" } else { "they declined" };
            door.access = Access::Closed;
            door.because = vec![Evidence { sure: closing.sure, ..Evidence::dated(closing.at, what) }];
        }
        if let Some(at) = self.stop {
            door.access = Access::Closed;
            door.because = vec![Evidence::dated(at, "they asked you to stop")];
        }
        door
    }

    /// Returns the channel that they asked for or pointed to last.
    fn wished(&self) -> Option<&Via> {
        let pointed = self.closings.iter().rev().find_map(|c| c.to.as_ref().map(|to| (to, c.at)));
        let asked = self.wish.as_ref().map(|(via, at)| (via, *at));
        asked.into_iter().chain(pointed).max_by_key(|(_, at)| at.order()).map(|(via, _)| via)
    }

    /// Returns how they pointed the user away from a door, unless they used it again since; a refusal takes nothing back.
    pub fn redirect_of(&self, door: &Door) -> Option<&Closing> {
        self.closings_of(door).find(|c| c.redirected)
    }

    /// Returns what closed a door, unless they used it again since.
    pub fn closing_of(&self, door: &Door) -> Option<&Closing> {
        self.closings_of(door).next()
    }

    /// Returns all that closed a door since they last used it, newest first.
    fn closings_of(&self, door: &Door) -> impl Iterator<Item = &Closing> {
        let reopened = |at: Moment| door.last_in.is_some_and(|seen| at.order() < seen.order());
        self.closings.iter().rev().filter(move |c| door.fits(&c.via) && !reopened(c.at))
    }
}
/// Returns how they opened a door, in words.
fn they_came(platform: Platform) -> String {
    match platform {
        Platform::InPerson => "they came to you in person".to_owned(),
        _ => format!("they wrote to you by {}", platform.shown()),
    }
}
