//! How long a document is, as it was sent and with every default written out; what is too long.

use std::io::{self, Write};

use super::limits::{DOCUMENT_BYTES_MAX, FIRST_RECORDS_BYTES_MAX};
use super::shape::{EventDocument, Now, OpensAt};
use crate::json::{Code, Problem};

/// How much longer an instant is than `"now"`, which becomes one when the document is frozen.
const NOW_BYTES_MORE: usize = "2026-11-21T14:00:00.000000Z".len() - "now".len();

/// The problem of a text that is longer than a document may be.
pub(super) fn too_long(json: &[u8]) -> Option<Problem> {
    let message = || format!("must be at most {DOCUMENT_BYTES_MAX} bytes, and is {}", json.len());
    (json.len() > DOCUMENT_BYTES_MAX).then(|| Problem::whole(Code::TooLong, message()))
}

/// The problem of a document whose lots' first records are too long for one transaction.
pub(super) fn too_much_to_publish(document: &EventDocument) -> Option<Problem> {
    let (bytes, lots) = (frozen_bytes(document), document.lots.len());
    if bytes.saturating_mul(lots) <= FIRST_RECORDS_BYTES_MAX {
        return None;
    }
    let message = format!(
        "must be fewer, or their event shorter: the first record of each lot carries the whole event, and all of them \
         together may have {FIRST_RECORDS_BYTES_MAX} bytes; with {lots} lots the event may have {} bytes when every \
         default is written out, and has {bytes}: make several events of it",
        FIRST_RECORDS_BYTES_MAX / lots
    );
    Some(Problem::new("/lots", Code::TooLong, message))
}

/// Bytes of the document's exact text once it is frozen.
fn frozen_bytes(document: &EventDocument) -> usize {
    let mut written = Counted(0);
    serde_json::to_writer(&mut written, document).expect("a document has only text for keys");
    let opens_now = document.lots.iter().filter(|lot| matches!(lot.opens_at, OpensAt::Now(Now::Now))).count();
    written.0 + opens_now * NOW_BYTES_MORE
}

/// Counts what is written and keeps none of it.
struct Counted(usize);

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::limits::LOTS_MAX;
    use super::*;
    use crate::event::Publication;
    use crate::event::fixture::{at, bidders_of_most_lots, least, parse, parsed, with};

    const LOTS: usize = LOTS_MAX;

    /// An event with the most lots and the most invitations, whose lots all open at once, and terms of `terms` bytes.
    fn event(terms: usize) -> Value {
        let lot = with(with(least()["lots"][0].clone(), "/opens_at", json!("now")), "/title", json!("x".repeat(200)));
        let event = with(with(least(), "/bidders", bidders_of_most_lots(35)), "/lots", json!(vec![lot; LOTS]));
        let event = with(event, "/practice", json!(true));
        with(event, "/terms", json!("x".repeat(terms)))
    }

    /// The most bytes of terms with which the event can be published.
    fn terms_max() -> usize {
        let without = frozen_bytes(&parsed(&event(1))) - 1;
        FIRST_RECORDS_BYTES_MAX / LOTS - without
    }

    #[test]
    fn what_is_counted_is_what_is_frozen() {
        let document = parsed(&event(1_000));

        let publication = Publication::freeze(&document, at("2026-11-20T14:00:00Z")).unwrap();

        assert_eq!(frozen_bytes(&document), publication.text.get().len());
    }

    #[test]
    fn a_draft_whose_first_records_are_too_long_is_a_problem() {
        let (most, more) = (event(terms_max()), event(terms_max() + 1));

        let document = parsed(&most);
        let problems = parse(&more).unwrap_err();

        assert!(Publication::freeze(&document, at("2026-11-20T14:00:00Z")).is_ok());
        assert_eq!((problems.len(), problems[0].path.as_str()), (1, "/lots"));
        for said in ["with 100 lots the event may have 1342177 bytes", "and has 1342178"] {
            assert!(problems[0].message.contains(said), "{problems:?} should say {said}");
        }
    }
}
