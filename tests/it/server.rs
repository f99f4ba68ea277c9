//! One real `fairlot serve` with its own folder: started, killed, stopped, started again, asked for tokens.
//!
//! Owns the process and the folder. The message of a failed test contains what the server wrote to stderr. No test
//! passes when the server has panicked.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;
use throwaway_postgres::Cluster;

use crate::people::Person;

/// How long a test waits for something that must happen; far longer than it takes on a busy machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// How often a test checks for something that is not announced.
pub(crate) const LOOK_EVERY: Duration = Duration::from_millis(20);

/// The partnership of every buyer, auditor and admin in these tests.
pub(crate) const PARTNERSHIP: &str = "north";

const BINARY: &str = env!("CARGO_BIN_EXE_fairlot");
/// The beginnings of the first line on stdout.
const BEGUN: [&str; 2] = ["fairlot ready on ", "fairlot standby on "];

/// A server, running or stopped, and its database.
pub(crate) struct Server {
    folder: TempDir,
    /// Where the journal is, when it is not a file in the folder.
    postgres: Option<String>,
    flags: Vec<String>,
    launcher: &'static [&'static str],
    running: Option<Running>,
    stderr: Arc<Mutex<String>>,
    tokens: Mutex<HashMap<[String; 3], String>>,
}

struct Running {
    child: Child,
    url: String,
}

/// A finished run of the command line.
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Ran {
    /// Everything that it printed, on both streams.
    pub(crate) fn said(&self) -> String {
        format!("{}{}", self.stdout, self.stderr)
    }

    /// Panics unless the exit code is `code`.
    pub(crate) fn ended_with(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "exit code; stdout: {}\nstderr: {}", self.stdout, self.stderr);
        self
    }
}

impl Server {
    /// A server with an empty database.
    pub(crate) fn start() -> Self {
        Self::start_with(&[])
    }

    /// A server with an empty database and more flags.
    pub(crate) fn start_with(flags: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a folder for the database");
        Self::start_in(folder, flags)
    }

    /// A server with an empty database in PostgreSQL.
    pub(crate) fn start_on_postgres() -> Self {
        let url = Cluster::shared().create_database().expect("PostgreSQL makes a database");
        Self::start_on(&url, &[])
    }

    /// A server on that database.
    pub(crate) fn start_on(postgres: &str, flags: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a folder for exports");
        Self::start_somewhere(folder, Some(postgres.to_owned()), flags, &[])
    }

    /// A server with an empty database of each kind.
    pub(crate) fn start_on_each() -> [Self; 2] {
        [Self::start(), Self::start_on_postgres()]
    }

    /// A server on a database file that is in `folder` already.
    pub(crate) fn start_in(folder: TempDir, flags: &[&str]) -> Self {
        Self::start_somewhere(folder, None, flags, &[])
    }

    /// Like [`Server::start_in`], with a program that executes the server as its last act.
    pub(crate) fn start_under(launcher: &'static [&'static str], folder: TempDir, flags: &[&str]) -> Self {
        Self::start_somewhere(folder, None, flags, launcher)
    }

    fn start_somewhere(
        folder: TempDir,
        postgres: Option<String>,
        flags: &[&str],
        launcher: &'static [&'static str],
    ) -> Self {
        let mut server = Self {
            folder,
            postgres,
            flags: flags.iter().map(ToString::to_string).collect(),
            launcher,
            running: None,
            stderr: Arc::default(),
            tokens: Mutex::default(),
        };
        server.restart();
        server
    }

    /// Starts it again on the same database, at another port.
    pub(crate) fn restart(&mut self) {
        let launcher: Vec<String> = self.launcher.iter().map(ToString::to_string).collect();
        self.restart_under(&launcher);
    }

    /// The same, with a program that exits as the server does.
    pub(crate) fn restart_under(&mut self, launcher: &[String]) {
        assert!(self.running.is_none(), "the server is stopped before it starts again");
        let own_database = ["--database".to_owned(), self.database()];
        let database = if self.flags.contains(&own_database[0]) { &[][..] } else { &own_database };
        let words: Vec<&str> = launcher.iter().map(String::as_str).chain([BINARY]).collect();
        let mut child = Command::new(words[0])
            .args(&words[1..])
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(database)
            .args(&self.flags)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the server's process starts");
        collect(child.stderr.take().expect("stderr is piped"), Arc::clone(&self.stderr));
        let lines = lines_of(child.stdout.take().expect("stdout is piped"));
        let first = lines.recv_timeout(PATIENCE);
        let url = first.as_deref().ok().and_then(|line| BEGUN.iter().find_map(|begun| line.strip_prefix(begun)));
        let url = url.map(str::to_owned);
        self.running = Some(Running { child, url: url.clone().unwrap_or_default() });
        assert!(url.is_some(), "first line on stdout: {first:?}; stderr: {}", self.stderr());
    }

    /// Waits until a server that lost its database serves again, or until a standby has taken over.
    pub(crate) async fn is_ready_again(&self) {
        assert!(is_ready(&self.nobody()).await, "not ready again; {}", self.stderr());
    }

    /// Kills it with SIGKILL.
    pub(crate) fn kill_9(&mut self) {
        let mut running = self.running.take().expect("the server runs");
        running.child.kill().expect("SIGKILL is sent");
        running.child.wait().expect("the killed process is waited for");
    }

    /// Whether it is ready at this moment. It may have ended.
    pub(crate) async fn is_ready_now(&self) -> bool {
        let http = reqwest::Client::builder().no_proxy().build().expect("an HTTP client");
        http.get(format!("{}/readyz", self.url())).send().await.is_ok_and(|answer| answer.status() == 200)
    }

    /// Waits until a standby has found out that another server runs.
    pub(crate) async fn waits_as_standby(&self) {
        let mut looks = tokio::time::interval(LOOK_EVERY);
        let anybody = self.nobody();
        let waits = async {
            while !anybody.get("/readyz").await.text.contains("standby: another server runs") {
                looks.tick().await;
            }
        };
        let in_time = tokio::time::timeout(PATIENCE, waits).await;
        assert!(in_time.is_ok(), "it does not wait as a standby; {}", self.stderr());
    }

    /// Waits until it has written this to stderr.
    pub(crate) async fn says(&self, words: &str) {
        let mut looks = tokio::time::interval(LOOK_EVERY);
        let said = async {
            while !self.stderr().contains(words) {
                looks.tick().await;
            }
        };
        assert!(tokio::time::timeout(PATIENCE, said).await.is_ok(), "it does not say {words}: {}", self.stderr());
    }

    /// Sends SIGTERM. The process runs until it has finished its work.
    pub(crate) fn ask_to_stop(&self) {
        self.is_sent("-TERM");
    }

    /// Sends a signal, as `kill` names it.
    pub(crate) fn is_sent(&self, signal: &str) {
        let sent = Command::new("kill").args([signal, &self.pid().to_string()]).status();
        assert!(sent.is_ok_and(|status| status.success()), "{signal} is sent");
    }

    /// Its exit code, after it has ended by itself.
    pub(crate) fn exit_code(&mut self) -> Option<i32> {
        let mut running = self.running.take().expect("the server runs");
        let Some(status) = ended(&mut running.child) else {
            running.child.kill().expect("a server that does not stop is killed");
            panic!("the server did not stop by itself; stderr: {}", self.stderr());
        };
        status.code()
    }

    /// Sends SIGTERM and returns the exit code.
    pub(crate) fn sigterm(&mut self) -> Option<i32> {
        self.ask_to_stop();
        self.exit_code()
    }

    /// `http://127.0.0.1:…`
    pub(crate) fn url(&self) -> &str {
        &self.running.as_ref().expect("the server runs").url
    }

    /// The id of the process that runs now.
    pub(crate) fn pid(&self) -> u32 {
        self.running.as_ref().expect("the server runs").child.id()
    }

    /// Everything that it wrote to stderr so far.
    pub(crate) fn stderr(&self) -> String {
        self.stderr.lock().expect("no reader of stderr panicked").clone()
    }

    /// The database in the form that the command line takes.
    pub(crate) fn database(&self) -> String {
        self.postgres.clone().unwrap_or_else(|| format!("sqlite:{}", self.file().display()))
    }

    /// The database's file.
    pub(crate) fn file(&self) -> PathBuf {
        self.folder().join("fairlot.db")
    }

    /// The folder of the database, which also has room for exports.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Runs `fairlot` with the arguments and this server's `--database`.
    pub(crate) fn runs(&self, arguments: &[&str]) -> Ran {
        let database = self.database();
        fairlot(&[arguments, &["--database", &database]].concat(), "")
    }

    /// A lot's whole journal as the command line exports it.
    pub(crate) fn exports(&self, lot: &str, format: &str) -> String {
        self.runs(&["history", "--lot", lot, "--format", format]).ended_with(0).stdout
    }

    /// A signed token from the command line; the same token when asked again.
    pub(crate) fn token(&self, role: &str, org: &str, user: &str) -> String {
        let mut tokens = self.tokens.lock().expect("no maker of tokens panicked");
        let made = tokens.entry([role, org, user].map(str::to_owned)).or_insert_with(|| {
            let ran = self.runs(&["token", "--role", role, "--org", org, "--user", user]);
            ran.ended_with(0).stdout.trim().to_owned()
        });
        made.clone()
    }

    pub(crate) fn person(&self, role: &str, org: &str, user: &str) -> Person {
        Person::new(self.url(), Some(self.token(role, org, user)))
    }

    pub(crate) fn supplier(&self, bidder: &str) -> Person {
        self.person("supplier", bidder, &format!("seller-at-{bidder}"))
    }

    pub(crate) fn buyer(&self) -> Person {
        self.person("buyer", PARTNERSHIP, "bea")
    }

    pub(crate) fn second_buyer(&self) -> Person {
        self.person("buyer", PARTNERSHIP, "ben")
    }

    pub(crate) fn observer(&self, trust: &str) -> Person {
        self.person("observer", trust, "olga")
    }

    pub(crate) fn auditor(&self) -> Person {
        self.person("auditor", PARTNERSHIP, "alan")
    }

    /// A caller without a token.
    pub(crate) fn nobody(&self) -> Person {
        Person::new(self.url(), None)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(mut running) = self.running.take() {
            drop(running.child.kill());
            drop(running.child.wait());
        }
        let stderr = self.stderr();
        if thread::panicking() {
            #[expect(clippy::print_stderr, reason = "a failed test shows what its server said")]
            {
                eprintln!("the server's stderr:\n{}", tail(&stderr));
            }
        } else {
            assert!(!stderr.contains("panicked"), "the server panicked:\n{}", tail(&stderr));
        }
    }
}

/// Waits for what a running server notices by itself.
pub(crate) async fn until(is_so: impl AsyncFn() -> bool) {
    let mut looks = tokio::time::interval(LOOK_EVERY);
    let noticed = async {
        while !is_so().await {
            looks.tick().await;
        }
    };
    assert!(tokio::time::timeout(PATIENCE, noticed).await.is_ok(), "the server has noticed nothing");
}

/// Whether a server becomes ready in time.
pub(crate) async fn is_ready(anybody: &Person) -> bool {
    let mut looks = tokio::time::interval(LOOK_EVERY);
    let ready = async {
        while anybody.get("/readyz").await.status != 200 {
            looks.tick().await;
        }
    };
    tokio::time::timeout(PATIENCE, ready).await.is_ok()
}

/// Runs `fairlot` to its end with the arguments, and with `stdin` as its standard input.
pub(crate) fn fairlot(arguments: &[&str], stdin: &str) -> Ran {
    let mut child = Command::new(BINARY)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    let stdout = Arc::default();
    let stderr = Arc::default();
    let readers = [
        collect(child.stdout.take().expect("stdout is piped"), Arc::clone(&stdout)),
        collect(child.stderr.take().expect("stderr is piped"), Arc::clone(&stderr)),
    ];
    // A command that does not read its input may have ended already, which is no fault.
    drop(child.stdin.take().map(|mut input| input.write_all(stdin.as_bytes())));
    let Some(status) = ended(&mut child) else {
        drop(child.kill());
        panic!("`fairlot {}` did not end", arguments.join(" "));
    };
    for reader in readers {
        reader.join().expect("the command's output is read to its end");
    }
    let text = |of: Arc<Mutex<String>>| of.lock().expect("no reader panicked").clone();
    Ran { code: status.code(), stdout: text(stdout), stderr: text(stderr) }
}

/// Waits for the end of a process; `None` when it does not end in time.
fn ended(child: &mut Child) -> Option<ExitStatus> {
    let deadline = Instant::now() + PATIENCE;
    while Instant::now() < deadline {
        if let Some(status) = child.try_wait().expect("a process can be waited for") {
            return Some(status);
        }
        thread::park_timeout(Duration::from_millis(5));
    }
    None
}

/// Appends all that `source` gives to `text`, on a thread of its own.
fn collect(mut source: impl Read + Send + 'static, text: Arc<Mutex<String>>) -> thread::JoinHandle<()> {
    thread::spawn(move || {
        let mut part = [0; 4096];
        while let Ok(length) = source.read(&mut part) {
            if length == 0 {
                break;
            }
            text.lock().expect("no other reader panicked").push_str(&String::from_utf8_lossy(&part[..length]));
        }
    })
}

/// The lines of `source`, read to the end on a separate thread, so that the writer never has to wait.
fn lines_of(source: impl Read + Send + 'static) -> mpsc::Receiver<String> {
    let (lines, received) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(source).lines().map_while(Result::ok) {
            drop(lines.send(line));
        }
    });
    received
}

fn tail(text: &str) -> &str {
    let start = text.char_indices().rev().nth(8_000).map_or(0, |(at, _)| at);
    &text[start..]
}
