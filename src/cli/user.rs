//! `fairlot user`: creates people, and the passwords or one-time links with which they sign in; lists and ends them.

mod others;

use std::io::{IsTerminal, stdin};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, bail};
use uuid::Uuid;

use super::database::DatabaseUrl;
use super::organisation;
use super::person::RoleName;
use crate::auth::Role;
use crate::auth::people::written::{fault_of_email, fault_of_name, fault_of_telephone};
use crate::auth::people::{People, Person, SecurityEventKind};
use crate::auth::strength::{KnownWords, Weakness, weakness};
use crate::auth::{SessionLimits, Sessions};
use crate::clock::Clock;
use crate::ids::{OrgId, PersonId};
use crate::store::Database;

/// Where browsers reach a server that was started without settings.
const URL_DEFAULT: &str = "http://127.0.0.1:8080";

/// The commands for people.
#[derive(Debug, clap::Subcommand)]
pub(super) enum UserCommand {
    /// Creates a person; its password is the first line of stdin, without one a one-time sign-in link is printed
    Add(AddArgs),
    /// Prints another one-time sign-in link for a person
    Link(LinkArgs),
    /// Prints all people: id, state, e-mail address, name, and places, in columns with a tab between them
    List(others::ListArgs),
    /// Keeps a person from signing in, and ends their sessions
    Disable(others::ReasonArgs),
    /// Lets a disabled person sign in again
    Enable(others::ReasonArgs),
    /// Removes everything that is kept of a person; journals keep an id that then means nothing
    Erase(others::WhoArgs),
}

/// Flags of `fairlot user add`. What describes one person is not taken from the environment, where `FAIRLOT_NAME` is the
/// name of the server.
#[derive(Debug, clap::Args)]
pub(super) struct AddArgs {
    #[command(flatten)]
    link: LinkArgs,
    /// The person's name, as others see it
    #[arg(long)]
    name: Option<String>,
    /// The person's telephone number
    #[arg(long)]
    telephone: Option<String>,
    /// The person looks after the others of that role at that organisation
    #[arg(long)]
    lead: bool,
    /// What the person is here for
    #[arg(long)]
    role: RoleName,
    /// Supplier: its bidder id. Observer: its trust's ODS code. Others: the partnership's id
    #[arg(long, value_parser = OrgId::parse)]
    org: OrgId,
}

/// Flags of `fairlot user link`.
#[derive(Debug, clap::Args)]
pub(super) struct LinkArgs {
    /// The database: `sqlite:` and a file, or `postgres://user@host/database`; also beside a running server
    #[arg(
        long,
        env = "FAIRLOT_DATABASE",
        hide_env_values = true,
        default_value = "sqlite:fairlot.db",
        value_parser = DatabaseUrl
    )]
    database: Database,
    /// The person's e-mail address
    #[arg(long)]
    email: String,
    #[command(flatten)]
    address: AddressArgs,
}

/// Where browsers reach the server, as far as the environment says.
#[derive(Debug, clap::Args)]
struct AddressArgs {
    /// Where browsers reach the server; the link begins with it. Without it: the first `FAIRLOT_ORIGIN`, else the address
    /// in `FAIRLOT_LISTEN`, as `fairlot serve` takes them, else `http://127.0.0.1:8080`
    #[arg(long, env = "FAIRLOT_URL", value_parser = web_address)]
    url: Option<String>,
    #[arg(long, hide = true, env = "FAIRLOT_ORIGIN", value_delimiter = ',')]
    origin: Vec<String>,
    #[arg(long, hide = true, env = "FAIRLOT_LISTEN")]
    listen: Option<SocketAddr>,
}

pub(super) async fn run(command: UserCommand) -> anyhow::Result<ExitCode> {
    match command {
        UserCommand::Add(args) => {
            if let Some(fault) = fault_of_email(&args.link.email) {
                bail!("--email {:?}: {fault}", args.link.email);
            }
            if let Some(fault) = args.name.as_deref().and_then(fault_of_name) {
                bail!("--name {:?}: {fault}", args.name.unwrap_or_default());
            }
            if let Some(fault) = args.telephone.as_deref().and_then(fault_of_telephone) {
                bail!("--telephone {:?}: {fault}", args.telephone.unwrap_or_default());
            }
            let password = password(&args)?;
            let people = args.link.database.open_people().await?;
            warn_of_unknown_org(&*people, &args).await;
            let id = PersonId::parse(&Uuid::now_v7().to_string()).context("a UUID is an id")?;
            let now = Clock::system().now();
            let mut person = Person::new(id, args.link.email.clone(), args.role.role(), args.org, now);
            (person.name, person.telephone) = (args.name, args.telephone);
            person.places.iter_mut().for_each(|held| held.lead = args.lead);
            people.add(person.clone().into()).await.with_context(|| format!("--email {}", args.link.email))?;
            match password {
                Some(password) => {
                    let sessions = Sessions::new(people.clone(), SessionLimits::default());
                    let set = sessions.set_password(person.id.clone(), &password).await;
                    set.context("the person has no password yet")?;
                    others::note(&*people, SecurityEventKind::PasswordSet, &person, None).await?;
                    Ok(ExitCode::SUCCESS)
                }
                None => print_link(people, &args.link).await,
            }
        }
        UserCommand::Link(args) => print_link(args.database.open_people().await?, &args).await,
        UserCommand::List(args) => others::list(args).await,
        UserCommand::Disable(args) => others::disable(args).await,
        UserCommand::Enable(args) => others::enable(args).await,
        UserCommand::Erase(args) => others::erase(args).await,
    }
}

#[expect(clippy::print_stdout, clippy::print_stderr, reason = "the link is this command's data, the rest is words")]
async fn print_link(people: Arc<dyn People>, args: &LinkArgs) -> anyhow::Result<ExitCode> {
    let Some(person) = people.by_email(&args.email).await? else {
        bail!("--email {}: there is no such person; create one with fairlot user add", args.email);
    };
    let limits = SessionLimits::default();
    let minutes = limits.link_ttl.as_secs() / 60;
    let code = Sessions::new(people, limits).create_link(person.id, "/", Clock::system().now()).await?;
    println!("{}/enter/{}", args.address.url(), code.expose());
    eprintln!("The link signs in once, within {minutes} minutes.");
    Ok(ExitCode::SUCCESS)
}

impl AddressArgs {
    /// Where browsers reach the server, without a slash at the end.
    fn url(&self) -> String {
        let named = self.url.as_ref().or_else(|| self.origin.iter().find(|origin| !origin.is_empty()));
        let url = named.cloned().or_else(|| self.listen.map(|at| format!("http://{}", reached(at))));
        url.as_deref().unwrap_or(URL_DEFAULT).trim_end_matches('/').to_owned()
    }
}

/// Reads where browsers reach the server.
fn web_address(text: &str) -> Result<String, &'static str> {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or_default();
    let is_address = host.starts_with(|sign: char| sign.is_alphanumeric() || sign == '[')
        && !host.contains(|sign: char| sign.is_whitespace() || sign.is_control() || matches!(sign, '?' | '#'));
    if is_address { Ok(text.to_owned()) } else { Err("must be an address such as https://buy.example.org") }
}

/// The address at which this machine reaches a server that listens at `at`.
fn reached(at: SocketAddr) -> SocketAddr {
    match at.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => SocketAddr::new(Ipv4Addr::LOCALHOST.into(), at.port()),
        IpAddr::V6(ip) if ip.is_unspecified() => SocketAddr::new(Ipv6Addr::LOCALHOST.into(), at.port()),
        IpAddr::V4(_) | IpAddr::V6(_) => at,
    }
}

/// Says where nothing names the organisation: its id may be mistyped, or the event is yet to be made. A journal that cannot
/// be read says nothing about that.
#[expect(clippy::print_stderr, reason = "words go to stderr")]
async fn warn_of_unknown_org(people: &dyn People, args: &AddArgs) {
    let (role, org) = (args.role.role(), &args.org);
    if people.organisation_name(org).await.is_ok_and(|name| name.is_some()) {
        return;
    }
    let named = match args.link.database.open_read_only().await {
        Ok(journal) => organisation::is_named(&*journal, role, org).await.ok(),
        Err(_) => None,
    };
    if named == Some(false) {
        let what = if role == Role::Supplier { "a bidder with the id" } else { "a trust with the ODS code" };
        eprintln!("warning: no event names {what} {org} yet. If it is mistyped, the person will see no event");
    }
}

/// The first line of stdin. None where it is empty, or where stdin is a terminal, which would show the password.
fn password(args: &AddArgs) -> anyhow::Result<Option<String>> {
    if stdin().is_terminal() {
        return Ok(None);
    }
    let mut line = String::new();
    stdin().read_line(&mut line).context("the password cannot be read from stdin")?;
    let password = line.trim_end_matches(['\n', '\r']).to_owned();
    if password.is_empty() {
        return Ok(None);
    }
    match weakness(&password, &KnownWords::of([args.link.email.as_str(), args.org.as_str()])) {
        None => Ok(Some(password)),
        Some(Weakness(why)) => bail!("the password on stdin {why}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_begins_with_an_address_of_the_web() {
        for good in ["https://buy.example.org", "http://127.0.0.1:8080/", "http://[::1]:80", "https://a.example/buy/"] {
            assert!(web_address(good).is_ok(), "{good}");
        }
        for bad in
            ["", "buy.example.org", "javascript:x", "https://", "http:///x", "https://a b", "https://a.example/?x"]
        {
            assert!(web_address(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_link_names_the_best_address_that_is_known() {
        let url = |url: Option<&str>, origin: &[&str], listen: Option<&str>| {
            let (url, origin) = (url.map(str::to_owned), origin.iter().map(|&origin| origin.to_owned()).collect());
            AddressArgs { url, origin, listen: listen.map(|at| at.parse().unwrap()) }.url()
        };

        assert_eq!(url(None, &[], None), "http://127.0.0.1:8080");
        assert_eq!(url(None, &[""], None), "http://127.0.0.1:8080");
        assert_eq!(url(None, &[], Some("192.0.2.7:9000")), "http://192.0.2.7:9000");
        assert_eq!(url(None, &[], Some("0.0.0.0:80")), "http://127.0.0.1:80");
        assert_eq!(url(None, &[], Some("[::]:80")), "http://[::1]:80");
        assert_eq!(url(None, &["https://a.example", "https://b.example"], Some("[::1]:1")), "https://a.example");
        assert_eq!(url(Some("https://c.example/"), &["https://a.example"], None), "https://c.example");
    }
}
