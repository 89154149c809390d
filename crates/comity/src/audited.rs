//! What comes of an audit beside its findings: how it went by month, what changed since an earlier one, a report.

pub mod baseline;
pub mod report;
pub mod trend;
