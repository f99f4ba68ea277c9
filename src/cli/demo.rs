//! `fairlot demo`: a server with an example partnership, an event that is about to open, and scripted suppliers.
//!
//! The suppliers bid over real WebSockets. It prints sign-in links for every role.

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

use self::pace::DemoPace;
use self::supplier::Supplier;
use super::database::{DatabaseArgs, DatabaseUrl};
use super::serve::{announce, app_parts, ask_for_small_pages, asked_to_stop, exit_code};
use crate::app::App;
use crate::auth::people::Person;
use crate::auth::token::Grant;
use crate::auth::{Principal, Role, Secret};
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
    /// Ends soon after the lot has closed, instead of serving until it is stopped
    #[arg(long, env = "FAIRLOT_ONCE")]
    once: bool,
}

/// A person who gets a link.
struct DemoPerson {
    role: Role,
    org: &'static str,
    /// The person's name.
    name: &'static str,
    /// The name before `.localhost`, so that each link keeps a session of its own in one browser.
    host: &'static str,
    what: &'static str,
}

const DEMO_PEOPLE: [DemoPerson; 5] = [
    DemoPerson {
        role: Role::Supplier,
        org: "fenwick",
        name: "Fiona Wick",
        host: "fenwick",
        what: "supplier  Fenwick Medical: yours to bid with",
    },
    DemoPerson {
        role: Role::Supplier,
        org: "acme",
        name: "Amir Cole",
        host: "acme",
        what: "supplier  Acme Medical: scripted, to look over its shoulder",
    },
    DemoPerson {
        role: Role::Observer,
        org: gloves::OBSERVER_ODS,
        name: "Olive Shaw",
        host: "trust",
        what: "observer  Sheffield Teaching Hospitals",
    },
    DemoPerson {
        role: Role::Buyer,
        org: gloves::PARTNERSHIP,
        name: "Bea Hall",
        host: "buyer",
        what: "buyer     the partnership",
    },
    DemoPerson {
        role: Role::Auditor,
        org: gloves::PARTNERSHIP,
        name: "Art Deane",
        host: "auditor",
        what: "auditor   the partnership's",
    },
];

pub(super) async fn run(args: Args) -> anyhow::Result<ExitCode> {
    telemetry::log(LogFormat::Text, "warn");
    ask_for_small_pages();
    let stop = asked_to_stop()?;
    let database = database(args.database)?;
    let app = App::build(app_parts(&database, ServerLimits::default()).await?, args.listen).await?;
    announce(&app)?;
    let pace = DemoPace(args.speed);
    let opens_at = app.clock().now() + pace.opens_after();
    let opens = app.clock().deadline(opens_at);
    let buyer = demo_buyer(&app)?;
    let lot = publish(&app, &buyer, opens_at, pace).await?;
    let draft = draft(&app, &buyer, pace).await?;
    // A new password ends links, so it comes before them.
    enrol(&app).await?;
    let password = give_password(&app).await?;
    print_links(&app, &lot, &database).await?;
    print_sign_in(&app, &draft, &password);

    let suppliers = suppliers(&app, &lot)?;
    let script = script::bids(args.seed);
    let bidding = tokio::spawn(bid_by_script(suppliers, script, pace, opens));
    let ended = if args.once {
        app.run_until(async move {
            tokio::select! {
                () = stop => {}
                _ = bidding => tokio::time::sleep(pace.scaled(Duration::from_secs(40))).await,
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
        org: OrgId::parse(gloves::PARTNERSHIP)?,
        role: Role::Buyer,
        expires_at: app.clock().now() + TOKEN_TTL,
    })
}

/// Publishes the gloves event as a buyer would; returns the lot's id.
async fn publish(app: &App, buyer: &Principal, opens_at: Instant, pace: DemoPace) -> anyhow::Result<String> {
    let json = serde_json::to_vec(&gloves::document(opens_at, pace))?;
    let document = EventDocument::parse(&json).map_err(|problems| anyhow!("the demo's document: {problems:?}"))?;
    let created = app.engine().create_event(buyer, document.into(), Conditions::default()).await?;
    let created: Value = serde_json::from_slice(&created.text)?;
    let event = EventId::parse(created["id"].as_str().unwrap_or_default())?;
    app.engine().publish_event(buyer, &event, Conditions::default()).await?;
    Ok(created["lots"][0].as_str().context("the event has no lot")?.to_owned())
}

/// Stores an event that is not finished, to look at the pages that set events up; returns its id.
async fn draft(app: &App, buyer: &Principal, pace: DemoPace) -> anyhow::Result<String> {
    let now = app.clock().now();
    let json = serde_json::to_vec(&gloves::unfinished(now, pace))?;
    let stated = Stated::read(&json, now).map_err(|problem| anyhow!("the demo's draft: {problem:?}"))?;
    let created = app.engine().create_event(buyer, stated, Conditions::default()).await?;
    let created: Value = serde_json::from_slice(&created.text)?;
    Ok(created["id"].as_str().context("the draft has no id")?.to_owned())
}

/// Adds the people of the demo. A second demo on the same database finds those of the first.
async fn enrol(app: &App) -> anyhow::Result<()> {
    let sessions = app.authenticator().sessions();
    for listed in &DEMO_PEOPLE {
        let id = PersonId::parse(&format!("demo-{}", listed.host))?;
        let email = format!("{}@demo.example", listed.host);
        let mut person = Person::new(id, email, listed.role, OrgId::parse(listed.org)?, app.clock().now());
        person.name = Some(listed.name.to_owned());
        if sessions.people().by_email(&person.email).await?.is_none() {
            sessions.people().add(person.into()).await?;
        }
    }
    sessions.know_again().await;
    Ok(())
}

/// Gives the buyer a new password, which ends the links that it has.
async fn give_password(app: &App) -> anyhow::Result<String> {
    let secret = Secret::random();
    let password = secret.expose().get(..20).context("a secret is longer")?;
    app.authenticator().sessions().set_password(PersonId::parse("demo-buyer")?, password).await?;
    Ok(password.to_owned())
}

/// Prints where the buyer signs in with its password.
#[expect(clippy::print_stdout, reason = "the address and the password are this command's data")]
fn print_sign_in(app: &App, draft: &str, password: &str) {
    let url = base_url(app.address(), "buyer");
    println!("{:<62} {url}/sign-in (buyer@demo.example, password {password})", "buyer     or sign in");
    println!("{:<62} {url}/events/{draft}/set-up", "buyer     an event that is being set up, once signed in");
}

#[expect(clippy::print_stdout, clippy::print_stderr, reason = "the links are this command's data, the rest is words")]
async fn print_links(app: &App, lot: &str, database: &DatabaseArgs) -> anyhow::Result<()> {
    for listed in &DEMO_PEOPLE {
        let id = PersonId::parse(&format!("demo-{}", listed.host))?;
        let sessions = app.authenticator().sessions();
        let code = sessions.create_link(id, &format!("/lots/{lot}"), app.clock().now()).await?;
        println!("{:<62} {}/enter/{}", listed.what, base_url(app.address(), listed.host), code.expose());
    }
    eprintln!();
    eprintln!("Each link signs in once, within 15 minutes; all of them can be open in one browser.");
    eprintln!("Afterwards: fairlot verify --database {}", database.database);
    eprintln!();
    Ok(())
}

/// Browsers resolve every name below `localhost` to this machine, so that each role has its own cookies.
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
            Ok(Supplier { name, address: app.address(), token: app.authenticator().issue(&grant), lot: lot.to_owned() })
        })
        .collect()
}

/// Lets every supplier send its scripted bids; returns when all have.
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
            let bids = script.iter().filter(|bid| bid.supplier == index);
            let bids = bids.map(|bid| (pace.scaled(bid.after), bid.clone())).collect();
            (supplier.name, tokio::spawn(supplier.run(bids, opens)))
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
