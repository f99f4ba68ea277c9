//! The flags that name the database of a command.

use std::ffi::OsStr;
use std::path::PathBuf;
use std::str::FromStr;

use clap::builder::TypedValueParser;
use clap::error::ErrorKind;
use clap::{Arg, Args, Command, Error};

use crate::auth::ServerKey;
use crate::store::Database;

/// The database that a command works on.
#[derive(Debug, Clone, Args)]
pub(super) struct DatabaseArgs {
    /// The database: `sqlite:` and a file, or `postgres://user@host/database`. To measure only what durability costs:
    /// `memory:`, which keeps nothing and needs --jwt-key-file
    #[arg(
        long,
        env = "FAIRLOT_DATABASE",
        hide_env_values = true,
        default_value = "sqlite:fairlot.db",
        value_parser = DatabaseUrl
    )]
    pub(super) database: Database,
    /// The Ed25519 key that signs tokens (PEM); default: beside the journal, made at first use
    #[arg(long, env = "FAIRLOT_JWT_KEY_FILE")]
    pub(super) jwt_key_file: Option<PathBuf>,
}

impl DatabaseArgs {
    /// The key that signs tokens, made where there is none yet.
    pub(super) async fn key(&self) -> anyhow::Result<ServerKey> {
        Ok(match &self.jwt_key_file {
            Some(path) => ServerKey::load(path)?,
            None => self.database.key().await?,
        })
    }
}

/// Reads the URL of a database. Its errors never repeat the URL, which may hold a password.
#[derive(Debug, Clone, Copy)]
pub(super) struct DatabaseUrl;

impl TypedValueParser for DatabaseUrl {
    type Value = Database;

    fn parse_ref(&self, command: &Command, argument: Option<&Arg>, value: &OsStr) -> Result<Database, Error> {
        let text = value.to_str().unwrap_or_default();
        Database::from_str(text).map_err(|error| {
            let name = argument.map_or_else(String::new, |argument| format!("{argument}: "));
            Error::raw(ErrorKind::ValueValidation, format!("{name}{error}\n")).with_cmd(command)
        })
    }
}
