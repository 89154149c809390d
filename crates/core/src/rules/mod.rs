//! All rules, in the order of precedence in which they are said. One line each.

macro_rules! rules {
    ($($module:ident)*) => {
        $(mod $module;)*

        /// All rules, in the order of precedence.
        pub const RULES: &[&crate::rule::Rule] = &[$(&$module::RULE,)*];
    };
}

rules! {
    no_contact
    bypassing_counsel
    live_solicitation
    private_word_to_decider
    pretext
    befriending_patient
    befriending_pupil
    off_channel
    promotion_without_consent
    call_hours
    ignored_redirect
    rank_and_client
    professional_on_personal_platform
    pushing_after_asking
    business_on_personal_platform
    business_in_private_place
    growth_unlock
    friend_on_professional_platform
    too_many_personal_requests
    mixed_audience
    work_address_private
    covenant_breach
    stale_address
    off_hours
    fourth_try
    too_soon
    burst
    one_medium
    demanding_tone
    gave_up_early
    ask_too_early
    only_when_needing
    reciprocity_debt
    missing_thanks
    loose_ends
    ask_by_mail
    stranger_invitation
    bare_invitation
    mass_invitations
    exposed_recipients
    added_to_list
    surprise_introduction
    over_messaging
    neglect
    dormant_tie
    unanswered_inbound
}

/// Finds a rule by name, code or alias.
pub fn find(name: &str) -> Option<&'static crate::rule::Rule> {
    RULES.iter().copied().find(|r| r.is_called(name))
}
