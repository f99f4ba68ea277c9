//! Mail, handed to a mail server that another program's library runs: aiosmtpd, in Python.

use std::env;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

use super::AT;
use crate::outbound::mail::letter::Letter;
use crate::outbound::mail::sender::{MailSender, NotSent};
use crate::outbound::mail::server::MailServer;

/// A mail server for tests, stopped at the end.
pub(super) struct Mailbox {
    child: Child,
    lines: BufReader<ChildStdout>,
    port: u16,
}

impl Mailbox {
    pub(super) fn start(options: &[&str]) -> Self {
        let Ok(python) = env::var("FAIRLOT_PYTHON") else {
            panic!("FAIRLOT_PYTHON names no interpreter: run `make test`, which prepares one");
        };
        let mut child = Command::new(python)
            .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/python/mailbox.py"))
            .args(options)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap());
        let mut mailbox = Self { child, lines, port: 0 };
        let port = mailbox.next()["port"].as_u64().unwrap();
        mailbox.port = u16::try_from(port).unwrap();
        mailbox
    }

    /// What the server says next.
    pub(super) fn next(&mut self) -> Value {
        let mut line = String::new();
        self.lines.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{line:?}: {error}"))
    }

    pub(super) fn server(&self, user: &str) -> MailServer {
        format!("smtp://{user}localhost:{}", self.port).parse().unwrap()
    }
}

impl Drop for Mailbox {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// A sender for the server with that password and authority.
fn sender(server: &MailServer, password: Option<&str>, authority: Option<&[u8]>) -> MailSender {
    MailSender::new(server, password, authority, "Trusts <fairlot@example.org>", "buy.example.org").unwrap()
}

fn letter() -> Letter {
    Letter {
        id: "0198".to_owned(),
        to: "ann@example.org".to_owned(),
        subject: "Your invitation to Café Trusts".to_owned(),
        text: "Ann,\n\nSign in by this link: £3\n\nhttps://buy.example.org/enter/0123456789abcdef\n".to_owned(),
    }
}

// G106
#[tokio::test]
async fn a_mail_arrives_as_it_was_written() {
    let mut mailbox = Mailbox::start(&[]);

    sender(&mailbox.server(""), None, None).send(&letter(), AT).await.unwrap();

    let taken = mailbox.next();
    assert_eq!(taken["from"], "fairlot@example.org");
    assert_eq!(taken["to"], json!(["ann@example.org"]));
    assert_eq!(taken["headers"]["subject"], "Your invitation to Café Trusts");
    assert_eq!(taken["headers"]["message-id"], "<0198@buy.example.org>");
    assert_eq!(taken["headers"]["auto-submitted"], "auto-generated");
    assert_eq!(taken["headers"]["date"], "Sat, 21 Nov 2026 14:00:00 +0000");
    assert_eq!(taken["text"], letter().text);
}

// G106
#[tokio::test]
async fn a_mail_that_is_refused_for_now_waits_and_one_that_is_refused_for_good_does_not() {
    for (code, expected) in [
        ("451", NotSent::Later("the mail server answered 451".to_owned())),
        ("550", NotSent::Never("the mail server answered 550".to_owned())),
    ] {
        let mailbox = Mailbox::start(&["--refuse", code]);

        let refused = sender(&mailbox.server(""), None, None).send(&letter(), AT).await.unwrap_err();

        assert_eq!(refused, expected);
    }
}

// G106
#[tokio::test]
async fn a_mail_server_elsewhere_gets_mail_by_starttls_only_and_only_with_a_known_certificate() {
    let folder = tempfile::tempdir().unwrap();
    let authority = certificate(folder.path());
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let files = ["--starttls".to_owned(), path("cert.pem"), path("key.pem")];
    let mut options: Vec<&str> = files.iter().map(String::as_str).collect();
    options.extend(["--user", "fairlot", "a mail password"]);
    let (mut mailbox, plain) = (Mailbox::start(&options), Mailbox::start(&[]));
    let (server, plain) = (mailbox.server("fairlot@").elsewhere(), plain.server("").elsewhere());
    let password = Some("a mail password");

    let taken = sender(&server, password, Some(&authority)).send(&letter(), AT).await;
    let wrong = sender(&server, Some("another"), Some(&authority)).send(&letter(), AT).await;
    let unknown = sender(&server, password, None).send(&letter(), AT).await;
    let unprotected = sender(&plain, None, None).send(&letter(), AT).await;

    assert_eq!(taken, Ok(()));
    assert_eq!(mailbox.next()["tls"], true);
    assert_eq!(wrong, Err(NotSent::Never("the mail server answered 535".to_owned())));
    assert_eq!(unknown, Err(NotSent::Later("the connection to the mail server could not be protected".to_owned())));
    let missing = "the mail server does not offer what is needed, such as STARTTLS or a way to sign in";
    assert_eq!(unprotected, Err(NotSent::Later(missing.to_owned())));
}

#[tokio::test]
async fn a_mail_server_that_is_away_is_no_reason_to_give_up() {
    let port = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).unwrap().port();
    let server = format!("smtp://127.0.0.1:{port}").parse().unwrap();

    let refused = sender(&server, None, None).send(&letter(), AT).await.unwrap_err();

    assert_eq!(refused, NotSent::Later("the mail server could not be reached".to_owned()));
}

/// Writes a key and a certificate for `localhost`, and returns the certificate.
fn certificate(folder: &Path) -> Vec<u8> {
    let made = Command::new("openssl")
        .args(["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"])
        .args(["-addext", "basicConstraints=critical,CA:FALSE"])
        .args(["-addext", "subjectAltName=DNS:localhost", "-keyout", "key.pem", "-out", "cert.pem"])
        .current_dir(folder)
        .output()
        .unwrap_or_else(|error| panic!("missing: openssl (apt-get install openssl): {error}"));
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    std::fs::read(folder.join("cert.pem")).unwrap()
}
