//! A disk of a few megabytes for one database, which can be full.
//!
//! It is a file system in memory where the test may mount one. Elsewhere the server's own limit on the size of a file
//! stands for it, which is the same to the server but for the error's number.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::server::Server;

/// Room for the database of a long trial and its write-ahead log.
const SIZE: &str = "size=128m";

pub(super) struct SmallDisk {
    mounted_on: TempDir,
    is_mounted: bool,
}

/// A disk without space, or a limit that is reached.
pub(super) enum Full {
    Ballast(PathBuf),
    /// Ends with the process that it was put on.
    Limit,
}

impl SmallDisk {
    pub(super) fn new() -> Self {
        let mounted_on = tempfile::tempdir().expect("a folder to mount on");
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", SIZE, "tmpfs"]).arg(mounted_on.path());
        let is_mounted = mount.stderr(Stdio::null()).status().is_ok_and(|status| status.success());
        if !is_mounted {
            #[expect(clippy::print_stderr, reason = "which fault it was is no secret")]
            {
                eprintln!("no disk can be mounted here (are you root?): a limit on the size of files stands for it");
            }
        }
        Self { mounted_on, is_mounted }
    }

    /// A folder on it.
    pub(super) fn folder(&self) -> TempDir {
        TempDir::new_in(self.mounted_on.path()).expect("a folder on the small disk")
    }

    /// What a server is started by: without the signal that otherwise comes with a file that is too large.
    pub(super) const fn launcher(&self) -> &'static [&'static str] {
        if self.is_mounted { &[] } else { &["sh", "-c", "trap '' XFSZ; exec \"$@\"", "sh"] }
    }

    /// Leaves no space to the server, now.
    pub(super) fn fill(&self, server: &Server) -> Full {
        if self.is_mounted {
            return Full::Ballast(ballast(&self.mounted_on.path().join("ballast")));
        }
        let largest = ["fairlot.db", "fairlot.db-wal"].map(|name| server.folder().join(name));
        let largest = largest.iter().filter_map(|file| fs::metadata(file).ok()).map(|file| file.len()).max();
        let limit = format!("--fsize={}", largest.expect("a database has files"));
        let pid = server.pid().to_string();
        let limited = Command::new("prlimit").args(["--pid", &pid, &limit]).status();
        assert!(limited.is_ok_and(|status| status.success()), "prlimit sets a limit on a process of one's own");
        Full::Limit
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        if self.is_mounted {
            drop(Command::new("umount").arg("--lazy").arg(self.mounted_on.path()).status());
        }
    }
}

impl Full {
    pub(super) fn give_space(self) {
        match self {
            Self::Ballast(file) => fs::remove_file(file).expect("the ballast can be thrown off"),
            Self::Limit => {}
        }
    }
}

/// A file that takes all the space there is.
fn ballast(path: &Path) -> PathBuf {
    let mut file = File::create(path).expect("the ballast can be made");
    for part_len in [1 << 20, 4 << 10] {
        let part = vec![0; part_len];
        while file.write_all(&part).is_ok() {}
    }
    path.to_owned()
}
