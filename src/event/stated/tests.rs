//! What is kept of an object that is no document yet.

use serde_json::json;

use super::{IncompleteDocument, LotOutline, Stated};
use crate::event::document::{Now, OpensAt};
use crate::event::fixture::at;

const NOW: &str = "2026-11-01T09:00:00Z";

fn kept(text: &str) -> Stated {
    Stated::Incomplete(IncompleteDocument::read(text.as_bytes()).unwrap())
}

/// G10
#[test]
fn an_object_is_kept_as_it_was_sent_without_the_space_between_its_parts() {
    let sent =
        " {\n \"title\" : \"A  \\\" { b\\\\\" ,\t\"n\":1.10, \"big\":12345678901234567890, \"\\u0041\":[ ] }\r\n";

    let Stated::Incomplete(read) = kept(sent) else { panic!("no document") };

    assert_eq!(read.text().get(), r#"{"title":"A  \" { b\\","n":1.10,"big":12345678901234567890,"\u0041":[]}"#);
    assert_eq!(serde_json::to_string(&read).unwrap(), read.text().get());
}

#[test]
fn two_objects_are_the_same_where_their_texts_are() {
    let one = kept(r#"{"a": 1, "b": [2]}"#);

    assert_eq!(one, kept(r#"{"a":1,"b":[2]}"#));
    assert_ne!(one, kept(r#"{"b":[2],"a":1}"#));
    assert_ne!(one, kept(r#"{"a":1.0,"b":[2]}"#));
}

#[test]
fn what_is_no_object_is_not_kept() {
    for text in ["", "[]", "null", "\"{}\"", "{", "{} {}", "{\"a\":1e999}"] {
        assert!(IncompleteDocument::read(text.as_bytes()).is_err(), "{text}");
    }
    assert!(IncompleteDocument::read(b"{\"a\":\"\xff\"}").is_err());
}

#[test]
fn a_list_shows_what_can_be_read() {
    let object = json!({
        "title": "Gloves", "reference": "W-1", "practice": true,
        "lots": [
            {"title": "A", "opens_at": "2026-11-20T14:00:00Z", "duration_s": 60},
            {"title": "B", "opens_at": "now", "closes_at": "2026-11-20T14:30:00Z"},
            {"title": 5, "opens_at": "soon", "duration_s": "60"},
            "no lot",
        ]
    });

    let read = kept(&object.to_string());

    let outline = |title: &str, opens_at, closes_at| LotOutline { title: title.to_owned(), opens_at, closes_at };
    assert_eq!((read.title(), read.reference(), read.practice()), ("Gloves", Some("W-1"), true));
    assert_eq!(
        read.lots(),
        [
            outline("A", Some(OpensAt::At(at("2026-11-20T14:00:00Z"))), Some(at("2026-11-20T14:01:00Z"))),
            outline("B", Some(OpensAt::Now(Now::Now)), Some(at("2026-11-20T14:30:00Z"))),
            outline("", None, None),
            outline("", None, None),
        ]
    );
    let other = kept(r#"{"title": [], "reference": 5, "practice": "yes", "lots": {}}"#);
    assert_eq!((other.title(), other.reference(), other.practice(), other.lot_count()), ("", None, false, 0));
}

/// G11
#[test]
fn an_object_that_is_whole_is_read_as_a_document_with_its_defaults() {
    let whole = crate::event::fixture::least();

    let read = Stated::read(whole.to_string().as_bytes(), at(NOW)).unwrap();
    let without_title = Stated::read(br#"{"lots": []}"#, at(NOW)).unwrap();

    assert!(read.document().is_some_and(|document| document.currency == "GBP"));
    assert!(without_title.document().is_none());
    assert!(Stated::read(b"[]", at(NOW)).is_err());
}
