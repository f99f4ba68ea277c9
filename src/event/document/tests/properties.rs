//! Every input has an answer.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::super::EventDocument;
use crate::event::fixture::{WORKED, worked};

/// Values that are wrong in most places, and right in some.
fn odd_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "-?[0-9]{1,14}(\\.[0-9]{0,13})?".prop_map(Value::from),
        Just(json!([])),
        Just(json!({})),
        Just(json!(["now", {"absolute": "1"}])),
        Just(json!({"from": "0", "absolute": "1"})),
        prop::sample::select(vec!["now", "lead", "weighted", "forbid_first", "0", "1", "acme", "2026-11-21T14:00:00Z"])
            .prop_map(Value::from),
    ]
}

fn any_json() -> impl Strategy<Value = Value> {
    odd_value().prop_recursive(4, 64, 8, |inner| {
        let name = prop_oneof![any::<String>(), "title|lots|rules|items|bidders|trusts|show|volumes"];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..8).prop_map(Value::from),
            prop::collection::vec((name, inner), 0..8).prop_map(|members| members.into_iter().collect()),
        ]
    })
}

/// The pointers to everything in a value.
fn pointers(value: &Value, here: &str, all: &mut Vec<String>) {
    all.push(here.to_owned());
    match value {
        Value::Object(members) => {
            members.iter().for_each(|(name, member)| pointers(member, &format!("{here}/{name}"), all));
        }
        Value::Array(elements) => {
            elements.iter().enumerate().for_each(|(n, element)| pointers(element, &format!("{here}/{n}"), all));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// An accepted document is complete and stable; a refused one has problems, each with a path and a message.
fn has_an_answer(json: &[u8]) -> Result<(), TestCaseError> {
    match EventDocument::parse(json) {
        Ok(event) => {
            let written = serde_json::to_string(&event).unwrap();
            prop_assert_eq!(EventDocument::parse(written.as_bytes()), Ok(event));
        }
        Err(problems) => {
            prop_assert!(!problems.is_empty());
            for problem in &problems {
                prop_assert!(problem.path.is_empty() || problem.path.starts_with('/'), "{}", problem);
                prop_assert!(!problem.message.is_empty());
            }
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_bytes_have_an_answer(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        has_an_answer(&bytes)?;
    }

    #[test]
    fn any_json_has_an_answer(json in any_json()) {
        has_an_answer(json.to_string().as_bytes())?;
    }

    #[test]
    fn a_document_changed_anywhere_has_an_answer(
        changes in prop::collection::vec((any::<prop::sample::Index>(), odd_value()), 1..4),
    ) {
        let mut document = worked();
        for (place, value) in changes {
            let mut all = Vec::new();
            pointers(&document, "", &mut all);
            let pointer: &String = place.get(&all);
            *document.pointer_mut(pointer).unwrap() = value;
        }
        has_an_answer(document.to_string().as_bytes())?;
    }

    #[test]
    fn a_document_cut_or_garbled_has_an_answer(place in 0..WORKED.len(), byte in any::<u8>(), cut in any::<bool>()) {
        let mut bytes = WORKED.as_bytes().to_vec();
        bytes[place] = byte;
        if cut {
            bytes.truncate(place);
        }
        has_an_answer(&bytes)?;
    }
}
