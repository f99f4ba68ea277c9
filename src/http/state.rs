//! The state that handlers are given.

use std::sync::Arc;

use axum::extract::FromRef;
use metrics_exporter_prometheus::PrometheusHandle;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::server::shared::ServerShared;
use super::work::LongWork;
use crate::auth::people::PeopleError;
use crate::auth::{Authenticator, ClientFacts, Principal};
use crate::background::Background;
use crate::clock::Clock;
use crate::config::{HttpLimits, WsLimits};
use crate::engine::Engine;
use crate::outbound::mail::Mailer;
use crate::telemetry;
use crate::ws::WsServer;

/// Everything that handlers need. Cheap to clone. There is one for each start of the engine.
#[derive(Clone)]
pub struct AppState {
    pub(super) engine: Engine,
    pub(super) gate: Authenticator,
    pub(super) clock: Clock,
    pub(super) limits: Arc<HttpLimits>,
    pub(super) background: Background,
    pub(super) sheets: SheetWork,
    pub(super) previews: PreviewWork,
    pub(super) records: RecordWork,
    pub(super) simulations: SimulationWork,
    pub(super) resets: WaitingResets,
    pub(super) ws_bounds: WsBounds,
    pub(super) ws: WsServer,
    pub(super) metrics: PrometheusHandle,
    /// Writes mail. None where no mail server is set up.
    pub(super) mailer: Option<Mailer>,
    /// Cancelled when the process stops, or when this engine is given up.
    pub(super) stop: CancellationToken,
    /// Counts WebSockets, so that a stop can wait for them.
    pub(super) sockets: TaskTracker,
}

/// Counts the links to new passwords that wait to be made.
#[derive(Debug, Clone)]
pub(super) struct WaitingResets(pub(super) Arc<Semaphore>);

/// Most links to new passwords that wait to be made.
const WAITING_RESETS_MAX: usize = 64;

/// Reads and writes sheets.
#[derive(Debug, Clone)]
pub(super) struct SheetWork(pub(super) LongWork);

/// Gathers records of bids and writes them as workbooks.
#[derive(Debug, Clone)]
pub(super) struct RecordWork(pub(super) LongWork);

/// Most records that wait for their turn.
const WAITING_RECORDS_MAX: usize = 16;

/// Simulates other rules on ended lots.
#[derive(Debug, Clone)]
pub(super) struct SimulationWork(pub(super) LongWork);

/// Simulations that are made at once. Each keeps all bids of its lot in memory, so further ones are refused and do not
/// wait.
const SIMULATIONS_AT_ONCE_MAX: usize = 2;

/// Makes previews of lots.
#[derive(Debug, Clone)]
pub(super) struct PreviewWork(pub(super) LongWork);

/// The limits and buffers of a WebSocket.
#[derive(Debug, Clone, Copy)]
pub(super) struct WsBounds {
    pub(super) message_bytes_max: usize,
    pub(super) read_buffer_bytes: usize,
    pub(super) watcher_read_buffer_bytes: usize,
    pub(super) write_buffer_bytes: usize,
    pub(super) write_buffer_bytes_max: usize,
}

impl AppState {
    /// Returns the state for one start of the engine.
    #[must_use]
    pub fn new(shared: &ServerShared, engine: Engine, gate: Authenticator, clock: Clock, ws_limits: WsLimits) -> Self {
        let metrics = telemetry::metrics();
        let stop = shared.stop.child_token();
        let ws_bounds = WsBounds {
            message_bytes_max: ws_limits.message_bytes_max,
            read_buffer_bytes: ws_limits.read_buffer_bytes,
            watcher_read_buffer_bytes: ws_limits.watcher_read_buffer_bytes,
            write_buffer_bytes: ws_limits.write_buffer_bytes,
            write_buffer_bytes_max: ws_limits.write_buffer_bytes_max,
        };
        let ws = WsServer::new(engine.clone(), clock.clone(), ws_limits, stop.clone());
        let ServerShared { limits, background, sockets, .. } = shared.clone();
        let sheets = SheetWork(LongWork::new(background.clone(), limits.sheets_at_once_max, 0));
        let (at_once_max, waiting_max) = (limits.previews_at_once_max, limits.previews_waiting_max);
        let records = RecordWork(LongWork::new(background.clone(), limits.sheets_at_once_max, WAITING_RECORDS_MAX));
        let simulations = SimulationWork(LongWork::new(background.clone(), SIMULATIONS_AT_ONCE_MAX, 0));
        let previews = PreviewWork(LongWork::new(background.clone(), at_once_max, waiting_max));
        Self {
            engine,
            gate,
            clock,
            limits,
            background,
            sheets,
            previews,
            records,
            simulations,
            resets: WaitingResets(Arc::new(Semaphore::new(WAITING_RESETS_MAX))),
            ws_bounds,
            ws,
            metrics,
            mailer: None,
            stop,
            sockets,
        }
    }

    /// The state of a server that sends mail.
    #[must_use]
    pub(crate) fn mailing(self, mailer: Option<Mailer>) -> Self {
        Self { mailer, ..self }
    }

    /// Notes that somebody takes out the file at that path. To be called before the file is handed out.
    ///
    /// # Errors
    /// [`PeopleError`] when storage fails: then the file must not be handed out.
    pub(super) async fn note_export(
        &self,
        by: &Principal,
        client: &ClientFacts,
        path: String,
    ) -> Result<(), PeopleError> {
        self.gate.sessions().note_export(by, path, client, self.clock.now()).await
    }

    /// Closes the WebSockets of this engine.
    pub(crate) fn stop(&self) {
        self.stop.cancel();
    }
}

impl std::fmt::Debug for AppState {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AppState")
    }
}

impl FromRef<AppState> for PrometheusHandle {
    fn from_ref(state: &AppState) -> Self {
        state.metrics.clone()
    }
}

impl FromRef<AppState> for Engine {
    fn from_ref(state: &AppState) -> Self {
        state.engine.clone()
    }
}

impl FromRef<AppState> for Background {
    fn from_ref(state: &AppState) -> Self {
        state.background.clone()
    }
}

impl FromRef<AppState> for SheetWork {
    fn from_ref(state: &AppState) -> Self {
        state.sheets.clone()
    }
}

impl FromRef<AppState> for PreviewWork {
    fn from_ref(state: &AppState) -> Self {
        state.previews.clone()
    }
}
