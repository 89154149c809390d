//! The web face from outside: who is let in, what is shown, what can be done, without a browser.

mod attacks;
mod house;
mod journeys;
