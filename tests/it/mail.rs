//! Mail, handed to another program's mail server: invitations, links to a new password, links of a readmission.

use std::env;
use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};

use reqwest::Method;
use serde_json::{Value, json};
use throwaway_postgres::Cluster;

use crate::documents::Document;
use crate::people::Reply;
use crate::server::{PARTNERSHIP, Server, fairlot};

const PUBLIC_URL: &str = "https://buy.example.org";
const PASSWORD: &str = "kettle umbra plinth";
const NEW_PASSWORD: &str = "copper lantern fjord";

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

    /// A server that sends its mail here.
    fn serves(port: u64, postgres: Option<&str>) -> Server {
        let (url, from) = (format!("smtp://127.0.0.1:{port}"), "Trusts <fairlot@example.org>");
        let flags = ["--mail-url", &url, "--mail-from", from, "--public-url", PUBLIC_URL, "--name", "Working Together"];
        postgres.map_or_else(|| Server::start_with(&flags), |postgres| Server::start_on(postgres, &flags))
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
    let server = MailServer::serves(port, None);
    server.buyer().publishes(&Document::gloves()).await;
    let admin = server.person("admin", PARTNERSHIP, "ada");
    let asked = json!({"name": "Sam Fell", "email": "sam@acme.example", "role": "supplier", "org": "acme"});

    let invited = admin.post("/api/v1/people", &asked).await.expect(201);
    let mail = mails.next();
    let text = mail["text"].as_str().expect("a text");
    let path = link_in(&mail);
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

/// The path of the link in a mail.
fn link_in(mail: &Value) -> &str {
    let text = mail["text"].as_str().expect("a text");
    let link = text.lines().find(|line| line.starts_with("https://buy.example.org/enter/"));
    link.unwrap_or_else(|| panic!("no link in {text}")).trim_start_matches(PUBLIC_URL)
}

fn add(server: &Server, email: &str, role: &str, org: &str, more: &[&str]) {
    let database = server.database();
    let arguments = ["user", "add", "--database", &database, "--email", email, "--role", role, "--org", org];
    fairlot(&[&arguments[..], more].concat(), PASSWORD).ended_with(0);
}

async fn asks_for_a_link(server: &Server, email: &str) -> Reply {
    server.nobody().post("/api/v1/password-resets", &json!({"email": email})).await
}

async fn sign_in(server: &Server, email: &str, password: &str) -> Reply {
    server.nobody().post("/api/v1/sessions", &json!({"email": email, "password": password})).await
}

/// Sends the form of a link's page, as a browser does.
async fn redeem(server: &Server, link: &str) -> Reply {
    server.nobody().asks(Method::POST, link, None, &[("origin", server.url())]).await
}

/// The cookie of the session that an answer has opened.
fn session_of(reply: &Reply) -> String {
    let set = reply.headers.get_all("set-cookie").iter().map(|value| value.to_str().expect("a cookie is text"));
    let session = set.map(|cookie| cookie.split(';').next().expect("a text has a first part").to_owned());
    session.into_iter().find(|cookie| cookie.contains("session=")).unwrap_or_else(|| panic!("{}", reply.text))
}

async fn as_browser(server: &Server, method: Method, path: &str, cookie: &str, body: Option<Value>) -> Reply {
    let headers = [("cookie", cookie), ("origin", server.url())];
    server.nobody().asks(method, path, body.map(|body| body.to_string()), &headers).await
}

// G93 G106
#[tokio::test]
async fn a_forgotten_password_is_set_anew_by_a_mailed_link_in_a_file() {
    let (mut mails, port) = MailServer::start();
    let mut server = MailServer::serves(port, None);

    forgotten(&mut server, &mut mails).await;
}

// G93 G106
#[tokio::test]
async fn a_forgotten_password_is_set_anew_by_a_mailed_link_in_postgresql() {
    let (mut mails, port) = MailServer::start();
    let url = Cluster::shared().create_database().expect("PostgreSQL makes a database");
    let mut server = MailServer::serves(port, Some(&url));

    forgotten(&mut server, &mut mails).await;
}

/// From the request to the new password, with an ordered stop right after the request.
async fn forgotten(server: &mut Server, mails: &mut MailServer) {
    add(server, "sam@acme.example", "supplier", "acme", &["--name", "Sam Fell"]);
    let before = session_of(&sign_in(server, "sam@acme.example", PASSWORD).await);

    let asked = asks_for_a_link(server, "SAM@acme.example").await;
    let twice = asks_for_a_link(server, "sam@acme.example").await;
    let unknown = asks_for_a_link(server, "nobody@acme.example").await;
    assert_eq!(server.sigterm(), Some(0));
    server.restart();
    let mail = mails.next();
    let link = link_in(&mail);
    let page = server.nobody().get(link).await;
    let entered = redeem(server, link).await;
    let again = redeem(server, link).await;
    let cookie = session_of(&entered);
    let me = async || as_browser(server, Method::GET, "/api/v1/me", &cookie, None).await.expect(200);
    let set = async |new: &str| {
        as_browser(server, Method::PUT, "/api/v1/me/password", &cookie, Some(json!({"new": new}))).await
    };
    let (me_before, weak, done, me_after) =
        (me().await, set("sam@acme.example").await, set(NEW_PASSWORD).await, me().await);
    let once_more = set("another lantern fjord").await;
    let elsewhere = as_browser(server, Method::GET, "/api/v1/me", &before, None).await;
    let admin = server.person("admin", PARTNERSHIP, "ada");
    server.buyer().publishes(&Document::gloves()).await;
    let outbox = admin.get("/api/v1/outbox").await.expect(200);

    for other in [&twice, &unknown] {
        assert_eq!((other.status, &other.text), (202, &asked.text), "every address is answered alike");
    }
    assert_eq!(mail["to"], json!(["sam@acme.example"]));
    assert!(page.text.contains("Sam Fell") && page.text.contains("new password"), "{}", page.text);
    assert_eq!((entered.status, again.status), (303, 410));
    assert_eq!((&me_before["password"], &me_after["password"]), (&json!("reset"), &json!("set")));
    weak.expect_problem(422, "weak_password");
    assert_eq!((done.status, once_more.status, elsewhere.status), (204, 422, 401));
    assert_eq!(sign_in(server, "sam@acme.example", PASSWORD).await.status, 401);
    assert_eq!(sign_in(server, "sam@acme.example", NEW_PASSWORD).await.status, 201);
    let kinds: Vec<&Value> = outbox["items"].as_array().expect("a list").iter().map(|mail| &mail["kind"]).collect();
    assert_eq!(kinds, ["password_reset"], "who presses twice gets one mail");
    for told in [outbox.to_string(), server.stderr()] {
        assert!(!told.contains(link.trim_start_matches("/enter/")), "{told}");
    }
    assert!(!server.stderr().contains("acme.example"), "{}", server.stderr());
}

// G93
#[tokio::test]
async fn without_mail_the_answer_says_whom_to_ask() {
    let server = Server::start_with(&["--contact-name", "The buying team", "--contact-telephone", "0114 496 0000"]);
    add(&server, "sam@acme.example", "supplier", "acme", &[]);

    let known = asks_for_a_link(&server, "sam@acme.example").await;
    let unknown = asks_for_a_link(&server, "nobody@acme.example").await;
    let bad = asks_for_a_link(&server, "sam").await;

    let words = known.expect(202)["words"].as_str().expect("words").to_owned();
    assert!(words.contains("the lead of your organisation, or The buying team, 0114 496 0000"), "{words}");
    assert_eq!(unknown.text, known.text);
    assert_eq!(bad.paths(), ["/email"]);
}

// G93
#[tokio::test]
async fn a_person_who_has_been_here_before_is_sent_a_link_to_a_new_password_and_not_an_invitation() {
    let (mut mails, port) = MailServer::start();
    let server = MailServer::serves(port, None);
    server.buyer().publishes(&Document::gloves()).await;
    add(&server, "sam@acme.example", "supplier", "acme", &["--name", "Sam Fell"]);
    let admin = server.person("admin", PARTNERSHIP, "ada");
    let people = admin.get("/api/v1/people?q=sam").await.expect(200);
    let sam = people["items"][0]["id"].as_str().expect("sam is listed").to_owned();

    let sent = admin.post(&format!("/api/v1/people/{sam}/invitations"), &json!({})).await.expect(201);
    let mail = mails.next();
    let entered = redeem(&server, link_in(&mail)).await;
    let me = as_browser(&server, Method::GET, "/api/v1/me", &session_of(&entered), None).await.expect(200);

    assert_eq!((&sent["state"], &sent["link"]), (&json!("sent"), &Value::Null));
    assert!(mail["headers"]["subject"].as_str().expect("a subject").starts_with("Set a new password"), "{mail}");
    assert_eq!(me["password"], "reset");
}

// G97
#[tokio::test]
async fn who_is_let_back_in_is_mailed_a_link_and_the_leads_are_told_without_one() {
    let (mut mails, port) = MailServer::start();
    let server = MailServer::serves(port, None);
    let published = server.buyer().publishes(&Document::gloves()).await;
    add(&server, "lea@acme.example", "supplier", "acme", &["--name", "Lea Field", "--lead"]);
    add(&server, "sam@acme.example", "supplier", "acme", &["--name", "Sam Fell"]);
    let people = server.person("admin", PARTNERSHIP, "ada").get("/api/v1/people?q=sam").await.expect(200);
    let order = json!({"person": people["items"][0]["id"], "reason": "lost the telephone"});

    let path = format!("/api/v1/events/{}/readmit", published.event);
    let readmitted = server.buyer().post(&path, &order).await.expect(200);
    let (first, second) = (mails.next(), mails.next());
    let (to_sam, to_lea) = if first["to"] == json!(["sam@acme.example"]) { (first, second) } else { (second, first) };
    let entered = redeem(&server, link_in(&to_sam)).await;

    assert_eq!(readmitted["mailed"], "s…@acme.example");
    assert_eq!(to_lea["to"], json!(["lea@acme.example"]));
    let told = to_lea["text"].as_str().expect("a text");
    assert!(told.contains("has let Sam Fell of your organisation in again") && !told.contains("/enter/"), "{told}");
    assert_eq!(entered.status, 303);
    let leads_to = entered.headers["location"].to_str().expect("text");
    assert_eq!(leads_to, format!("/events/{}", published.event));
}
