//! PostgreSQL's programs on this machine, and the user that runs them.

use std::ffi::OsStr;
use std::fs::Permissions;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::Said;

/// Debian's folder for them, with a folder for each version.
const DEBIAN: &str = "/usr/lib/postgresql";

/// The programs of one version.
#[derive(Debug)]
pub(crate) struct Programs {
    folder: PathBuf,
    /// The server refuses to run as root, so Debian's user for it runs it.
    is_root: bool,
}

impl Programs {
    /// The newest installed version.
    pub(crate) fn find() -> io::Result<Self> {
        let newest = std::fs::read_dir(DEBIAN)
            .into_iter()
            .flatten()
            .filter_map(Result::ok)
            .filter_map(|entry| Some((entry.file_name().to_str()?.parse::<u32>().ok()?, entry.path().join("bin"))))
            .filter(|(_, folder)| folder.join("initdb").exists())
            .max();
        let path = std::env::var_os("PATH").unwrap_or_default();
        let on_path = || std::env::split_paths(&path).find(|folder| folder.join("initdb").exists());
        let folder = newest.map(|(_, folder)| folder).or_else(on_path);
        let missing = || io::Error::new(io::ErrorKind::NotFound, "missing: PostgreSQL (apt-get install postgresql)");
        Ok(Self { folder: folder.ok_or_else(missing)?, is_root: Command::new("id").arg("-u").said()? == "0" })
    }

    /// A program that has to run as the server's user.
    pub(crate) fn server(&self, program: &str) -> Command {
        self.as_server(self.folder.join(program))
    }

    /// A program of the system, run as the server's user.
    pub(crate) fn as_server(&self, program: impl AsRef<OsStr>) -> Command {
        if !self.is_root {
            return without_defaults(program);
        }
        let mut command = without_defaults("runuser");
        command.args(["-u", "postgres", "--"]).arg(program);
        command
    }

    /// A program that connects to a server.
    pub(crate) fn client(&self, program: &str) -> Command {
        without_defaults(self.folder.join(program))
    }

    /// Makes a file that belongs to the server's user and that nobody else can read.
    pub(crate) fn write(&self, path: &Path, text: &str) -> io::Result<()> {
        std::fs::write(path, text)?;
        std::fs::set_permissions(path, Permissions::from_mode(0o600))?;
        self.own(path)
    }

    /// Makes a new folder that belongs to the server's user and that nobody else can read.
    pub(crate) fn folder_below(&self, below: &Path) -> io::Result<PathBuf> {
        let made = Command::new("mktemp").arg("-d").arg(below.join("postgres-XXXXXXXX")).said()?;
        let folder = PathBuf::from(made);
        self.own(&folder)?;
        Ok(folder)
    }

    fn own(&self, path: &Path) -> io::Result<()> {
        if self.is_root { Command::new("chown").arg("postgres:").arg(path).said().map(drop) } else { Ok(()) }
    }
}

/// A command in a folder that any user may enter, with no setting of another server in its environment.
fn without_defaults(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir("/").stdin(Stdio::null());
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("PG")) {
        command.env_remove(name);
    }
    command
}
