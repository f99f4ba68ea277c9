//! The schema of a lot's members in the messages that carry them.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::Value;

use crate::auction::view::LotView;

/// All members of a lot, as one viewer may see them.
#[derive(Debug)]
pub struct WholeLotView;

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
