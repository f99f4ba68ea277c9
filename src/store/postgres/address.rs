//! The address of a PostgreSQL database, from its URL. Never shows the password.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use sqlx::ConnectOptions;
use sqlx::postgres::PgConnectOptions;

use crate::store::OpenError;

/// A database by its URL, `postgres://user@host/database?sslmode=verify-full`.
///
/// A value is also an identity: every connection that is opened with it has the same name. So a server that opens its
/// database again recognises the connection that it lost. Parse a URL once per server.
#[derive(Clone)]
pub struct PostgresAddress {
    options: Arc<PgConnectOptions>,
}

impl PostgresAddress {
    /// Options of a connection with these settings, which override those of the database and of the role.
    pub(super) fn with(&self, settings: &[(&str, &str)]) -> PgConnectOptions {
        PgConnectOptions::clone(&self.options).options(settings.iter().copied())
    }

    /// The name of this server's connections.
    pub(super) fn identity(&self) -> &str {
        self.options.get_application_name().unwrap_or_default()
    }

    /// The user that connects.
    pub(super) fn user(&self) -> &str {
        self.options.get_username()
    }
}

impl FromStr for PostgresAddress {
    type Err = OpenError;

    fn from_str(url: &str) -> Result<Self, OpenError> {
        let options = PgConnectOptions::from_str(url).map_err(|error| OpenError::Url(error.to_string()))?;
        // PostgreSQL cuts names after 63 bytes.
        let identity = format!("fairlot {}", hex::encode(rand::random::<[u8; 16]>()));
        Ok(Self { options: Arc::new(options.application_name(&identity).disable_statement_logging()) })
    }
}

/// Without the password.
impl fmt::Display for PostgresAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (user, port) = (self.options.get_username(), self.options.get_port());
        let database = self.options.get_database().unwrap_or(user);
        match self.options.get_socket() {
            Some(folder) => write!(f, "postgres://{user}@/{database}?host={}", folder.display()),
            None => write!(f, "postgres://{user}@{}:{port}/{database}", self.options.get_host()),
        }
    }
}

impl fmt::Debug for PostgresAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PostgresAddress({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_shown_without_its_password() {
        for (url, shown) in [
            ("postgres://ann:s3cret@db.example:6000/f?sslmode=require", "postgres://ann@db.example:6000/f"),
            ("postgresql://ann:s3cret@[::1]/f", "postgres://ann@[::1]:5432/f"),
            ("postgres://ann:s3cret@%2Frun%2Fpg/f", "postgres://ann@/f?host=/run/pg"),
            ("postgres://db.example/f?user=ann&password=s3cret", "postgres://ann@db.example:5432/f"),
        ] {
            let address: PostgresAddress = url.parse().unwrap();

            assert_eq!(address.to_string(), shown);
            assert_eq!(format!("{address:?}"), format!("PostgresAddress({shown})"));
        }
    }

    #[test]
    fn an_error_in_an_address_is_shown_without_its_password() {
        for url in ["postgres://ann:s3cret@db:x/f", "postgres://ann:s3cret@db/f?port=s3cret", "postgres://ann:s3cret@"]
        {
            let error = url.parse::<PostgresAddress>().unwrap_err();

            assert!(!format!("{error} {error:?}").contains("s3cret"), "{error:?}");
        }
    }

    #[test]
    fn every_server_has_an_identity_of_its_own() {
        let [one, other] = [(); 2].map(|()| "postgres://h/f".parse::<PostgresAddress>().unwrap());

        assert_ne!(one.identity(), other.identity());
        assert_eq!(one.identity(), one.clone().identity());
    }
}
