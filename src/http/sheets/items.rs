//! Reads a sheet of items, for the page that puts them into a draft.

use axum::Json;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;

use crate::auth::Deed;
use crate::event::document::limits::{DESCRIPTION_BYTES_MAX, TITLE_BYTES_MAX, TRUSTS_MAX, VOLUME};
use crate::http::answer::ProblemDetails;
use crate::http::request::{Caller, QueryMembers, SheetBody};
use crate::http::state::{AppState, SheetWork};
use crate::ids::OdsCode;
use crate::json::{Bounds, Code};
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
    asked: AskedColumns,
    sheet: SheetBody,
) -> Result<Json<ItemSheetAnswer>, ProblemDetails> {
    caller.may(Deed::SetUpEvents)?;
    let AskedColumns { trusts, bare_trust } = asked;
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

/// Which trusts a sheet of items may name, and what a trust's code alone is the header of.
#[derive(Debug)]
pub(in crate::http) struct AskedColumns {
    trusts: Vec<OdsCode>,
    bare_trust: BareTrust,
}

impl FromRequestParts<AppState> for AskedColumns {
    type Rejection = ProblemDetails;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, ProblemDetails> {
        let members = QueryMembers::of(parts);
        let codes =
            members.text("trusts").unwrap_or_default().split(',').map(str::trim).filter(|code| !code.is_empty());
        let mut trusts: Vec<OdsCode> = Vec::new();
        for code in codes {
            match OdsCode::parse(code) {
                Ok(code) if trusts.contains(&code) => {}
                Ok(code) => trusts.push(code),
                Err(rule) => {
                    members.fault("trusts", Code::BadText, format!("each code {rule}, with commas between them"));
                }
            }
        }
        if trusts.len() > TRUSTS_MAX {
            let message = format!("must be at most {TRUSTS_MAX} codes, and is {}", trusts.len());
            members.fault("trusts", Code::TooMany, message);
        }
        let figures =
            [("volumes", BareTrust::Volume), ("baselines", BareTrust::Baseline), ("both", BareTrust::Unknown)];
        let bare_trust = members.choice("figures", &figures).unwrap_or(BareTrust::Unknown);
        members.done(Self { trusts, bare_trust })
    }
}
