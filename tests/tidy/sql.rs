//! Only the store contains SQL.

use crate::sources::{Banned, assert_none, parts, sources_of};

const SQL: [Banned; 1] = [Banned { text: "sqlx::", reason: "SQL belongs to the store" }];

#[test]
fn sql_is_written_only_in_the_store() {
    let others = parts().into_iter().filter(|part| part != "store");

    let faults: Vec<String> =
        others.flat_map(|part| sources_of(&part)).flat_map(|source| source.places_of(&SQL)).collect();

    assert_none(&faults);
}
