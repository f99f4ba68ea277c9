//! `fairlot migrate`: brings the tables of a database up to date.
//!
//! A server does this itself where its user may change tables. Otherwise the owner of the tables runs this command.

use std::process::ExitCode;

use super::database::DatabaseUrl;
use crate::store::Database;

/// Flags of `fairlot migrate`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The database: `sqlite:` and a file, or `postgres://owner@host/database`
    #[arg(
        long,
        env = "FAIRLOT_DATABASE",
        hide_env_values = true,
        default_value = "sqlite:fairlot.db",
        value_parser = DatabaseUrl
    )]
    database: Database,
}

#[expect(clippy::print_stderr, reason = "words for people go to stderr")]
pub(super) async fn run(args: Args) -> anyhow::Result<ExitCode> {
    args.database.migrate().await?;
    eprintln!("The tables of {} are those of this version.", args.database);
    Ok(ExitCode::SUCCESS)
}
