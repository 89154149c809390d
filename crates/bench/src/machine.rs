//! What the machine does to a figure: its memory, and a yardstick to hold its speed against.

use serde::Serialize;
use std::hint::black_box;
use std::time::Instant;

/// Returns the most memory that this process has held, in MiB; `None` where the system does not tell.
pub(crate) fn peak_mib() -> Option<u64> {
    status_mib("VmHWM:")
}

/// Begins the peak anew, where the system allows that.
pub(crate) fn forget_peak() {
    // Refused outside of Linux and in some containers; the peak is then that of the whole run.
    drop(std::fs::write("/proc/self/clear_refs", "5"));
}

fn status_mib(key: &str) -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(key))?;
    let kib: u64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kib / 1024)
}

/// How fast this machine is at something that everybody can repeat.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Yardstick {
    /// Millions of 64-bit xorshift steps in a second, on one core.
    pub(crate) xorshift_millions: u64,
    pub(crate) cores: usize,
}

/// Steps of the yardstick: about a tenth of a second.
const STEPS: u64 = 50_000_000;

impl Yardstick {
    pub(crate) fn measure() -> Self {
        let begin = Instant::now();
        let mut x = black_box(88_172_645_463_325_252_u64);
        for _ in 0..STEPS {
            x ^= x << 13;
            x ^= x >> 7;
            x ^= x << 17;
        }
        black_box(x);
        let seconds = begin.elapsed().as_secs_f64();
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self { xorshift_millions: (STEPS as f64 / seconds / 1e6) as u64, cores }
    }

    pub(crate) fn shown(self) -> String {
        format!(
            "yardstick: {} million xorshift64 steps/s on one of {} cores",
            self.xorshift_millions, self.cores
        )
    }
}
