//! Faults that a server has to live through, on the real binary: killed, its disk failing or full, its database gone, a
//! second server, a reader that never reads.
//!
//! Each fault strikes in the middle of bidding, and after each the same is asked ([`oracle`]): is all there that was
//! answered, is it answered alike when it is asked for again, is the lot paused by the outage, does `verify` agree.
//! `FAIRLOT_KILL_CYCLES` says how often a process is killed, `FAIRLOT_FAULT_CYCLES` how often each other fault strikes;
//! `FAIRLOT_SEED` repeats the moments of a run. `FAIRLOT_TALLY` names a file that takes one line for each fault.

mod broken_sync;
mod database;
mod disk;
mod kill;
mod load;
mod oracle;
mod second_server;
mod small_disk;
mod stuck_reader;
mod tally;
mod trial;

use std::env;
use std::io::{self, Write};
use std::str::FromStr;

/// How often a process is killed in a test.
fn kill_cycles() -> u32 {
    setting("FAIRLOT_KILL_CYCLES").unwrap_or(5)
}

/// How often another fault strikes in a test.
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

/// A setting from the environment. One that cannot be read is no setting that is missing.
fn setting<T: FromStr>(name: &str) -> Option<T> {
    let text = env::var(name).ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("{name}={text} is no number that can be used")))
}
