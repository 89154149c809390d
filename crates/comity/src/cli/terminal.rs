//! The terminal as the side that long work and open questions turn to.

use crate::context::{Face, Progress};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::cell::RefCell;
use std::io::{BufRead, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The terminal that the program was started in.
#[derive(Clone)]
pub struct Terminal {
    /// In columns.
    pub width: usize,
    pub colour: bool,
    /// Somebody sits before it who can answer.
    pub asks: bool,
    /// Progress is shown.
    pub shows_progress: bool,
    /// How the user calls the program.
    pub program: String,
    /// Set when the user presses Ctrl-C.
    pub stop: Arc<AtomicBool>,
    bar: RefCell<Option<(String, ProgressBar)>>,
}

impl Terminal {
    /// Returns a terminal that shows no progress yet.
    pub const fn new(width: usize, colour: bool, asks: bool, program: String, stop: Arc<AtomicBool>) -> Self {
        Self { width, colour, asks, shows_progress: asks, program, stop, bar: RefCell::new(None) }
    }

    fn draw(&self, step: &Progress<'_>) {
        let mut held = self.bar.borrow_mut();
        if held.as_ref().is_none_or(|(what, _)| what != step.what) {
            if let Some((_, old)) = held.take() {
                old.finish_and_clear();
            }
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
            let template = match (step.total, step.bytes) {
                (0, true) => "{spinner} {msg} {bytes}",
                (0, false) => "{spinner} {msg} {pos}",
                (_, true) => "{msg} [{wide_bar}] {bytes} of {total_bytes}",
                (_, false) => "{msg} [{wide_bar}] {pos} of {len}",
            };
            if let Ok(style) = ProgressStyle::with_template(template) {
                bar.set_style(style.progress_chars("=> "));
            }
            bar.set_message(step.what.to_owned());
            *held = Some((step.what.to_owned(), bar));
        }
        if let Some((_, bar)) = held.as_ref() {
            if step.total > 0 {
                bar.set_length(step.total);
            }
            bar.set_position(step.done);
            if step.total > 0 && step.done >= step.total {
                bar.finish_and_clear();
            }
        }
    }
}

impl Face for Terminal {
    fn progress(&self, step: &Progress<'_>) -> bool {
        if self.shows_progress {
            self.draw(step);
        }
        !self.stop.load(Ordering::Relaxed)
    }

    fn choose(&self, question: &str, choices: &[String]) -> Option<usize> {
        if !self.asks {
            return None;
        }
        if let Some((_, bar)) = self.bar.borrow_mut().take() {
            bar.finish_and_clear();
        }
        let mut out = std::io::stderr().lock();
        writeln!(out, "{}", crate::screen::clean(question)).ok()?;
        for (n, choice) in choices.iter().enumerate() {
            writeln!(out, "  {}  {}", n + 1, crate::screen::clean(choice)).ok()?;
        }
        write!(out, "Number (nothing for none): ").ok()?;
        out.flush().ok()?;
        let mut line = String::new();
        std::io::stdin().lock().read_line(&mut line).ok()?;
        let chosen: usize = line.trim().parse().ok()?;
        chosen.checked_sub(1).filter(|n| *n < choices.len())
    }

    fn key(&self, text: &str, keys: &[(char, &str)]) -> Option<char> {
        if !self.asks {
            return None;
        }
        if let Some((_, bar)) = self.bar.borrow_mut().take() {
            bar.finish_and_clear();
        }
        let mut out = std::io::stderr().lock();
        // The lines are our own, and what others wrote in them is cleaned already.
        write!(out, "{text}").ok()?;
        let keys_shown: Vec<String> = keys.iter().map(|(key, means)| format!("{key} {means}")).collect();
        write!(out, "{}: ", keys_shown.join(", ")).ok()?;
        out.flush().ok()?;
        let term = console::Term::stderr();
        loop {
            let key = term.read_char().ok()?.to_ascii_lowercase();
            if let Some((key, means)) = keys.iter().find(|(known, _)| *known == key) {
                writeln!(out, "{means}").ok()?;
                return Some(*key);
            }
        }
    }

    fn width(&self) -> usize {
        self.width
    }

    fn program(&self) -> String {
        self.program.clone()
    }
}
