//! The contract as JSON Schema, made from the types.

use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use super::http::{
    AboutAnswer, AcceptedTerms, ActOnLots, AnnulmentRequest, BidderSheetAnswer, CodeProof, ConnectionMeasured,
    CopyBody, EventAnswer, EventCheck, EventList, EventSummary, FactorRemoval, InvitationAsked, InvitationView,
    ItemSheetAnswer, LeadList, LobbyAnswer, LotOutcomes, LotRecordList, MailList, Me, OfferList, OrganisationList,
    OrganisationNamed, OrganisationView, OwnBidList, PasswordChange, PersonInvited, PersonList, PersonReason,
    PersonView, PersonWritten, PlaceChoice, PlaceGiven, PracticeBody, PracticeStarted, PreviewAnswer, PreviewBody,
    PriceSheetAnswer, ProblemBody, ProposedFactor, Readiness, ReadmissionRequest, Readmitted, RecordedAct,
    RecoveryList, RefusalList, ResetAnswer, ResetAsked, ResultAnswer, SecurityEventList, SessionList, SignIn,
    SimulationBody, TimesAnswer, TimesRequest, ViewsPage,
};
use super::ws::{AcceptedMessage, BidMessage, ClientMessage, FitMessage, FittedMessage, RefusedMessage, ServerMessage};
use crate::auction::Act;
use crate::auction::view::{PreviewView, SimulationView};
use crate::event::EventDocument;

/// The WebSocket's messages, both ways.
#[must_use]
pub fn websocket() -> Value {
    let mut generator = SchemaSettings::draft2020_12().into_generator();
    let client = generator.subschema_for::<ClientMessage>();
    let server = generator.subschema_for::<ServerMessage>();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "fairlot WebSocket messages",
        "description": "A client sends ClientMessage, the server sends ServerMessage; one object in each text frame.",
        "anyOf": [client, server],
        "$defs": generator.take_definitions(true),
    })
}

/// The bodies of HTTP requests and answers, by name, as they stand under `components/schemas`.
#[must_use]
pub fn components() -> Map<String, Value> {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.definitions_path = "/components/schemas".into();
        settings.meta_schema = None;
    });
    let mut generator = settings.into_generator();
    generator.subschema_for::<EventSummary>();
    generator.subschema_for::<EventList>();
    generator.subschema_for::<EventAnswer>();
    generator.subschema_for::<EventCheck>();
    generator.subschema_for::<CopyBody>();
    generator.subschema_for::<AcceptedTerms>();
    lists_of_lots(&mut generator);
    generator.subschema_for::<ServerMessage>();
    generator.subschema_for::<BidMessage>();
    generator.subschema_for::<AcceptedMessage>();
    generator.subschema_for::<RefusedMessage>();
    generator.subschema_for::<Act>();
    generator.subschema_for::<AnnulmentRequest>();
    generator.subschema_for::<RecordedAct>();
    generator.subschema_for::<ActOnLots>();
    generator.subschema_for::<LotOutcomes>();
    generator.subschema_for::<PreviewView>();
    sign_ins(&mut generator);
    people(&mut generator);
    generator.subschema_for::<Readiness>();
    generator.subschema_for::<AboutAnswer>();
    generator.subschema_for::<MailList>();
    generator.subschema_for::<ProblemBody>();
    simulations(&mut generator);
    generator.subschema_for::<PreviewBody>();
    generator.subschema_for::<PreviewAnswer>();
    generator.subschema_for::<PracticeBody>();
    generator.subschema_for::<PracticeStarted>();
    generator.subschema_for::<LobbyAnswer>();
    generator.subschema_for::<ConnectionMeasured>();
    generator.subschema_for::<TimesRequest>();
    generator.subschema_for::<TimesAnswer>();
    generator.subschema_for::<ItemSheetAnswer>();
    generator.subschema_for::<BidderSheetAnswer>();
    generator.subschema_for::<PriceSheetAnswer>();
    let mut schemas = generator.take_definitions(true);
    schemas.insert("BidBody".to_owned(), bid_body(&schemas["BidMessage"]));
    schemas.insert("FitBody".to_owned(), fit_body(&schemas["FitMessage"]));
    schemas.insert("Accepted".to_owned(), typed("accepted", "AcceptedMessage"));
    schemas.insert("Refused".to_owned(), typed("refused", "RefusedMessage"));
    schemas.insert("Fitted".to_owned(), typed("fitted", "FittedMessage"));
    let mut document = event_document();
    schemas.append(&mut seen_event_document(&document));
    schemas.append(&mut document);
    schemas
}

/// The bodies about signing in and what belongs to the caller.
fn sign_ins(generator: &mut SchemaGenerator) {
    generator.subschema_for::<Me>();
    generator.subschema_for::<SignIn>();
    generator.subschema_for::<PlaceChoice>();
    generator.subschema_for::<CodeProof>();
    generator.subschema_for::<PasswordChange>();
    generator.subschema_for::<ProposedFactor>();
    generator.subschema_for::<RecoveryList>();
    generator.subschema_for::<FactorRemoval>();
    generator.subschema_for::<SessionList>();
    generator.subschema_for::<ReadmissionRequest>();
    generator.subschema_for::<Readmitted>();
    generator.subschema_for::<ResetAsked>();
    generator.subschema_for::<ResetAnswer>();
}

/// The bodies about simulations of other rules.
fn simulations(generator: &mut SchemaGenerator) {
    generator.subschema_for::<SimulationBody>();
    generator.subschema_for::<SimulationView>();
}

/// What lots are asked for, beside their view and acts.
fn lists_of_lots(generator: &mut SchemaGenerator) {
    generator.subschema_for::<OfferList>();
    generator.subschema_for::<RefusalList>();
    generator.subschema_for::<OwnBidList>();
    generator.subschema_for::<FitMessage>();
    generator.subschema_for::<FittedMessage>();
    generator.subschema_for::<LeadList>();
    generator.subschema_for::<LotRecordList>();
    generator.subschema_for::<ViewsPage>();
    generator.subschema_for::<ResultAnswer>();
}

/// The bodies about people.
fn people(generator: &mut SchemaGenerator) {
    generator.subschema_for::<PersonView>();
    generator.subschema_for::<PersonList>();
    generator.subschema_for::<PersonInvited>();
    generator.subschema_for::<PersonWritten>();
    generator.subschema_for::<PersonReason>();
    generator.subschema_for::<PlaceGiven>();
    generator.subschema_for::<InvitationAsked>();
    generator.subschema_for::<InvitationView>();
    generator.subschema_for::<OrganisationNamed>();
    generator.subschema_for::<OrganisationView>();
    generator.subschema_for::<OrganisationList>();
    generator.subschema_for::<SecurityEventList>();
}

/// A message with the type that it has among the server's messages.
fn typed(kind: &str, message: &str) -> Value {
    json!({
        "type": "object",
        "properties": {"type": {"type": "string", "const": kind}},
        "required": ["type"],
        "$ref": format!("#/components/schemas/{message}"),
    })
}

/// A bid over HTTP: the address names the lot, which the body may leave out. What has a default may be null.
fn bid_body(message: &Value) -> Value {
    let mut body = without(message, &["lot"]);
    body["properties"]["confirmed"]["type"] = json!(["boolean", "null"]);
    body
}

/// A question for prices that fit, over HTTP: it needs neither the lot nor an id.
fn fit_body(message: &Value) -> Value {
    let mut body = without(message, &["lot", "id"]);
    body["properties"]["id"]["type"] = json!(["integer", "null"]);
    body
}

/// The schema of a message whose members of these names may be left out.
fn without(message: &Value, names: &[&str]) -> Value {
    let mut body = message.clone();
    if let Some(required) = body.get_mut("required").and_then(Value::as_array_mut) {
        required.retain(|name| names.iter().all(|left_out| name != left_out));
    }
    body
}

/// The document as a viewer gets it: every member may be hidden, and some are added.
fn seen_event_document(sent: &Map<String, Value>) -> Map<String, Value> {
    let whole = json!({"type": "integer", "minimum": 0});
    let added = json!({
        "LotDocument": {"index": whole, "bidder_count": whole},
        "ItemDocument": {"volume": {"type": "string", "description": "of all trusts together"}},
    });
    let mut seen = Map::new();
    for (name, schema) in sent {
        let mut schema = schema.clone();
        if let Some(members) = schema.as_object_mut().filter(|members| members.contains_key("properties")) {
            members.remove("required");
            members.remove("additionalProperties");
            if let Some(properties) = members.get_mut("properties").and_then(Value::as_object_mut) {
                properties.extend(added[name].as_object().cloned().unwrap_or_default());
            }
        }
        refer_to(&mut schema, "#/components/schemas/", "#/components/schemas/Seen");
        seen.insert(format!("Seen{name}"), schema);
    }
    seen
}

/// The document as a buyer sends it, where what has a default may be left out, and the types in it.
fn event_document() -> Map<String, Value> {
    let mut document = EventDocument::input_schema().to_value();
    let types = document.as_object_mut().and_then(|document| {
        document.remove("$schema");
        document.remove("$defs")
    });
    let mut schemas = types.and_then(|types| types.as_object().cloned()).unwrap_or_default();
    schemas.insert("EventDocument".to_owned(), document);
    schemas.values_mut().for_each(|schema| refer_to(schema, "#/$defs/", "#/components/schemas/"));
    schemas
}

/// Makes references that begin with `from` begin with `to`.
fn refer_to(schema: &mut Value, from: &str, to: &str) {
    match schema {
        Value::Object(members) => {
            if let Some(Value::String(reference)) = members.get_mut("$ref") {
                *reference = reference.replacen(from, to, 1);
            }
            members.values_mut().for_each(|member| refer_to(member, from, to));
        }
        Value::Array(values) => values.iter_mut().for_each(|value| refer_to(value, from, to)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// What the pages' types are generated from.
    const COMMITTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/web/schema/ws.json");

    #[test]
    fn the_pages_are_typed_by_the_schema_that_is_served() {
        let served = serde_json::to_string_pretty(&websocket()).unwrap() + "\n";

        if std::env::var_os("UPDATE_SCHEMA").is_some() {
            fs::write(COMMITTED, &served).unwrap();
        }

        let committed = fs::read_to_string(COMMITTED).unwrap_or_default();
        assert!(
            committed == served,
            "web/schema/ws.json is not what the server serves; \
             UPDATE_SCHEMA=1 cargo test --lib the_pages_are_typed && npm --prefix web run types"
        );
    }

    #[test]
    fn nothing_is_required_twice() {
        fn check(schema: &Value) {
            if let Some(Value::Array(required)) = schema.get("required") {
                for (nth, name) in required.iter().enumerate() {
                    assert!(!required[..nth].contains(name), "{name} in {required:?}");
                }
            }
            match schema {
                Value::Object(members) => members.values().for_each(check),
                Value::Array(values) => values.iter().for_each(check),
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
            }
        }

        check(&websocket());
    }

    #[test]
    fn both_directions_stand_in_the_schema() {
        let schema = websocket();

        for kind in ["ClientMessage", "ServerMessage", "BidMessage", "ErrorCode"] {
            assert!(schema["$defs"].get(kind).is_some(), "{kind}");
        }
    }

    #[test]
    fn the_bodies_refer_to_each_other_where_they_stand() {
        let schemas = components();
        let text = serde_json::to_string(&schemas).unwrap();

        let references: Vec<&str> =
            text.split("\"$ref\":\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();

        assert!(references.len() > 20);
        for reference in references {
            let name = reference.strip_prefix("#/components/schemas/").unwrap_or_else(|| panic!("{reference}"));
            assert!(schemas.contains_key(name), "{reference}");
        }
    }
}
