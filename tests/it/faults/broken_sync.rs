//! Makes syncs fail on any disk: `strace` answers them in place of the kernel.
//!
//! Not every machine lets one process trace another: a container may forbid it, and a usual kernel allows it only for a
//! process's own children. So a server is started as a child of `strace`; only a process that another program started
//! is attached to. Call [`can_start_traced`] or its counterpart first.

use std::io::{self, BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::thread;

/// A tracer. When it is dropped, it ends and syncs work again.
#[must_use]
pub(super) struct Tracer(Child);

/// The words before a command whose syncs shall fail with `EIO` without doing anything, from the `first`th of each
/// thread on. The command ends together with its tracer.
pub(super) fn failing_syncs(first: u32) -> Vec<String> {
    let mut words = vec!["strace".to_owned(), "-f".to_owned(), "-o".to_owned(), "/dev/null".to_owned()];
    words.extend(injection(first));
    words.extend(["setpriv", "--pdeathsig", "KILL"].map(str::to_owned));
    words
}

/// Whether a program can be started that way, or the reason why not.
pub(super) fn can_start_traced() -> Result<(), String> {
    let words = failing_syncs(1);
    let tried = Command::new(&words[0]).args(&words[1..]).arg("true").stdin(Stdio::null()).output();
    let tried = tried.map_err(|error| format!("strace (apt-get install strace): {error}"))?;
    if tried.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&tried.stderr).into_owned()) }
}

/// Whether a running process can be attached to, or the reason why not.
pub(super) fn can_attach(process: u32) -> Result<(), String> {
    attach(process, &["-e".to_owned(), "trace=none".to_owned()]).map(drop)
}

/// From the `first`th on, counted from now, every sync of a thread of this process fails with `EIO` without doing
/// anything.
pub(super) fn break_syncs(process: u32, first: u32) -> Tracer {
    attach(process, &injection(first)).unwrap_or_else(|words| panic!("it could be attached to a moment ago: {words}"))
}

fn injection(first: u32) -> [String; 4] {
    let inject = format!("inject=fsync,fdatasync:error=EIO:when={first}+");
    ["-e".to_owned(), "trace=fsync,fdatasync".to_owned(), "-e".to_owned(), inject]
}

/// Returns as soon as every later sync goes through the tracer.
fn attach(process: u32, words: &[String]) -> Result<Tracer, String> {
    let mut strace = Command::new("strace")
        .args(["-f", "-p", &process.to_string(), "-o", "/dev/null"])
        .args(words)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("strace (apt-get install strace): {error}"))?;
    let mut said = BufReader::new(strace.stderr.take().expect("stderr is piped"));
    let tracer = Tracer(strace);
    let mut line = String::new();
    said.read_line(&mut line).expect("strace says something");
    if !line.contains("attached") {
        said.read_to_string(&mut line).expect("strace says why, and ends");
        return Err(line);
    }
    thread::spawn(move || io::copy(&mut said, &mut io::sink()));
    Ok(tracer)
}

impl Drop for Tracer {
    /// Detaches from the process when that still runs.
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}
