//! Reads a sheet of items, for the page that puts them into a draft.

use axum::Json;
use axum::extract::State;

use crate::auth::Deed;
use crate::event::document::limits::{DESCRIPTION_BYTES_MAX, TITLE_BYTES_MAX, TRUSTS_MAX, VOLUME};
use crate::http::answer::ProblemDetails;
use crate::http::request::{Caller, QueryMembers, SheetBody};
use crate::http::state::SheetWork;
use crate::ids::OdsCode;
use crate::json::{Bounds, Code, Problem};
use crate::protocol::http::ItemSheetAnswer;
use crate::sheet::items::{BareTrust, ItemSheetRules, read_items};
use crate::sheet::read;

/// Reads the items of a sheet. Nothing is stored.
#[utoipa::path(
    post, path = "/api/v1/sheets/items", tag = "sheets", operation_id = "read_items",
    params(
        ("trusts" = Option<String>, Query, description = "the ODS codes of the event's trusts, with commas between"),
        ("figures" = Option<String>, Query, description = "`volumes`, `baselines` or `both`: what a trust's code alone is the header of"),
    ),
    request_body(content = String, content_type = "text/csv"),
    responses((status = 200, description = "the items", body = ref("#/components/schemas/ItemSheetAnswer"), content_type = "application/json")),
)]
pub(in crate::http) async fn read_sheet(
    State(SheetWork(work)): State<SheetWork>,
    caller: Caller,
    query: QueryMembers,
    sheet: SheetBody,
) -> Result<Json<ItemSheetAnswer>, ProblemDetails> {
    caller.may(Deed::SetUpEvents)?;
    let (trusts, bare_trust) = asked(&query)?;
    let read = work.run(move || {
        let rules = ItemSheetRules {
            trusts: &trusts,
            bare_trust,
            description_bytes_max: DESCRIPTION_BYTES_MAX,
            unit_bytes_max: TITLE_BYTES_MAX,
            volume: VOLUME,
            baseline: Bounds::FROM_ZERO,
        };
        read_items(read(&sheet.bytes, sheet.kind)?, &rules)
    });
    let read = read.await??;
    let rows = read.entries.len();
    Ok(Json(ItemSheetAnswer { items: read.entries, rows, skipped: read.skipped, warnings: read.warnings }))
}

fn asked(query: &QueryMembers) -> Result<(Vec<OdsCode>, BareTrust), ProblemDetails> {
    let mut problems = Vec::new();
    let mut problem = |member: &str, message: String| {
        problems.push(Problem::new(format!("/query/{member}"), Code::BadQuery, message));
    };
    let codes = query.last("trusts").unwrap_or_default().split(',').map(str::trim).filter(|code| !code.is_empty());
    let mut trusts: Vec<OdsCode> = Vec::new();
    for code in codes {
        match OdsCode::parse(code) {
            Ok(code) if trusts.contains(&code) => {}
            Ok(code) => trusts.push(code),
            Err(rule) => problem("trusts", format!("each code {rule}, with commas between them")),
        }
    }
    if trusts.len() > TRUSTS_MAX {
        problem("trusts", format!("must be at most {TRUSTS_MAX} codes, and is {}", trusts.len()));
    }
    let bare_trust = match query.last("figures") {
        Some("volumes") => BareTrust::Volume,
        Some("baselines") => BareTrust::Baseline,
        Some("both") | None => BareTrust::Unknown,
        Some(_) => {
            problem("figures", "must be volumes, baselines or both".to_owned());
            BareTrust::Unknown
        }
    };
    if problems.is_empty() {
        Ok((trusts, bare_trust))
    } else {
        Err(ProblemDetails::bad_document("bad_query", problems))
    }
}
