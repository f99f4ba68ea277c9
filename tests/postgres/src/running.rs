//! The processes of a running server.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use crate::Said;

/// How long the kernel may take to end killed processes.
const END_WAIT_MAX: Duration = Duration::from_secs(30);

/// The process id of the postmaster of this data folder.
pub(crate) fn postmaster(data: &Path) -> io::Result<u32> {
    let file = fs::read_to_string(data.join("postmaster.pid"))?;
    let id = file.lines().next().and_then(|line| line.trim().parse().ok());
    id.ok_or_else(|| io::Error::other("postmaster.pid holds no process id"))
}

/// The postmaster of this data folder and its children.
pub(crate) fn processes(data: &Path) -> io::Result<Vec<u32>> {
    let postmaster = postmaster(data)?;
    Ok([vec![postmaster], children(postmaster)?].concat())
}

/// Kills the server of this data folder with all its processes, and waits until they have ended.
pub(crate) fn kill(data: &Path) -> io::Result<()> {
    let postmaster = postmaster(data)?;
    // A stopped process starts no further process while they are counted.
    signal("-STOP", &[postmaster])?;
    let mut all = children(postmaster)?;
    all.push(postmaster);
    signal("-KILL", &all)?;

    let since = Instant::now();
    while all.iter().any(|process| is_alive(*process)) {
        if since.elapsed() > END_WAIT_MAX {
            return Err(io::Error::other(format!("processes {all:?} do not end")));
        }
        thread::sleep(Duration::from_millis(1));
    }
    // Its process may stay in the kernel's table until its parent asks how it ended. A server that starts would take it
    // for a running one.
    fs::remove_file(data.join("postmaster.pid"))
}

/// 128 random bits.
pub(crate) fn random() -> io::Result<u128> {
    let mut bytes = [0; 16];
    File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(u128::from_ne_bytes(bytes))
}

fn signal(signal: &str, processes: &[u32]) -> io::Result<()> {
    let mut shell = Command::new("sh");
    shell.args(["-c", r#"kill "$@""#, "sh", signal]).args(processes.iter().map(u32::to_string)).said().map(drop)
}

fn children(of: u32) -> io::Result<Vec<u32>> {
    let ids =
        fs::read_dir("/proc")?.filter_map(Result::ok).filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    Ok(ids.filter(|id| state_and_parent(*id).is_some_and(|(_, parent)| parent == of)).collect())
}

/// Whether it runs. A process that ended, but whose parent has not asked about it, does not.
pub(crate) fn is_alive(process: u32) -> bool {
    state_and_parent(process).is_some_and(|(state, _)| !matches!(state, 'Z' | 'X'))
}

/// From `/proc/<id>/stat`: the name in parentheses may contain anything, the text after its last parenthesis may not.
fn state_and_parent(process: u32) -> Option<(char, u32)> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace();
    Some((fields.next()?.chars().next()?, fields.next()?.parse().ok()?))
}
