//! `fairlot user`: creates people, and the passwords or one-time links with which they sign in.

use std::io::{IsTerminal, stdin};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, bail};
use uuid::Uuid;

use super::database::DatabaseUrl;
use super::person::RoleName;
use crate::auth::password::{PASSWORD_BYTES_MAX, PASSWORD_BYTES_MIN, PasswordError};
use crate::auth::people::{People, Person};
use crate::auth::sessions::{SessionLimits, Sessions};
use crate::clock::Clock;
use crate::ids::{OrgId, PersonId};
use crate::store::Database;

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
    /// Where browsers reach the server; the link begins with it
    #[arg(long, env = "FAIRLOT_URL", default_value = "http://127.0.0.1:8080")]
    url: String,
}

pub(super) async fn run(command: UserCommand) -> anyhow::Result<ExitCode> {
    match command {
        UserCommand::Add(args) => {
            let password = password()?;
            let people = args.link.database.open_people().await?;
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
    println!("{}/enter/{}", args.url.trim_end_matches('/'), code.expose());
    eprintln!("The link signs in once, within {minutes} minutes.");
    Ok(ExitCode::SUCCESS)
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
