//! A linter for your networking and a keeper of your network.
