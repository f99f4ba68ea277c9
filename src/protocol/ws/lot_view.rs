//! The schema of a lot's members in the messages that carry them.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Value, json};

use crate::auction::view::LotView;
use crate::ids::LotId;

/// All members of a lot, as one viewer may see them.
#[derive(Debug)]
pub struct WholeLotView;

/// A lot in the lobby of its event: the message `lot` without the market.
#[derive(Debug)]
pub struct LobbyLot;

/// Some members of a lot, each whole.
#[derive(Debug)]
pub struct SomeOfLotView;

impl JsonSchema for WholeLotView {
    fn schema_name() -> Cow<'static, str> {
        LotView::schema_name()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = LotView::json_schema(generator);
        // The message names these two itself; named twice they would be required twice, which no schema may say.
        if let Some(Value::Array(required)) = schema.get_mut("required") {
            required.retain(|name| name != "seq" && name != "now");
        }
        schema
    }
}

impl JsonSchema for LobbyLot {
    fn schema_name() -> Cow<'static, str> {
        "LobbyLot".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = LotView::json_schema(generator);
        if let Some(Value::Object(members)) = schema.get_mut("properties") {
            members.remove("market");
            members.insert("type".to_owned(), json!({"type": "string", "const": "lot"}));
            members.insert("lot".to_owned(), generator.subschema_for::<LotId>().to_value());
        }
        if let Some(Value::Array(required)) = schema.get_mut("required") {
            // A buyer who looks at a bidder's lobby gets no notices.
            required.retain(|name| name != "market" && name != "notices");
            required.extend([json!("type"), json!("lot")]);
        }
        schema
    }
}

impl JsonSchema for SomeOfLotView {
    fn schema_name() -> Cow<'static, str> {
        "SomeOfLotView".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = LotView::json_schema(generator);
        schema.remove("required");
        schema
    }
}
