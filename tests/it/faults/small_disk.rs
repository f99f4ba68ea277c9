//! A disk of a few megabytes for one database, which a test can fill.
//!
//! It is a file system in memory where the test may mount one. Elsewhere a limit on the size of a process's files takes
//! its place; for the process only the number of the error differs.

use std::fs::{self, File, Permissions};
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// Enough for the database of a long trial and its write-ahead log.
const SIZE: &str = "size=128m";

pub(super) struct SmallDisk {
    mounted_on: TempDir,
    is_mounted: bool,
}

/// A disk without space, or a limit on file sizes that is reached.
pub(super) enum Full {
    Ballast(PathBuf),
    /// Ends with the process that has the limit.
    Limit,
}

impl SmallDisk {
    pub(super) fn new() -> Self {
        let mounted_on = tempfile::tempdir().expect("a folder to mount on");
        // PostgreSQL runs as another user when this process is root.
        fs::set_permissions(mounted_on.path(), Permissions::from_mode(0o755)).expect("a folder of one's own");
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

    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        self.mounted_on.path()
    }

    /// A folder on this disk.
    pub(super) fn folder(&self) -> TempDir {
        TempDir::new_in(self.mounted_on.path()).expect("a folder on the small disk")
    }

    /// The program that starts a server without the signal that otherwise follows a write past the limit.
    pub(super) const fn launcher(&self) -> &'static [&'static str] {
        if self.is_mounted { &[] } else { &["sh", "-c", "trap '' XFSZ; exec \"$@\"", "sh"] }
    }

    /// Fills the disk. Where there is no separate disk, `limit` limits the writing process's files to their present
    /// size.
    pub(super) fn fill(&self, limit: impl FnOnce()) -> Full {
        if self.is_mounted {
            return Full::Ballast(ballast(&self.mounted_on.path().join("ballast")));
        }
        limit();
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

/// A file that uses all the space.
fn ballast(path: &Path) -> PathBuf {
    let mut file = File::create(path).expect("the ballast can be made");
    for part_len in [1 << 20, 4 << 10] {
        let part = vec![0; part_len];
        while file.write_all(&part).is_ok() {}
    }
    path.to_owned()
}
