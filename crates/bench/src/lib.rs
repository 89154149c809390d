//! What must hold for any bytes: one property for each reader of outside bytes and each notation that users
//! write.
//!
//! `property` says what a property is, `properties` holds them. The fuzzers in `fuzz/` look for bytes for
//! which one does not hold; the ordinary tests hold each against its seeds, against damaged seeds and against
//! everything that was ever found. `harm` holds the kinds of harm that are known by name. `browser` drives a browser.

mod archive;
pub mod browser;
mod export;
pub mod harm;
mod numbers;
mod properties;
mod property;

pub use numbers::Numbers;
pub use properties::PROPERTIES;
pub use property::Property;
