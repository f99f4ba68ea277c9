//! Sign-in by a one-time link or an invitation.
//!
//! Opening the link shows a form; only the form's POST uses the link up. So a mail scanner that opens the link does
//! not. The page says who is signed in, and for which organisation.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::asking::{Noted, note, people};
use crate::auth::people::{FoundCode, InvitationKind, RoleAt, SecurityEventKind};
use crate::auth::{ClientFacts, Principal, SecretHash};
use crate::http::answer::{ProblemDetails, html};
use crate::http::request::accept::prefers_html;
use crate::http::request::caller::cross_site;
use crate::http::request::{InPath, SignInClient, cookie, origin};
use crate::http::state::AppState;
use crate::ids::PersonId;

/// The code in the path.
type CodeInPath = Result<InPath<String>, ProblemDetails>;

/// Shows the form that signs in, with the name of the person and the organisation.
#[utoipa::path(
    get, path = "/enter/{code}", tag = "session", operation_id = "sign_in_form",
    params(("code" = String, Path, description = "the link's code")),
    responses((status = 200, description = "a form that signs in", content_type = "text/html")),
)]
pub(in crate::http) async fn form(
    State(state): State<AppState>,
    code: CodeInPath,
    headers: HeaderMap,
    SignInClient(client): SignInClient,
) -> Result<Response, ProblemDetails> {
    let code = read(code);
    let hash = SecretHash::of(&code);
    let found = people(&state).find_code(hash).await?;
    let Some(found) = found.filter(|found| found.is_living(state.clock.now())) else {
        return dead(&state, &headers, &code).await;
    };
    if found.invitation.is_some() && people(&state).note_opened(hash).await? {
        note_code(&state, &client, &found, SecurityEventKind::LinkOpened).await;
    }
    let name = found.person.name.clone().unwrap_or_else(|| found.person.email.clone());
    let organisation = organisation_name(&state, &found.person.id, &found.place).await?;
    let then = match found.invitation.as_ref().map(|invitation| invitation.kind) {
        Some(InvitationKind::Reset) => " Then you can set a new password.",
        Some(InvitationKind::Join) | None => "",
    };
    let body = format!(
        "<p>Sign in as <strong>{}</strong>, for <strong>{}</strong>.{then}</p>\n\
         <p>This link signs you in once. After 20 hours without use you have to sign in again on this device.</p>\n\
         <form method=\"post\"><button>Sign in</button></form>\n\
         <p>If you are somebody else, close this page: it is not for you.</p>",
        html::escape(&name),
        html::escape(&organisation)
    );
    Ok(with_own_referrer(html::answer(
        StatusCode::OK,
        html::page("Sign in", &body, state.limits.about.contact.as_ref()),
    )))
}

/// Spends the link and signs in.
#[utoipa::path(
    post, path = "/enter/{code}", tag = "session", operation_id = "sign_in",
    params(("code" = String, Path, description = "the link's code")),
    responses((status = 303, description = "signed in: on to the page that the link leads to")),
)]
pub(in crate::http) async fn redeem(
    State(state): State<AppState>,
    code: CodeInPath,
    headers: HeaderMap,
    SignInClient(client): SignInClient,
) -> Result<Response, ProblemDetails> {
    let code = read(code);
    if !origin::is_not_foreign(&headers, &state.limits) {
        return Err(cross_site(&headers));
    }
    let Some(signed_in) = state.gate.sessions().redeem(&code, &client, state.clock.now()).await? else {
        return dead(&state, &headers, &code).await;
    };
    let cookies = cookie::of_sign_in(&signed_in, &state);
    let to = HeaderValue::try_from(signed_in.leads_to).unwrap_or(HeaderValue::from_static("/"));
    Ok((StatusCode::SEE_OTHER, cookies, [(header::LOCATION, to)]).into_response())
}

/// The code; one that is no text is the code of no link.
fn read(code: CodeInPath) -> String {
    code.map(|InPath(code)| code).unwrap_or_default()
}

/// The answer to a code that is used, withdrawn, expired or unknown: a page for a browser, a problem for any other client.
async fn dead(state: &AppState, headers: &HeaderMap, code: &str) -> Result<Response, ProblemDetails> {
    if !prefers_html(headers) {
        let detail = "the link has been used, has run out, or never was: ask for another";
        return Ok(with_own_referrer(ProblemDetails::new(StatusCode::GONE, "gone", detail).into_response()));
    }
    let found = people(state).find_code(SecretHash::of(code)).await?;
    let invitation = found.and_then(|found| found.invitation);
    let asked_oneself = invitation.as_ref().is_some_and(|invitation| invitation.by == invitation.person);
    let inviter = invitation.and_then(|invitation| state.gate.sessions().directory().name_of(&invitation.by));
    let ask = match inviter {
        Some(_) | None if asked_oneself => "Ask on the page <a href=\"/forgotten\">I cannot sign in</a>".to_owned(),
        Some(name) => format!("Ask {}, who invited you, or the lead of your organisation", html::escape(&name)),
        None => "Ask the person who sent it to you, or the lead of your organisation,".to_owned(),
    };
    let body = format!(
        "<p>This link has been used already, has been withdrawn, or is too old. Nothing has happened.</p>\n\
         <p>{ask} for another one. If you have a password, you can sign in with it.</p>\n\
         <p><a href=\"/\">Sign in</a></p>"
    );
    let page = html::page("This link does not work any more", &body, state.limits.about.contact.as_ref());
    Ok(with_own_referrer(html::answer(StatusCode::GONE, page)))
}

/// The name of the organisation for which a person signs in; its id where nothing names it.
pub(super) async fn organisation_name(
    state: &AppState,
    person: &PersonId,
    place: &RoleAt,
) -> Result<String, ProblemDetails> {
    let principal =
        Principal { person: person.clone(), org: place.org.clone(), role: place.role, expires_at: state.clock.now() };
    let name = org_name(state, &principal).await?;
    Ok(name.unwrap_or_else(|| place.org.to_string()))
}

/// The name of a principal's organisation: the one that was set, else the one in the newest event that it may see.
pub(super) async fn org_name(state: &AppState, principal: &Principal) -> Result<Option<String>, ProblemDetails> {
    match people(state).organisation_name(&principal.org).await? {
        Some(name) => Ok(Some(name)),
        None => Ok(state.engine.org_name(principal).await?),
    }
}

async fn note_code(state: &AppState, client: &ClientFacts, found: &FoundCode, kind: SecurityEventKind) {
    let noted = Noted { kind, person: &found.person.id, by: None, place: &found.place, reason: None };
    note(state, client, noted).await;
}

/// Lets the browser name its origin when it sends the form. Under `no-referrer` it would send `null`.
fn with_own_referrer(mut response: Response) -> Response {
    response.headers_mut().insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    response
}
