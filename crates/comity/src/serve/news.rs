//! How far an import has come, told while it goes on.

use super::house::{House, words};
use crate::page::hall::Hall;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use hyper::body::Frame;
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::time::{Interval, interval};

/// As often as an eye follows without being troubled.
const OFTEN: Duration = Duration::from_millis(300);

/// Tells the script of the page how far the import has come, until it ends.
pub(super) async fn news(State(house): State<Arc<House>>) -> Response {
    let news =
        News { hall: Arc::clone(&house.hall), tick: interval(OFTEN), told: String::new(), ended: false };
    words(StatusCode::OK, "text/event-stream", Body::new(news))
}

/// Events, one for each step that an eye can see.
struct News {
    hall: Arc<Hall>,
    tick: Interval,
    told: String,
    ended: bool,
}

impl News {
    /// Returns what is new; nothing where nothing is.
    fn next(&mut self) -> Option<String> {
        if !self.hall.is_importing() {
            self.ended = true;
            return Some("event: end\ndata: end\n\n".to_owned());
        }
        let job = self.hall.job();
        // A line break would end the event.
        let what = job.what.replace(char::is_control, " ");
        let news = format!("data: {}\ndata: {what}\n\n", job.percent.unwrap_or_default());
        drop(job);
        if news == self.told {
            return None;
        }
        news.clone_into(&mut self.told);
        Some(news)
    }
}

impl HttpBody for News {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        loop {
            if self.ended {
                return Poll::Ready(None);
            }
            ready!(self.tick.poll_tick(cx));
            if let Some(news) = self.next() {
                return Poll::Ready(Some(Ok(Frame::data(Bytes::from(news)))));
            }
        }
    }
}
