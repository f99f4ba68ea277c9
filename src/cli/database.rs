//! Which database a command works on, and what stands beside it.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use clap::Args;

use crate::auth::ServerKey;

/// The database that a command works on.
#[derive(Debug, Clone, Args)]
pub(super) struct DatabaseArgs {
    /// The database: `sqlite:` and a file
    #[arg(long, env = "FAIRLOT_DATABASE", default_value = "sqlite:fairlot.db")]
    pub(super) database: Database,
    /// The Ed25519 key that signs tokens (PEM); default: beside the database, made at first use
    #[arg(long, env = "FAIRLOT_JWT_KEY_FILE")]
    pub(super) jwt_key_file: Option<PathBuf>,
}

/// A database by its URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Database {
    path: PathBuf,
}

impl Database {
    /// The SQLite file.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// As the store takes it.
    pub(super) fn url(&self) -> String {
        format!("sqlite:{}", self.path.display())
    }
}

impl FromStr for Database {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let path = match text.split_once(':') {
            Some(("sqlite", path)) => path.strip_prefix("//").unwrap_or(path),
            Some(("postgres" | "postgresql", _)) => {
                return Err("PostgreSQL is not supported by this version; use sqlite:fairlot.db".to_owned());
            }
            _ => return Err(format!("must be sqlite: and a file, such as sqlite:{text}")),
        };
        if path.is_empty() {
            return Err("names no file; use sqlite:fairlot.db".to_owned());
        }
        Ok(Self { path: path.into() })
    }
}

impl DatabaseArgs {
    /// The key that signs tokens, made where there is none yet.
    pub(super) fn key(&self) -> anyhow::Result<ServerKey> {
        Ok(match &self.jwt_key_file {
            Some(path) => ServerKey::load(path)?,
            None => ServerKey::load_or_create(&ServerKey::beside(self.database.path()))?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_is_named_by_a_url() {
        for (text, expected) in [
            ("sqlite:fairlot.db", Some("fairlot.db")),
            ("sqlite:/var/lib/fairlot.db", Some("/var/lib/fairlot.db")),
            ("sqlite:///var/lib/fairlot.db", Some("/var/lib/fairlot.db")),
            ("sqlite:", None),
            ("fairlot.db", None),
            ("postgres://localhost/fairlot", None),
        ] {
            let database = text.parse::<Database>();

            assert_eq!(
                database.as_ref().ok().map(|database| database.path().to_str().expect("text")),
                expected,
                "{text}"
            );
        }
    }
}
