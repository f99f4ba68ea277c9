//! Faults on the real binary: it is killed, its disk fails or is full, its database goes away, a second server starts,
//! a standby takes over, a reader never reads.
//!
//! Each fault happens in the middle of bidding. After each, [`oracle`] checks the same facts: every answer is in the
//! journal, every answer is repeated when its bid is sent again, the outage has paused the lot, and `verify` agrees.
//! `FAIRLOT_KILL_CYCLES` sets how often a process is killed, `FAIRLOT_FAULT_CYCLES` how often each other fault happens.
//! `FAIRLOT_SEED` repeats the moments of a run. `FAIRLOT_TALLY` names a file that gets one line for each fault.

mod broken_sync;
mod database;
mod disk;
mod kill;
mod load;
mod oracle;
mod relay;
mod second_server;
mod small_disk;
mod standby;
mod stuck_reader;
mod takeover;
mod tally;
mod trial;

use std::env;
use std::io::{self, Write};
use std::str::FromStr;

/// How often a test kills a process.
fn kill_cycles() -> u32 {
    setting("FAIRLOT_KILL_CYCLES").unwrap_or(5)
}

/// How often a test causes another fault.
fn fault_cycles() -> u32 {
    setting("FAIRLOT_FAULT_CYCLES").unwrap_or(1)
}

/// Says that a fault cannot be injected on this machine. It is written past the capture of a test's output: a test that
/// passes without its fault has shown nothing.
fn say_not_tested(fault: &str, reason: &str) {
    let words = format!(
        "\nNOT TESTED HERE: {fault}: {}\nWithout a disk, `cargo test --lib app::tests::trial` makes a commit fail.\n",
        reason.trim()
    );
    io::stderr().write_all(words.as_bytes()).expect("stderr can be written to");
}

fn seed() -> u64 {
    setting("FAIRLOT_SEED").unwrap_or_else(rand::random)
}

/// A setting from the environment. A value that cannot be read is an error, not a missing setting.
fn setting<T: FromStr>(name: &str) -> Option<T> {
    let text = env::var(name).ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("{name}={text} is no number that can be used")))
}
