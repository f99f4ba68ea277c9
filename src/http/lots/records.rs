//! A lot's records in short, for an auditor who looks for something in them.

use axum::Json;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use futures::TryStreamExt;

use super::long_read;
use super::page::PageQuery;
use super::visible::lot_for;
use crate::auth::Deed;
use crate::background::Background;
use crate::engine::{Engine, LookedAt, RecordFilter, record_kinds};
use crate::http::answer::ProblemDetails;
use crate::http::request::{Caller, InPath, QueryMembers};
use crate::http::state::AppState;
use crate::ids::{BidRef, BidderId, LotId, PersonId, Seq};
use crate::json::Code;
use crate::protocol::http::LotRecordList;

/// Records that one request looks at, at most, so that a search for what is rare does not hold it for long.
const LOOKED_AT_MAX: usize = 5_000;
/// The longest text that is looked for in reasons, in bytes.
const REASON_BYTES_MAX: usize = 500;

/// `?kind=&bidder=&reason=&ref=&person=&from_at=&to_at=&total_from=&total_to=&after=&limit=`: which records are looked
/// for, and from where on.
#[derive(Debug)]
pub(in crate::http) struct SearchQuery {
    filter: RecordFilter,
    page: PageQuery,
}

/// The lot's records in order that match all that is asked for. A page may be short, or empty, and have a next one.
#[utoipa::path(
    get, path = "/api/v1/lots/{id}/records", tag = "lots", operation_id = "records",
    params(
        ("id" = String, Path, description = "the lot's id"),
        ("kind" = Option<String>, Query, description = "only records of this kind"),
        ("bidder" = Option<String>, Query, description = "only records about this bidder"),
        ("reason" = Option<String>, Query, description = "only refusals of this code, and acts whose reason holds this text"),
        ("ref" = Option<String>, Query, description = "only records of the bid that its client has named so"),
        ("person" = Option<String>, Query, description = "only records that this person has caused"),
        ("from_at" = Option<String>, Query, description = "only records of this instant or later"),
        ("to_at" = Option<String>, Query, description = "only records of this instant or earlier"),
        ("total_from" = Option<String>, Query, description = "only bids with this total or more"),
        ("total_to" = Option<String>, Query, description = "only bids with this total or less"),
        ("after" = Option<u64>, Query, description = "only those after this record: the `next` of the page before"),
        ("limit" = Option<u32>, Query, description = "how many at most, 1 to 500; 100 without it"),
    ),
    responses((status = 200, description = "the records", body = ref("#/components/schemas/LotRecordList"), content_type = "application/json")),
)]
pub(in crate::http) async fn list(
    State(engine): State<Engine>,
    State(background): State<Background>,
    caller: Caller,
    InPath(id): InPath<LotId>,
    SearchQuery { filter, page: PageQuery { after, limit } }: SearchQuery,
) -> Result<Json<LotRecordList>, ProblemDetails> {
    let access = lot_for(&engine, &caller, &id, Deed::SearchRecords).await?;
    let records = access.records(filter, after);
    let mut read = long_read::pieces(engine, &background, records);
    let mut page = SearchPage { limit, looked_at: 0, last: after, list: LotRecordList::default() };
    while let Some(records) = read.try_next().await? {
        for record in records {
            if !page.take(record) {
                return Ok(Json(page.with_next()));
            }
        }
    }
    Ok(Json(page.list))
}

/// A page while records are looked at.
struct SearchPage {
    limit: usize,
    looked_at: usize,
    /// The last record that was looked at.
    last: Seq,
    list: LotRecordList,
}

impl SearchPage {
    /// Takes the next record. Returns whether it did: a page that is full leaves it to the next one.
    fn take(&mut self, record: LookedAt) -> bool {
        if self.list.items.len() >= self.limit || self.looked_at >= LOOKED_AT_MAX {
            return false;
        }
        self.looked_at += 1;
        self.last = record.seq;
        self.list.items.extend(record.found);
        true
    }

    fn with_next(self) -> LotRecordList {
        LotRecordList { next: Some(self.last.to_string()), ..self.list }
    }
}

impl FromRequestParts<AppState> for SearchQuery {
    type Rejection = ProblemDetails;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, ProblemDetails> {
        let members = QueryMembers::of(parts);
        let kinds: Vec<(&str, &'static str)> = record_kinds().map(|kind| (kind, kind)).collect();
        let reason = members.text("reason").map(str::to_owned);
        if reason.as_ref().is_some_and(|reason| reason.len() > REASON_BYTES_MAX) {
            members.fault("reason", Code::TooLong, format!("must be at most {REASON_BYTES_MAX} bytes"));
        }
        let filter = RecordFilter {
            kind: members.choice("kind", &kinds),
            bidder: members.id("bidder", BidderId::parse),
            reason,
            bid_ref: members.id("ref", BidRef::parse),
            person: members.id("person", PersonId::parse),
            from_at: members.instant("from_at"),
            to_at: members.instant("to_at"),
            total_from: members.amount("total_from"),
            total_to: members.amount("total_to"),
        };
        let page = PageQuery::read(&members);
        members.done(Self { filter, page })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // G80
    #[test]
    fn a_search_that_finds_nothing_ends_and_goes_on_from_there() {
        let mut page = SearchPage { limit: 1, looked_at: 0, last: Seq(7), list: LotRecordList::default() };

        let taken = (8..100_000).take_while(|seq| page.take(LookedAt { seq: Seq(*seq), found: None })).count();

        let expected = LotRecordList { items: Vec::new(), next: Some("5007".to_owned()) };
        assert_eq!((taken, page.with_next()), (LOOKED_AT_MAX, expected));
    }
}
