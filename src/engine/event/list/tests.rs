//! Pages of the list.

use super::{EventCursor, EventFilter};

/// G5
#[test]
fn a_place_in_the_list_reads_back_and_other_texts_are_none() {
    let place: EventCursor = "1795269600000000.0199d0a5-0000-7000-8000-000000000000".parse().unwrap();

    assert_eq!(place.to_string().parse(), Ok(place));
    for text in ["", ".", "x.y", "12", "12.", ".id", "1e3.id"] {
        assert!(text.parse::<EventCursor>().is_err(), "{text}");
    }
    assert_eq!(EventFilter::default().page(Vec::new()), (Vec::new(), None));
}
