//! The way in: whoever has a network goes on to it, whoever has none is asked for their files.

use crate::error::Result;
use crate::page::{Frame, Page, Reply, Visit, page};
use askama::Template;

pub(super) const PAGE: Page = Page { path: "/", name: "", show, act: None };

#[derive(Template)]
#[template(path = "welcome.html")]
struct Welcome {
    frame: Frame,
}

fn show(visit: &Visit<'_>) -> Result<Reply> {
    if visit.hall.is_importing() {
        return Ok(Reply::See("/sources".to_owned()));
    }
    let people = visit.context.network_if_any()?.map(|network| network.store.person_count()).transpose()?;
    if people.is_some_and(|people| people > 0) {
        return Ok(Reply::See("/today".to_owned()));
    }
    page(&Welcome { frame: visit.frame("Welcome") })
}
