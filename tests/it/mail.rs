//! Invitations by mail: the server hands them to another program's mail server, and the link in the mail signs in.

use std::env;
use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};

use reqwest::Method;
use serde_json::{Value, json};

use crate::documents::Document;
use crate::server::{PARTNERSHIP, Server};

/// A mail server in Python, ended with this.
struct MailServer {
    child: Child,
    lines: BufReader<ChildStdout>,
}

impl MailServer {
    fn start() -> (Self, u64) {
        let Ok(python) = env::var("FAIRLOT_PYTHON") else {
            panic!("FAIRLOT_PYTHON names no interpreter: run `make test`, which prepares one");
        };
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/python/mailbox.py");
        let started = Command::new(python).arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let mut child = started.expect("the interpreter starts");
        let lines = BufReader::new(child.stdout.take().expect("its output is piped"));
        let mut server = Self { child, lines };
        let port = server.next()["port"].as_u64().expect("the first line says the port");
        (server, port)
    }

    fn next(&mut self) -> Value {
        let mut line = String::new();
        self.lines.read_line(&mut line).expect("its output can be read");
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{line:?}: {error}"))
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

// G90 G106
#[tokio::test]
async fn an_invitation_is_mailed_and_its_link_signs_in_and_stands_nowhere_else() {
    let (mut mails, port) = MailServer::start();
    let (url, from) = (format!("smtp://127.0.0.1:{port}"), "Trusts <fairlot@example.org>");
    let flags = ["--mail-url", &url, "--mail-from", from, "--public-url", "https://buy.example.org"];
    let server = Server::start_with(&[&flags[..], &["--name", "Working Together"]].concat());
    server.buyer().publishes(&Document::gloves()).await;
    let admin = server.person("admin", PARTNERSHIP, "ada");
    let asked = json!({"name": "Sam Fell", "email": "sam@acme.example", "role": "supplier", "org": "acme"});

    let invited = admin.post("/api/v1/people", &asked).await.expect(201);
    let mail = mails.next();
    let text = mail["text"].as_str().expect("a text");
    let link = text.lines().find(|line| line.starts_with("https://buy.example.org/enter/")).expect("a link");
    let path = link.trim_start_matches("https://buy.example.org");
    let page = server.nobody().get(path).await;
    let own = server.url().to_owned();
    let entered = server.nobody().asks(Method::POST, path, None, &[("origin", &own)]).await;
    let outbox = admin.get("/api/v1/outbox").await.expect(200);
    let about = server.nobody().get("/api/v1/about").await.expect(200);

    assert_eq!(invited["invitation"]["state"], "sent");
    assert_eq!(invited["invitation"]["link"], Value::Null, "nobody is shown the link of a mail");
    assert_eq!(mail["to"], json!(["sam@acme.example"]));
    assert!(text.starts_with("Sam Fell,\n\nyou are invited to Working Together for "), "{text}");
    assert!(page.text.contains("Sam Fell"), "{}", page.text);
    assert_eq!(entered.status, 303, "{}", entered.text);
    assert_eq!(outbox["items"][0]["to"], "sam@acme.example");
    assert_eq!((&about["name"], &about["mail"]), (&json!("Working Together"), &json!(true)));
    let code = path.trim_start_matches("/enter/");
    for told in [outbox.to_string(), server.stderr()] {
        assert!(!told.contains(code), "{told}");
    }
    assert!(!server.stderr().contains("sam@acme.example"), "{}", server.stderr());
}
