//! Routes for the operator's machines: health, readiness and metrics.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use metrics_exporter_prometheus::PrometheusHandle;

use crate::engine::Engine;
use crate::protocol::http::{FailedStream, Readiness};

/// The process answers.
#[utoipa::path(
    get, path = "/healthz", tag = "operation", operation_id = "healthz",
    responses((status = 200, description = "alive", content_type = "text/plain")),
)]
pub(super) async fn healthz() -> &'static str {
    "ok\n"
}

/// The journal takes writes.
#[utoipa::path(
    get, path = "/readyz", tag = "operation", operation_id = "readyz",
    responses(
        (status = 200, description = "ready", body = ref("#/components/schemas/Readiness"), content_type = "application/json"),
        (status = 503, description = "not ready", body = ref("#/components/schemas/Readiness"), content_type = "application/json"),
    ),
)]
pub(super) async fn readyz(State(engine): State<Engine>) -> (StatusCode, Json<Readiness>) {
    let ready = engine.is_ready();
    // Anybody may read this, and the full reasons can name bidders: those are only in the log.
    let reason = "its records cannot be used: the server's log and fairlot verify say why";
    let failed = engine.failed_streams().into_iter();
    let failed = failed.map(|(stream, _)| FailedStream { stream, reason: reason.to_owned() });
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let reason = (!ready).then(|| "the journal takes no writes".to_owned());
    (status, Json(Readiness { ready, reason, failed_streams: failed.collect() }))
}

/// Prometheus text.
#[utoipa::path(
    get, path = "/metrics", tag = "operation", operation_id = "metrics",
    responses((status = 200, description = "Prometheus text", content_type = "text/plain")),
)]
pub(super) async fn metrics(State(metrics): State<PrometheusHandle>) -> Response {
    let kind = [("content-type", "text/plain; version=0.0.4; charset=utf-8")];
    (kind, metrics.render()).into_response()
}
