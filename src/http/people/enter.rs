//! Sign-in by a one-time link.
//!
//! Opening the link shows a form; only the form's POST uses the link up. So a mail scanner that opens the link does
//! not. The form is the same for every code: only the POST says whether a code is valid.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::http::answer::{ProblemDetails, html};
use crate::http::request::accept::prefers_html;
use crate::http::request::caller::cross_site;
use crate::http::request::{InPath, SignInClient, cookie, origin};
use crate::http::state::AppState;

/// Shows the form that signs in.
#[utoipa::path(
    get, path = "/enter/{code}", tag = "session", operation_id = "sign_in_form",
    params(("code" = String, Path, description = "the link's code")),
    responses((status = 200, description = "a form that signs in", content_type = "text/html")),
)]
pub(in crate::http) async fn form() -> Response {
    let body = "<p>This link signs you in once. You stay signed in on this device until you have not \
                used it for 20 hours, for a week at most.</p>\n\
                <form method=\"post\"><button>Sign in</button></form>";
    with_own_referrer(html::answer(StatusCode::OK, html::page("Sign in", body)))
}

/// Spends the link and signs in.
#[utoipa::path(
    post, path = "/enter/{code}", tag = "session", operation_id = "sign_in",
    params(("code" = String, Path, description = "the link's code")),
    responses((status = 303, description = "signed in: on to the page that the link leads to")),
)]
pub(in crate::http) async fn redeem(
    State(state): State<AppState>,
    InPath(code): InPath<String>,
    headers: HeaderMap,
    SignInClient(client): SignInClient,
) -> Result<Response, ProblemDetails> {
    if !origin::is_not_foreign(&headers, &state.limits) {
        return Err(cross_site(&headers));
    }
    let Some(signed_in) = state.gate.sessions().redeem(&code, &client, state.clock.now()).await? else {
        return Ok(spent(&headers));
    };
    let cookies = cookie::of_sign_in(&signed_in, &state);
    let to = HeaderValue::try_from(signed_in.leads_to).unwrap_or(HeaderValue::from_static("/"));
    Ok((StatusCode::SEE_OTHER, cookies, [(header::LOCATION, to)]).into_response())
}

/// The answer to a link that is used, expired or unknown: a page for a browser, a problem for any other client.
fn spent(headers: &HeaderMap) -> Response {
    if !prefers_html(headers) {
        let detail = "the link has been used, has run out, or never was: ask for another";
        return ProblemDetails::new(StatusCode::NOT_FOUND, "not_found", detail).into_response();
    }
    let body = "<p>This link has been used already, or is more than 15 minutes old.</p>\n\
                <p>Ask whoever sent it to you for another one.</p>";
    html::answer(StatusCode::NOT_FOUND, html::page("This link does not work any more", body))
}

/// Lets the browser name its origin when it sends the form. Under `no-referrer` it would send `null`.
fn with_own_referrer(mut response: Response) -> Response {
    response.headers_mut().insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    response
}
