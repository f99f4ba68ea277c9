//! The machine of a run, for readers who compare two runs.

use std::fs;
use std::path::Path;

use jiff::Timestamp;
use serde::Serialize;

/// Facts of the machine at the start of a run. A fact that cannot be read is `unknown`.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Machine {
    pub(crate) date: String,
    pub(crate) cores: usize,
    pub(crate) processor: String,
    pub(crate) memory_mib: Option<u64>,
    pub(crate) kernel: String,
    /// Device and file system under the databases.
    pub(crate) disk: String,
    /// The load average of the minute before the run: how busy other programs kept the machine.
    pub(crate) load_average_before: String,
}

impl Machine {
    /// Reads the facts of this machine, with its databases in `folder`.
    pub(crate) fn here(folder: &Path) -> Self {
        let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
        let unknown = || "unknown".to_owned();
        let (processors, memory) = (read("/proc/cpuinfo"), read("/proc/meminfo"));
        Self {
            date: Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
            cores: std::thread::available_parallelism().map_or(0, std::num::NonZero::get),
            processor: member(&processors, "model name").map_or_else(unknown, str::to_owned),
            memory_mib: member(&memory, "MemTotal").and_then(kibibytes).map(|kibibytes| kibibytes / 1024),
            kernel: Some(read("/proc/sys/kernel/osrelease").trim().to_owned())
                .filter(|text| !text.is_empty())
                .unwrap_or_else(unknown),
            disk: fs::canonicalize(folder)
                .ok()
                .and_then(|folder| mounted(&read("/proc/mounts"), &folder))
                .unwrap_or_else(unknown),
            load_average_before: read("/proc/loadavg").split(' ').next().unwrap_or_default().to_owned(),
        }
    }
}

/// The value of the first line `name : value`.
fn member<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let lines = text.lines().filter_map(|line| line.split_once(':'));
    lines.filter(|(key, _)| key.trim() == name).map(|(_, value)| value.trim()).next()
}

fn kibibytes(text: &str) -> Option<u64> {
    text.trim_end_matches("kB").trim_end().parse().ok()
}

/// Device and file system of the mount that holds `folder`: the one with the longest path.
fn mounted(mounts: &str, folder: &Path) -> Option<String> {
    let mut best = None;
    for line in mounts.lines() {
        let mut fields = line.split(' ');
        let (Some(device), Some(place), Some(kind)) = (fields.next(), fields.next(), fields.next()) else { continue };
        let length = place.len();
        if folder.starts_with(place) && best.as_ref().is_none_or(|(longest, _)| length >= *longest) {
            best = Some((length, format!("{device}, {kind}")));
        }
    }
    best.map(|(_, disk)| disk)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_on_the_mount_with_the_longest_path() {
        let mounts = "/dev/vda / ext4 rw 0 0\ntmpfs /tmp tmpfs rw 0 0\n/dev/vdb /tmpfiles xfs rw 0 0\n";

        assert_eq!(mounted(mounts, Path::new("/tmp/x")).as_deref(), Some("tmpfs, tmpfs"));
        assert_eq!(mounted(mounts, Path::new("/home")).as_deref(), Some("/dev/vda, ext4"));
        assert_eq!(mounted("", Path::new("/home")), None);
    }

    #[test]
    fn this_machine_has_cores() {
        assert!(Machine::here(Path::new(".")).cores > 0);
    }
}
