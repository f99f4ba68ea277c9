//! The documents of `docs/examples` can be published, the README's first event runs as printed, the settings of the
//! example service start a server.

use std::process::Command;
use std::time::Duration;

use serde_json::{Value, json};

use crate::people::{Person, Published};
use crate::server::{Server, fairlot};

const FIRST_EVENT: &str = include_str!("../../docs/examples/first-event.json");
const REGULATION_35: &str = include_str!("../../docs/examples/regulation-35.json");
const SETTINGS: &str = include_str!("../../docs/examples/service/fairlot.env");
const README: &str = include_str!("../../README.md");

/// The times of the example under regulation 35, the opening first.
const TIMES: [&str; 3] = ["/lots/0/opens_at", "/lots/0/closes_at", "/lots/0/rules/extension/latest_close"];

/// Enough for the notice that the law asks for, weekends and bank holidays included.
const NOTICE: Duration = Duration::from_hours(24 * 14);

/// Whole weeks, so that the day of the week stays.
const NEARLY_A_YEAR: Duration = Duration::from_hours(24 * 7 * 52);

#[tokio::test]
async fn the_first_event_of_the_readme_runs_as_printed() {
    let server = Server::start();
    let acme = server.supplier("acme");

    let published = publishes(&server.buyer(), FIRST_EVENT).await;
    let mut answers = Vec::new();
    for bid in bids_of_the_readme() {
        answers.push(acme.post(&format!("/api/v1/lots/{}/bids", published.lot()), &bid).await.json());
    }

    let outcomes: Vec<_> = answers.iter().map(|answer| (&answer["type"], &answer["reason"])).collect();
    let (accepted, refused) = (json!("accepted"), json!("refused"));
    assert_eq!(outcomes, [(&accepted, &Value::Null), (&refused, &json!("decrement_too_small"))], "{answers:?}");
    assert!(answers[1]["limit"].is_string(), "the highest total that passes: {}", answers[1]);
    server.runs(&["verify"]).ended_with(0);
}

/// The README cuts the ids out of the answer by their places.
#[tokio::test]
async fn the_answer_to_a_draft_begins_with_its_id() {
    let server = Server::start();

    let draft = creates(&server.buyer(), FIRST_EVENT).await;

    assert!(draft.starts_with(r#"{"id":""#) && draft.contains(r#""lots":[""#), "{draft}");
}

#[tokio::test]
async fn the_example_under_regulation_35_can_be_published() {
    let server = Server::start();

    let published = publishes(&server.buyer(), &far_enough_ahead(REGULATION_35)).await;

    let lot = server.buyer().get(&format!("/api/v1/lots/{}", published.lot())).await.expect(200);
    assert_eq!(lot["state"], "scheduled", "{lot}");
}

#[tokio::test]
async fn a_server_starts_with_the_settings_of_the_example_service() {
    let help = fairlot(&["serve", "--help"], "").ended_with(0).stdout;
    let folder = tempfile::tempdir().expect("a folder");
    let password = folder.path().join("mail.password");
    std::fs::write(&password, "secret\n").expect("the folder can be written to");
    let settings = settings().into_iter().map(|(name, value)| match name {
        "FAIRLOT_MAIL_PASSWORD_FILE" => format!("{name}={}", password.display()),
        _ => format!("{name}={value}"),
    });
    let launcher: Vec<&'static str> =
        ["env".to_owned()].into_iter().chain(settings).map(|word| &*word.leak()).collect();

    let server = Server::start_under(launcher.leak(), folder, &[]);
    let about = server.nobody().get("/api/v1/about").await.expect(200);

    let log = server.stderr();
    assert!(
        log.contains("mail is sent") && !log.contains('\u{1b}'),
        "a log that is no terminal has no colours: {log:?}"
    );
    assert_eq!(about["name"], "Example Buying Partnership", "{about}");
    assert_eq!(about["mail"], true, "{about}");
    assert_eq!(about["contact"]["telephone"], "0114 496 0000", "{about}");
    let unknown: Vec<_> =
        self::settings().into_iter().filter(|(name, _)| !help.contains(&format!("[env: {name}"))).collect();
    assert!(unknown.is_empty(), "no flag of the server reads {unknown:?}");
}

#[test]
fn a_person_does_not_get_the_name_of_the_server() {
    let server = Server::start();
    let settings = settings().into_iter().filter(|(name, _)| *name != "FAIRLOT_DATABASE");
    let mut add = Command::new(env!("CARGO_BIN_EXE_fairlot"));
    add.args(["user", "add", "--role", "admin", "--org", "wtp", "--email", "ann@example.org"]);
    add.args(["--database", &server.database()]).envs(settings).stdin(std::process::Stdio::null());

    let added = add.output().expect("the command runs");

    let link = String::from_utf8_lossy(&added.stdout).into_owned();
    assert!(added.status.success() && link.starts_with("https://buy.example.org/enter/"), "{added:?}");
    let people = server.runs(&["user", "list"]).ended_with(0).stdout;
    assert!(people.contains("ann@example.org") && !people.contains("Example Buying Partnership"), "{people}");
}

/// Names and values of the example service's settings.
fn settings() -> Vec<(&'static str, &'static str)> {
    let lines = SETTINGS.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let pairs = lines.map(|line| line.split_once('=').expect("a setting has a name and a value"));
    pairs.map(|(name, value)| (name, value.trim_matches('"'))).collect()
}

async fn creates(buyer: &Person, document: &str) -> String {
    let reply = buyer.asks(reqwest::Method::POST, "/api/v1/events", Some(document.to_owned()), &[]).await;
    reply.expect(201);
    reply.text
}

async fn publishes(buyer: &Person, document: &str) -> Published {
    let draft: Value = serde_json::from_str(&creates(buyer, document).await).expect("an answer in JSON");
    let text = |value: &Value| value.as_str().expect("an id").to_owned();
    let event = text(&draft["id"]);
    let lots = draft["lots"].as_array().expect("the draft lists its lots").iter().map(text).collect();
    let published = buyer.post(&format!("/api/v1/events/{event}/publish"), &json!({})).await.expect(200);
    Published { event, lots, digest: text(&published["digest"]) }
}

/// The bodies of the bids in the README's commands.
fn bids_of_the_readme() -> Vec<Value> {
    let after = README.split("/bids\" --data '").skip(1);
    let bodies = after.map(|text| text.split('\'').next().expect("a text has a first part"));
    bodies.map(|body| serde_json::from_str(body).unwrap_or_else(|error| panic!("{error} in {body}"))).collect()
}

/// The document as it is, while its opening is far enough ahead; later the same document with its times moved.
fn far_enough_ahead(document: &str) -> String {
    let mut moved: Value = serde_json::from_str(document).expect("the example is JSON");
    if time(&moved, TIMES[0]) >= jiff::Timestamp::now() + NOTICE {
        return document.to_owned();
    }
    while time(&moved, TIMES[0]) < jiff::Timestamp::now() + NOTICE {
        for pointer in TIMES {
            let later = time(&moved, pointer) + NEARLY_A_YEAR;
            *moved.pointer_mut(pointer).expect("it was just read") = json!(later.to_string());
        }
    }
    moved.to_string()
}

fn time(document: &Value, pointer: &str) -> jiff::Timestamp {
    let text = document.pointer(pointer).and_then(Value::as_str).expect("the example states the time");
    text.parse().expect("an instant")
}
