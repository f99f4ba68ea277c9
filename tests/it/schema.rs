//! The published contract: every message fits the schema, and the description lists every route.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::client::Client;
use crate::documents::{Document, at};
use crate::server::Server;

const ROUTES: &[(&str, &[&str])] = &[
    ("/api/v1/sessions", &["post"]),
    ("/api/v1/sessions/current", &["delete"]),
    ("/api/v1/me", &["get", "put"]),
    ("/api/v1/me/choices", &["put"]),
    ("/api/v1/people", &["get", "post"]),
    ("/api/v1/people/{}", &["get", "put", "delete"]),
    ("/api/v1/people/{}/disable", &["post"]),
    ("/api/v1/people/{}/enable", &["post"]),
    ("/api/v1/people/{}/places", &["post"]),
    ("/api/v1/people/{}/invitations", &["post", "delete"]),
    ("/api/v1/organisations", &["get"]),
    ("/api/v1/organisations/{}", &["put"]),
    ("/api/v1/security-events", &["get"]),
    ("/enter/{}", &["get", "post"]),
    ("/api/v1/events", &["get", "post"]),
    ("/api/v1/events/{}", &["get", "put"]),
    ("/api/v1/events/{}/publish", &["post"]),
    ("/api/v1/events/{}/accept-terms", &["post"]),
    ("/api/v1/events/preview", &["post"]),
    ("/api/v1/events/{}/lots/{}/items.csv", &["get"]),
    ("/api/v1/events/{}/lots/{}/items.xlsx", &["get"]),
    ("/api/v1/sheets/items", &["post"]),
    ("/api/v1/sheets/bidders", &["post"]),
    ("/api/v1/lots/{}/sheet", &["post"]),
    ("/api/v1/times", &["post"]),
    ("/api/v1/lots/{}", &["get"]),
    ("/api/v1/lots/{}/offers", &["get"]),
    ("/api/v1/lots/{}/bids", &["post"]),
    ("/api/v1/lots/{}/bids/{}", &["get"]),
    ("/api/v1/lots/{}/annulment-requests", &["post"]),
    ("/api/v1/lots/{}/commands", &["post"]),
    ("/api/v1/lots/{}/commands/preview", &["post"]),
    ("/api/v1/events/{}/commands", &["post"]),
    ("/api/v1/events/{}/commands/preview", &["post"]),
    ("/api/v1/lots/{}/history", &["get"]),
    ("/api/v1/lots/{}/records", &["get"]),
    ("/api/v1/lots/{}/views", &["get"]),
    ("/api/v1/lots/{}/bundle.zip", &["get"]),
    ("/api/v1/lots/{}/refusals", &["get"]),
    ("/api/v1/lots/{}/record", &["get"]),
    ("/api/v1/lots/{}/record.csv", &["get"]),
    ("/api/v1/lots/{}/record.xlsx", &["get"]),
    ("/api/v1/events/{}/record.xlsx", &["get"]),
    ("/api/v1/lots/{}/fit", &["post"]),
    ("/api/v1/events/{}/console", &["get"]),
    ("/api/v1/events/{}/lobby", &["get"]),
    ("/api/v1/events/{}/readiness", &["post"]),
    ("/healthz", &["get"]),
    ("/readyz", &["get"]),
    ("/metrics", &["get"]),
];

#[tokio::test]
async fn the_description_of_the_http_interface_lists_every_route() {
    let server = Server::start();

    let description = server.nobody().get("/api/openapi.json").await.expect(200);
    let page = server.nobody().get("/api/docs").await;

    assert!(
        description["openapi"].as_str().is_some_and(|version| version.starts_with("3.1")),
        "{}",
        description["openapi"]
    );
    let paths = description["paths"].as_object().expect("a description has paths");
    for (route, methods) in ROUTES {
        let described = paths.iter().find(|(path, _)| without_names(path) == *route).map(|(_, operations)| operations);
        let described = described.unwrap_or_else(|| panic!("{route} is not in {:?}", paths.keys()));
        for method in *methods {
            assert!(described[*method]["responses"].is_object(), "{method} {route}: {described}");
        }
    }
    assert_eq!(page.status, 200);
    assert!(page.content_type().starts_with("text/html"), "{}", page.content_type());
}

/// A path without the names of its parameters.
fn without_names(path: &str) -> String {
    let parts: Vec<_> = path.split('/').map(|part| if part.starts_with('{') { "{}" } else { part }).collect();
    parts.join("/")
}

#[tokio::test]
async fn every_message_fits_the_published_schema() {
    let server = Server::start();
    let published = server.buyer().publishes(&Document::gloves()).await;
    let lot = published.lot();
    let schema = server.nobody().get("/api/ws-schema.json").await.expect(200);
    let mut clients = Vec::new();
    for person in
        [server.supplier("acme"), server.supplier("bolt"), server.observer("RFS"), server.auditor(), server.buyer()]
    {
        let mut client = person.connects().await;
        client.join(lot).await;
        clients.push(client);
    }

    for client in &mut clients[2..] {
        client.send(&json!({"type": "join", "event": published.event})).await;
        client.expect("event").await;
    }

    clients[0].bid(lot, "a1", at("3.00")).await;
    clients[1].bid(lot, "b1", at("2.90")).await;
    clients[0].bid(lot, "a2", at("3.10")).await;
    clients[0].send(&json!({"type": "fit", "lot": lot, "id": 1, "prices": at("3.00")})).await;
    clients[0].expect("fitted").await;
    clients[0].bid("no such lot", "a3", at("3.10")).await;
    clients[0].send_text("{\"type\":\"dance\"}").await;
    server.buyer().does(lot, json!({"type": "broadcast", "text": "Good luck.", "reason": "manners"})).await;
    server.buyer().does(lot, json!({"type": "close", "reason": "agreed"})).await;
    for client in &mut clients {
        client.sees(lot, "the close", |view| view["state"] == "closed").await;
        client.is_answered().await;
    }
    for client in &mut clients[2..] {
        client.expect("event_update").await;
    }

    let mut kinds = BTreeSet::new();
    for text in clients.iter().flat_map(Client::log) {
        let message: Value = serde_json::from_str(text).expect("it was read before");
        kinds.insert(message["type"].as_str().unwrap_or_default().to_owned());
        let faults = faults_of_message(&schema, &message);
        assert!(faults.is_empty(), "{message} does not fit:\n{}", faults.join("\n"));
    }
    let all = [
        "accepted",
        "error",
        "event",
        "event_update",
        "fitted",
        "lot",
        "message",
        "refused",
        "time",
        "update",
        "welcome",
    ];
    assert_eq!(kinds.iter().map(String::as_str).collect::<Vec<_>>(), all);
    assert!(!faults_of_message(&schema, &json!({"type": "accepted", "lot": lot})).is_empty(), "a check that can fail");
}

/// The faults of a message against the shape of its type that fits it best.
pub(crate) fn faults_of_message(schema: &Value, message: &Value) -> Vec<String> {
    let mut shapes = Vec::new();
    shapes_of(schema, &message["type"], &mut shapes);
    let faults = shapes.into_iter().map(|shape| {
        let mut faults = Vec::new();
        check(schema, shape, message, "", &mut faults);
        let mut declared = BTreeSet::new();
        members_of(schema, shape, &mut declared);
        let sent = message.as_object().into_iter().flat_map(|members| members.keys());
        faults.extend(sent.filter(|name| !declared.contains(*name)).map(|name| format!("{name} is not in the schema")));
        faults
    });
    faults.min_by_key(Vec::len).unwrap_or_else(|| vec![format!("no shape for {}", message["type"])])
}

/// Every object schema whose member `type` is the constant `kind`.
fn shapes_of<'a>(schema: &'a Value, kind: &Value, shapes: &mut Vec<&'a Value>) {
    let tag = &schema["properties"]["type"];
    if tag.is_object() && (&tag["const"] == kind || tag["enum"] == json!([kind])) {
        shapes.push(schema);
    }
    match schema {
        Value::Object(members) => members.values().for_each(|member| shapes_of(member, kind, shapes)),
        Value::Array(members) => members.iter().for_each(|member| shapes_of(member, kind, shapes)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The names of the members that a shape declares, directly or by reference.
pub(crate) fn members_of(root: &Value, shape: &Value, names: &mut BTreeSet<String>) {
    names.extend(shape["properties"].as_object().into_iter().flat_map(|members| members.keys().cloned()));
    let target = shape["$ref"].as_str().and_then(|target| root.pointer(target.strip_prefix('#')?));
    for part in target.into_iter().chain(shape["allOf"].as_array().into_iter().flatten()) {
        members_of(root, part, names);
    }
}

/// Adds to `faults` each place where `value` does not fit. Knows the part of JSON Schema that the published schema
/// uses.
pub(crate) fn check(root: &Value, schema: &Value, value: &Value, path: &str, faults: &mut Vec<String>) {
    if let Some(target) = schema["$ref"].as_str() {
        let target = target.strip_prefix('#').and_then(|pointer| root.pointer(pointer));
        check(root, target.unwrap_or_else(|| panic!("{} leads nowhere", schema["$ref"])), value, path, faults);
    }
    for choice in ["oneOf", "anyOf"] {
        let Some(schemas) = schema[choice].as_array() else { continue };
        let fits = schemas.iter().any(|schema| {
            let mut faults = Vec::new();
            check(root, schema, value, path, &mut faults);
            faults.is_empty()
        });
        if !fits {
            faults.push(format!("{path}: {value} fits none of {choice}"));
        }
    }
    let types = schema["type"].as_array().cloned().unwrap_or_else(|| vec![schema["type"].clone()]);
    if !schema["type"].is_null() && !types.iter().any(|kind| is_of_type(value, kind)) {
        faults.push(format!("{path}: {value} is not of type {}", schema["type"]));
    }
    let constant = schema.get("const").is_some_and(|constant| constant != value);
    let listed = schema["enum"].as_array().is_some_and(|values| !values.contains(value));
    if constant || listed {
        faults.push(format!("{path}: {value} is none of the values of {schema}"));
    }
    check_members(root, schema, value, path, faults);
}

fn check_members(root: &Value, schema: &Value, value: &Value, path: &str, faults: &mut Vec<String>) {
    for (index, element) in value.as_array().into_iter().flatten().enumerate() {
        check(root, &schema["items"], element, &format!("{path}/{index}"), faults);
    }
    let Some(object) = value.as_object() else { return };
    for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        if !object.contains_key(name) {
            faults.push(format!("{path}/{name} is missing"));
        }
    }
    for (name, member) in object {
        let path = format!("{path}/{name}");
        if !schema["properties"][name].is_null() {
            check(root, &schema["properties"][name], member, &path, faults);
        } else if schema["additionalProperties"] == false && schema.get("$ref").is_none() {
            faults.push(format!("{path} is not in the schema"));
        } else if schema["additionalProperties"].is_object() {
            check(root, &schema["additionalProperties"], member, &path, faults);
        }
    }
}

fn is_of_type(value: &Value, kind: &Value) -> bool {
    match kind.as_str() {
        Some("object") => value.is_object(),
        Some("array") => value.is_array(),
        Some("string") => value.is_string(),
        Some("integer") => value.is_i64() || value.is_u64(),
        Some("number") => value.is_number(),
        Some("boolean") => value.is_boolean(),
        Some("null") => value.is_null(),
        _ => true,
    }
}
