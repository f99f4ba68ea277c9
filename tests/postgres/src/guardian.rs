//! Ends a cluster together with the process that started it.
//!
//! A small shell in its own process group waits for the end of its input. The input ends when the guardian is dropped,
//! and also when this process panics, is interrupted or is killed: no code has to run for it.

use std::io;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::programs::Programs;

/// `$1` is the folder; the other arguments are the command that stops the server.
const WAIT_AND_CLEAR: &str = r#"
trap '' INT TERM HUP
read -r _
folder=$1; shift
"$@" >/dev/null 2>&1
rm -rf "$folder"
"#;

/// The folder of a cluster, and the shell that removes it.
#[derive(Debug)]
pub(crate) struct Guardian {
    folder: PathBuf,
    shell: Child,
}

impl Guardian {
    /// Makes a folder for a cluster. From here on it is removed at the end.
    pub(crate) fn start(programs: &Programs, below: &Path) -> io::Result<Self> {
        let folder = programs.folder_below(below)?;
        let mut stop = programs.server("pg_ctl");
        stop.arg("-D").arg(folder.join("data")).args(["stop", "-w", "-m", "immediate"]);
        let mut shell = Command::new("sh");
        shell.args(["-c", WAIT_AND_CLEAR, "sh"]).arg(&folder).arg(stop.get_program()).args(stop.get_args());
        shell.current_dir("/").process_group(0);
        let shell = shell.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
        Ok(Self { folder, shell })
    }

    /// The cluster's folder.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }
}

impl Drop for Guardian {
    fn drop(&mut self) {
        drop(self.shell.stdin.take());
        drop(self.shell.wait());
    }
}
