//! The numbers and levels that a user may change, each with its default and its reason.

use crate::packs::{self, Pack};
use crate::rule::{Group, Level, Rule};
use crate::rules;
use crate::written::Written;
use std::collections::{BTreeMap, BTreeSet};

macro_rules! numbers {
    ($($(#[$doc:meta])* $field:ident $key:literal $default:literal $help:literal;)*) => {
        /// Thresholds of the rules and the levels that the user set; `Settings::default()` is the house's.
        #[derive(Clone, Debug, PartialEq)]
        pub struct Settings {
            $($(#[$doc])* pub $field: i64,)*
            /// Rules whose level was set by hand; `None` turns a rule off. Keyed by the rule's name.
            pub levels: BTreeMap<String, Option<Level>>,
            /// The packs that are on, by name.
            pub packs: BTreeSet<String>,
            /// Platforms that the user's firm archives, by their words; work mail needs no word.
            pub approved: BTreeSet<String>,
            /// Rules that users and firms wrote, judged beside the built-in ones.
            pub written: Written,
        }

        impl Default for Settings {
            fn default() -> Self {
                Self {
                    $($field: $default,)*
                    levels: BTreeMap::new(),
                    packs: BTreeSet::new(),
                    approved: BTreeSet::new(),
                    written: Written::default(),
                }
            }
        }

        /// The keys of all numbers, with what each means.
        pub const NUMBERS: &[(&str, i64, &str)] = &[$(($key, $default, $help),)*];

        impl Settings {
            /// Sets a number by its key; unknown keys give `false` and change nothing.
            pub fn set(&mut self, key: &str, value: i64) -> bool {
                match key {
                    $($key => self.$field = value,)*
                    _ => return false,
                }
                true
            }

            /// Returns a number by its key.
            pub fn number(&self, key: &str) -> Option<i64> {
                match key {
                    $($key => Some(self.$field),)*
                    _ => None,
                }
            }
        }
    };
}

numbers! {
    /// Bryce 2014: write, wait a week.
    gap_days "gap-days" 7 "days between two attempts to somebody whom you know little";
    /// Ours: people who correspond answer most mail within a day.
    gap_active_days "gap-active-days" 5 "days between two attempts where the tie is active";
    gap_close_days "gap-close-days" 3 "days between two attempts where the tie is close";
    /// Bryce 2014: three tries, then let it go.
    attempts "attempts" 3 "unanswered attempts after which a further one is too many";
    /// Ours: half a year, and a new reason.
    rest_days "rest-days" 180 "days after which a rested contact may be tried again";
    /// A mail corrected an hour later is one attempt.
    attempt_hours "attempt-hours" 12 "hours within which messages on one channel are one attempt";
    /// Above this, a message is a mailing and opens nothing with anybody.
    audience "audience" 5 "most people in To for a message to be an approach";
    /// One silent try is not yet an answer after two weeks.
    gave_up_days "gave-up-days" 14 "days of silence after which one friendly second try is fine";
    /// Hall 2018: about fifty hours from acquaintance to casual friend.
    growth_hours "growth-hours" 50 "hours together that speak for a personal side";
    growth_meetings "growth-meetings" 2 "meetings outside work that speak for a personal side";
    /// Ours: LinkedIn itself locks a withdrawn invitation for three weeks; half a year is kinder.
    ask_again_days "ask-again-days" 180 "days before a personal request may be repeated, if the tie has changed";
    /// Clause 8 of the design: a handful may be chance.
    pending_requests "pending-requests" 5 "pending personal requests to people without a personal tie before it is said";
    /// Ours: the spacing of the three tries, at its least.
    burst_hours "burst-hours" 48 "hours within which the same request by another channel is one too many";
    /// Career offices advise a day, and two at most.
    thanks_hint_hours "thanks-hint-hours" 24 "hours after a first meeting or a favour until thanks are due";
    thanks_warn_hours "thanks-warn-hours" 48 "hours after which the missing thanks are a warning";
    /// Ours: more than every second word a request is a habit.
    ask_share "ask-share" 50 "percent of your contacts with somebody that may be asks";
    /// A share of less says nothing.
    min_events "min-events" 4 "contacts within a year before a share of them is judged";
    /// Ours: three favours ahead, nobody has forgotten them.
    debt_max "debt-max" 3 "favours received beyond those given before it is mentioned";
    debt_months "debt-months" 24 "months in which favours are counted";
    /// Vendors put the decay of addresses near a fifth in a year.
    address_stale_days "address-stale-days" 365 "days without a word from an address for work until it is doubtful";
    /// Weekly, monthly, half-yearly after Dunbar; yearly is our reading of the Christmas cards.
    cadence_5 "cadence-5" 7 "days between words with the five nearest";
    cadence_15 "cadence-15" 30 "days between words with the fifteen nearest";
    cadence_50 "cadence-50" 180 "days between words with the fifty nearest";
    cadence_150 "cadence-150" 365 "days between words with the hundred and fifty nearest";
    cadence_grace "cadence-grace" 150 "percent of the rhythm after which a tie is called neglected";
    /// Ours: two a working day are kept up without becoming a job.
    week_capacity "week-capacity" 10 "approaches proposed in a week";
    /// Ours: a handful.
    day_capacity "day-capacity" 5 "approaches proposed on one day";
    /// Ours: a tie that is young cools fastest.
    new_tie_days "new-tie-days" 30 "days until a second word with somebody new of whom you hope for more";
    /// Ours: what a stranger answers in five minutes, and so on up the ladder.
    ask_none "ask-none" 1 "the biggest ask of somebody with whom there is no tie, from 0 to 4";
    ask_known "ask-known" 2 "the biggest ask of somebody whom you know, from 0 to 4";
    ask_active "ask-active" 3 "the biggest ask where the tie is active, from 0 to 4";
    ask_close "ask-close" 4 "the biggest ask where the tie is close, from 0 to 4";
    /// Ours: a week, where no day was named.
    promise_days "promise-days" 7 "days until a promise without a date is due";
    intro_report_days "intro-report-days" 14 "days until whoever introduced you should hear what came of it";
    /// Ours; the outer line of the law is later in the evening.
    quiet_from "quiet-from" 20 "the hour of their evening from which private phones are left alone";
    quiet_to "quiet-to" 8 "the hour of their morning until which private phones are left alone";
    /// US law, 47 CFR 64.1200; a state may be narrower.
    call_from "call-from" 8 "the hour from which sales calls are lawful in the USA, their time";
    call_to "call-to" 21 "the hour until which sales calls are lawful in the USA, their time";
    /// Ours: three words of yours for one of theirs.
    out_in_ratio "out-in-ratio" 3 "days on which you wrote for each on which they did, in three months";
    /// Levin 2011 studied ties of three silent years; we speak from two.
    dormant_years "dormant-years" 2 "years of silence after which a tie is dormant";
    /// Half of those asked expect an answer within a day at work; the longer ones are ours.
    inbound_hint "inbound-hint" 1 "working days until an unanswered question of theirs is mentioned";
    inbound_warn "inbound-warn" 3 "working days after which it is a warning";
    inbound_error "inbound-error" 7 "working days after which it is an error";
    /// Ours: four people who know each other fit round a table.
    cc_strangers "cc-strangers" 4 "most people to whom one mail goes that may not know each other";
    intro_consent_days "intro-consent-days" 90 "days for which a yes to an introduction holds";
    /// Ours: no platform publishes a number.
    invitations_hint "invitations-hint" 20 "invitations in a week above which it is mentioned";
    invitations_warn "invitations-warn" 50 "invitations in a week above which it is a warning";
    pending_invitations "pending-invitations" 100 "open invitations on one platform above which it is a warning";
    accepted_share "accepted-share" 30 "percent of the last fifty invitations that should be accepted";
    /// A redirect in a big round is not addressed to the user.
    answer_days "answer-days" 30 "days within which a message goes on with an earlier conversation";
}

impl Settings {
    /// Returns the pack that turns a rule of duty on: of several one that is no draft; others need none.
    pub fn pack_for(&self, rule: &Rule) -> Option<&'static Pack> {
        if self.packs.is_empty() || rule.group != Group::Duty {
            return None;
        }
        let on = packs::turning_on(rule.name).iter().filter(|pack| self.packs.contains(&pack.name));
        on.copied().min_by_key(|pack| pack.is_draft(rule.name))
    }

    /// Finds a rule by name, code or alias: a built-in one, or one that is loaded beside them.
    pub fn rule(&self, name: &str) -> Option<&'static Rule> {
        rules::find(name).or_else(|| self.written.rules().iter().copied().find(|r| r.is_called(name)))
    }

    /// Returns all rules that are judged, in the order in which they are said.
    pub fn rules(&self) -> impl Iterator<Item = &'static Rule> + '_ {
        rules::RULES.iter().copied().chain(self.written.rules().iter().copied())
    }

    /// Returns the level that the user set for a rule: `None` if unset, `Some(None)` if turned off.
    pub fn level(&self, rule: &str) -> Option<Option<Level>> {
        self.levels.get(rule).copied()
    }
}
