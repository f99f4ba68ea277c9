//! SQL stands in the store.

use crate::sources::{Banned, assert_none, rooms, sources_of};

const SQL: [Banned; 1] = [Banned { text: "sqlx::", reason: "SQL belongs to the store" }];

#[test]
fn sql_is_written_only_in_the_store() {
    let others = rooms().into_iter().filter(|room| room != "store");

    let faults: Vec<String> =
        others.flat_map(|room| sources_of(&room)).flat_map(|source| source.places_of(&SQL)).collect();

    assert_none(&faults);
}
