//! All routes, with the contract that describes them and the metric that measures them.

use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{MatchedPath, Request};
use axum::http::StatusCode;
use axum::middleware::{self, Next};
use axum::response::{Html, Response};
use axum::routing::get;
use metrics::histogram;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::answer::{ProblemDetails, RenderedJson, gzip, html, words};
use super::exports::{bundle, csv, report, xlsx};
use super::people::{
    change, enter, invite, organisation, others, outbox, own_secrets, reset, security_event, session, sessions, view,
};
use super::request::idempotency;
use super::request::known_query::{self, KnownQuery};
use super::server::upgrade;
use super::state::AppState;
use super::{about, contract, events, health, lots, pages, security, sheets, times};
use crate::config::HttpLimits;
use crate::protocol::http::Readiness;
use crate::telemetry;

/// Returns all routes over that state.
pub fn router(state: AppState) -> Router {
    let (api, openapi) = OpenApiRouter::with_openapi(contract::openapi())
        .routes(routes!(events::view::list, events::drafts::create))
        .routes(routes!(events::preview::preview))
        .routes(routes!(events::view::show, events::drafts::revise, events::drafts::delete))
        .routes(routes!(events::drafts::publish))
        .routes(routes!(events::copy::copy))
        .routes(routes!(events::check::check))
        .routes(routes!(events::terms::accept_terms))
        .routes(routes!(events::commands::act))
        .routes(routes!(events::commands::preview))
        .routes(routes!(events::practice::practise))
        .routes(routes!(events::readmit::readmit))
        .routes(routes!(events::console::show))
        .routes(routes!(events::lobby::show))
        .routes(routes!(events::lobby::note_connection))
        .routes(routes!(lots::view::show))
        .routes(routes!(lots::view::offers))
        .routes(routes!(lots::refusals::list))
        .routes(routes!(lots::record::list))
        .routes(routes!(lots::record_file::csv))
        .routes(routes!(lots::record_file::xlsx))
        .routes(routes!(lots::record_file::event_xlsx))
        .merge(exports())
        .routes(routes!(lots::fit::fit))
        .routes(routes!(lots::leads::list))
        .routes(routes!(lots::result::show))
        .routes(routes!(lots::simulations::simulate))
        .routes(routes!(lots::bids::bid))
        .routes(routes!(lots::bids::outcome))
        .routes(routes!(lots::bids::request_annulment))
        .routes(routes!(lots::commands::act))
        .routes(routes!(lots::commands::preview))
        .routes(routes!(lots::history::read))
        .routes(routes!(lots::records::list))
        .routes(routes!(lots::views::replay))
        .routes(routes!(sheets::items::read_sheet))
        .routes(routes!(sheets::bidders::read_sheet))
        .routes(routes!(sheets::prices::read_sheet))
        .routes(routes!(sheets::items_out::csv))
        .routes(routes!(sheets::items_out::xlsx))
        .routes(routes!(times::read))
        .merge(people())
        .routes(routes!(upgrade::websocket))
        .routes(routes!(about::about))
        .routes(routes!(outbox::list))
        .routes(routes!(outbox::test))
        .routes(routes!(health::healthz))
        .routes(routes!(health::readyz))
        .routes(routes!(health::metrics))
        .split_for_parts();
    let document = contract::complete(&openapi);
    api.merge(pages(&document, &state.limits))
        .method_not_allowed_fallback(method_not_allowed)
        .layer(middleware::from_fn(idempotency::refuse_malformed))
        .layer(middleware::from_fn_with_state(KnownQuery::of(&document), known_query::refuse_unknown))
        .layer(middleware::from_fn_with_state(Arc::clone(&state.limits), words::pages_for_people))
        .layer(middleware::from_fn_with_state(state.background.clone(), gzip::pack))
        .layer(middleware::from_fn(timed))
        .layer(middleware::from_fn_with_state(Arc::clone(&state.limits), security::headers))
        .with_state(state)
}

/// Returns the routes of files for spreadsheets about lots.
fn exports() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(csv::bids))
        .routes(routes!(csv::ranking))
        .routes(routes!(csv::savings))
        .routes(routes!(csv::acts))
        .routes(routes!(xlsx::bids))
        .routes(routes!(xlsx::ranking))
        .routes(routes!(xlsx::savings))
        .routes(routes!(xlsx::acts))
        .routes(routes!(report::of_lot))
        .routes(routes!(report::of_event))
        .routes(routes!(bundle::bundle))
}

/// Returns the routes about people, their sessions and their organisations.
fn people() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(session::me, session::change_me))
        .routes(routes!(session::choose))
        .routes(routes!(session::sign_in, sessions::list, sessions::end_others))
        .routes(routes!(session::sign_out))
        .routes(routes!(sessions::end))
        .routes(routes!(sessions::move_to))
        .routes(routes!(sessions::step_up))
        .routes(routes!(own_secrets::change_password))
        .routes(routes!(reset::ask))
        .routes(routes!(own_secrets::propose_factor, own_secrets::confirm_factor, own_secrets::remove_factor))
        .routes(routes!(enter::form, enter::redeem))
        .routes(routes!(view::list, invite::invite))
        .routes(routes!(view::show, change::change, change::erase))
        .routes(routes!(change::disable))
        .routes(routes!(others::sessions, others::end_sessions))
        .routes(routes!(others::end_session))
        .routes(routes!(others::remove_factor))
        .routes(routes!(change::enable))
        .routes(routes!(change::give_place))
        .routes(routes!(invite::invite_again, invite::withdraw))
        .routes(routes!(organisation::list))
        .routes(routes!(organisation::name))
        .routes(routes!(security_event::list))
}

/// Returns the routes for the time in which the server has lost its journal. All but its health is `unavailable`.
pub(super) fn away(limits: Arc<HttpLimits>, reason: &'static str) -> Router {
    without_journal(limits, reason, ProblemDetails::away)
}

/// Returns the routes for the time in which another server has the journal. All but this one's health is `standby`.
pub(super) fn standing_by(limits: Arc<HttpLimits>, reason: &'static str) -> Router {
    without_journal(limits, reason, ProblemDetails::standby)
}

/// Returns the routes of a server without a journal: it is alive, not ready (with the reason), its metrics can be read, and
/// every other request is answered with that problem.
fn without_journal(limits: Arc<HttpLimits>, reason: &'static str, problem: fn() -> ProblemDetails) -> Router {
    let not_ready = Readiness { ready: false, reason: Some(reason.to_owned()), failed_streams: Vec::new() };
    Router::new()
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(async move || (StatusCode::SERVICE_UNAVAILABLE, axum::Json(not_ready))))
        .route("/metrics", get(health::metrics))
        .fallback(async move || problem())
        .method_not_allowed_fallback(method_not_allowed)
        .layer(middleware::from_fn_with_state(Arc::clone(&limits), words::pages_for_people))
        .layer(middleware::from_fn(timed))
        .layer(middleware::from_fn_with_state(limits, security::headers))
        .with_state(telemetry::metrics())
}

/// Returns the routes of the contract and the pages.
fn pages(document: &serde_json::Value, limits: &HttpLimits) -> Router<AppState> {
    let json = Bytes::from(serde_json::to_vec(document).expect("the contract is JSON"));
    let docs = Bytes::from(contract::docs(document, limits.about.contact.as_ref()));
    let websocket = contract::websocket();
    Router::new()
        .route("/api/openapi.json", get(async move || RenderedJson(json)))
        .route("/api/ws-schema.json", get(async move || RenderedJson(websocket)))
        .route("/api/docs", get(async move || Html(docs)))
        .route(html::STYLE_PATH, get(html::style))
        .merge(own_addresses())
        .fallback(pages::file)
}

/// Returns the addresses of the one page. The page itself finds out what stands at each.
fn own_addresses() -> Router<AppState> {
    pages::ADDRESSES.iter().fold(Router::new(), |router, address| router.route(address, get(pages::index)))
}

async fn method_not_allowed() -> ProblemDetails {
    let detail = "this address does not take that method; see Allow";
    ProblemDetails::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", detail)
}

/// Measures the answer by its route's template, never by its address, which names lots and bids.
async fn timed(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let method = request.method().as_str().to_owned();
    let began = Instant::now();
    let response = next.run(request).await;
    let status = response.status().as_str().to_owned();
    histogram!(telemetry::HTTP_SECONDS, "method" => method, "route" => route, "status" => status)
        .record(began.elapsed().as_secs_f64());
    response
}
