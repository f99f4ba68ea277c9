//! Connections over TLS, as the URL asks for it. `openssl` makes the certificates.

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;
use throwaway_postgres::Setup;

use super::*;

/// The contents of certificates: of an authority, and of a server whose only name is 127.0.0.1.
const WORDS: &str = "
[req]
distinguished_name = name
prompt = no
[name]
CN = a test of fairlot
[authority]
basicConstraints = critical, CA:TRUE
[server]
basicConstraints = CA:FALSE
subjectAltName = IP:127.0.0.1
";

/// A new authority, and the certificate that it gave a server.
struct Authority {
    folder: TempDir,
}

impl Authority {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("words"), WORDS).unwrap();
        let key = "-config words -nodes -newkey ec -pkeyopt ec_paramgen_curve:prime256v1";
        for command in [
            &format!("req -x509 -extensions authority {key} -days 2 -keyout ca.key -out ca.pem"),
            &format!("req {key} -keyout server.key -out server.csr"),
            "x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile words \
             -extensions server -out server.crt",
        ] {
            openssl(folder.path(), command);
        }
        Self { folder }
    }

    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.folder.path().join(name)).unwrap()
    }

    /// A cluster with that certificate, which refuses every connection without TLS.
    fn cluster(&self) -> Cluster {
        let setup = Setup::default().setting("ssl", "on").file("server.crt", &self.text("server.crt"));
        let setup = setup.file("server.key", &self.text("server.key"));
        setup.file("pg_hba.conf", "hostssl all all 127.0.0.1/32 scram-sha-256\n").start().unwrap()
    }

    /// The end of a URL that asks for verification.
    fn verified(&self, sslmode: &str) -> String {
        format!("?sslmode={sslmode}&sslrootcert={}", self.folder.path().join("ca.pem").display())
    }
}

fn openssl(folder: &Path, command: &str) {
    let ran = Command::new("openssl").args(command.split_whitespace()).current_dir(folder).output();
    let ran = ran.unwrap_or_else(|error| panic!("missing: openssl (apt-get install openssl): {error}"));
    assert!(ran.status.success(), "openssl {command}: {}", String::from_utf8_lossy(&ran.stderr));
}

/// The words of a refusal; none where it is opened.
async fn refusal(url: &str) -> Option<String> {
    PostgresStore::open(&url.parse().unwrap()).await.err().map(|error| error.to_string())
}

#[tokio::test]
async fn a_server_is_accepted_with_a_certificate_of_the_named_authority_for_its_name() {
    let (authority, another) = (Authority::new(), Authority::new());
    let cluster = authority.cluster();
    let database = Empty::of(&cluster);
    let elsewhere = database.url.replace("127.0.0.1", "localhost");

    let store =
        PostgresStore::open(&(database.url.clone() + &authority.verified("verify-full")).parse().unwrap()).await;
    let store = store.unwrap();
    store.append(&sealed(&lot("l1"), 2)).await.unwrap();

    assert_eq!(store.scan(None, 10).await.unwrap().len(), 2);
    let of_the_store = "SELECT count(*) > 1 AND bool_and(ssl) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)
                        WHERE application_name LIKE 'fairlot %'";
    assert_eq!(database.sql(of_the_store), "t", "the writer and the readers");
    drop(store);
    for (url, words) in [
        (database.url.clone() + &another.verified("verify-full"), "invalid peer certificate"),
        (database.url.clone() + "?sslmode=verify-full", "invalid peer certificate"),
        (elsewhere.clone() + &authority.verified("verify-full"), "not valid for name \"localhost\""),
        (database.url.clone() + "?sslmode=disable", "no encryption"),
    ] {
        let refusal = refusal(&url).await.unwrap_or_else(|| panic!("{url} is opened"));
        assert!(refusal.contains(words), "{url}: {refusal}");
    }
    assert_eq!(
        refusal(&(elsewhere + &authority.verified("verify-ca"))).await,
        None,
        "verify-ca does not check the name"
    );
}

/// docs/postgresql.md warns of this: without verification another machine could read the connection.
#[tokio::test]
async fn without_sslmode_a_connection_to_a_server_without_tls_is_not_encrypted() {
    let database = Empty::new();

    let asked = refusal(&(database.url.clone() + "?sslmode=verify-full")).await;
    let store = database.open().await;

    assert!(asked.as_ref().is_some_and(|words| words.contains("does not support TLS")), "{asked:?}");
    let of_the_store = "SELECT bool_or(ssl) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)
                        WHERE application_name LIKE 'fairlot %' AND datname = current_database()";
    assert_eq!(database.sql(of_the_store), "f");
    drop(store);
}
