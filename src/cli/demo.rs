//! `fairlot demo`: a server with a made partnership of seven trusts, an examination gloves event about to open,
//! scripted suppliers that bid over real WebSockets, and sign-in links for every role.

mod gloves;
mod pace;
mod script;
mod supplier;

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, anyhow};
use serde_json::Value;

use self::pace::Pace;
use self::supplier::Supplier;
use super::database::{DatabaseArgs, DatabaseUrl};
use super::serve::{announce, ask_for_small_pages, asked_to_stop, exit_code, parts};
use crate::app::App;
use crate::auth::people::Person;
use crate::auth::token::Grant;
use crate::auth::{Principal, Role};
use crate::clock::Instant;
use crate::config::Limits;
use crate::event::EventDocument;
use crate::ids::{EventId, OrgId, PersonId};
use crate::store::Database;
use crate::telemetry::{self, LogFormat};

/// How long the demo's own tokens hold.
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
    /// Whole times faster than real life, 1 to 20
    #[arg(long, env = "FAIRLOT_SPEED", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=20))]
    speed: u32,
    /// The same seed gives the same offers
    #[arg(long, env = "FAIRLOT_SEED", default_value_t = 2026)]
    seed: u64,
    /// Ends a little after the lot has closed, instead of serving on
    #[arg(long, env = "FAIRLOT_ONCE")]
    once: bool,
}

/// Somebody who gets a link.
struct Guest {
    role: Role,
    org: &'static str,
    /// The name before `.localhost`, so that each link keeps a session of its own in one browser.
    host: &'static str,
    what: &'static str,
}

const GUESTS: [Guest; 5] = [
    Guest {
        role: Role::Supplier,
        org: "fenwick",
        host: "fenwick",
        what: "supplier  Fenwick Medical: yours to bid with",
    },
    Guest {
        role: Role::Supplier,
        org: "acme",
        host: "acme",
        what: "supplier  Acme Medical: scripted, to look over its shoulder",
    },
    Guest {
        role: Role::Observer,
        org: gloves::OBSERVER_ODS,
        host: "trust",
        what: "observer  Sheffield Teaching Hospitals",
    },
    Guest { role: Role::Buyer, org: gloves::PARTNERSHIP, host: "buyer", what: "buyer     the partnership" },
    Guest { role: Role::Auditor, org: gloves::PARTNERSHIP, host: "auditor", what: "auditor   the partnership's" },
];

pub(super) async fn run(args: Args) -> anyhow::Result<ExitCode> {
    telemetry::log(LogFormat::Text, "warn");
    ask_for_small_pages();
    let stop = asked_to_stop()?;
    let database = database(args.database)?;
    let app = App::build(parts(&database, Limits::default()).await?, args.listen).await?;
    announce(&app)?;
    let pace = Pace(args.speed);
    let opens_at = app.clock().now() + pace.opens_after();
    let opens = app.clock().deadline(opens_at);
    let lot = publish(&app, opens_at, pace).await?;
    print_links(&app, &lot, &database).await?;

    let suppliers = suppliers(&app, &lot)?;
    let script = script::turns(args.seed);
    let playing = tokio::spawn(play(suppliers, script, pace, opens));
    let ended = if args.once {
        app.run_until(async move {
            tokio::select! {
                () = stop => {}
                _ = playing => tokio::time::sleep(pace.scaled(Duration::from_secs(40))).await,
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

/// Publishes the gloves event as a buyer would; returns the lot's id.
async fn publish(app: &App, opens_at: Instant, pace: Pace) -> anyhow::Result<String> {
    let buyer = Principal {
        person: PersonId::parse("demo-buyer")?,
        org: OrgId::parse(gloves::PARTNERSHIP)?,
        role: Role::Buyer,
        expires_at: app.clock().now() + TOKEN_TTL,
    };
    let json = serde_json::to_vec(&gloves::document(opens_at, pace))?;
    let document = EventDocument::parse(&json).map_err(|problems| anyhow!("the demo's document: {problems:?}"))?;
    let created: Value = serde_json::from_slice(&app.engine().create_event(&buyer, document).await?)?;
    let event = EventId::parse(created["id"].as_str().unwrap_or_default())?;
    app.engine().publish_event(&buyer, &event).await?;
    Ok(created["lots"][0].as_str().context("the event has no lot")?.to_owned())
}

#[expect(clippy::print_stdout, clippy::print_stderr, reason = "the links are this command's data, the rest is words")]
async fn print_links(app: &App, lot: &str, database: &DatabaseArgs) -> anyhow::Result<()> {
    for guest in &GUESTS {
        let id = PersonId::parse(&format!("demo-{}", guest.host))?;
        let org = OrgId::parse(guest.org)?;
        let person = Person { id: id.clone(), email: format!("{}@demo.example", guest.host), role: guest.role, org };
        let sessions = app.gate().sessions();
        // A second demo on the same database finds its guests there.
        if sessions.people().by_email(&person.email).await?.is_none() {
            sessions.people().add(person).await?;
        }
        let code = sessions.create_link(id, &format!("/lots/{lot}"), app.clock().now()).await?;
        println!("{:<62} {}/enter/{}", guest.what, base_url(app.address(), guest.host), code.expose());
    }
    eprintln!();
    eprintln!("Each link signs in once, within 15 minutes; all of them can be open in one browser.");
    eprintln!("Afterwards: fairlot verify --database {}", database.database);
    eprintln!();
    Ok(())
}

/// Browsers take every name below `localhost` for this machine, so each role gets a cookie jar of its own.
fn base_url(address: SocketAddr, host: &str) -> String {
    let here = match address.ip() {
        IpAddr::V4(ip) => ip.is_loopback() || ip.is_unspecified(),
        IpAddr::V6(ip) => ip.is_loopback() || ip.is_unspecified(),
    };
    if here { format!("http://{host}.localhost:{}", address.port()) } else { format!("http://{address}") }
}

fn suppliers(app: &App, lot: &str) -> anyhow::Result<Vec<Supplier>> {
    gloves::SUPPLIERS
        .iter()
        .take(script::SUPPLIERS_SCRIPTED)
        .map(|(id, name)| {
            let grant = Grant {
                person: PersonId::parse(&format!("demo-script-{id}"))?,
                org: OrgId::parse(id)?,
                role: Role::Supplier,
                ttl: TOKEN_TTL,
            };
            Ok(Supplier { name, address: app.address(), token: app.gate().issue(&grant), lot: lot.to_owned() })
        })
        .collect()
}

/// Lets every supplier play its turns; returns when all have.
#[expect(clippy::print_stderr, reason = "words for people go to stderr")]
async fn play(suppliers: Vec<Supplier>, script: Vec<script::Turn>, pace: Pace, opens: tokio::time::Instant) {
    let players: Vec<_> = suppliers
        .into_iter()
        .enumerate()
        .map(|(place, supplier)| {
            let turns = script.iter().filter(|turn| turn.supplier == place);
            let turns = turns.map(|turn| (pace.scaled(turn.after), turn.clone())).collect();
            (supplier.name, tokio::spawn(supplier.play(turns, opens)))
        })
        .collect();
    for (name, player) in players {
        match player.await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => eprintln!("  {name} gave up: {error:#}"),
            Err(error) => eprintln!("  {name} ended badly: {error}"),
        }
    }
}
