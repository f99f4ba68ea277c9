//! Every bound and every timeout of HTTP, WebSockets and sessions, with its default.
//!
//! The engine and the journal keep their own settings in their modules; `app` gives each part its own.

mod about;
mod network;

use std::time::Duration;

pub use self::about::{BadPublicUrl, PublicUrl, ServerAbout, ServerContact};
pub use self::network::{BadNetwork, Network};

use crate::auth::{Role, SessionLimits};

/// The bounds of a server.
#[derive(Debug, Clone, Default)]
pub struct ServerLimits {
    /// HTTP.
    pub http: HttpLimits,
    /// WebSockets.
    pub ws: WsLimits,
    /// Sign-in links and sessions.
    pub sessions: SessionLimits,
    /// Reopening the store after it was lost.
    pub rebuild: RebuildLimits,
    /// Roles whose people can do nothing without a second factor.
    pub roles_needing_factor: Vec<Role>,
    /// Practice lots.
    pub practice: PracticeLimits,
}

/// Bounds of practice lots.
#[derive(Debug, Clone, Copy)]
pub struct PracticeLimits {
    /// Most of them in memory; then 503.
    pub lots_max: usize,
}

impl Default for PracticeLimits {
    fn default() -> Self {
        Self { lots_max: 20 }
    }
}

/// How long the server waits between its tries to reopen a lost store. The wait doubles with each try. The actual wait is
/// random, between the wait and twice the wait, so that several servers do not try at the same moments.
#[derive(Debug, Clone, Copy)]
pub struct RebuildLimits {
    /// The wait before the second try.
    pub wait_min: Duration,
    /// The longest wait, before the random part. After a run of at least this time the first try has no wait.
    pub wait_max: Duration,
}

impl Default for RebuildLimits {
    /// The longest actual wait is between 2.5 and 5 seconds.
    fn default() -> Self {
        Self { wait_min: Duration::from_millis(100), wait_max: Duration::from_millis(2_500) }
    }
}

/// Bounds of HTTP.
#[derive(Debug, Clone)]
pub struct HttpLimits {
    /// Most connections at a time, WebSockets among them. Further clients wait in the kernel's queue.
    pub connections_max: usize,
    /// How long a client may take to send a request's head.
    pub head_wait_max: Duration,
    /// How long a client may take to send a request's body; then 408.
    pub body_wait_max: Duration,
    /// How long a write may make no progress because the client does not read; then the connection is cut. A WebSocket is
    /// closed sooner, by its own bound.
    pub write_wait_max: Duration,
    /// The largest event document, in bytes; then 413.
    pub document_bytes_max: usize,
    /// The largest body of any other request, in bytes; then 413.
    pub body_bytes_max: usize,
    /// The largest sheet, in bytes; then 413.
    pub sheet_bytes_max: usize,
    /// How many sheets are read or written at once; then 503.
    pub sheets_at_once_max: usize,
    /// Most cells of a workbook with a supplier's own bids, which is made in memory; then 413.
    pub record_cells_max: usize,
    /// How many previews of lots are made at once.
    pub previews_at_once_max: usize,
    /// How many more previews wait; then 503.
    pub previews_waiting_max: usize,
    /// How long a request waits for the answer to a bid; then it is answered that the outcome is not known.
    pub answer_wait_max: Duration,
    /// How long what a client still sends is read and dropped at the end of its connection.
    pub linger_wait_max: Duration,
    /// The same, while it sends nothing.
    pub linger_silence_max: Duration,
    /// How much is read and dropped there, in bytes.
    pub linger_bytes_max: usize,
    /// How long connections may take to end once the server stops.
    pub stop_wait_max: Duration,
    /// Origins besides the server's own from which browsers may use a session, such as `https://buy.example.org`.
    pub origins: Vec<String>,
    /// Browsers reach the server over https only: cookies are marked `Secure`.
    pub https: bool,
    /// What the server says of itself.
    pub about: ServerAbout,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<Network>,
}

/// Bounds of WebSockets.
#[derive(Debug, Clone)]
pub struct WsLimits {
    /// The largest message and the largest frame, in bytes; then 1009.
    pub message_bytes_max: usize,
    /// The read buffer of a connection, in bytes.
    pub read_buffer_bytes: usize,
    /// The read buffer of a connection that may not bid and so sends little, in bytes.
    pub watcher_read_buffer_bytes: usize,
    /// Bytes that are collected before they are written without a flush.
    pub write_buffer_bytes: usize,
    /// Most bytes that are copied to wait for a client to read them; then 4409. States in shared bytes do not count.
    pub write_buffer_bytes_max: usize,
    /// Most messages that wait to be encoded because the client does not read; then 4409.
    pub outbox_len_max: usize,
    /// How long a client may take nothing of what waits for it; then 4409.
    pub write_wait_max: Duration,
    /// Most bids of one connection that wait for their answers; then `overloaded`.
    pub bids_in_flight_max: usize,
    /// Most lots that one connection follows; then `overloaded`.
    pub lots_max: usize,
    /// Most events that one connection follows; then `overloaded`.
    pub events_max: usize,
    /// Most frames a second of one connection, after the burst; then 1008. 0 means no limit.
    pub frames_per_second_max: u32,
    /// Most frames at once.
    pub frames_burst_max: u32,
    /// How often the server pings.
    pub ping_every: Duration,
    /// How often it pings bidders, buyers and auditors while they follow a lot that is open.
    pub open_lot_ping_every: Duration,
    /// How long a client may be silent; then 4408.
    pub silence_max: Duration,
    /// How long a client may take to answer a close.
    pub close_wait_max: Duration,
}

impl Default for HttpLimits {
    fn default() -> Self {
        Self {
            connections_max: 16_384,
            head_wait_max: Duration::from_secs(10),
            body_wait_max: Duration::from_secs(20),
            write_wait_max: Duration::from_secs(30),
            document_bytes_max: 1 << 20,
            body_bytes_max: 64 << 10,
            sheet_bytes_max: 2 << 20,
            sheets_at_once_max: 2,
            record_cells_max: 500_000,
            previews_at_once_max: 2,
            previews_waiting_max: 30,
            answer_wait_max: Duration::from_secs(30),
            linger_wait_max: Duration::from_secs(5),
            linger_silence_max: Duration::from_secs(2),
            linger_bytes_max: 12 << 20,
            stop_wait_max: Duration::from_secs(10),
            origins: Vec::new(),
            https: false,
            about: ServerAbout::default(),
            trusted_proxies: Vec::new(),
        }
    }
}

impl Default for WsLimits {
    fn default() -> Self {
        Self {
            message_bytes_max: 64 << 10,
            read_buffer_bytes: 4 << 10,
            watcher_read_buffer_bytes: 256,
            write_buffer_bytes: 32 << 10,
            write_buffer_bytes_max: 1 << 20,
            outbox_len_max: 1_024,
            write_wait_max: Duration::from_secs(10),
            bids_in_flight_max: 256,
            lots_max: 256,
            events_max: 16,
            frames_per_second_max: 100,
            frames_burst_max: 200,
            ping_every: Duration::from_secs(20),
            open_lot_ping_every: Duration::from_secs(5),
            silence_max: Duration::from_mins(1),
            close_wait_max: Duration::from_secs(2),
        }
    }
}
