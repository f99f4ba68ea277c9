//! The people of the demo, and the links by which they sign in.

use std::net::{IpAddr, SocketAddr};

use anyhow::Context;

use super::lots::{LOTS, SUPPLIERS};
use crate::app::App;
use crate::auth::people::{Person, PersonState};
use crate::auth::{Role, Secret};
use crate::ids::{EventId, OrgId, PersonId};

/// The partnership that buys.
pub(super) const PARTNERSHIP: &str = "wtp";

/// The trust whose observer gets a link.
const OBSERVER_ODS: &str = "RHQ";

/// The event that is about to open.
pub(super) struct OpenedEvent {
    pub(super) event: EventId,
    /// Its lots, in order.
    pub(super) lots: Vec<String>,
}

/// The page to which a link leads.
#[derive(Clone, Copy)]
enum LeadsTo {
    /// All lots on one page, with the forms to bid.
    Bidding,
    /// All lots on one page, for who runs them.
    Console,
    /// The first lot.
    FirstLot,
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
    leads_to: LeadsTo,
}

const DEMO_PEOPLE: [DemoPerson; 5] = [
    DemoPerson {
        role: Role::Supplier,
        org: "fenwick",
        name: "Fiona Wick",
        host: "fenwick",
        what: "supplier  Fenwick Medical: yours to bid with",
        leads_to: LeadsTo::Bidding,
    },
    DemoPerson {
        role: Role::Supplier,
        org: "acme",
        name: "Amir Cole",
        host: "acme",
        what: "supplier  Acme Medical: scripted, to watch its pages",
        leads_to: LeadsTo::Bidding,
    },
    DemoPerson {
        role: Role::Observer,
        org: OBSERVER_ODS,
        name: "Olive Shaw",
        host: "trust",
        what: "observer  Sheffield Teaching Hospitals",
        leads_to: LeadsTo::FirstLot,
    },
    DemoPerson {
        role: Role::Buyer,
        org: PARTNERSHIP,
        name: "Bea Hall",
        host: "buyer",
        what: "buyer     the partnership: the console of the event",
        leads_to: LeadsTo::Console,
    },
    DemoPerson {
        role: Role::Auditor,
        org: PARTNERSHIP,
        name: "Art Deane",
        host: "auditor",
        what: "auditor   the partnership's",
        leads_to: LeadsTo::FirstLot,
    },
];

/// Who bids for each scripted supplier, in the order of the invitation, with a number to ring.
const SCRIPTED: [(&str, &str); 6] = [
    ("Ava Lunt", "0114 496 0101"),
    ("Bella Orme", "0114 496 0102"),
    ("Cai Rowe", "0114 496 0103"),
    ("Dev Naylor", "0114 496 0104"),
    ("Ella Stone", "0114 496 0105"),
    ("Gus Hart", "0114 496 0106"),
];

/// The person who bids for a scripted supplier.
pub(super) fn scripted(supplier: &str) -> anyhow::Result<PersonId> {
    Ok(PersonId::parse(&format!("demo-script-{supplier}"))?)
}

/// Adds the people of the demo. A second demo on the same database finds those of the first.
pub(super) async fn enrol(app: &App) -> anyhow::Result<()> {
    let now = app.clock().now();
    let mut all = Vec::new();
    for listed in &DEMO_PEOPLE {
        let id = PersonId::parse(&format!("demo-{}", listed.host))?;
        let email = format!("{}@demo.example", listed.host);
        let mut person = Person::new(id, email, listed.role, OrgId::parse(listed.org)?, now);
        person.name = Some(listed.name.to_owned());
        all.push(person);
    }
    for ((supplier, _), (name, telephone)) in SUPPLIERS.iter().zip(SCRIPTED) {
        let email = format!("script@{supplier}.example");
        let mut person = Person::new(scripted(supplier)?, email, Role::Supplier, OrgId::parse(supplier)?, now);
        (person.name, person.telephone) = (Some(name.to_owned()), Some(telephone.to_owned()));
        person.state = PersonState::Active;
        all.push(person);
    }
    let sessions = app.authenticator().sessions();
    for person in all {
        if sessions.people().by_email(&person.email).await?.is_none() {
            sessions.people().add(person.into()).await?;
        }
    }
    sessions.know_again().await;
    Ok(())
}

/// Gives everybody who gets a link a new password, so that no page asks for one first. It ends the links that they have.
/// Returns the buyer's.
pub(super) async fn give_passwords(app: &App) -> anyhow::Result<String> {
    let mut of_buyer = None;
    for listed in &DEMO_PEOPLE {
        let secret = Secret::random();
        let password = secret.expose().get(..20).context("a secret is longer")?;
        let id = PersonId::parse(&format!("demo-{}", listed.host))?;
        app.authenticator().sessions().set_password(id, password).await?;
        if listed.role == Role::Buyer {
            of_buyer = Some(password.to_owned());
        }
    }
    of_buyer.context("a buyer is among them")
}

/// Prints a link for each person of the demo.
#[expect(clippy::print_stdout, reason = "the links are this command's data")]
pub(super) async fn print_links(app: &App, opened: &OpenedEvent) -> anyhow::Result<()> {
    for listed in &DEMO_PEOPLE {
        let id = PersonId::parse(&format!("demo-{}", listed.host))?;
        let sessions = app.authenticator().sessions();
        let code = sessions.create_link(id, &page(listed.leads_to, opened), app.clock().now()).await?;
        println!("{:<80} {}/enter/{}", listed.what, base_url(app.address(), listed.host), code.expose());
    }
    Ok(())
}

/// Prints where the lots are, and where the buyer signs in with its password.
#[expect(clippy::print_stdout, reason = "the addresses and the password are this command's data")]
pub(super) fn print_sign_in(address: SocketAddr, opened: &OpenedEvent, draft: &str, password: &str) {
    let url = base_url(address, "buyer");
    for (nth, (lot, id)) in LOTS.iter().zip(&opened.lots).enumerate() {
        let what = format!("lot {}     {}: {}", nth + 1, lot.title, lot.ranked_by);
        println!("{what:<80} {url}/lots/{id}");
    }
    println!("{:<80} {url}/sign-in (buyer@demo.example, password {password})", "buyer     or sign in");
    println!("{:<80} {url}/events/{draft}/set-up", "buyer     an event that is being set up, once signed in");
}

fn page(leads_to: LeadsTo, OpenedEvent { event, lots }: &OpenedEvent) -> String {
    match leads_to {
        LeadsTo::Bidding => format!("/events/{event}/bidding"),
        LeadsTo::Console => format!("/events/{event}/console"),
        LeadsTo::FirstLot => format!("/lots/{}", lots.first().map(String::as_str).unwrap_or_default()),
    }
}

/// Browsers resolve every name below `localhost` to this machine, so that each role has its own cookies.
fn base_url(address: SocketAddr, host: &str) -> String {
    let here = match address.ip() {
        IpAddr::V4(ip) => ip.is_loopback() || ip.is_unspecified(),
        IpAddr::V6(ip) => ip.is_loopback() || ip.is_unspecified(),
    };
    if here { format!("http://{host}.localhost:{}", address.port()) } else { format!("http://{address}") }
}
