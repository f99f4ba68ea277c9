//! The lobby of a bidder, and the test of its connection.

use axum::Json;
use axum::extract::{FromRequestParts, State};
use axum::http::StatusCode;
use axum::http::request::Parts;

use super::visible::event_for;
use crate::auth::{Deed, Role, RoleAt};
use crate::engine::Engine;
use crate::http::answer::ProblemDetails;
use crate::http::request::{Caller, InPath, JsonBody, QueryMembers};
use crate::http::state::AppState;
use crate::ids::{BidderId, EventId};
use crate::json::Code;
use crate::protocol::http::{ConnectionMeasured, LobbyAnswer};

/// `?as=bidder:<id>`.
#[derive(Debug)]
pub(in crate::http) struct LobbyQuery(Option<BidderId>);

impl FromRequestParts<AppState> for LobbyQuery {
    type Rejection = ProblemDetails;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, ProblemDetails> {
        let members = QueryMembers::of(parts);
        let named = members.text("as");
        let bidder = named.and_then(|text| BidderId::parse(text.strip_prefix("bidder:")?).ok());
        if named.is_some() && bidder.is_none() {
            members.fault("as", Code::BadText, "must be bidder:<id>");
        }
        members.done(Self(bidder))
    }
}

/// What a bidder has to do and to read before the lots of an event open: terms, own figures, connection, practice, people.
/// A buyer names the bidder, and is shown nothing that would tell which bidder an alias stands for.
#[utoipa::path(
    get, path = "/api/v1/events/{id}/lobby", tag = "events", operation_id = "lobby",
    params(
        ("id" = String, Path, description = "the event's id"),
        ("as" = Option<String>, Query, description = "a buyer names the bidder whose lobby it looks at: bidder:acme"),
    ),
    responses((status = 200, description = "the lobby", body = ref("#/components/schemas/LobbyAnswer"), content_type = "application/json")),
)]
pub(in crate::http) async fn show(
    State(state): State<AppState>,
    caller: Caller,
    InPath(id): InPath<EventId>,
    LobbyQuery(of): LobbyQuery,
) -> Result<Json<LobbyAnswer>, ProblemDetails> {
    event_for(&state.engine, &caller, &id, Deed::SeeLobby).await?;
    let mut lobby = state.engine.lobby(&caller.0, &id, of).await?;
    if caller.0.role == Role::Supplier {
        let place = RoleAt { role: Role::Supplier, org: caller.0.org };
        let own = state.gate.sessions().people().people_at(&place).await?;
        for shown in &mut lobby.people {
            let known = own.iter().find(|person| person.id == shown.person);
            shown.last_sign_in = known.and_then(|person| person.last_sign_in);
        }
    }
    Ok(Json(lobby))
}

/// Notes what a page of a bidder has measured of its connection. Only the newest figures are kept; they decide nothing.
#[utoipa::path(
    post, path = "/api/v1/events/{id}/readiness", tag = "events", operation_id = "note_connection",
    params(("id" = String, Path, description = "the event's id")),
    request_body(content = ref("#/components/schemas/ConnectionMeasured"), content_type = "application/json"),
    responses((status = 204, description = "noted")),
)]
pub(in crate::http) async fn note_connection(
    State(engine): State<Engine>,
    caller: Caller,
    InPath(id): InPath<EventId>,
    body: JsonBody,
) -> Result<StatusCode, ProblemDetails> {
    event_for(&engine, &caller, &id, Deed::TestConnection).await?;
    let measured = body.parsed(ConnectionMeasured::parse)?;
    engine.note_connection(&caller.0, &id, measured).await?;
    Ok(StatusCode::NO_CONTENT)
}
