//! The lines on which browsers call: how many at once, and how long each may dawdle.

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::{Instant, Sleep, sleep};

/// More lines than a few browsers open at once.
const LINES: usize = 256;

/// What the head of a request may hold, in bytes.
const HEAD_BYTES: usize = 32 << 10;

/// Answers whoever calls, until the program ends.
///
/// `patience` is how long the head of a request may take, how long a line may lie idle, and how long whoever asked
/// may take nothing of the answer.
pub(super) async fn answer(listener: TcpListener, router: Router, patience: Duration) {
    let lines = Arc::new(Semaphore::new(LINES));
    loop {
        let Ok(line) = Arc::clone(&lines).acquire_owned().await else { return };
        let stream = match listener.accept().await {
            Ok((stream, _)) => stream,
            // Too many files are open, or the caller hung up: what is left may end meanwhile.
            Err(_) => {
                sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        // Pages are small, and each is sent at once.
        let _ = stream.set_nodelay(true);
        let service = TowerToHyperService::new(router.clone());
        tokio::spawn(async move {
            let io = TokioIo::new(Patient::new(stream, patience));
            let mut http = http1::Builder::new();
            http.timer(TokioTimer::new()).header_read_timeout(patience).max_buf_size(HEAD_BYTES);
            // A caller who breaks off is no fault of ours.
            let _ = http.serve_connection(io, service).await;
            drop(line);
        });
    }
}

/// A line that ends where the other side takes nothing for too long.
struct Patient {
    stream: TcpStream,
    waits: Pin<Box<Sleep>>,
    waiting: bool,
    patience: Duration,
}

impl Patient {
    fn new(stream: TcpStream, patience: Duration) -> Self {
        Self { stream, waits: Box::pin(sleep(patience)), waiting: false, patience }
    }

    /// Starts to wait where nothing was taken, and ends where that took too long.
    fn watch<T>(&mut self, cx: &mut Context<'_>, done: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if done.is_ready() {
            self.waiting = false;
            return done;
        }
        if !self.waiting {
            self.waiting = true;
            let end = Instant::now() + self.patience;
            self.waits.as_mut().reset(end);
        }
        match self.waits.as_mut().poll(cx) {
            Poll::Ready(()) => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl AsyncRead for Patient {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for Patient {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let done = Pin::new(&mut self.stream).poll_write(cx, buf);
        self.watch(cx, done)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
