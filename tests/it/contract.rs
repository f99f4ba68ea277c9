//! Compares every answer over HTTP with the description that the server publishes.

use std::collections::BTreeSet;

use reqwest::{Client, Method};
use serde_json::{Value, json};
use tokio::sync::OnceCell;

use crate::people::Reply;
use crate::schema::{check, faults_of_message, members_of};

/// The description, the same for every server of this program.
static DESCRIPTION: OnceCell<Value> = OnceCell::const_new();

/// Checks that the description lists the answer's status and kind, and that the body fits its schema. An address that it
/// does not describe is left alone, and so is a server that cannot be asked now.
pub(crate) async fn assert_fits(http: &Client, url: &str, method: &Method, path: &str, reply: &Reply) {
    let asked = DESCRIPTION.get_or_try_init(|| async {
        let answer = http.get(format!("{url}/api/openapi.json")).send().await.map_err(|_| ())?;
        answer.error_for_status().map_err(|_| ())?.json().await.map_err(|_| ())
    });
    let Ok(description) = asked.await else { return };
    let faults = faults(description, method, path, reply);
    assert!(faults.is_empty(), "{method} {path}: {}\n{}", reply.text, faults.join("\n"));
}

fn faults(description: &Value, method: &Method, path: &str, reply: &Reply) -> Vec<String> {
    let Some(operation) = operation(description, method, path) else { return Vec::new() };
    let answer = &operation["responses"][reply.status.to_string()];
    if !answer.is_object() {
        return vec![format!("{} is not listed", reply.status)];
    }
    let kind = reply.content_type().split(';').next().unwrap_or_default();
    if reply.text.is_empty() || (kind == "text/html" && reply.status >= 400) {
        return Vec::new();
    }
    let content = &answer["content"][kind];
    if !content.is_object() {
        return vec![format!("{} as {kind:?} is not listed", reply.status)];
    }
    if content["schema"].is_null() || !kind.ends_with("json") {
        return Vec::new();
    }
    faults_of_body(description, &content["schema"], &reply.json())
}

fn faults_of_body(description: &Value, schema: &Value, body: &Value) -> Vec<String> {
    if schema["$ref"] == "#/components/schemas/ServerMessage" {
        return faults_of_message(description, body);
    }
    let mut faults = Vec::new();
    check(description, schema, body, "", &mut faults);
    let mut declared = BTreeSet::new();
    members_of(description, schema, &mut declared);
    let sent = body.as_object().into_iter().flat_map(|members| members.keys());
    faults.extend(sent.filter(|name| !declared.contains(*name)).map(|name| format!("{name} is not in the schema")));
    faults
}

/// The described operation of an address. A fixed step goes before a named one.
fn operation<'d>(description: &'d Value, method: &Method, path: &str) -> Option<&'d Value> {
    let path = path.split('?').next().unwrap_or_default();
    let paths = description["paths"].as_object()?;
    let item = paths.get(path).or_else(|| {
        let described = paths.iter().find(|(described, _)| {
            let (described, asked): (Vec<_>, Vec<_>) = (described.split('/').collect(), path.split('/').collect());
            described.len() == asked.len()
                && described.iter().zip(asked).all(|(step, asked)| step.starts_with('{') || *step == asked)
        });
        described.map(|(_, item)| item)
    });
    item?.get(method.as_str().to_lowercase())
}

#[test]
fn an_answer_that_does_not_fit_is_found() {
    let description = json!({"paths": {"/api/v1/lots/{id}": {"get": {"responses": {"200": {"content": {
        "application/json": {"schema": {"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}}}},
    }}}}}}});
    let faults_of = |status, kind: &str, text: &str| {
        let headers = [(reqwest::header::CONTENT_TYPE, kind.parse().expect("a kind"))].into_iter().collect();
        let reply = Reply { status, headers, text: text.to_owned() };
        faults(&description, &Method::GET, "/api/v1/lots/x?after=1", &reply)
    };

    assert!(faults_of(200, "application/json", r#"{"a":"b"}"#).is_empty());
    for (status, kind, text) in [
        (200, "application/json", r#"{"a":1}"#),
        (200, "application/json", "{}"),
        (200, "application/json", r#"{"a":"b","c":1}"#),
        (200, "text/plain", "a"),
        (404, "application/json", r#"{"a":"b"}"#),
    ] {
        assert_eq!(faults_of(status, kind, text).len(), 1, "{status} {kind} {text}");
    }
}
