//! `fairlot demo`: a server with an example partnership, three lots that open soon, and scripted suppliers.
//!
//! The suppliers bid over real WebSockets. It prints sign-in links for every role.

mod event;
mod lots;
mod pace;
mod people;
mod script;
mod supplier;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, anyhow};
use serde_json::Value;

use self::pace::DemoPace;
use self::people::OpenedEvent;
use self::supplier::{Supplier, SupplierTimes};
use super::database::{DatabaseArgs, DatabaseUrl};
use super::serve::{announce, app_parts, ask_for_small_pages, asked_to_stop, exit_code};
use crate::app::App;
use crate::auth::token::Grant;
use crate::auth::{Principal, Role};
use crate::clock::Instant;
use crate::config::ServerLimits;
use crate::engine::Conditions;
use crate::event::{EventDocument, Stated};
use crate::ids::{EventId, OrgId, PersonId};
use crate::store::Database;
use crate::telemetry::{self, LogFormat};

/// How long the demo's own tokens are valid.
const TOKEN_TTL: Duration = Duration::from_hours(1);

/// Flags of `fairlot demo`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Where to listen; port 0 takes a free one and prints it
    #[arg(long, env = "FAIRLOT_LISTEN", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// The database; default: a new file in a folder of its own below the system's temporary one
    #[arg(long, env = "FAIRLOT_DATABASE", hide_env_values = true, value_parser = DatabaseUrl)]
    database: Option<Database>,
    /// How many times faster than real time: a whole number, 1 to 20
    #[arg(long, env = "FAIRLOT_SPEED", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=20))]
    speed: u32,
    /// The same seed gives the same offers
    #[arg(long, env = "FAIRLOT_SEED", default_value_t = 2026)]
    seed: u64,
    /// Ends soon after the last lot has closed, instead of serving until it is stopped
    #[arg(long, env = "FAIRLOT_ONCE")]
    once: bool,
}

pub(super) async fn run(args: Args) -> anyhow::Result<ExitCode> {
    telemetry::log(LogFormat::Text, "warn");
    ask_for_small_pages();
    let stop = asked_to_stop()?;
    let database = database(args.database)?;
    let app = App::build(app_parts(&database, ServerLimits::default()).await?, args.listen).await?;
    announce("ready", app.address())?;
    let pace = DemoPace(args.speed);
    let opens_at = app.clock().now() + pace.opens_after();
    let opens = app.clock().deadline(opens_at);
    let buyer = demo_buyer(&app)?;
    let opened = publish(&app, &buyer, opens_at, pace).await?;
    let draft = draft(&app, &buyer, pace).await?;
    // New passwords end links, so they come before them.
    people::enrol(&app).await?;
    let password = people::give_passwords(&app).await?;
    people::print_links(&app, &opened).await?;
    people::print_sign_in(app.address(), &opened, &draft, &password);
    print_what_follows(&database);

    let suppliers = suppliers(&app, &opened.lots)?;
    let script = script::bids(args.seed);
    let bidding = tokio::spawn(bid_by_script(suppliers, script, pace, opens));
    let ended = if args.once {
        app.run_until(async move {
            tokio::select! {
                () = stop => {}
                _ = bidding => tokio::time::sleep(pace.scaled(Duration::from_secs(20))).await,
            }
        })
        .await
    } else {
        app.run_until(stop).await
    };
    Ok(exit_code(&ended))
}

fn database(given: Option<Database>) -> anyhow::Result<DatabaseArgs> {
    let database = if let Some(database) = given {
        database
    } else {
        let folder: PathBuf = std::env::temp_dir().join(format!("fairlot-demo-{}", std::process::id()));
        std::fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
        Database::Sqlite(folder.join("fairlot.db"))
    };
    Ok(DatabaseArgs { database, jwt_key_file: None })
}

/// The buyer who sets the demo's events up.
fn demo_buyer(app: &App) -> anyhow::Result<Principal> {
    Ok(Principal {
        person: PersonId::parse("demo-buyer")?,
        org: OrgId::parse(people::PARTNERSHIP)?,
        role: Role::Buyer,
        expires_at: app.clock().now() + TOKEN_TTL,
    })
}

/// Publishes the event as a buyer would.
async fn publish(app: &App, buyer: &Principal, opens_at: Instant, pace: DemoPace) -> anyhow::Result<OpenedEvent> {
    let json = serde_json::to_vec(&event::document(opens_at, pace))?;
    let document = EventDocument::parse(&json).map_err(|problems| anyhow!("the demo's document: {problems:?}"))?;
    let created = app.engine().create_event(buyer, document.into(), Conditions::default()).await?;
    let created: Value = serde_json::from_slice(&created.text)?;
    let event = EventId::parse(created["id"].as_str().unwrap_or_default())?;
    app.engine().publish_event(buyer, &event, Conditions::default()).await?;
    let lots = created["lots"].as_array().context("the event has no lots")?.iter().filter_map(Value::as_str);
    Ok(OpenedEvent { lots: lots.map(str::to_owned).collect(), event })
}

/// Stores an event that is not finished, to look at the pages that set events up; returns its id.
async fn draft(app: &App, buyer: &Principal, pace: DemoPace) -> anyhow::Result<String> {
    let now = app.clock().now();
    let json = serde_json::to_vec(&event::unfinished(now, pace))?;
    let stated = Stated::read(&json, now).map_err(|problem| anyhow!("the demo's draft: {problem:?}"))?;
    let created = app.engine().create_event(buyer, stated, Conditions::default()).await?;
    let created: Value = serde_json::from_slice(&created.text)?;
    Ok(created["id"].as_str().context("the draft has no id")?.to_owned())
}

#[expect(clippy::print_stderr, reason = "words for people go to stderr")]
fn print_what_follows(database: &DatabaseArgs) {
    eprintln!();
    eprintln!("Each link signs in once, within 15 minutes; all of them can be open in one browser.");
    eprintln!("Afterwards: fairlot verify --database {}", database.database);
    eprintln!();
}

fn suppliers(app: &App, lots: &[String]) -> anyhow::Result<Vec<Supplier>> {
    lots::SUPPLIERS
        .iter()
        .take(script::SUPPLIERS_SCRIPTED)
        .map(|(id, name)| {
            let grant =
                Grant { person: people::scripted(id)?, org: OrgId::parse(id)?, role: Role::Supplier, ttl: TOKEN_TTL };
            Ok(Supplier { name, address: app.address(), token: app.authenticator().issue(&grant), lots: lots.to_vec() })
        })
        .collect()
}

/// Lets every supplier send its scripted bids; returns when all have, and the lots are closed.
#[expect(clippy::print_stderr, reason = "words for people go to stderr")]
async fn bid_by_script(
    suppliers: Vec<Supplier>,
    script: Vec<script::ScriptedBid>,
    pace: DemoPace,
    opens: tokio::time::Instant,
) {
    let tasks: Vec<_> = suppliers
        .into_iter()
        .enumerate()
        .map(|(index, supplier)| {
            let own = script.iter().filter(|bid| bid.supplier == index);
            let times = SupplierTimes {
                comes: script::comes_after(index).map(|after| opens + pace.scaled(after)),
                bids: own.map(|bid| (opens + pace.scaled(bid.after), bid.clone())).collect(),
                goes: opens + pace.all_closed_after(),
            };
            (supplier.name, tokio::spawn(supplier.run(times)))
        })
        .collect();
    for (name, task) in tasks {
        match task.await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => eprintln!("  {name} gave up: {error:#}"),
            Err(error) => eprintln!("  {name} ended badly: {error}"),
        }
    }
}
