//! What processes used, from `/proc`.
#![expect(clippy::float_arithmetic, reason = "seconds that people read")]

use std::fs;
use std::time::Duration;

use anyhow::Context;

/// The kernel's unit of processor time in `/proc/PID/stat`, which is the same for all programs.
const TICKS_PER_SECOND: f64 = 100.0;

/// Processor time of a process since its start, in and outside the kernel.
pub(crate) fn cpu(pid: u32) -> anyhow::Result<Duration> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).with_context(|| format!("process {pid} is gone"))?;
    let ticks = ticks(&stat).context("/proc/PID/stat is not as Linux writes it")?;
    Ok(Duration::from_secs_f64(f64::from(ticks) / TICKS_PER_SECOND))
}

/// Processor time of all processes that this one has started and waited for.
pub(crate) fn children_cpu() -> anyhow::Result<Duration> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    let ticks = ticks_at(&stat, 13).context("/proc/self/stat is not as Linux writes it")?;
    Ok(Duration::from_secs_f64(f64::from(ticks) / TICKS_PER_SECOND))
}

/// Memory that a process has resident, in bytes.
pub(crate) fn resident_bytes(pid: u32) -> anyhow::Result<u64> {
    bytes_of(pid, "VmRSS:")
}

/// Resident memory that is the process's own, without that of files, in bytes.
pub(crate) fn anonymous_bytes(pid: u32) -> anyhow::Result<u64> {
    bytes_of(pid, "RssAnon:")
}

/// The most memory that a process had resident since [`forget_peak`], or since its start, in bytes.
pub(crate) fn peak_bytes(pid: u32) -> anyhow::Result<u64> {
    bytes_of(pid, "VmHWM:")
}

/// Sets the peak of a process to what it has resident now.
pub(crate) fn forget_peak(pid: u32) -> anyhow::Result<()> {
    fs::write(format!("/proc/{pid}/clear_refs"), "5").with_context(|| format!("the peak of process {pid} stays"))
}

fn bytes_of(pid: u32, name: &str) -> anyhow::Result<u64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).with_context(|| format!("process {pid} is gone"))?;
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let line = line.with_context(|| format!("no {name} in /proc/PID/status"))?;
    let kibibytes: u64 = line.trim().trim_end_matches("kB").trim_end().parse()?;
    Ok(kibibytes * 1024)
}

/// The 14th and the 15th field: the process's own time.
fn ticks(stat: &str) -> Option<u32> {
    ticks_at(stat, 11)
}

/// Two fields added, the first of them this number of fields after the second one. The second field is the program's
/// name in parentheses, which may contain spaces and parentheses.
fn ticks_at(stat: &str, after_name: usize) -> Option<u32> {
    let (_, rest) = stat.rsplit_once(')')?;
    let mut fields = rest.split_ascii_whitespace().skip(after_name);
    let user: u32 = fields.next()?.parse().ok()?;
    let system: u32 = fields.next()?.parse().ok()?;
    user.checked_add(system)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_with_brackets_in_its_name_is_read_too() {
        let stat = "7 (a) b (c) S 1 7 7 0 -1 4194304 100 0 0 0 250 50 0 0 20 0 3 0 100 1 2";

        assert_eq!((ticks(stat), ticks_at(stat, 13)), (Some(300), Some(0)));
        assert_eq!(ticks("7 (a"), None);
    }

    #[test]
    fn this_process_has_memory() {
        let me = std::process::id();

        forget_peak(me).unwrap();

        assert!(resident_bytes(me).unwrap() > 0 && peak_bytes(me).unwrap() > 0 && anonymous_bytes(me).unwrap() > 0);
    }
}
