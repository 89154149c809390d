//! `comity serve`: the pages, for the browsers of this machine.
//!
//! Brings visits to pages and pages to browsers, and knows nothing of what is on them. Whoever calls has to come
//! by a name of this machine, with the cookie of a link that was shown here, and with the token of a form that
//! was made here: other sites, other programs and other people have none of the three.

mod desk;
mod guard;
mod house;
mod line;
mod news;
mod rooms;
mod secret;
mod upload;

pub(crate) use desk::Desks;

pub use crate::page::hall::Given;
pub use house::{App, Outside};

use crate::error::{Error, Result};
use clap::Args;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// The port unless another is said: COMI on the keys of a telephone. Where it is taken, any other will do.
const PORT: u16 = 2664;

/// Four gigabytes: more than archives have; what is larger is named by its path instead.
pub const UPLOAD: u64 = 4 << 30;

/// Ten seconds: a line within one machine needs none of them.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// A shorter password is guessed.
const PASSWORD: usize = 12;

/// Look at your network in a browser, on this machine
///
/// Shows a link that lets one browser in, once, and opens it. Nobody but this machine can call, and nothing leaves
/// it. Ctrl-C ends it.
#[derive(Args, Debug)]
pub struct Serve {
    /// The port; any that is free, unless said
    #[arg(long, value_name = "N")]
    port: Option<u16>,
    /// Open no browser; the link is shown all the same
    #[arg(long)]
    no_open: bool,
    /// Listen here as well as it goes; beyond this machine only with --let-others-in
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    listen: IpAddr,
    /// Listen beyond this machine. What is sent can be read on the way: use it behind something that encrypts
    #[arg(long, requires = "password_file")]
    let_others_in: bool,
    /// The name by which browsers call it, where something that encrypts stands before it
    #[arg(long, value_name = "NAME", requires = "let_others_in")]
    host: Option<String>,
    /// A file whose first line is a password, for browsers that have no link
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
}

impl Serve {
    /// Answers browsers until somebody asks to stop.
    ///
    /// # Errors
    /// Refuses to listen beyond this machine without a flag and a password; fails where it cannot listen.
    pub fn run(&self, given: Given, stop: &Arc<AtomicBool>, json: bool) -> Result<()> {
        let password = self.password()?;
        if !self.listen.is_loopback() && (!self.let_others_in || password.is_none()) {
            return Err(Error::Refused(
                format!("`{}` can be reached by others", self.listen),
                "say `--let-others-in` and `--password-file FILE` if you mean it".to_owned(),
            ));
        }
        let listener = self.bound()?;
        let address = listener.local_addr().map_err(|e| cannot_listen(self.listen, &e))?;
        let outside = Outside { password, name: self.host.clone() };
        let app = App::new(given, address, outside, Some(again))?;
        let link = app.link()?;
        tell(address, self.let_others_in, &link, json);
        if !self.no_open {
            // Every user of this machine may read the arguments of a program, so the link stands in a file.
            if let Ok(page) = app.door(&link) {
                open(&page);
            }
        }
        app.answer(listener, stop)
    }

    /// Returns the password in the file.
    fn password(&self) -> Result<Option<String>> {
        let Some(path) = &self.password_file else { return Ok(None) };
        let text = std::fs::read_to_string(path).map_err(Error::read(path))?;
        let word = text.lines().next().unwrap_or_default().trim();
        if word.chars().count() < PASSWORD {
            return Err(Error::user(
                format!("the password in `{}` is too short", path.display()),
                format!("write at least {PASSWORD} characters into its first line"),
            ));
        }
        Ok(Some(word.to_owned()))
    }

    fn bound(&self) -> Result<TcpListener> {
        let at = |port| TcpListener::bind(SocketAddr::new(self.listen, port));
        let bound = match self.port {
            Some(port) => at(port),
            None => at(PORT).or_else(|_| at(0)),
        };
        bound.map_err(|e| cannot_listen(self.listen, &e))
    }
}

fn cannot_listen(at: IpAddr, why: &std::io::Error) -> Error {
    Error::user(format!("cannot listen at {at}: {why}"), "try another port with `--port N`")
}

/// Says where it is.
fn tell(address: SocketAddr, lets_others_in: bool, link: &str, json: bool) {
    if json {
        println!("{}", serde_json::json!({ "address": format!("http://{address}/"), "link": link }));
        return;
    }
    let alone = reach(address, lets_others_in);
    println!("Comity is at http://{address}/{alone}. This link lets one browser in, once:");
    println!("    {link}");
    println!("Ctrl-C ends it.");
}

/// Returns who can reach it: behind what stands before it, an address of this machine is not for it alone.
fn reach(address: SocketAddr, lets_others_in: bool) -> &'static str {
    if address.ip().is_loopback() && !lets_others_in {
        ", for this machine alone"
    } else {
        ", and others can reach it, with the password"
    }
}

/// Says the next link, where one was used.
fn again(link: &str) {
    println!("A browser came in. For another one:");
    println!("    {link}");
}

/// Opens a page in the user's browser, where there is one; it can be opened by hand as well.
fn open(page: &Path) {
    let (program, first): (&str, &[&str]) = match std::env::consts::OS {
        "macos" => ("open", &[]),
        "windows" => ("rundll32", &["url.dll,FileProtocolHandler"]),
        _ => ("xdg-open", &[]),
    };
    let quiet = || Stdio::null();
    let _ =
        Command::new(program).args(first).arg(page).stdin(quiet()).stdout(quiet()).stderr(quiet()).spawn();
}

/// How often it is looked whether somebody asked to stop.
const LOOK: Duration = Duration::from_millis(50);

impl App {
    /// Answers browsers until somebody asks to stop; what is being read then ends at a row, and keeps what is whole.
    ///
    /// # Errors
    /// Fails where the system gives no means to answer.
    pub fn answer(&self, listener: TcpListener, stop: &AtomicBool) -> Result<()> {
        let internal = |e: std::io::Error| Error::Internal(format!("cannot answer browsers: {e}"));
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = runtime.enable_io().enable_time().build().map_err(internal)?;
        runtime.block_on(async {
            listener.set_nonblocking(true).map_err(internal)?;
            let listener = tokio::net::TcpListener::from_std(listener).map_err(internal)?;
            tokio::spawn(line::answer(listener, self.router(), self.hall().given.patience));
            while !stop.load(Ordering::Relaxed) {
                tokio::time::sleep(LOOK).await;
            }
            self.hall().job().stop = true;
            while self.hall().is_importing() {
                tokio::time::sleep(LOOK).await;
            }
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_for_this_machine_alone_only_where_nobody_else_is_let_in() {
        let home = "127.0.0.1:2664".parse().unwrap();
        assert!(reach(home, false).contains("alone"));
        assert!(reach(home, true).contains("others can reach it"));
        assert!(reach("192.0.2.7:2664".parse().unwrap(), true).contains("others can reach it"));
    }
}
