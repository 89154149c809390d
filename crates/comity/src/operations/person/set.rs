//! `--set KEY=VALUE`: each key, and what its value means.

use crate::asked;
use crate::channel;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::network::Network;
use crate::when;
use comity_core::{Moment, Said, Tie};
use jiff::civil::Date;
use jiff::tz::TimeZone;

const KEYS: &str =
    "is, hoped, role, layer, cadence, zone, country, separate, wish, employer, birthday, rest-until";

/// Reads one `KEY=VALUE`.
pub(super) fn read(context: &Context, network: &Network, pair: &str, since: Option<Moment>) -> Result<Said> {
    let (key, value) = pair.split_once('=').ok_or_else(|| {
        Error::user(format!("`{pair}` has no `=`"), format!("write KEY=VALUE, with one of: {KEYS}"))
    })?;
    let value = value.trim();
    let plain = || match value {
        "" => Err(Error::user(format!("`{key}` has no value"), format!("write `{key}=VALUE`"))),
        _ => Ok(value.to_owned()),
    };
    Ok(match key.trim() {
        "is" => Said::Is { tie: asked::read(value)?, since },
        "hoped" => Said::Hoped(asked::read::<Tie>(value)?),
        "role" if value == "none" => Said::Role(None),
        "role" => Said::Role(Some(asked::read(value)?)),
        "layer" => Said::Layer(layer(value)?),
        "cadence" => Said::Cadence(cadence(value)?),
        "zone" => Said::Zone(zone(value)?),
        "country" => Said::Country(asked::region(value)?),
        "separate" => Said::Separate(yes(value)?),
        "wish" => Said::Wish(channel::read(value, network.region().as_deref())?),
        "employer" => Said::Employer(plain()?),
        "birthday" => Said::Birthday(birthday(context, value)?),
        "rest-until" => Said::RestUntil(when::read(context, value)?),
        other => {
            return Err(Error::user(
                format!("there is nothing called `{other}` to set"),
                format!("use one of: {KEYS}"),
            ));
        }
    })
}

fn layer(value: &str) -> Result<u16> {
    match value.parse() {
        Ok(layer @ (5 | 15 | 50 | 150 | 500 | 1500)) => Ok(layer),
        _ => Err(Error::user(
            format!("`{value}` is no layer"),
            "5 the closest few, 15 close, 50 good friends and allies, 150 people you keep up with, 500 or 1500 the rest",
        )),
    }
}

fn cadence(value: &str) -> Result<u16> {
    match value.strip_suffix("days").unwrap_or(value).trim().parse() {
        Ok(days @ 1..=3650) => Ok(days),
        _ if value == "none" => Ok(0),
        _ => Err(Error::user(
            format!("`{value}` is no rhythm"),
            "write the days between two words, as `cadence=60`, or `cadence=none` for no reminders",
        )),
    }
}

fn zone(value: &str) -> Result<String> {
    match TimeZone::get(value) {
        Ok(zone) => Ok(zone.iana_name().unwrap_or(value).to_owned()),
        Err(_) => Err(Error::user(
            format!("there is no zone `{value}`"),
            "write it as `Europe/Berlin` or `America/New_York`",
        )),
    }
}

fn yes(value: &str) -> Result<bool> {
    match value.to_lowercase().as_str() {
        "yes" | "true" | "on" => Ok(true),
        "no" | "false" | "off" => Ok(false),
        _ => Err(Error::user(
            format!("`{value}` is neither yes nor no"),
            "write `separate=yes` or `separate=no`",
        )),
    }
}

/// Reads a birthday, with or without its year.
fn birthday(context: &Context, value: &str) -> Result<String> {
    let whole = value.parse::<Date>().ok();
    let without = value.strip_prefix("--").is_some_and(|rest| format!("2000-{rest}").parse::<Date>().is_ok());
    if whole.is_some_and(|born| context.now().day_in(&context.zone()) < born) {
        return Err(Error::user(
            format!("`{value}` is still to come"),
            "write the day on which they were born",
        ));
    }
    if whole.is_some() || without {
        return Ok(value.to_owned());
    }
    Err(Error::user(format!("`{value}` is no birthday"), "write `1980-03-22`, or `--03-22` without the year"))
}
