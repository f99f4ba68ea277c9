//! The published contract: `OpenAPI` 3.1 from the routes, schemas from the types, and a page to read.
//!
//! Routes and schemas are generated from the code that serves them.

mod errors;
pub(super) mod examples;

use std::fmt::Write;

use axum::body::Bytes;
use serde_json::{Map, Value, json};
use utoipa::openapi::{Info, OpenApi, OpenApiBuilder, Server};

use super::answer::html::{escape, page};
use super::request::cookie::COOKIE;
use super::request::{AFTER_MAX, SHEET_TYPES};
use crate::config::ServerContact;
use crate::idempotency::KEY_BYTES_MAX;
use crate::protocol::schema;

/// The operations that take an `Idempotency-Key`.
const KEYED: [&str; 3] = ["act", "act_on_lots", "request_annulment"];

/// Returns the document before any route is added.
pub(super) fn openapi() -> OpenApi {
    let mut info = Info::new("fairlot", env!("CARGO_PKG_VERSION"));
    info.description = Some(
        "The auction room in which hospital trusts buy together. Decimals travel as strings, instants as RFC 3339 \
         UTC. Errors are application/problem+json with a stable code."
            .to_owned(),
    );
    OpenApiBuilder::new().info(info).servers(Some([Server::new("/")])).build()
}

/// Returns the whole document: the routes, the schemas of the types, and what all routes share.
pub(super) fn complete(api: &OpenApi) -> Value {
    let mut document = serde_json::to_value(api).expect("the contract is JSON");
    document["components"] = json!({
        "schemas": schema::components(),
        "securitySchemes": {
            "token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
            "session": {"type": "apiKey", "in": "cookie", "name": COOKIE},
        },
    });
    let paths = document.get_mut("paths").and_then(Value::as_object_mut);
    for (path, item) in paths.into_iter().flatten() {
        for operation in item.as_object_mut().into_iter().flat_map(Map::values_mut) {
            share(path, operation);
        }
    }
    document
}

/// Adds what all routes share: the problems that each may answer, and authentication for those of the API. A body that is
/// taken is always required.
fn share(path: &str, operation: &mut Value) {
    let id = operation["operationId"].as_str().unwrap_or_default().to_owned();
    let problem = json!({"schema": {"$ref": "#/components/schemas/ProblemBody"}});
    for status in errors::of(&id) {
        let answer = &mut operation["responses"][status.to_string()];
        if answer.is_null() {
            *answer = json!({"description": errors::meaning(status), "content": {}});
        }
        answer["content"]["application/problem+json"] = problem.clone();
    }
    operation["responses"]["default"] = json!({
        "description": "a problem (RFC 9457)",
        "content": {"application/problem+json": problem},
    });
    if operation["requestBody"].is_object() {
        operation["requestBody"]["required"] = json!(true);
    }
    if KEYED.contains(&id.as_str()) {
        let mut parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
        parameters.push(key_parameter());
        operation["parameters"] = parameters.into();
    }
    if examples::media_type(&id) == SHEET_TYPES[0].0 {
        for (kind, _) in SHEET_TYPES {
            operation["requestBody"]["content"][kind] = json!({"schema": {"type": "string"}});
        }
    }
    if let Some(example) = examples::of(&id) {
        operation["requestBody"]["content"][examples::media_type(&id)]["example"] = example;
    }
    for parameter in operation.get_mut("parameters").and_then(Value::as_array_mut).into_iter().flatten() {
        if parameter["name"] == "after" && path.starts_with("/api/v1/lots/") {
            parameter["schema"] = json!({"type": "integer", "minimum": 0, "maximum": AFTER_MAX, "default": 0});
        }
    }
    if (path.starts_with("/api/v1/") && path != "/api/v1/sessions") || path == "/ws" {
        operation["security"] = json!([{"token": []}, {"session": []}]);
    }
}

fn key_parameter() -> Value {
    json!({
        "name": "Idempotency-Key",
        "in": "header",
        "required": false,
        "description": "the client's own name for this request: sent again with the same key, it gets the first answer",
        "schema": {"type": "string", "minLength": 1, "maxLength": KEY_BYTES_MAX, "pattern": "^[!-~]+$"},
    })
}

/// Returns the contract as an HTML page, which says whom to ask.
pub(super) fn docs(document: &Value, contact: Option<&ServerContact>) -> String {
    let mut body = String::from(
        "<p>The machine-readable contract: <a href=\"/api/openapi.json\">OpenAPI 3.1</a> for HTTP, \
         <a href=\"/api/ws-schema.json\">JSON Schema</a> for the messages of the WebSocket at <code>/ws</code>.</p>\n",
    );
    body.push_str("<h2>Routes</h2>\n<table>\n<tr><th>Route</th><th>What it does</th><th>Answers</th></tr>\n");
    for (path, item) in members(&document["paths"]) {
        for (method, operation) in members(item) {
            let route = format!("{} {path}", method.to_uppercase());
            let answers: Vec<&str> = members(&operation["responses"]).map(|(status, _)| status.as_str()).collect();
            let what = operation["summary"].as_str().or(operation["description"].as_str()).unwrap_or_default();
            let _ = writeln!(
                body,
                "<tr><td><code>{}</code></td><td>{}</td><td>{}</td></tr>",
                escape(&route),
                escape(what),
                escape(&answers.join(", "))
            );
        }
    }
    body.push_str("</table>\n<h2>Bodies</h2>\n");
    for (name, schema) in members(&document["components"]["schemas"]) {
        let text = serde_json::to_string_pretty(schema).unwrap_or_default();
        let _ = writeln!(body, "<h3 id=\"{0}\">{0}</h3>\n<pre>{1}</pre>", escape(name), escape(&text));
    }
    page("The fairlot API", &body, contact)
}

/// Returns the JSON Schema of the WebSocket's messages.
pub(super) fn websocket() -> Bytes {
    serde_json::to_vec(&schema::websocket()).expect("a schema is JSON").into()
}

fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}
