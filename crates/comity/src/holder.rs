//! Whose an address is, before something is said of it or goes by it.

use crate::error::{Error, Result};
use crate::network::Network;
use comity_core::Handle;
use comity_core::record::RecordKind;
use comity_store::{Person, PersonId};

/// Whose an address, a number or a profile is, as seen from one person.
#[derive(Debug)]
pub enum Holder {
    Them,
    /// Nobody whom the network knows of.
    Nobody,
    Another(Box<Person>),
    /// The user.
    You,
}

/// Returns whose a handle is; persons have to be derived already.
///
/// `person` is nobody where they are not in the network. An address that came up beside machines alone is
/// nobody's.
///
/// # Errors
/// Fails as the store does.
pub fn holder(network: &Network, handle: &Handle, person: Option<PersonId>) -> Result<Holder> {
    let Some(id) = network.store.person_of(handle)? else { return Ok(Holder::Nobody) };
    if Some(id) == person {
        return Ok(Holder::Them);
    }
    Ok(match network.store.person(id)? {
        Some(found) if found.kind == RecordKind::Me => Holder::You,
        Some(found) if found.kind == RecordKind::Thing && found.name == handle.address() => Holder::Nobody,
        Some(found) => Holder::Another(Box::new(found)),
        None => Holder::Nobody,
    })
}

/// Returns the error about a handle that is the user's own.
pub fn is_yours(handle: &Handle) -> Error {
    Error::user(
        format!("`{}` is your own", handle.address()),
        format!("if it is not, say so with `comity me --not {}`", handle.address()),
    )
}
