//! A PostgreSQL cluster for one test or measurement. It is removed when the process that started it ends, however that
//! happens.
//!
//! It is made by this machine's `initdb`; a server that runs here already is never used. It listens on 127.0.0.1 at its
//! own port, behind a random password, with a server's default settings (`fsync` among them) unless others are given.

mod guardian;
mod programs;
mod running;

use std::ffi::OsStr;
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use guardian::Guardian;
use programs::Programs;

/// How many times a cluster is started at another port because another process took the one before.
const PORTS_TRIED_MAX: u32 = 10;

/// Ports that the kernel gives to no outgoing connection while the cluster is down.
const PORTS: std::ops::Range<u16> = 15_000..32_000;

/// The settings of a cluster.
#[derive(Debug, Clone)]
pub struct Setup {
    below: PathBuf,
    settings: Vec<String>,
    files: Vec<(String, String)>,
}

impl Default for Setup {
    fn default() -> Self {
        Self { below: PathBuf::from("/var/tmp"), settings: Vec::new(), files: Vec::new() }
    }
}

impl Setup {
    /// Puts the cluster into a new folder below this one, which every user of this machine has to be able to reach. The
    /// default is `/var/tmp`, which is on a disk and not in memory.
    #[must_use]
    pub fn below(mut self, folder: impl Into<PathBuf>) -> Self {
        self.below = folder.into();
        self
    }

    /// Runs the server with this setting.
    #[must_use]
    pub fn setting(mut self, name: &str, value: &str) -> Self {
        self.settings.extend(["-c".to_owned(), format!("{name}={value}")]);
        self
    }

    /// Writes this text into a file of the server, in place of any present content: `pg_hba.conf`, or a key. Settings
    /// name such a file without a folder.
    #[must_use]
    pub fn file(mut self, name: &str, text: &str) -> Self {
        self.files.push((name.to_owned(), text.to_owned()));
        self
    }

    /// Makes a cluster and starts it.
    ///
    /// # Errors
    /// The error of PostgreSQL's program; `missing: PostgreSQL (apt-get install postgresql)` where it is not installed.
    pub fn start(self) -> io::Result<Cluster> {
        Cluster::make(&self)
    }
}

/// A running cluster. When it is dropped, it ends and its files are removed.
#[derive(Debug)]
pub struct Cluster {
    programs: Programs,
    guardian: Guardian,
    settings: Vec<String>,
    password: String,
    port: u16,
    databases: AtomicU32,
}

impl Cluster {
    /// A cluster with the defaults of [`Setup`].
    ///
    /// # Errors
    /// As [`Setup::start`].
    pub fn start() -> io::Result<Self> {
        Setup::default().start()
    }

    /// One cluster for all tests of this process that change nothing but their own database.
    ///
    /// # Panics
    /// Without PostgreSQL on this machine: a test that needs it does not pass without it.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Cluster> = OnceLock::new();
        SHARED.get_or_init(|| Self::start().unwrap_or_else(|error| panic!("{error}")))
    }

    /// The URL of this database, with the superuser's name and password.
    #[must_use]
    pub fn url(&self, database: &str) -> String {
        self.url_of("postgres", &self.password, database)
    }

    /// The URL of this database for another user.
    #[must_use]
    pub fn url_of(&self, user: &str, password: &str, database: &str) -> String {
        format!("postgres://{user}:{password}@127.0.0.1:{}/{database}", self.port)
    }

    /// Makes an empty database with its own name; returns its URL.
    ///
    /// # Errors
    /// The error of PostgreSQL.
    pub fn create_database(&self) -> io::Result<String> {
        let name = format!("db{}", self.databases.fetch_add(1, Ordering::Relaxed));
        self.client("createdb").arg(&name).said()?;
        Ok(self.url(&name))
    }

    /// Runs SQL as the superuser; returns the rows as text, with columns separated by `|`.
    ///
    /// # Errors
    /// The error of PostgreSQL.
    pub fn sql(&self, database: &str, sql: &str) -> io::Result<String> {
        let quiet = ["--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1"];
        self.client("psql").args(quiet).args(["--dbname", database, "--command", sql]).said()
    }

    /// The process id of the postmaster, whose children are all the others.
    ///
    /// # Errors
    /// When it does not run.
    pub fn postmaster(&self) -> io::Result<u32> {
        running::postmaster(&self.data())
    }

    /// From now on no process of the server can write past this number of bytes in a file, until all processes have
    /// ended.
    ///
    /// # Errors
    /// When it does not run; the error of `prlimit`.
    pub fn limit_files(&self, bytes_max: u64) -> io::Result<()> {
        for process in running::processes(&self.data())? {
            let mut prlimit = self.programs.as_server("prlimit");
            let limited = prlimit.args(["--pid", &process.to_string(), &format!("--fsize={bytes_max}")]).said();
            // The first process that cannot write ends the others.
            limited.map(drop).or_else(|error| if running::is_alive(process) { Err(error) } else { Ok(()) })?;
        }
        Ok(())
    }

    /// A crash: every process of the server is killed at once. [`Cluster::restart`] recovers from it.
    ///
    /// # Errors
    /// When it does not run.
    pub fn kill(&self) -> io::Result<()> {
        running::kill(&self.data())
    }

    /// Stops the server and disconnects its clients, as an operator would.
    ///
    /// # Errors
    /// When it does not run.
    pub fn stop(&self) -> io::Result<()> {
        self.pg_ctl(["stop", "-w", "-m", "fast"])
    }

    /// Starts the server again, at the same port, after [`Cluster::kill`] or [`Cluster::stop`].
    ///
    /// # Errors
    /// The error of PostgreSQL.
    pub fn restart(&self) -> io::Result<()> {
        self.start_at(self.port)
    }

    fn make(setup: &Setup) -> io::Result<Self> {
        let programs = Programs::find()?;
        let guardian = Guardian::start(&programs, &setup.below)?;
        let password = format!("{:032x}", running::random()?);
        let settings = setup.settings.clone();
        let mut cluster = Self { programs, guardian, settings, password, port: 0, databases: AtomicU32::new(0) };
        cluster.initdb()?;
        for (name, text) in &setup.files {
            cluster.programs.write(&cluster.data().join(name), text)?;
        }

        let mut tried = 0;
        loop {
            cluster.port = free_port()?;
            tried += 1;
            match cluster.start_at(cluster.port) {
                Err(_) if tried < PORTS_TRIED_MAX && !is_free(cluster.port) => {}
                started => return started.map(|()| cluster),
            }
        }
    }

    /// Text is sorted by a language here, not by its bytes: a query that needs the order of bytes has to say so.
    fn initdb(&self) -> io::Result<()> {
        let password = self.guardian.folder().join("password");
        self.programs.write(&password, &self.password)?;
        let mut initdb = self.programs.server("initdb");
        initdb.arg("-D").arg(self.data()).arg("--pwfile").arg(password);
        initdb.args(["--username=postgres", "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8"]);
        initdb.args(["--locale-provider=icu", "--icu-locale=en", "--no-sync"]).said().map(drop)
    }

    fn start_at(&self, port: u16) -> io::Result<()> {
        let mut options = format!("-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories=''");
        for setting in &self.settings {
            options.push_str(" '");
            options.push_str(&setting.replace('\'', r"'\''"));
            options.push('\'');
        }
        let log = self.guardian.folder().join("log");
        self.pg_ctl([OsStr::new("start"), "-w".as_ref(), "-l".as_ref(), log.as_ref(), "-o".as_ref(), options.as_ref()])
    }

    fn pg_ctl<A: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = A>) -> io::Result<()> {
        self.programs.server("pg_ctl").arg("--silent").arg("-D").arg(self.data()).args(args).said().map(drop)
    }

    fn client(&self, program: &str) -> Command {
        let mut client = self.programs.client(program);
        client.args(["--host=127.0.0.1", "--username=postgres", &format!("--port={}", self.port)]);
        client.env("PGPASSWORD", &self.password);
        client
    }

    fn data(&self) -> PathBuf {
        self.guardian.folder().join("data")
    }
}

/// A command that is run for its output.
trait Said {
    /// Its output without the last line end.
    fn said(&mut self) -> io::Result<String>;
}

impl Said for Command {
    fn said(&mut self) -> io::Result<String> {
        let name = Path::new(self.get_program()).display().to_string();
        let output = self.output().map_err(|error| io::Error::new(error.kind(), format!("{name}: {error}")))?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).trim_end().to_owned());
        }
        let words = [output.stdout, output.stderr].concat();
        Err(io::Error::other(format!("{name}: {}", String::from_utf8_lossy(&words).trim_end())))
    }
}

fn free_port() -> io::Result<u16> {
    for _ in 0..1_000 {
        let random = u16::try_from(running::random()? % PORTS.len() as u128).map_err(io::Error::other)?;
        if is_free(PORTS.start + random) {
            return Ok(PORTS.start + random);
        }
    }
    Err(io::Error::other("there is no free port"))
}

fn is_free(port: u16) -> bool {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok()
}

#[cfg(test)]
mod tests;
