//! Syncs that fail: `strace` answers them in the kernel's place, on whatever disk.

use std::io::{self, BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::thread;

/// A tracer; dropped, it is gone and syncs work again.
#[must_use]
pub(super) struct Tracer(Child);

/// From its `first`th on, counted from now, every sync of a thread of that process fails with `EIO` and does nothing.
pub(super) fn break_syncs(process: u32, first: u32) -> Tracer {
    let inject = format!("inject=fsync,fdatasync:error=EIO:when={first}+");
    let mut strace = Command::new("strace")
        .args(["-f", "-p", &process.to_string(), "-e", "trace=fsync,fdatasync", "-e", &inject, "-o", "/dev/null"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("missing: strace, which makes syncs fail (apt-get install strace): {error}"));
    let mut said = BufReader::new(strace.stderr.take().expect("stderr is piped"));
    let mut line = String::new();
    said.read_line(&mut line).expect("strace says something");
    assert!(line.contains("attached"), "strace cannot attach to the server (is ptrace forbidden here?): {line}");
    thread::spawn(move || io::copy(&mut said, &mut io::sink()));
    Tracer(strace)
}

impl Drop for Tracer {
    /// It lets go of the process, where that still runs.
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}
