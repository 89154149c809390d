//! What an agent sees by default: what is professional on its face, whatever else is known.
//!
//! Nothing here looks at how a door is used, at what the user said, or at the other life of a person: two networks that
//! differ only in these give the same answers, but for verdicts and dates.

use comity_core::address::{DomainKind, Domains};
use comity_core::{Handle, Platform, Sphere};
use comity_store::Person;

/// Tells whether a door is professional on its face: a professional network, or mail at an organisation.
pub(super) fn is_professional(handle: &Handle, domains: &Domains) -> bool {
    match handle.platform() {
        Platform::Email => {
            let kind = handle.domain().map(|domain| domains.kind(domain));
            matches!(kind, Some(DomainKind::Employer | DomainKind::University | DomainKind::Government))
        }
        platform => platform.usual_sphere() == Sphere::Professional,
    }
}

/// Returns the doors of a person that are professional on their face.
pub(super) fn doors<'a>(person: &'a Person, domains: &'a Domains) -> impl Iterator<Item = &'a Handle> {
    let handles = person.handles.iter().filter(|(_, sure)| *sure).map(|(handle, _)| handle);
    handles.filter(|handle| is_professional(handle, domains))
}
