//! What a preview of a lot is asked with, and what it is answered.

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::super::members::prices;
use super::party::{BadParty, Party};
use crate::event::EventDocument;
use crate::event::document::limits::LOTS_MAX;
use crate::event::preview::{PreviewOffer, PreviewRefusal, PreviewState};
use crate::ids::{BidderId, EventId};
use crate::json::{Code, Node, Object, Problem, read_object};
use crate::protocol::ws::ServerMessage;

/// Most offers of a preview.
const OFFERS_MAX: usize = 1_000;
/// The states in words.
const STATES: [(&str, PreviewState); 4] = [
    ("scheduled", PreviewState::Scheduled),
    ("open", PreviewState::Open),
    ("paused", PreviewState::Paused),
    ("closed", PreviewState::Closed),
];

/// What is previewed, for whom, and at which state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviewRequest {
    /// The event.
    pub source: PreviewSource,
    /// The lot, by its place in the document.
    pub lot: usize,
    /// Who looks.
    pub party: Party,
    /// The lot's state.
    pub state: PreviewState,
    /// Offers, judged in this order.
    pub offers: Vec<PreviewOffer>,
}

/// The event of a preview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PreviewSource {
    /// One that is stored.
    Event(EventId),
    /// One that is not stored.
    Document(Box<EventDocument>),
}

/// The body of a request for a preview, as it is published.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct PreviewBody {
    /// An event that is stored; either this or `document`.
    #[serde(default)]
    pub event: Option<EventId>,
    /// An event that is not stored.
    #[serde(default)]
    #[schemars(schema_with = "sent_document")]
    pub document: Option<Box<RawValue>>,
    /// The lot, by its place in the document; the first where it is left out.
    #[serde(default)]
    pub lot: Option<usize>,
    /// Who looks: `bidder:` with an id, `observer:` with an ODS code, `buyer` or `auditor`.
    #[serde(rename = "as")]
    pub party: String,
    /// The lot's state.
    pub state: PreviewState,
    /// Offers, judged in this order.
    #[serde(default)]
    pub offers: Option<Vec<PreviewOffer>>,
}

/// The `lot` message that the party would get, and the offers that were refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PreviewAnswer {
    /// The message.
    #[serde(flatten)]
    pub message: ServerMessage,
    /// In the order of the offers.
    pub refused: Vec<PreviewRefusal>,
}

fn sent_document(_: &mut SchemaGenerator) -> Schema {
    Schema::new_ref("#/components/schemas/EventDocument".to_owned())
}

impl PreviewRequest {
    /// Reads a body, to the letter.
    ///
    /// # Errors
    /// All problems at once, those of the document below `/document`.
    pub fn parse(body: &[u8]) -> Result<Self, Vec<Problem>> {
        let rest = read_object(body, read_rest);
        let document = stated_document(body);
        match (rest, document) {
            (Ok((Some(event), rest)), None) => Ok(rest.of(PreviewSource::Event(event))),
            (Ok((None, rest)), Some(Ok(document))) => Ok(rest.of(PreviewSource::Document(document))),
            // One of the two is there: anything else is a problem of the rest.
            (Ok(_), None | Some(Ok(_))) => {
                Err(vec![Problem::new("/event", Code::Missing, "is missing; name an event, or send a document")])
            }
            (Err(problems), None | Some(Ok(_))) | (Ok(_), Some(Err(problems))) => Err(problems),
            (Err(mut problems), Some(Err(more))) => {
                problems.extend(more.into_iter().filter(|problem| problem.code != Code::StandsTwice));
                Err(problems)
            }
        }
    }
}

/// A request without its event.
struct PreviewRest {
    lot: usize,
    party: Party,
    state: PreviewState,
    offers: Vec<PreviewOffer>,
}

impl PreviewRest {
    fn of(self, source: PreviewSource) -> PreviewRequest {
        let Self { lot, party, state, offers } = self;
        PreviewRequest { source, lot, party, state, offers }
    }
}

fn read_rest(object: &Object<'_>) -> Option<(Option<EventId>, PreviewRest)> {
    let event = object.given("event").map(|node| node.id(EventId::parse));
    match (object.given("event"), object.given("document")) {
        (None, None) => {
            object.member("event").fault(Code::Missing, "is missing; name an event, or send a document");
        }
        (Some(event), Some(_)) => event.fault(Code::Contradiction, "must be absent where document is there"),
        (Some(_), None) | (None, Some(_)) => {}
    }
    let last = u64::try_from(LOTS_MAX - 1).unwrap_or(u64::MAX);
    let lot = object.or("lot", 0, |node| node.whole(0..=last));
    let party = read_party(object.member("as"));
    let state = object.member("state").choice(&STATES);
    let offers = object
        .or("offers", Vec::new(), |node| node.list(0..=OFFERS_MAX, "offers").iter().filter_map(read_offer).collect());
    Some((event, PreviewRest { lot: usize::try_from(lot).ok()?, party: party?, state, offers }))
}

fn read_party(node: Node<'_>) -> Option<Party> {
    let party = node.words(Party::FORM)?.parse();
    party.map_err(|bad: BadParty| node.fault(Code::UnknownChoice, bad.to_string())).ok()
}

fn read_offer(node: Node<'_>) -> Option<PreviewOffer> {
    let offer = node.any_object("an object with bidder and prices")?;
    let bidder = offer.member("bidder").id(BidderId::parse);
    let confirmed = offer.or("confirmed", false, |node| node.flag());
    Some(PreviewOffer { bidder, prices: prices(offer.member("prices"))?, confirmed })
}

/// The document of a body, read as strictly as one that is stored.
fn stated_document(body: &[u8]) -> Option<Result<Box<EventDocument>, Vec<Problem>>> {
    #[derive(Deserialize)]
    struct DocumentOfBody<'b> {
        #[serde(default, borrow)]
        document: Option<&'b RawValue>,
    }
    let body: DocumentOfBody<'_> = serde_json::from_slice(body).ok()?;
    let read = EventDocument::parse(body.document?.get().as_bytes());
    Some(read.map(Box::new).map_err(|problems| problems.into_iter().map(below_document).collect()))
}

fn below_document(problem: Problem) -> Problem {
    Problem { path: format!("/document{}", problem.path), ..problem }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(body: &str) -> Vec<String> {
        let problems = PreviewRequest::parse(body.as_bytes()).unwrap_err();
        problems.into_iter().map(|problem| problem.path).collect()
    }

    // G19
    #[test]
    fn each_party_and_each_state_is_read() {
        for party in ["bidder:acme", "observer:RFS", "buyer", "auditor"] {
            for state in ["scheduled", "open", "paused", "closed"] {
                let body = format!(r#"{{"event": "e", "as": "{party}", "state": "{state}"}}"#);

                let request = PreviewRequest::parse(body.as_bytes()).unwrap();

                assert_eq!((request.lot, request.offers.len()), (0, 0));
            }
        }
    }

    // G19
    #[test]
    fn every_problem_of_a_request_is_named_with_its_path() {
        let whole = r#"{"event": "e", "lot": 0, "as": "buyer", "state": "open", "offers": [{"bidder": "a", "prices": {"m": "1"}}]}"#;
        assert!(PreviewRequest::parse(whole.as_bytes()).is_ok());
        for (body, expected) in [
            ("[]", &[""][..]),
            ("{", &[""]),
            (r#"{"as": "buyer", "state": "open"}"#, &["/event"]),
            (r#"{"event": "e", "document": {}, "as": "buyer", "state": "open"}"#, &["/event"]),
            (r#"{"event": "e"}"#, &["/as", "/state"]),
            (r#"{"event": "e", "as": "admin", "state": "over"}"#, &["/as", "/state"]),
            (r#"{"event": "e", "as": "bidder:", "state": "open", "lot": 100}"#, &["/lot", "/as"]),
            (
                r#"{"event": "e", "as": "buyer", "state": "open", "offers": [{"bidder": "", "prices": {"m": 1}}, 5]}"#,
                &["/offers/0/bidder", "/offers/0/prices/m", "/offers/1"],
            ),
            (r#"{"event": "e", "as": "buyer", "as": "buyer", "state": "open"}"#, &["/as"]),
        ] {
            let found = paths(body);
            assert!(expected.iter().all(|path| found.iter().any(|found| found == path)), "{body}: {found:?}");
        }
        let document = r#"{"document": {"title": 5}, "as": "buyer", "state": "open"}"#;
        assert!(paths(document).contains(&"/document/title".to_owned()));
    }
}
