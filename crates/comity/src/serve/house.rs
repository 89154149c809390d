//! The house: every door of it, and what is behind.

use super::desk::Desks;
use super::guard::{self, Hosts};
use super::secret::{Doorkeeper, Session};
use super::{news, rooms, upload};
use crate::error::{Error, Result};
use crate::files;
use crate::page::fields::Fields;
use crate::page::hall::{Given, Hall};
use crate::page::{Handler, Reply, Visit, trouble};
use crate::pages::PAGES;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{DefaultBodyLimit, Extension, RawPathParams, Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, COOKIE, HeaderMap, LOCATION};
use axum::http::{Method, StatusCode};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::Response;
use axum::routing::{any, get, post};
use std::net::SocketAddr;
use std::num::NonZero;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::time::timeout;

/// What a form may hold: a long note, and room to spare.
const FORM: usize = 256 << 10;

/// More desks than these would only hold the network open once more.
const DESKS: usize = 2;

/// All that answering takes.
pub(super) struct House {
    pub(super) hall: Arc<Hall>,
    pub(super) desks: Desks,
    pub(super) keeper: Doorkeeper,
    pub(super) hosts: Hosts,
    /// For browsers that have no link.
    pub(super) password: Option<String>,
    /// One guess at a time.
    pub(super) guesses: tokio::sync::Mutex<()>,
    /// Is told the next link where one was used.
    pub(super) used: Option<fn(&str)>,
    /// Where files lie until they are read; nothing where no folder can be made.
    pub(super) dropped: Option<upload::Dropped>,
    /// The file that leads the first browser in, until it came.
    door: Mutex<Option<PathBuf>>,
}

/// What lets in whoever is beyond this machine.
#[derive(Clone, Debug, Default)]
pub struct Outside {
    /// For browsers that have no link.
    pub password: Option<String>,
    /// A name by which the server may be called, beside addresses and `localhost`.
    pub name: Option<String>,
}

/// The web application, whole: what is served, and what tests knock on.
#[derive(Clone)]
pub struct App(Arc<House>);

impl App {
    /// Returns the application of a network, called at an address.
    ///
    /// # Errors
    /// Fails where the folder for uploads cannot be made.
    pub fn new(given: Given, address: SocketAddr, outside: Outside, used: Option<fn(&str)>) -> Result<Self> {
        let dropped = upload::Dropped::claim(&given.scratch);
        let hall = Arc::new(Hall::new(given));
        let many = std::thread::available_parallelism().map_or(2, NonZero::get).clamp(1, DESKS);
        Ok(Self(Arc::new(House {
            desks: Desks::open(&hall, many),
            hall,
            keeper: Doorkeeper::default(),
            hosts: Hosts::of(address, outside.name),
            password: outside.password,
            guesses: tokio::sync::Mutex::new(()),
            used,
            dropped,
            door: Mutex::default(),
        })))
    }

    /// Returns a new link that lets one browser in, once.
    ///
    /// # Errors
    /// Fails where the system gives no random bytes.
    pub fn link(&self) -> Result<String> {
        self.0.link()
    }

    /// Writes a file that leads a browser in, which nobody else may read, and returns its path.
    ///
    /// # Errors
    /// Fails where it cannot be written.
    pub fn door(&self, link: &str) -> Result<PathBuf> {
        let none = || Error::Internal("there is no folder for a page".to_owned());
        let folder = self.0.dropped.as_ref().and_then(upload::Dropped::fresh).ok_or_else(none)?;
        let path = folder.join("comity.html");
        let page = format!("<!doctype html><meta http-equiv=\"refresh\" content=\"0; url={link}\">\n");
        files::write_new(&path, page.as_bytes())?;
        *self.0.door.lock().unwrap_or_else(PoisonError::into_inner) = Some(folder);
        Ok(path)
    }

    /// Returns what all visits share.
    pub fn hall(&self) -> &Arc<Hall> {
        &self.0.hall
    }

    /// Returns all doors.
    pub fn router(&self) -> Router {
        let house = Arc::clone(&self.0);
        let mut router = Router::new()
            .route("/style.css", get(rooms::style))
            .route("/script.js", get(rooms::script))
            .route("/icon.svg", get(rooms::icon))
            .route("/enter", get(rooms::enter).post(rooms::guess))
            .route("/theme", post(rooms::theme))
            .route("/undo", post(|house, session, request| form(house, session, request, rooms::undo)))
            .route("/people/names", get(|a, b, c, d| look(a, b, c, d, rooms::names)))
            .route("/sources/progress", get(news::news))
            .route("/sources/drop", post(upload::drop).layer(DefaultBodyLimit::disable()));
        for page in PAGES {
            let show = page.show;
            let look = move |house, session, params, request| look(house, session, params, request, show);
            let mut door = get(look);
            if let Some(act) = page.act {
                door = door
                    .post(move |house, session, params, request| acted(house, session, params, request, act));
            }
            router = router.route(page.path, door);
        }
        router
            .fallback(any(rooms::nowhere))
            .layer(from_fn_with_state(Arc::clone(&house), guard::guard))
            .layer(from_fn(guard::headers))
            .with_state(house)
    }
}

impl House {
    /// Takes away the file that led the first browser in.
    pub(super) fn forget_door(&self) {
        if let Some(folder) = self.door.lock().unwrap_or_else(PoisonError::into_inner).take() {
            // What cannot be deleted now goes with the end of the server; the link in it opens nothing any more.
            let _ = std::fs::remove_dir_all(folder);
        }
    }

    pub(super) fn link(&self) -> Result<String> {
        Ok(format!("http://{}/enter?key={}", self.hosts.address, self.keeper.link()?))
    }
}

/// What a visit brings from the browser to the desk.
pub(super) struct Brought {
    path: String,
    who: String,
    asked: Fields,
    form: Fields,
    theme: String,
    token: String,
    /// How often the network had changed when it came.
    switches: u64,
    /// It changes something.
    acts: bool,
}

impl Brought {
    fn of(house: &House, request: &Request, who: String, session: &Session) -> Self {
        let switches = house.hall.switches();
        Self {
            path: request.uri().path().to_owned(),
            who,
            asked: Fields::read(request.uri().query().unwrap_or_default().as_bytes()),
            form: Fields::default(),
            theme: cookie(request.headers(), rooms::THEME).filter(|t| rooms::is_theme(t)).unwrap_or_default(),
            token: session.token(switches),
            switches,
            acts: false,
        }
    }
}

/// Returns the value of a cookie.
pub(super) fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let lines = headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
    let pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.filter(|(known, _)| *known == name).map(|(_, value)| value.to_owned()).next()
}

fn who(params: &RawPathParams) -> String {
    params.iter().next().map_or_else(String::new, |(_, value)| value.to_owned())
}

/// Shows a page.
async fn look(
    State(house): State<Arc<House>>,
    Extension(session): Extension<Session>,
    params: RawPathParams,
    request: Request,
    show: Handler,
) -> Response {
    let brought = Brought::of(&house, &request, who(&params), &session);
    made(&house, brought, show).await
}

/// Does what a form of a page asks for.
async fn acted(
    State(house): State<Arc<House>>,
    Extension(session): Extension<Session>,
    params: RawPathParams,
    request: Request,
    act: Handler,
) -> Response {
    posted(house, &session, request, who(&params), act).await
}

/// Does what a form asks for that belongs to no page.
async fn form(
    State(house): State<Arc<House>>,
    Extension(session): Extension<Session>,
    request: Request,
    act: Handler,
) -> Response {
    posted(house, &session, request, String::new(), act).await
}

async fn posted(
    house: Arc<House>,
    session: &Session,
    request: Request,
    who: String,
    act: Handler,
) -> Response {
    let mut brought = Brought::of(&house, &request, who, session);
    match fields(&house, request).await {
        Ok(form) => brought.form = form,
        Err(refusal) => return refusal,
    }
    if let Some((code, why)) = session.made(brought.form.text("token"), brought.switches).refusal() {
        return refused(code, why);
    }
    brought.acts = true;
    made(&house, brought, act).await
}

/// Reads what a form carried.
pub(super) async fn fields(house: &House, request: Request) -> Result<Fields, Response> {
    let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if !kind.starts_with("application/x-www-form-urlencoded") {
        return Err(refused(StatusCode::UNSUPPORTED_MEDIA_TYPE, "this is no form"));
    }
    match timeout(house.hall.given.patience, to_bytes(request.into_body(), FORM)).await {
        Ok(Ok(bytes)) => Ok(Fields::read(&bytes)),
        Ok(Err(_)) => Err(refused(StatusCode::PAYLOAD_TOO_LARGE, "this form holds too much")),
        Err(_) => Err(refused(StatusCode::REQUEST_TIMEOUT, "this form took too long")),
    }
}

/// Makes a page at a desk.
async fn made(house: &House, brought: Brought, handler: Handler) -> Response {
    let hall = Arc::clone(&house.hall);
    let done = house.desks.run(move |context| {
        // The network on the desk is the one that was looked at when the form came, or nothing is done.
        if brought.acts && hall.switches() != brought.switches {
            return (303, Reply::See("/".to_owned()));
        }
        let visit = Visit {
            context,
            hall: &hall,
            token: &brought.token,
            path: &brought.path,
            who: &brought.who,
            asked: brought.asked,
            form: brought.form,
            theme: &brought.theme,
        };
        match handler(&visit).map_err(|error| error.at(&context.path)) {
            Ok(reply) => (200, reply),
            Err(crate::Error::NoNetwork(_)) => (303, Reply::See("/".to_owned())),
            Err(error) => {
                let (code, html) = trouble(&visit, &error);
                (code, Reply::Page(html))
            }
        }
    });
    match done.await {
        Some((_, Reply::See(place))) => see(&place),
        Some((code, Reply::Page(html))) => html_of(StatusCode::from_u16(code).unwrap_or_default(), html),
        Some((_, Reply::Words(text))) => words(StatusCode::OK, "text/plain; charset=utf-8", text),
        None => refused(StatusCode::INTERNAL_SERVER_ERROR, "a mistake in Comity stopped this page"),
    }
}

/// Returns a page.
pub(super) fn html_of(code: StatusCode, html: String) -> Response {
    words(code, "text/html; charset=utf-8", html)
}

/// Returns words of some kind.
pub(super) fn words(code: StatusCode, kind: &'static str, text: impl Into<Body>) -> Response {
    let mut response = Response::new(text.into());
    *response.status_mut() = code;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, axum::http::HeaderValue::from_static(kind));
    // What is private is kept by no cache.
    headers.insert(CACHE_CONTROL, axum::http::HeaderValue::from_static("no-store"));
    response
}

/// Leads to another page.
pub(super) fn see(place: &str) -> Response {
    let mut response = words(StatusCode::SEE_OTHER, "text/plain; charset=utf-8", "");
    let place = place.parse().unwrap_or_else(|_| axum::http::HeaderValue::from_static("/"));
    response.headers_mut().insert(LOCATION, place);
    response
}

/// Refuses, and says why.
pub(super) fn refused(code: StatusCode, why: &str) -> Response {
    words(code, "text/plain; charset=utf-8", format!("{why}\n"))
}

/// Tells whether a request only looks.
pub(super) fn only_looks(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD)
}
