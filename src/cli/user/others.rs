//! The commands for people who are there already: list, disable, enable, erase.
//!
//! A running server notices within three seconds.

use std::process::ExitCode;
use std::sync::Arc;

use anyhow::bail;

use crate::auth::people::written::fault_of_reason;
use crate::auth::people::{People, Person, SecurityEvent, SecurityEventKind, SessionClient};
use crate::cli::database::DatabaseUrl;
use crate::clock::Clock;
use crate::store::Database;

/// People that are read at a time.
const PAGE_PEOPLE: u32 = 500;

/// The database of `fairlot user list`.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct ListArgs {
    /// The database: `sqlite:` and a file, or `postgres://user@host/database`; also beside a running server
    #[arg(
        long,
        env = "FAIRLOT_DATABASE",
        hide_env_values = true,
        default_value = "sqlite:fairlot.db",
        value_parser = DatabaseUrl
    )]
    database: Database,
}

/// Who is meant.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct WhoArgs {
    #[command(flatten)]
    list: ListArgs,
    /// The person's e-mail address
    #[arg(long)]
    email: String,
}

/// Who is meant, and why.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct ReasonArgs {
    #[command(flatten)]
    who: WhoArgs,
    /// The reason, for the security events
    #[arg(long)]
    reason: String,
}

/// Prints all people.
#[expect(clippy::print_stdout, reason = "the list is this command's data")]
pub(super) async fn list(args: ListArgs) -> anyhow::Result<ExitCode> {
    let people = args.database.open_people().await?;
    let mut after = None;
    loop {
        let page = people.page(after.as_ref(), PAGE_PEOPLE).await?;
        let Some(last) = page.last() else { return Ok(ExitCode::SUCCESS) };
        after = Some(last.person.id.clone());
        for enrolled in &page {
            println!("{}", line(&enrolled.person));
        }
    }
}

/// Disables a person.
pub(super) async fn disable(args: ReasonArgs) -> anyhow::Result<ExitCode> {
    let reason = reason(&args)?;
    let (people, person) = find(&args.who).await?;
    people.disable(person.id.clone()).await?;
    note(&*people, SecurityEventKind::Disabled, &person, Some(reason)).await?;
    Ok(ExitCode::SUCCESS)
}

/// Enables a person.
pub(super) async fn enable(args: ReasonArgs) -> anyhow::Result<ExitCode> {
    let reason = reason(&args)?;
    let (people, person) = find(&args.who).await?;
    people.enable(person.id.clone()).await?;
    note(&*people, SecurityEventKind::Enabled, &person, Some(reason)).await?;
    Ok(ExitCode::SUCCESS)
}

/// Erases a person.
pub(super) async fn erase(args: WhoArgs) -> anyhow::Result<ExitCode> {
    let (people, person) = find(&args).await?;
    people.erase(person.id.clone(), event(SecurityEventKind::Erased, &person, None)).await?;
    Ok(ExitCode::SUCCESS)
}

async fn find(args: &WhoArgs) -> anyhow::Result<(Arc<dyn People>, Person)> {
    let people = args.list.database.open_people().await?;
    let Some(person) = people.by_email(&args.email).await? else {
        bail!("--email {}: there is no such person; fairlot user list names all", args.email);
    };
    Ok((people, person))
}

fn reason(args: &ReasonArgs) -> anyhow::Result<String> {
    match fault_of_reason(&args.reason) {
        Some(fault) => bail!("--reason: {fault}"),
        None => Ok(args.reason.clone()),
    }
}

/// Notes what a command did to a person.
pub(super) async fn note(
    people: &dyn People,
    kind: SecurityEventKind,
    person: &Person,
    reason: Option<String>,
) -> anyhow::Result<()> {
    Ok(people.note(event(kind, person, reason)).await?)
}

/// What a command did to a person.
fn event(kind: SecurityEventKind, person: &Person, reason: Option<String>) -> SecurityEvent {
    let client = SessionClient { device: Some("fairlot user".to_owned()), address: None };
    SecurityEvent {
        person: Some(person.id.clone()),
        org: person.places.first().map(|held| held.place.org.clone()),
        reason,
        ..SecurityEvent::caused_by(client, kind, Clock::system().now())
    }
}

fn line(person: &Person) -> String {
    let places = person.places.iter().map(|held| {
        let lead = if held.lead { ", lead" } else { "" };
        format!("{} of {}{lead}", held.place.role.as_str(), held.place.org)
    });
    let places = places.collect::<Vec<_>>().join("; ");
    let name = person.name.as_deref().unwrap_or_default();
    [person.id.as_str(), person.state.as_str(), &person.email, name, &places].join("\t")
}
