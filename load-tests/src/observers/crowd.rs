//! The observers, in a separate process: thousands of sockets on one thread, and very little work for a frame.
//!
//! When a frame has been read, its time is noted and its `seq` is found; the rest is skipped. So the crowd needs the
//! same processor time whether frames come from an auction or from the reference, which sends ready bytes.

use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Context, bail};
use mio::net::TcpStream;
use mio::{Events, Interest, Poll, Token};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

use super::frames::Reader;
use super::noted::Noted;
use crate::fairlot::Fairlot;
use crate::socket;

/// The size of a read, for all sockets in turn.
const READ_BYTES: usize = 64 << 10;
/// The most sockets that one poll returns.
const EVENTS_MAX: usize = 1_024;
/// How often the thread checks whether it has to end.
const LOOK_EVERY: Duration = Duration::from_millis(50);
/// Handshakes that are under way at the same time.
const HANDSHAKES_AT_ONCE: usize = 64;
/// How long a handshake may take.
const HANDSHAKE_WAIT: Duration = Duration::from_secs(20);

/// Flags of the crowd's process.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Host and port
    address: String,
    /// Where deliveries are noted
    notes: PathBuf,
    /// How many observers
    #[arg(long)]
    connections: usize,
    /// The lot that they join; without it they only listen on plain sockets
    #[arg(long, requires = "token")]
    lot: Option<String>,
    /// Who they are
    #[arg(long)]
    token: Option<String>,
    /// They ask for beats
    #[arg(long, requires = "lot")]
    beats: bool,
}

/// The crowd's process, from outside.
#[derive(Debug)]
pub(crate) struct Crowd {
    child: Child,
    words: Lines<BufReader<ChildStdout>>,
    stdin: ChildStdin,
    notes: PathBuf,
    pub(crate) pid: u32,
}

impl Crowd {
    /// Starts a crowd; `arguments` follow `observers-crowd ADDRESS NOTES`.
    pub(crate) fn start(address: &str, notes: &Path, arguments: &[&str]) -> anyhow::Result<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("observers-crowd").arg(address).arg(notes).args(arguments);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true).spawn()?;
        let stdout = child.stdout.take().context("its stdout is piped")?;
        let stdin = child.stdin.take().context("its stdin is piped")?;
        let pid = child.id().context("it runs")?;
        Ok(Self { child, words: BufReader::new(stdout).lines(), stdin, notes: notes.to_owned(), pid })
    }

    /// A crowd that has joined a lot, and asks for beats where `beats` says so; `folder` is for its notes.
    pub(crate) async fn on_lot(
        fairlot: &Fairlot,
        lot: &str,
        observers: u32,
        beats: bool,
        folder: &Path,
    ) -> anyhow::Result<Self> {
        let connections = observers.to_string();
        let mut arguments = vec!["--connections", &connections, "--lot", lot, "--token", &fairlot.observer];
        arguments.extend(beats.then_some("--beats"));
        let mut crowd = Self::start(&fairlot.server.address, &folder.join("notes"), &arguments)?;
        crowd.ready().await?;
        Ok(crowd)
    }

    /// Waits until every observer has the lot's state, or is connected when there is no lot.
    pub(crate) async fn ready(&mut self) -> anyhow::Result<()> {
        match self.words.next_line().await?.as_deref() {
            Some("ready") => Ok(()),
            other => bail!("the observers said {other:?} in place of being ready"),
        }
    }

    /// Ends it. Returns what came in this last span of time.
    pub(crate) async fn end_after(self, window: Duration) -> anyhow::Result<Noted> {
        let from = now_us().saturating_sub(u64::try_from(window.as_micros())?);
        Ok(self.end().await?.since(from))
    }

    /// Ends it. Returns all that came.
    pub(crate) async fn end(mut self) -> anyhow::Result<Noted> {
        self.stdin.write_all(b"end\n").await?;
        drop(self.stdin);
        if !self.child.wait().await?.success() {
            bail!("the observers failed");
        }
        Noted::read(&self.notes)
    }
}

/// Microseconds since 1970, by the clock that all processes of this machine share.
pub(crate) fn now_us() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_micros()).unwrap_or(u64::MAX)
}

/// Reads until stdin ends, then writes down the deliveries.
#[expect(clippy::print_stdout, reason = "whoever started the crowd waits for the word")]
pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    let mut poll = Poll::new()?;
    let mut members = connect_all(args)?;
    for (number, member) in members.iter_mut().enumerate() {
        poll.registry().register(&mut member.stream, Token(number), Interest::READABLE)?;
    }
    let is_over = Arc::new(AtomicBool::new(false));
    std::thread::spawn({
        let is_over = is_over.clone();
        move || {
            let _ = std::io::stdin().read(&mut [0]);
            is_over.store(true, Ordering::Relaxed);
        }
    });

    let mut noted = Noted::default();
    let mut waiting =
        if args.lot.is_some() { members.iter().filter(|member| member.known.is_none()).count() } else { 0 };
    let mut said = false;
    let (mut events, mut buffer) = (Events::with_capacity(EVENTS_MAX), vec![0; READ_BYTES]);
    while !is_over.load(Ordering::Relaxed) {
        if waiting == 0 && !said {
            said = true;
            println!("ready");
        }
        match poll.poll(&mut events, Some(LOOK_EVERY)) {
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            polled => polled?,
        }
        for event in &events {
            let member = &mut members[event.token().0];
            let was_waiting = member.known.is_none();
            member.listen(&mut buffer, &mut noted)?;
            waiting = waiting.saturating_sub(usize::from(was_waiting && member.known.is_some()));
        }
    }
    noted.write(&args.notes)
}

/// Some connections at a time, so that the server handles the next handshakes while this process reads the last
/// answers.
fn connect_all(args: &Args) -> anyhow::Result<Vec<Member>> {
    let mut members = Vec::with_capacity(args.connections);
    while members.len() < args.connections {
        let number = members.len();
        let some = (args.connections - number).min(HANDSHAKES_AT_ONCE);
        let dialled: Vec<_> = (0..some).map(|_| dial(args)).collect::<anyhow::Result<_>>().with_context(|| {
            format!("observer {number} cannot connect; is the limit on open files (ulimit -n) high enough?")
        })?;
        for stream in dialled {
            members.push(Member::join(stream, args)?);
        }
    }
    Ok(members)
}

/// One observer.
struct Member {
    stream: TcpStream,
    reader: Reader,
    /// The last record that it knows of; none before the lot's state has come.
    known: Option<u64>,
    /// When its last message came, in microseconds since 1970.
    told_at_us: u64,
}

impl Member {
    fn join(mut stream: std::net::TcpStream, args: &Args) -> anyhow::Result<Self> {
        // On a plain socket there is no first state to wait for.
        let mut known = Some(0);
        if let Some(lot) = &args.lot {
            hear_upgrade(&mut stream)?;
            stream.write_all(&masked(1, socket::join(lot, args.beats).as_bytes()))?;
            known = None;
        }
        stream.set_nonblocking(true)?;
        Ok(Self { stream: TcpStream::from_std(stream), reader: Reader::default(), known, told_at_us: now_us() })
    }

    /// Reads all bytes that have arrived. A read that does not fill the buffer was the last.
    fn listen(&mut self, buffer: &mut [u8], noted: &mut Noted) -> anyhow::Result<()> {
        loop {
            let length = match self.stream.read(buffer) {
                Ok(0) => bail!("the server closed a connection"),
                Ok(length) => length,
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
                Err(error) => return Err(error.into()),
            };
            let at_us = now_us();
            let (mut pings, known, told_at_us) = (0, &mut self.known, &mut self.told_at_us);
            self.reader.read(&buffer[..length], |frame| {
                pings += u32::from(frame.is_ping());
                noted.take(frame, at_us, told_at_us, known);
            });
            for _ in 0..pings {
                self.stream.write_all(&masked(10, b""))?;
            }
            if length < buffer.len() {
                return Ok(());
            }
        }
    }
}

/// A new connection. When there is a lot to join, it has sent its opening handshake (RFC 6455, section 4).
fn dial(args: &Args) -> anyhow::Result<std::net::TcpStream> {
    let mut stream = std::net::TcpStream::connect(&args.address)?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(HANDSHAKE_WAIT))?;
    if let (Some(_), Some(token)) = (&args.lot, &args.token) {
        let request = format!(
            "GET /ws HTTP/1.1\r\nHost: {}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
             Authorization: Bearer {token}\r\n\r\n",
            args.address
        );
        stream.write_all(request.as_bytes())?;
    }
    Ok(stream)
}

/// The server's part of the handshake.
fn hear_upgrade(stream: &mut std::net::TcpStream) -> anyhow::Result<()> {
    // Byte by byte, so that no byte of the next frame is lost.
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte)?;
        head.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    if !head.starts_with("HTTP/1.1 101") {
        bail!("the server does not upgrade: {}", head.lines().next().unwrap_or_default());
    }
    Ok(())
}

/// A short frame from a client, masked with zeros (RFC 6455, section 5.2).
fn masked(opcode: u8, payload: &[u8]) -> Vec<u8> {
    let length = u8::try_from(payload.len()).ok().filter(|length| *length < 126).expect("frames of clients are short");
    let mut frame = vec![0x80 | opcode, 0x80 | length, 0, 0, 0, 0];
    frame.extend_from_slice(payload);
    frame
}
