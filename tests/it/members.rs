//! The people of a server: invited over HTTP, disabled and erased from the command line, on each kind of database.

use reqwest::Method;
use serde_json::{Value, json};

use crate::documents::Document;
use crate::people::{Person, Reply};
use crate::server::{PARTNERSHIP, Server, fairlot, until};

const PASSWORD: &str = "correct horse battery staple";

fn admin(server: &Server) -> Person {
    server.person("admin", PARTNERSHIP, "ada")
}

/// Runs a command of `fairlot user` with `stdin`.
fn user(server: &Server, arguments: &[&str], stdin: &str) -> String {
    let database = server.database();
    let (command, flags) = arguments.split_first().expect("a command");
    let arguments = [&["user", command, "--database", &database], flags].concat();
    fairlot(&arguments, stdin).ended_with(0).said()
}

async fn sign_in(server: &Server, email: &str) -> Reply {
    server.nobody().post("/api/v1/sessions", &json!({"email": email, "password": PASSWORD})).await
}

async fn with_cookie(server: &Server, method: Method, path: &str, cookie: &str) -> Reply {
    server.nobody().asks(method, path, None, &[("cookie", cookie), ("origin", server.url())]).await
}

fn cookie(reply: &Reply) -> String {
    let set = reply.headers.get("set-cookie").and_then(|value| value.to_str().ok()).unwrap_or_default();
    set.split(';').next().unwrap_or_default().to_owned()
}

// G90
#[tokio::test]
async fn an_invited_person_signs_in_by_the_link_and_sees_the_event() {
    for server in Server::start_on_each() {
        invited(&server).await;
    }
}

async fn invited(server: &Server) {
    let published = server.buyer().publishes(&Document::gloves()).await;
    let asked = json!({"name": "Sam Fell", "email": "sam@acme.example", "role": "supplier", "org": "acme",
        "to": format!("/lots/{}", published.lot())});

    let person = admin(server).post("/api/v1/people", &asked).await.expect(201);
    let link = person["invitation"]["link"].as_str().expect("the administrator gets the link").to_owned();
    let path = link.strip_prefix(server.url()).unwrap_or_else(|| panic!("{link} leads elsewhere"));
    let page = server.nobody().get(path).await;
    let entered = with_cookie(server, Method::POST, path, "").await;
    let twice = with_cookie(server, Method::POST, path, "").await;
    let events = with_cookie(server, Method::GET, "/api/v1/events", &cookie(&entered)).await.expect(200);
    let stored =
        admin(server).get(&format!("/api/v1/people/{}", person["id"].as_str().expect("an id"))).await.expect(200);

    assert!(page.status == 200 && page.text.contains("Sam Fell"), "{}", page.text);
    assert_eq!((entered.status, twice.status), (303, 410));
    assert_eq!(events["events"].as_array().map(Vec::len), Some(1), "{events}");
    assert_eq!((&stored["state"], &stored["invitation"]["state"]), (&json!("active"), &json!("accepted")));
    let kinds = admin(server).get("/api/v1/security-events").await.expect(200);
    assert_eq!(kinds["items"].as_array().map(Vec::len), Some(3), "{kinds}");
}

// G4, G86, E59
#[tokio::test]
async fn an_erased_person_is_gone_and_every_chain_still_holds() {
    for server in Server::start_on_each() {
        erased(&server).await;
    }
}

async fn erased(server: &Server) {
    let of_bea = ["--email", "bea@north.example"];
    let add = [
        &["add", "--name", "Bea Hall", "--telephone", "0114 496 0123", "--role", "buyer", "--org", PARTNERSHIP],
        &of_bea[..],
    ];
    user(server, &add.concat(), PASSWORD);
    let session = cookie(&sign_in(server, of_bea[1]).await);
    let me = with_cookie(server, Method::GET, "/api/v1/me", &session).await.expect(200);
    assert_eq!((&me["name"], &me["telephone"]), (&json!("Bea Hall"), &json!("0114 496 0123")));
    let id = me["person"].as_str().expect("an id");
    let bea = server.person("buyer", PARTNERSHIP, id);
    let published = bea.publishes(&Document::gloves().with("/four_eyes", json!(true))).await;
    bea.tries(published.lot(), json!({"type": "exclude", "bidder": "acme", "reason": "expired"})).await.expect(202);
    let name = async || server.auditor().lot(published.lot()).await["proposals"][0]["by_name"].clone();
    until(async || name().await == "Bea Hall").await;
    let before = server.auditor().history(published.lot()).await;
    assert!(
        user(server, &["list"], "").contains(&format!("{id}\tactive\tbea@north.example\tBea Hall\tbuyer of north"))
    );

    user(server, &[&["disable", "--reason", "has left"], &of_bea[..]].concat(), "");
    let disabled = with_cookie(server, Method::GET, "/api/v1/me", &session).await;
    let by_password = sign_in(server, of_bea[1]).await;
    user(server, &[&["enable", "--reason", "is back"], &of_bea[..]].concat(), "");
    let again = sign_in(server, of_bea[1]).await;
    user(server, &[&["erase"], &of_bea[..]].concat(), "");
    let after = with_cookie(server, Method::GET, "/api/v1/me", &cookie(&again)).await;

    assert_eq!((disabled.status, by_password.status, again.status, after.status), (401, 401, 201, 401));
    until(async || name().await == Value::Null).await;
    assert_eq!(server.auditor().history(published.lot()).await, before, "nothing was appended");
    assert!(before.iter().any(|line| line.contains(id)), "the journal knows the person by id");
    assert!(before.iter().all(|line| !line.contains("Bea Hall") && !line.contains("bea@north")));
    server.runs(&["verify"]).ended_with(0);
    assert!(!user(server, &["list"], "").contains(id));
    let noted = admin(server).get(&format!("/api/v1/security-events?person={id}")).await.expect(200);
    let kinds: Vec<&Value> = noted["items"].as_array().expect("a list").iter().map(|event| &event["kind"]).collect();
    let course = ["erased", "signed_in", "enabled", "disabled", "signed_in", "password_set"];
    assert_eq!(kinds, course, "{noted}");
    assert!(!noted.to_string().contains("has left"), "{noted}");
}

// G86, G87
#[test]
fn a_bad_name_or_telephone_is_refused_and_an_organisation_with_a_name_is_known() {
    let server = Server::start();
    let add = |flags: &[&str]| {
        server.runs(
            &[&["user", "add", "--email", "x@example.org", "--role", "supplier", "--org", "zeta"], flags].concat(),
        )
    };

    for (flags, said) in [(["--name", " "], "--name"), (["--telephone", "ring me"], "--telephone")] {
        let refused = add(&flags);
        assert!(refused.code != Some(0) && refused.stderr.contains(said), "{}", refused.said());
    }
    let missing = server.runs(&["user", "disable", "--email", "nobody@example.org", "--reason", "gone"]);
    assert!(missing.code != Some(0) && missing.stderr.contains("there is no such person"), "{}", missing.said());
}
