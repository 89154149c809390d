//! Which side of life a handle belongs to.

use crate::handle::Sphere;
use crate::relationship::Contribution;

/// The sphere of one handle, how likely it is, and what speaks for it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SphereBelief {
    pub sphere: Sphere,
    /// How likely the sphere is the right one, 0 to 1; 1 where the user stated it.
    pub probability: f64,
    pub evidence: Vec<Contribution>,
}
