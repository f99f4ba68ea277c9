//! `fairlot user`: creates people, and the passwords or one-time links with which they sign in.

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
use crate::auth::password::{PASSWORD_BYTES_MAX, PASSWORD_BYTES_MIN, PasswordError};
use crate::auth::people::{People, Person};
use crate::auth::sessions::{SessionLimits, Sessions};
use crate::clock::Clock;
use crate::ids::{OrgId, PersonId};
use crate::store::Database;

/// Where browsers reach a server that was started without settings.
const URL_DEFAULT: &str = "http://127.0.0.1:8080";
/// The longest e-mail address (RFC 5321 section 4.5.3.1.3, less the brackets around it).
const EMAIL_BYTES_MAX: usize = 254;

/// The commands for people.
#[derive(Debug, clap::Subcommand)]
pub(super) enum UserCommand {
    /// Creates a person; its password is the first line of stdin, without one a one-time sign-in link is printed
    Add(AddArgs),
    /// Prints another one-time sign-in link for a person
    Link(LinkArgs),
}

/// Flags of `fairlot user add`.
#[derive(Debug, clap::Args)]
pub(super) struct AddArgs {
    #[command(flatten)]
    link: LinkArgs,
    /// What the person is here for
    #[arg(long, env = "FAIRLOT_ROLE")]
    role: RoleName,
    /// Supplier: its bidder id. Observer: its trust's ODS code. Others: the partnership's id
    #[arg(long, env = "FAIRLOT_ORG", value_parser = OrgId::parse)]
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
    #[arg(long, env = "FAIRLOT_EMAIL")]
    email: String,
    #[command(flatten)]
    address: AddressArgs,
}

/// Where browsers reach the server, as far as the environment says.
#[derive(Debug, clap::Args)]
struct AddressArgs {
    /// Where browsers reach the server; the link begins with it. Without it: the first `FAIRLOT_ORIGIN`, else the address
    /// in `FAIRLOT_LISTEN`, as `fairlot serve` takes them, else `http://127.0.0.1:8080`
    #[arg(long, env = "FAIRLOT_URL")]
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
            let password = password()?;
            let people = args.link.database.open_people().await?;
            warn_of_unknown_org(&args).await;
            let id = PersonId::parse(&Uuid::now_v7().to_string()).context("a UUID is an id")?;
            let person = Person { id, email: args.link.email.clone(), role: args.role.role(), org: args.org };
            people.add(person.clone()).await.with_context(|| format!("--email {}", args.link.email))?;
            match password {
                Some(password) => {
                    let sessions = Sessions::new(people, SessionLimits::default());
                    sessions.set_password(person.id, &password).await.context("the person has no password yet")?;
                    Ok(ExitCode::SUCCESS)
                }
                None => print_link(people, &args.link).await,
            }
        }
        UserCommand::Link(args) => print_link(args.database.open_people().await?, &args).await,
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
        let named = self.url.as_ref().or(self.origin.first());
        let url = named.cloned().or_else(|| self.listen.map(|at| format!("http://{}", reached(at))));
        url.as_deref().unwrap_or(URL_DEFAULT).trim_end_matches('/').to_owned()
    }
}

/// The address at which this machine reaches a server that listens at `at`.
fn reached(at: SocketAddr) -> SocketAddr {
    match at.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => SocketAddr::new(Ipv4Addr::LOCALHOST.into(), at.port()),
        IpAddr::V6(ip) if ip.is_unspecified() => SocketAddr::new(Ipv6Addr::LOCALHOST.into(), at.port()),
        IpAddr::V4(_) | IpAddr::V6(_) => at,
    }
}

/// What is wrong with an e-mail address. None where a letter could reach it.
fn fault_of_email(email: &str) -> Option<&'static str> {
    let (name, host) = email.rsplit_once('@').unwrap_or_default();
    let host_has_parts = host.split('.').count() > 1 && host.split('.').all(|part| !part.is_empty());
    if email.len() > EMAIL_BYTES_MAX {
        Some("an e-mail address has at most 254 bytes")
    } else if email.chars().any(|letter| letter.is_whitespace() || letter.is_control()) {
        Some("an e-mail address has no spaces")
    } else if name.is_empty() || name.contains('@') {
        Some("an e-mail address has one @, with a name before it")
    } else if !host_has_parts {
        Some("an e-mail address has a dot after the @, as in ann@example.org")
    } else {
        None
    }
}

/// Says where no event names the organisation: its id may be mistyped, or the event is yet to be made. A journal that
/// cannot be read says nothing about that.
#[expect(clippy::print_stderr, reason = "words go to stderr")]
async fn warn_of_unknown_org(args: &AddArgs) {
    let (role, org) = (args.role.role(), &args.org);
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
fn password() -> anyhow::Result<Option<String>> {
    if stdin().is_terminal() {
        return Ok(None);
    }
    let mut line = String::new();
    stdin().read_line(&mut line).context("the password cannot be read from stdin")?;
    let password = line.trim_end_matches(['\n', '\r']).to_owned();
    match password.len() {
        0 => Ok(None),
        PASSWORD_BYTES_MIN..=PASSWORD_BYTES_MAX => Ok(Some(password)),
        _ => bail!("the password on stdin: {}", PasswordError::Length),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_e_mail_address_has_one_at_and_a_dot_after_it() {
        let longest = format!("{}@example.org", "a".repeat(EMAIL_BYTES_MAX - 12));
        for good in ["ann@example.org", "a.b+c@nhs.net", "o'neil@trust.nhs.uk", "anaïs@example.org", &longest] {
            assert_eq!(fault_of_email(good), None, "{good}");
        }
        let too_long = format!("a{longest}");
        let bad = [
            "",
            "ann",
            "@example.org",
            "ann@",
            "ann@example",
            "ann@.org",
            "ann@example.",
            "ann@exam..ple",
            "a@b@c.org",
            "ann @example.org",
            " ann@example.org",
            "ann@example.org\n",
            "ann@example.org\u{7}",
            &too_long,
        ];
        for bad in bad {
            assert!(fault_of_email(bad).is_some(), "{bad:?}");
        }
    }

    #[test]
    fn a_link_names_the_best_address_that_is_known() {
        let url = |url: Option<&str>, origin: &[&str], listen: Option<&str>| {
            let (url, origin) = (url.map(str::to_owned), origin.iter().map(|&origin| origin.to_owned()).collect());
            AddressArgs { url, origin, listen: listen.map(|at| at.parse().unwrap()) }.url()
        };

        assert_eq!(url(None, &[], None), "http://127.0.0.1:8080");
        assert_eq!(url(None, &[], Some("192.0.2.7:9000")), "http://192.0.2.7:9000");
        assert_eq!(url(None, &[], Some("0.0.0.0:80")), "http://127.0.0.1:80");
        assert_eq!(url(None, &[], Some("[::]:80")), "http://[::1]:80");
        assert_eq!(url(None, &["https://a.example", "https://b.example"], Some("[::1]:1")), "https://a.example");
        assert_eq!(url(Some("https://c.example/"), &["https://a.example"], None), "https://c.example");
    }
}
