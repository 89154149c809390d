//! The words and the steps of Comity: pure, no disk, network or clock.
