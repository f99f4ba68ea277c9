//! `fairlot serve`: runs the server.

use std::io::Write;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;

use tokio::signal::unix::{SignalKind, signal};

use super::about::AboutArgs;
use super::database::DatabaseArgs;
use super::exit::EXIT_STORE_FAILED;
use super::mail::MailArgs;
use super::person::RoleName;
use crate::app::{App, AppParts, Ended, NotReopened, Reopen, StandbyApp, StandbySign, Storage};
use crate::config::{Network, PracticeLimits, ServerLimits};
use crate::outbound::mail::MailSender;
use crate::store::{Database, OpenError, Opened};
use crate::telemetry::{self, LogFormat};

/// Open files beside connections: those of the database and of the program, with a reserve.
const FILES_BESIDE_CONNECTIONS: u64 = 256;

/// Flags of `fairlot serve`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Where to listen; port 0 takes a free one and prints it
    #[arg(long, env = "FAIRLOT_LISTEN", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    #[command(flatten)]
    database: DatabaseArgs,
    /// Wait while another server runs on the same PostgreSQL database, and take over when it is gone
    #[arg(long, env = "FAIRLOT_STANDBY")]
    standby: bool,
    /// Most frames a second of one WebSocket connection, with a burst of twice as many; 0: no bound
    #[arg(long, env = "FAIRLOT_FRAMES_PER_SECOND_MAX", default_value_t = 100)]
    frames_per_second_max: u32,
    /// Another origin whose pages may use the server with a session, such as `https://buy.example.org`; may be repeated
    #[arg(long, env = "FAIRLOT_ORIGIN", value_delimiter = ',')]
    origin: Vec<String>,
    /// Browsers reach the server over https only: cookies are marked Secure
    #[arg(long, env = "FAIRLOT_HTTPS")]
    https: bool,
    /// A proxy whose X-Forwarded-For names the client: an address, or a network such as `10.0.0.0/8`; may be repeated
    #[arg(long, env = "FAIRLOT_TRUSTED_PROXY", value_delimiter = ',')]
    trusted_proxy: Vec<Network>,
    /// A role whose people can do nothing before they have set up a second factor; may be repeated
    #[arg(long, env = "FAIRLOT_REQUIRE_SECOND_FACTOR", value_delimiter = ',')]
    require_second_factor: Vec<RoleName>,
    /// Most practice lots at a time, all organisations together; they are in memory only
    #[arg(long, env = "FAIRLOT_PRACTICE_LOTS_MAX", default_value_t = PracticeLimits::default().lots_max)]
    practice_lots_max: usize,
    #[command(flatten)]
    about: AboutArgs,
    #[command(flatten)]
    mail: MailArgs,
    /// Log lines as JSON, for machines
    #[arg(long, env = "FAIRLOT_LOG_JSON")]
    log_json: bool,
}

pub(super) async fn run(args: Args) -> anyhow::Result<ExitCode> {
    telemetry::log(if args.log_json { LogFormat::Json } else { LogFormat::Text }, "info");
    ask_for_small_pages();
    ask_for_open_files(ServerLimits::default().http.connections_max);
    // Before the ready line, so that its reader can stop the server in order.
    let stop = asked_to_stop()?;
    tokio::pin!(stop);
    let mail = args.mail.sender(&args.about)?;
    let app = if args.standby {
        match stand_by(&args, mail, stop.as_mut()).await? {
            Some(app) => app,
            None => return Ok(exit_code(&Ended::Stopped)),
        }
    } else {
        let parts = AppParts { mail, ..app_parts(&args.database, args.limits()).await? };
        App::build(parts, args.listen).await?
    };
    announce("ready", app.address())?;
    Ok(exit_code(&app.run_until(stop).await))
}

/// Waits until no other server runs on the database. None where it was asked to stop before.
async fn stand_by(
    args: &Args,
    mail: Option<MailSender>,
    stop: impl Future<Output = ()>,
) -> anyhow::Result<Option<App>> {
    args.database.database.check_for_standby().await?;
    let standby = StandbyApp::build(args.limits(), args.listen)?;
    announce("standby", standby.address())?;
    let take_over = async |sign: StandbySign| {
        let opened = args.database.database.stand_by(&move || sign.waits()).await.map_err(not_opened)?;
        let parts = parts_of(opened, &args.database, args.limits()).await.map_err(not_read)?;
        Ok(AppParts { mail: mail.clone(), ..parts })
    };
    Ok(standby.takes_over(take_over, stop).await?.map(App::after))
}

impl Args {
    fn limits(&self) -> ServerLimits {
        let mut limits = ServerLimits::default();
        limits.http.origins.clone_from(&self.origin);
        limits.http.https = self.https;
        limits.http.trusted_proxies.clone_from(&self.trusted_proxy);
        limits.roles_needing_factor = self.require_second_factor.iter().map(|name| name.role()).collect();
        limits.http.about = self.about.about(self.mail.is_set());
        limits.practice.lots_max = self.practice_lots_max;
        limits.ws.frames_per_second_max = self.frames_per_second_max;
        limits.ws.frames_burst_max = self.frames_per_second_max.saturating_mul(2);
        limits
    }
}

/// Opens the parts of a server, and creates those that do not exist. An error of the database is an [`OpenError`], which
/// says whether it may pass.
pub(super) async fn app_parts(database: &DatabaseArgs, limits: ServerLimits) -> anyhow::Result<AppParts> {
    parts_of(database.database.open().await?, database, limits).await
}

/// The parts of a server whose database is open.
async fn parts_of(opened: Opened, database: &DatabaseArgs, limits: ServerLimits) -> anyhow::Result<AppParts> {
    let Opened { store, people } = opened;
    let reopen = database.database.comes_back().then(|| reopening(database.database.clone()));
    let people_key = database.database.people_key().await?;
    Ok(AppParts {
        storage: Storage { store, people },
        key: database.key().await?,
        people_key,
        mail: None,
        limits,
        reopen,
    })
}

/// Opens the database again after it was lost.
fn reopening(database: Database) -> Arc<dyn Reopen> {
    Arc::new(move || {
        let database = database.clone();
        async move {
            let Opened { store, people } = database.open().await.map_err(not_opened)?;
            Ok(Storage { store, people })
        }
    })
}

/// Whether the database may be opened later.
fn not_opened(error: OpenError) -> NotReopened {
    if error.may_pass() { NotReopened::Away(error.into()) } else { NotReopened::Final(error.into()) }
}

/// The same for what is read from an open database.
fn not_read(error: anyhow::Error) -> NotReopened {
    match error.downcast() {
        Ok(error) => not_opened(error),
        Err(error) => NotReopened::Final(error),
    }
}

/// Takes memory from the system in small pages only. A lot grows a little with each bid. With huge pages the kernel clears a
/// whole one while the lot's actor waits. See docs/performance.md, Huge pages.
pub(super) fn ask_for_small_pages() {
    if let Err(error) = rustix::thread::disable_transparent_huge_pages(true) {
        tracing::warn!(%error, "memory may come in huge pages: some answers are then milliseconds later");
    }
}

/// Raises the limit of open files as far as the system allows: each connection is one, and the usual limit is 1,024.
fn ask_for_open_files(connections_max: usize) {
    let wanted = u64::try_from(connections_max).unwrap_or(u64::MAX).saturating_add(FILES_BESIDE_CONNECTIONS);
    match rlimit::increase_nofile_limit(wanted) {
        Ok(got) if got >= wanted => {}
        Ok(got) => tracing::warn!(got, wanted, "few open files: connections beyond them wait (raise `ulimit -Hn`)"),
        Err(error) => tracing::warn!(%error, "the limit of open files stays as it is"),
    }
}

/// Prints a line on stdout, for which the program that started the server waits.
#[expect(clippy::print_stdout, reason = "the line is this command's data")]
pub(super) fn announce(state: &str, address: SocketAddr) -> anyhow::Result<()> {
    println!("fairlot {state} on http://{address}");
    Ok(std::io::stdout().flush()?)
}

/// Returns at SIGTERM or Ctrl-C.
pub(super) fn asked_to_stop() -> anyhow::Result<impl Future<Output = ()> + Send + 'static> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("asked to stop");
    })
}

pub(super) fn exit_code(ended: &Ended) -> ExitCode {
    match ended {
        Ended::Stopped => ExitCode::SUCCESS,
        Ended::StoreFailed => ExitCode::from(EXIT_STORE_FAILED),
    }
}
