//! The lot of a file, and the answer with the file.

use axum::http::{HeaderValue, header};
use axum::response::Response;

use super::file_name::{disposition, file_name};
use crate::auth::{ClientFacts, Deed};
use crate::engine::{LotAccess, ReportedLot};
use crate::http::answer::ProblemDetails;
use crate::http::lots::visible::visible_lot;
use crate::http::request::{Caller, XLSX_TYPE};
use crate::http::state::AppState;
use crate::ids::{ItemId, LotId};

/// What a file is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FileAbout {
    Bids,
    Ranking,
    Savings,
    Acts,
    /// All of them.
    Report,
}

/// How the name of a file ends, and its media type.
#[derive(Debug, Clone, Copy)]
pub(super) struct FileForm {
    ending: &'static str,
    media_type: &'static str,
}

pub(super) const CSV: FileForm = FileForm { ending: "csv", media_type: "text/csv; charset=utf-8" };
pub(super) const ZIP: FileForm = FileForm { ending: "zip", media_type: "application/zip" };
pub(super) const XLSX: FileForm = FileForm { ending: "xlsx", media_type: XLSX_TYPE };

impl FileAbout {
    /// As it stands in the address and in the file's name.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Bids => "bids",
            Self::Ranking => "ranking",
            Self::Savings => "savings",
            Self::Acts => "acts",
            Self::Report => "report",
        }
    }

    /// The name of its sheet in a workbook.
    pub(super) const fn title(self) -> &'static str {
        match self {
            Self::Bids => "Bids",
            Self::Ranking => "Ranking",
            Self::Savings => "Savings",
            Self::Acts => "Acts",
            Self::Report => "Report",
        }
    }
}

/// The lot of a request as it stands, for a caller that may have the file. That it was asked for is noted.
///
/// # Errors
/// 404 where the caller may not see the lot; 403 for the savings where it may not see those.
pub(super) async fn reported_lot(
    state: &AppState,
    caller: &Caller,
    client: &ClientFacts,
    id: &LotId,
    about: FileAbout,
    form: FileForm,
) -> Result<(LotAccess, ReportedLot), ProblemDetails> {
    let access = visible_lot(&state.engine, caller, id).await?;
    if about == FileAbout::Savings {
        caller.may(Deed::ReadSavings)?;
    }
    let path = format!("/api/v1/lots/{id}/{}.{}", about.as_str(), form.ending);
    note(state, caller, client, path).await?;
    let reported = access.report().await?;
    Ok((access, reported))
}

/// Notes that the caller takes out a file.
pub(super) async fn note(
    state: &AppState,
    caller: &Caller,
    client: &ClientFacts,
    path: String,
) -> Result<(), ProblemDetails> {
    Ok(state.note_export(&caller.0, client, path).await?)
}

/// The items of a lot. Each has a column.
pub(super) fn items_of(lot: &ReportedLot) -> Vec<ItemId> {
    lot.setup().items.iter().map(|item| item.id.clone()).collect()
}

/// The name of a file about one lot.
pub(super) fn name_of_lot(state: &AppState, lot: &ReportedLot, about: FileAbout, form: FileForm) -> String {
    let setup = lot.setup();
    file_name(&setup.event, Some(&setup.title), about.as_str(), state.clock.now(), form.ending)
}

/// The answer as a file of that name.
pub(super) fn download(name: &str, form: FileForm, mut answer: Response) -> Response {
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(form.media_type));
    headers.insert(header::CONTENT_DISPOSITION, disposition(name));
    answer
}
