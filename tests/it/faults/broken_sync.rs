//! Syncs that fail: `strace` answers them in the kernel's place, on whatever disk.
//!
//! Not every machine lets one process look into another: a container may forbid it altogether, a usual kernel allows it
//! for a process of one's own making only. So a server is started under `strace`, which is its parent then, and only a
//! process that somebody else started is attached to. Whoever wants either asks first.

use std::io::{self, BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::thread;

/// A tracer; dropped, it is gone and syncs work again.
#[must_use]
pub(super) struct Tracer(Child);

/// What a program is started by whose syncs fail with `EIO` and do nothing, from the `first`th of each thread on. It ends
/// with its tracer, and the tracer as it does.
pub(super) fn failing_syncs(first: u32) -> Vec<String> {
    let mut words = vec!["strace".to_owned(), "-f".to_owned(), "-o".to_owned(), "/dev/null".to_owned()];
    words.extend(injection(first));
    words.extend(["setpriv", "--pdeathsig", "KILL"].map(str::to_owned));
    words
}

/// Whether a program can be started like that, or why not.
pub(super) fn can_start_traced() -> Result<(), String> {
    let words = failing_syncs(1);
    let tried = Command::new(&words[0]).args(&words[1..]).arg("true").stdin(Stdio::null()).output();
    let tried = tried.map_err(|error| format!("strace (apt-get install strace): {error}"))?;
    if tried.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&tried.stderr).into_owned()) }
}

/// Whether a running process can be attached to, or why not.
pub(super) fn can_attach(process: u32) -> Result<(), String> {
    attach(process, &["-e".to_owned(), "trace=none".to_owned()]).map(drop)
}

/// From its `first`th on, counted from now, every sync of a thread of that process fails with `EIO` and does nothing.
pub(super) fn break_syncs(process: u32, first: u32) -> Tracer {
    attach(process, &injection(first)).unwrap_or_else(|words| panic!("it could be attached to a moment ago: {words}"))
}

fn injection(first: u32) -> [String; 4] {
    let inject = format!("inject=fsync,fdatasync:error=EIO:when={first}+");
    ["-e".to_owned(), "trace=fsync,fdatasync".to_owned(), "-e".to_owned(), inject]
}

/// Returns once every sync from now on goes through the tracer.
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
    /// It lets go of the process, where that still runs.
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}
