//! All that a complaint about a lot needs, in one archive: record, what a party was told, result.

use std::fmt::Write;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use futures::stream::{self, BoxStream};
use futures::{StreamExt, TryStreamExt};

use super::archive::{ArchivePart, packed};
use super::download::{ZIP, download, note};
use super::file_name::file_name;
use crate::background::Background;
use crate::clock::Instant;
use crate::engine::{Denied, LotAccess, ReplayedRecords, ReportedLot};
use crate::http::answer::ProblemDetails;
use crate::http::answer::pace::LongReadPiece;
use crate::http::lots::long_read;
use crate::http::lots::visible::visible_lot;
use crate::http::request::{AsParty, AtMoment, Caller, InPath, SignInClient};
use crate::http::state::AppState;
use crate::ids::{LotId, Seq};
use crate::protocol::http::Party;

/// An archive with the lot's record, with what a party was told up to a moment, and with the result.
#[utoipa::path(
    get, path = "/api/v1/lots/{id}/bundle.zip", tag = "files", operation_id = "bundle",
    params(
        ("id" = String, Path, description = "the lot's id"),
        ("as" = Option<String>, Query, description = "whose messages: bidder:acme, observer:RFS, buyer or auditor; an auditor's without it"),
        ("at" = Option<String>, Query, description = "up to which moment: an instant, or seq:7 for record 7; the present without it"),
    ),
    responses((status = 200, description = "history.ndjson, views.ndjson, README.txt, and result.json of an ended lot", content_type = "application/zip")),
)]
pub(in crate::http) async fn bundle(
    State(state): State<AppState>,
    caller: Caller,
    SignInClient(client): SignInClient,
    InPath(id): InPath<LotId>,
    AsParty(party): AsParty,
    AtMoment(moment): AtMoment,
) -> Result<Response, ProblemDetails> {
    caller.may_see()?;
    let background = &state.background;
    let replay = state.engine.replay(&caller.0, &id, &party).await?;
    let records = replay.from_opening(moment, background).await?;
    let access = visible_lot(&state.engine, &caller, &id).await?;
    note(&state, &caller, &client, format!("/api/v1/lots/{id}/bundle.zip")).await?;
    let lot = access.report().await?;
    let result = result(&access, background).await?;
    let made_at = state.clock.now();
    let name = file_name(&lot.setup().event, Some(&lot.setup().title), "bundle", made_at, "zip");
    let about = AboutBundle { party, records, has_result: result.is_some(), made_at };
    let text = stream::iter([Ok(Some(about.text(&lot).into()))]).boxed();
    // Up to the record that the text names, whatever is recorded meanwhile.
    let history = access.history(Seq::ZERO);
    let history = history.take(usize::try_from(lot.head().0.0).unwrap_or(usize::MAX)).boxed();
    let views = replay.lines(records, background.clone());
    let files = [("README.txt", Some(text)), ("history.ndjson", Some(history)), ("views.ndjson", Some(views))];
    let files = files.into_iter().chain([("result.json", result)]);
    let pieces = packed(parts(files.filter_map(|(name, text)| Some((name, text?))).collect()));
    let body = long_read::body(state.engine.clone(), background, pieces).await?;
    Ok(download(&name, ZIP, body.into_response()))
}

/// The result's text; None where the lot has not ended.
async fn result(
    access: &LotAccess,
    background: &Background,
) -> Result<Option<BoxStream<'static, LongReadPiece>>, Denied> {
    let mut pieces = background.stream(access.result(), Denied::Unavailable);
    match pieces.next().await {
        Some(Err(Denied::NotEnded)) | None => Ok(None),
        Some(first) => Ok(Some(stream::iter([Ok(first?)]).chain(pieces).boxed())),
    }
}

/// The files one after the other.
fn parts(
    files: Vec<(&'static str, BoxStream<'static, LongReadPiece>)>,
) -> BoxStream<'static, Result<ArchivePart, Denied>> {
    let files = files.into_iter().map(|(name, text)| {
        let text = text.map_ok(|piece| piece.map_or(ArchivePart::Nothing, ArchivePart::Text));
        stream::iter([Ok(ArchivePart::File(name))]).chain(text)
    });
    stream::iter(files).flatten().boxed()
}

/// What the text in the archive says of it.
struct AboutBundle {
    party: Party,
    records: ReplayedRecords,
    has_result: bool,
    made_at: Instant,
}

impl AboutBundle {
    fn text(&self, lot: &ReportedLot) -> String {
        let (setup, (head, hash)) = (lot.setup(), lot.head());
        let last = self.records.to.unwrap_or(head);
        let mut text = String::new();
        let mut line = |words: std::fmt::Arguments<'_>| writeln!(text, "{words}").expect("a text takes every write");
        line(format_args!("Lot {}: {}", setup.lot, setup.title));
        line(format_args!("Event: {}", setup.event.title));
        if let Some(reference) = &setup.event.reference {
            line(format_args!("Reference: {reference}"));
        }
        line(format_args!("Made at {}\n", self.made_at));
        line(format_args!("history.ndjson: the whole record of the lot, one record a line, up to record {head}."));
        line(format_args!("  The hash of record {head} is {hash}."));
        line(format_args!("  To check it: fairlot verify history.ndjson"));
        line(format_args!("views.ndjson: what {} was told, one message a line,", party_in_words(&self.party, lot)));
        line(format_args!("  from the state after record {} to record {last}.", self.records.from));
        line(format_args!("  First the whole lot, then what each record changed; the last line says how far it goes."));
        if self.has_result {
            line(format_args!("result.json: how the lot ended, as an auditor sees it."));
        } else {
            line(format_args!("There is no result.json: the lot had not ended."));
        }
        text
    }
}

fn party_in_words(party: &Party, lot: &ReportedLot) -> String {
    match party {
        Party::Bidder(bidder) => {
            let invited = lot.setup().bidders.iter().find(|invited| invited.id == *bidder);
            format!("the bidder {bidder} ({})", invited.map_or("", |invited| &*invited.name))
        }
        Party::Observer(trust) => format!("an observer of the trust {trust}"),
        Party::Buyer => "a buyer".to_owned(),
        Party::Auditor => "an auditor".to_owned(),
    }
}
