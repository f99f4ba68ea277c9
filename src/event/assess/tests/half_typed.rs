//! However a document was left, it has findings and no panic.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

/// What happens to a member of a document while somebody types.
#[derive(Debug, Clone)]
enum Damage {
    Removed,
    Replaced(Value),
}

fn damage() -> impl Strategy<Value = Damage> {
    let left = prop::sample::select(vec![
        json!(null),
        json!(""),
        json!("  "),
        json!({}),
        json!([]),
        json!([{}]),
        json!({"RFS": ""}),
        json!([{"bidder": ""}]),
        json!(0),
        json!(-1),
        json!(2.5),
        json!(true),
        json!("2,9"),
        json!("2026-12-0"),
        json!("£"),
        json!("99999999999999"),
        json!("\u{202e}"),
        json!("now"),
    ]);
    prop_oneof![2 => Just(Damage::Removed), 3 => left.prop_map(Damage::Replaced)]
}

/// The pointers to everything below a value.
fn pointers(value: &Value, here: &str, all: &mut Vec<String>) {
    let inside: Vec<(String, &Value)> = match value {
        Value::Object(members) => members.iter().map(|(name, member)| (format!("{here}/{name}"), member)).collect(),
        Value::Array(elements) => {
            elements.iter().enumerate().map(|(nth, element)| (format!("{here}/{nth}"), element)).collect()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    };
    for (path, member) in inside {
        pointers(member, &path, all);
        all.push(path);
    }
}

/// Does the damage at one of the places below `under`.
fn damaged(document: &mut Value, under: &str, place: prop::sample::Index, damage: Damage) {
    let mut all = Vec::new();
    document.pointer(under).into_iter().for_each(|value| pointers(value, under, &mut all));
    if all.is_empty() {
        return;
    }
    let path = place.get(&all);
    match (damage, path.rsplit_once('/')) {
        (Damage::Replaced(value), _) => *document.pointer_mut(path).unwrap() = value,
        (Damage::Removed, Some((parent, name))) => match document.pointer_mut(parent).unwrap() {
            Value::Object(members) => drop(members.shift_remove(name)),
            Value::Array(elements) => drop(elements.remove(name.parse().unwrap())),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        },
        (Damage::Removed, None) => {}
    }
}

/// What is said of a document agrees with what reading it whole says.
fn agrees(document: &Value) -> Result<(), TestCaseError> {
    let assessed = assessed(document);

    match parse(document) {
        Ok(whole) => {
            prop_assert_eq!(&assessed.lint, &lint(&whole, at(NOW)));
            prop_assert_eq!(&assessed.document, &Some(whole));
            prop_assert_eq!(&assessed.findings, &Vec::new());
        }
        Err(problems) => {
            let findings: Vec<Finding> = problems.into_iter().map(Finding::from).collect();
            prop_assert_eq!(&assessed.findings, &findings);
            prop_assert_eq!(&assessed.document, &None);
        }
    }
    prop_assert!(assessed.findings.len() + assessed.lint.len() <= 1_000);
    for finding in assessed.findings.iter().chain(&assessed.lint) {
        prop_assert!(finding.path.is_empty() || finding.path.starts_with('/'), "{:?}", finding);
        prop_assert!(!finding.message.is_empty());
    }
    Ok(())
}

proptest! {
    // G3
    #[test]
    fn every_half_typed_document_has_an_answer(
        of_two in any::<bool>(),
        damages in prop::collection::vec((any::<prop::sample::Index>(), damage()), 0..12),
    ) {
        let mut document = if of_two { two_lots() } else { worked() };
        for (place, damage) in damages {
            damaged(&mut document, "", place, damage);
        }
        agrees(&document)?;
    }

    // G12
    #[test]
    fn what_is_typed_in_one_lot_leaves_the_lint_of_another_alone(
        damages in prop::collection::vec((any::<prop::sample::Index>(), damage()), 1..6),
    ) {
        let mut document = two_lots();
        for (place, damage) in damages {
            damaged(&mut document, "/lots/1", place, damage);
        }
        let of_first = |document: &Value| -> Vec<_> {
            linted(document).into_iter().filter(|(path, _)| path.starts_with("/lots/0")).collect()
        };

        prop_assert_eq!(of_first(&document), of_first(&two_lots()));
    }
}
