//! Tests of the cluster that other tests use.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use super::*;

/// Tells this program, when a test of its own starts it, to keep a cluster until it is killed.
const HOLD: &str = "THROWAWAY_POSTGRES_HOLD";

#[test]
fn a_committed_row_is_there_after_a_crash() {
    let cluster = Setup::default().setting("work_mem", "5MB").start().unwrap();
    let database = cluster.create_database().unwrap();
    let name = database.rsplit('/').next().unwrap();
    cluster.sql(name, "CREATE TABLE t AS SELECT 1 AS n").unwrap();
    let before = cluster.postmaster().unwrap();

    cluster.kill().unwrap();

    assert!(cluster.sql(name, "SELECT 1").is_err());
    cluster.restart().unwrap();
    assert_ne!(cluster.postmaster().unwrap(), before);
    assert_eq!(cluster.sql(name, "SELECT n, current_setting('work_mem') FROM t").unwrap(), "1|5MB");
    cluster.stop().unwrap();
    cluster.restart().unwrap();
}

#[test]
fn a_cluster_that_was_dropped_leaves_nothing() {
    let cluster = Cluster::start().unwrap();
    let (folder, postmaster) = (cluster.guardian.folder().to_owned(), cluster.postmaster().unwrap());
    assert!(folder.exists() && runs(postmaster));

    drop(cluster);

    assert!(!folder.exists() && !runs(postmaster));
}

#[test]
#[expect(clippy::print_stdout, reason = "that is how the holder says where its cluster is")]
fn a_cluster_ends_with_a_process_that_is_killed() {
    if std::env::var_os(HOLD).is_some() {
        let cluster = Cluster::start().unwrap();
        println!("\n{}", cluster.guardian.folder().display());
        drop(io::stdin().read_line(&mut String::new()));
        panic!("killed before this");
    }
    let name = "tests::a_cluster_ends_with_a_process_that_is_killed";
    let mut holder = Command::new(std::env::current_exe().unwrap());
    holder.args(["--exact", name, "--nocapture"]).env(HOLD, "1").stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut holder = holder.spawn().unwrap();
    let mut lines = BufReader::new(holder.stdout.take().unwrap()).lines().map(Result::unwrap);
    let folder = PathBuf::from(lines.find(|line| line.starts_with('/')).unwrap());
    let postmaster = running::postmaster(&folder.join("data")).unwrap();
    assert!(runs(postmaster));

    holder.kill().unwrap();
    holder.wait().unwrap();

    let since = Instant::now();
    while folder.exists() || runs(postmaster) {
        assert!(since.elapsed() < Duration::from_mins(1), "{} is still there", folder.display());
        thread::yield_now();
    }
}

/// A process that ended, but whose parent has not asked about it, has an empty file.
fn runs(process: u32) -> bool {
    fs::read(format!("/proc/{process}/cmdline")).is_ok_and(|words| !words.is_empty())
}
