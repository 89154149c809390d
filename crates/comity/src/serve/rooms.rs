//! What is no page: the way in, colours, what is taken back, and the files that pages are made up with.

use super::house::{House, fields, html_of, refused, see, words};
use super::secret::{Made, Session, same};
use crate::error::Result;
use crate::page::{Reply, Visit, local};
use askama::Template;
use axum::extract::{Extension, Request, State};
use axum::http::header::{CACHE_CONTROL, HeaderValue, SET_COOKIE};
use axum::http::{Method, StatusCode};
use axum::response::Response;
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;

/// The cookie that keeps the colours.
pub(super) const THEME: &str = "comity-theme";

/// A wrong password costs this long, so that guessing takes for ever.
const WRONG: Duration = Duration::from_secs(1);

/// Who stands outside, and who just came in.
#[derive(Template)]
#[template(path = "locked.html")]
struct Locked {
    opened: bool,
    with_password: bool,
}

/// Returns the page of who stands outside, or of who just came in.
pub(super) fn locked(opened: bool, with_password: bool) -> String {
    Locked { opened, with_password }.render().unwrap_or_default()
}

/// Lets in whoever opens the link.
pub(super) async fn enter(State(house): State<Arc<House>>, request: Request) -> Response {
    let hints = ["purpose", "sec-purpose"].map(|name| request.headers().get(name));
    let early = hints.iter().flatten().any(|v| v.to_str().is_ok_and(|v| v.contains("prefetch")));
    // Whoever only looks ahead is not to use the link up.
    if early || request.method() == Method::HEAD {
        return refused(StatusCode::FORBIDDEN, "open the link in a browser");
    }
    let asked = crate::page::fields::Fields::read(request.uri().query().unwrap_or_default().as_bytes());
    let Ok(Some(word)) = house.keeper.enter(asked.text("key")) else {
        return html_of(StatusCode::UNAUTHORIZED, locked(false, house.password.is_some()));
    };
    house.forget_door();
    if let (Some(used), Ok(link)) = (house.used, house.link()) {
        used(&link);
    }
    come_in(&house, &word)
}

/// Lets in whoever knows the password.
pub(super) async fn guess(State(house): State<Arc<House>>, request: Request) -> Response {
    let form = match fields(&house, request).await {
        Ok(form) => form,
        Err(refusal) => return refusal,
    };
    let Some(password) = &house.password else {
        return html_of(StatusCode::UNAUTHORIZED, locked(false, false));
    };
    let _one = house.guesses.lock().await;
    if !same(password.as_bytes(), form.text("password").as_bytes()) {
        tokio::time::sleep(WRONG).await;
        return html_of(StatusCode::UNAUTHORIZED, locked(false, true));
    }
    match house.keeper.admit() {
        Ok(word) => come_in(&house, &word),
        Err(_) => refused(StatusCode::INTERNAL_SERVER_ERROR, "the system gives no random bytes"),
    }
}

/// Gives the cookie, on a page: after a redirect from elsewhere browsers would not send it yet.
fn come_in(house: &House, word: &str) -> Response {
    let mut response = html_of(StatusCode::OK, locked(true, false));
    set(&mut response, &format!("{}={word}; Path=/; HttpOnly; SameSite=Strict", house.cookie_name()));
    response
}

fn set(response: &mut Response, cookie: &str) {
    if let Ok(cookie) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
}

/// Tells whether a word names colours.
pub(super) fn is_theme(word: &str) -> bool {
    matches!(word, "light" | "dark")
}

/// Keeps which colours the user likes.
pub(super) async fn theme(
    State(house): State<Arc<House>>,
    Extension(session): Extension<Session>,
    request: Request,
) -> Response {
    let form = match fields(&house, request).await {
        Ok(form) => form,
        Err(refusal) => return refusal,
    };
    // Colours are the same whatever is looked at.
    if session.made(form.text("token"), house.hall.switches()) == Made::Elsewhere {
        return refused(StatusCode::FORBIDDEN, "this form was not made by Comity");
    }
    let mut response = see(&local(form.text("back"), "/"));
    let (word, lasts) = match form.text("theme") {
        word if is_theme(word) => (word, 365 * 86_400),
        _ => ("", 0),
    };
    set(&mut response, &format!("{THEME}={word}; Path=/; HttpOnly; SameSite=Strict; Max-Age={lasts}"));
    response
}

/// Takes back what was just noted.
pub(super) fn undo(visit: &Visit<'_>) -> Result<Reply> {
    let entries: Vec<u64> = visit.form.text("entries").split(' ').filter_map(|n| n.parse().ok()).collect();
    visit.note("undo", json!({ "entries": entries }))?;
    Ok(Reply::See(local(visit.form.text("back"), "/")))
}

/// More names than these are no help while one types.
const NAMES: usize = 8;

/// Returns the names that begin as what was typed, a line each, for the script.
pub(super) fn names(visit: &Visit<'_>) -> Result<Reply> {
    let Some(network) = visit.context.network_if_any()? else { return Ok(Reply::Words(String::new())) };
    let found = network.store.search(visit.asked.text("q"), NAMES)?;
    Ok(Reply::Words(found.into_iter().map(|person| person.name + "\n").collect()))
}

/// What is not there.
pub(super) async fn nowhere() -> Response {
    refused(StatusCode::NOT_FOUND, "there is nothing here")
}

fn file(kind: &'static str, text: &'static str) -> Response {
    let mut response = words(StatusCode::OK, kind, text);
    // The same for everybody; asked for anew with each release, whose stamp stands in its address.
    response
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=604800, immutable"));
    response
}

pub(super) async fn style() -> Response {
    file("text/css; charset=utf-8", include_str!("../../assets/style.css"))
}

pub(super) async fn script() -> Response {
    file("text/javascript; charset=utf-8", include_str!("../../assets/script.js"))
}

pub(super) async fn icon() -> Response {
    file("image/svg+xml", include_str!("../../assets/icon.svg"))
}
