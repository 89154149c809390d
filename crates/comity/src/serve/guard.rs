//! Who may call: by which name, from which page, with which cookie; and what every answer forbids the browser.

use super::house::{House, cookie, html_of, only_looks, refused};
use super::rooms::locked;
use super::secret::Session;
use axum::extract::{Request, State};
use axum::http::header::{HOST, HeaderName, HeaderValue, ORIGIN};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

/// What can be seen without having come in: nothing of anybody.
const OPEN: [&str; 4] = ["/style.css", "/script.js", "/icon.svg", "/enter"];

/// The names by which this server may be called.
///
/// A site that lets its own name lead here calls by that name. Names of ours are addresses and `localhost`, which
/// nobody can let lead anywhere.
pub(super) struct Hosts {
    pub(super) address: SocketAddr,
    /// The name of what stands before the server, as the user told it.
    told: Option<String>,
}

impl Hosts {
    pub(super) const fn of(address: SocketAddr, told: Option<String>) -> Self {
        Self { address, told }
    }

    /// Tells whether a `Host` is ours.
    fn is_ours(&self, host: &str) -> bool {
        if self.told.as_deref().is_some_and(|told| told.eq_ignore_ascii_case(host)) {
            return true;
        }
        let (name, port) = match host.rsplit_once(':') {
            Some((name, port)) if !port.ends_with(']') => (name, port.parse().ok()),
            _ => (host, Some(80)),
        };
        if port != Some(self.address.port()) {
            return false;
        }
        if name.eq_ignore_ascii_case("localhost") {
            return true;
        }
        let bare = name.strip_prefix('[').and_then(|n| n.strip_suffix(']')).unwrap_or(name);
        match bare.parse::<IpAddr>() {
            Ok(ip) => ip.is_loopback() || !self.address.ip().is_loopback(),
            Err(_) => false,
        }
    }
}

/// Lets in who may come in.
pub(super) async fn guard(State(house): State<Arc<House>>, mut request: Request, next: Next) -> Response {
    match known(&house, &request) {
        Ok(None) => {}
        Ok(Some(session)) => drop(request.extensions_mut().insert(session)),
        Err(refusal) => return *refusal,
    }
    next.run(request).await
}

/// Returns the session of whoever calls; nothing where what they look at needs none.
fn known(house: &House, request: &Request) -> Result<Option<Session>, Box<Response>> {
    let refuse = |code, why| Err(Box::new(refused(code, why)));
    let text = |name: HeaderName| request.headers().get(name).map(|v| v.to_str().unwrap_or("?"));
    let host = text(HOST).unwrap_or_default();
    if request.headers().get_all(HOST).iter().count() != 1 || !house.hosts.is_ours(host) {
        return refuse(StatusCode::MISDIRECTED_REQUEST, "this is not the name of this server");
    }
    if !only_looks(request.method()) {
        if *request.method() != Method::POST {
            return refuse(StatusCode::METHOD_NOT_ALLOWED, "this server only shows pages and takes forms");
        }
        if !from_here(text(ORIGIN), text(HeaderName::from_static("sec-fetch-site")), host) {
            return refuse(StatusCode::FORBIDDEN, "this comes from another site");
        }
    }
    if OPEN.contains(&request.uri().path()) {
        return Ok(None);
    }
    let word = cookie(request.headers(), &house.cookie_name());
    match word.and_then(|word| house.keeper.session(&word)) {
        Some(session) => Ok(Some(session)),
        None => {
            let page = locked(false, house.password.is_some());
            Err(Box::new(html_of(StatusCode::UNAUTHORIZED, page)))
        }
    }
}

/// Tells whether a form was sent from a page of ours: browsers say so, in one way or the other.
fn from_here(origin: Option<&str>, site: Option<&str>, host: &str) -> bool {
    // What encrypts may stand before the server; nothing else can be called by the same name.
    let ours = |origin: &str| ["http://", "https://"].iter().any(|p| origin.strip_prefix(p) == Some(host));
    let origin_fits = origin.is_none_or(ours);
    origin_fits && site.is_none_or(|site| site == "same-origin")
}

impl House {
    /// Returns the name of the cookie: browsers do not keep ports apart.
    pub(super) fn cookie_name(&self) -> String {
        format!("comity-{}", self.hosts.address.port())
    }
}

/// Nothing from elsewhere, no script and no style within a page, no frame, forms to here alone.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Puts on every answer what it forbids the browser.
pub(super) async fn headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let all = [
        ("content-security-policy", POLICY),
        ("x-content-type-options", "nosniff"),
        // Not `no-referrer`: with that, browsers would hide from us where a form comes from.
        ("referrer-policy", "same-origin"),
        ("x-frame-options", "DENY"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(), microphone=(), geolocation=(), browsing-topics=()"),
    ];
    for (name, value) in all {
        response.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_that_nobody_can_let_lead_here_are_ours() {
        let home = Hosts::of("127.0.0.1:2664".parse().unwrap(), None);
        for ours in ["127.0.0.1:2664", "localhost:2664", "LocalHost:2664", "[::1]:2664"] {
            assert!(home.is_ours(ours), "{ours}");
        }
        let foreign = [
            "evil.example:2664",
            "127.0.0.1",
            "127.0.0.1:80",
            "localhost.evil.example:2664",
            "192.0.2.7:2664",
            "",
            ":2664",
            "127.0.0.1:2664:2664",
            "0x7f.1:2664",
            "127.0.0.1.evil.example:2664",
            "localhost:2664@evil",
        ];
        for foreign in foreign {
            assert!(!home.is_ours(foreign), "{foreign}");
        }
        let wide = Hosts::of("192.0.2.7:80".parse().unwrap(), None);
        let told = Hosts::of("127.0.0.1:2664".parse().unwrap(), Some("comity.firm.example".to_owned()));
        assert!(told.is_ours("comity.firm.example") && !told.is_ours("comity.firm.example.evil.example"));
        assert!(wide.is_ours("192.0.2.7") && wide.is_ours("192.0.2.7:80") && !wide.is_ours("evil.example"));
    }

    #[test]
    fn a_form_comes_from_a_page_of_ours() {
        let host = "127.0.0.1:2664";
        assert!(from_here(Some("http://127.0.0.1:2664"), Some("same-origin"), host));
        assert!(from_here(None, None, host));
        for (origin, site) in [
            (Some("http://evil.example"), None),
            (Some("null"), None),
            (Some("http://127.0.0.1:2665"), None),
            (Some("http://127.0.0.1:2664.evil.example"), None),
            (None, Some("cross-site")),
            (None, Some("same-site")),
            (Some("http://127.0.0.1:2664"), Some("cross-site")),
        ] {
            assert!(!from_here(origin, site, host), "{origin:?} {site:?}");
        }
    }
}
