//! The upgrade of a request to a WebSocket. The client is authenticated before it.

use axum::Extension;
use axum::extract::State;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::ws::{WebSocket, WebSocketUpgrade};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;

use super::linger::linger;
use crate::auth::{Admitted, Deed, NotAuthentic};
use crate::http::answer::ProblemDetails;
use crate::http::request::caller::bearer;
use crate::http::request::cookie::session_cookie;
use crate::http::request::{Permit, origin};
use crate::http::state::AppState;
use crate::protocol::{SUBPROTOCOL, SUBPROTOCOL_BEARER};
use crate::ws::{Client, WireOutlet};

/// Becomes a WebSocket; its messages are in `/api/ws-schema.json`.
#[utoipa::path(
    get, path = "/ws", tag = "lots", operation_id = "websocket",
    responses((status = 101, description = "a WebSocket; its messages are in /api/ws-schema.json")),
)]
pub(in crate::http) async fn websocket(
    State(state): State<AppState>,
    permit: Option<Extension<Permit>>,
    outlet: Option<Extension<WireOutlet>>,
    headers: HeaderMap,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, ProblemDetails> {
    let mut client = authenticate(&state, &headers).await?;
    let upgrade = upgrade.map_err(|_| upgrade_required())?;
    if state.stop.is_cancelled() {
        return Err(ProblemDetails::unavailable());
    }
    client.outlet = outlet.map(|Extension(outlet)| outlet);
    let (outlet, limits) = (client.outlet.clone(), state.limits.clone());
    // A client that may not bid sends very little.
    let bids = client.principal.role.may(Deed::Bid);
    let (bounds, server, counted) = (state.ws_bounds, state.ws.clone(), state.sockets.token());
    let upgrade = upgrade
        .protocols([SUBPROTOCOL])
        .read_buffer_size(if bids { bounds.read_buffer_bytes } else { bounds.watcher_read_buffer_bytes })
        .write_buffer_size(bounds.write_buffer_bytes)
        .max_write_buffer_size(bounds.write_buffer_bytes_max)
        .max_message_size(bounds.message_bytes_max)
        .max_frame_size(bounds.message_bytes_max);
    Ok(upgrade.on_upgrade(move |socket: WebSocket| async move {
        // Boxed, because the socket is moved several times before it is served.
        let ending = server.serve(Box::new(socket), client).await;
        tracing::debug!(?ending, "a WebSocket ended");
        if let Some(outlet) = outlet {
            Box::pin(linger(&outlet, &limits)).await;
        }
        drop((permit, counted));
    }))
}

/// Authenticates by a token in a header, by a token among the subprotocols, or by a session from an own origin.
async fn authenticate(state: &AppState, headers: &HeaderMap) -> Result<Client, ProblemDetails> {
    if let Some(token) = bearer(headers)? {
        return Ok(Client { principal: state.gate.bearer(token)?, session: None, outlet: None });
    }
    if let Some(token) = subprotocol_token(headers) {
        return Ok(Client { principal: state.gate.bearer(token)?, session: None, outlet: None });
    }
    if !origin::is_own(headers, &state.limits) {
        return Err(foreign(headers));
    }
    let cookie = session_cookie(headers).ok_or(NotAuthentic::Refused)?;
    let (Admitted { principal, proof, .. }, watch) = state.gate.session(&cookie).await?;
    proof.admits(principal.role, state.gate.sessions().roles_needing_factor())?;
    Ok(Client { principal, session: Some(watch), outlet: None })
}

/// The problem of a browser whose page is not this server's own. One that names no origin is answered as without a token.
fn foreign(headers: &HeaderMap) -> ProblemDetails {
    let words = origin::mismatch(headers);
    if words.is_empty() || session_cookie(headers).is_none() {
        return ProblemDetails::unauthorized();
    }
    ProblemDetails::unauthorized().saying(format!("a browser's session counts only for this server's own pages{words}"))
}

fn subprotocol_token(headers: &HeaderMap) -> Option<&str> {
    let offered = headers.get_all(header::SEC_WEBSOCKET_PROTOCOL).iter().filter_map(|value| value.to_str().ok());
    offered.flat_map(|value| value.split(',')).find_map(|protocol| protocol.trim().strip_prefix(SUBPROTOCOL_BEARER))
}

fn upgrade_required() -> ProblemDetails {
    let detail = "this address speaks WebSocket only (RFC 6455, version 13)";
    ProblemDetails::new(StatusCode::UPGRADE_REQUIRED, "upgrade_required", detail)
        .with(header::UPGRADE, HeaderValue::from_static("websocket"))
}
