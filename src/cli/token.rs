//! `fairlot token`: a signed token for a machine client.

use std::process::ExitCode;
use std::time::Duration;

use super::database::DatabaseArgs;
use super::person::{PersonArgs, span};
use crate::auth::token::{Grant, Tokens};
use crate::clock::Clock;

/// Flags of `fairlot token`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    database: DatabaseArgs,
    #[command(flatten)]
    person: PersonArgs,
    /// How long it is valid: 90s, 15m, 1h, 7d
    #[arg(long, env = "FAIRLOT_TTL", default_value = "1h", value_parser = span)]
    ttl: Duration,
}

#[expect(clippy::print_stdout, reason = "the token is this command's data")]
pub(super) async fn run(args: Args) -> anyhow::Result<ExitCode> {
    let role = args.person.role.role();
    let grant = Grant { person: args.person.user, org: args.person.org, role, ttl: args.ttl };
    println!("{}", Tokens::new(&args.database.key().await?).issue(&grant, Clock::system().now()));
    Ok(ExitCode::SUCCESS)
}
