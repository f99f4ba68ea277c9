//! Links to a new password, for those who have forgotten theirs.
//!
//! The answer is given before anything is looked up. What follows begins a moment later, so that neither the answer nor its
//! time depends on whether anybody has the address.

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};

use super::session::check_own_page;
use crate::auth::people::MailKind;
use crate::auth::{Person, ResetRequested, Secret, WritesResetMail};
use crate::config::ServerContact;
use crate::http::answer::ProblemDetails;
use crate::http::request::{JsonBody, SignInClient};
use crate::http::state::AppState;
use crate::outbound::mail::texts;
use crate::protocol::http::{ResetAnswer, ResetAsked};

/// The shortest and the longest time from the answer to the making of the link, in milliseconds. It is drawn by chance, so
/// that the work for one address cannot be found out by the time of requests that come after it.
const BEGINS_AFTER_MS: std::ops::Range<u64> = 200..1_200;

/// Asks for a link to a new password. The answer is the same for every address.
#[utoipa::path(
    post, path = "/api/v1/password-resets", tag = "session", operation_id = "reset_password",
    request_body(content = ref("#/components/schemas/ResetAsked"), content_type = "application/json"),
    responses((status = 202, description = "what to do now, whether anybody has the address or not", body = ref("#/components/schemas/ResetAnswer"), content_type = "application/json")),
)]
pub(in crate::http) async fn ask(
    State(state): State<AppState>,
    headers: HeaderMap,
    SignInClient(client): SignInClient,
    body: JsonBody,
) -> Result<(StatusCode, Json<ResetAnswer>), ProblemDetails> {
    check_own_page(&state, &headers)?;
    let ResetAsked { email } = body.parsed(ResetAsked::parse)?;
    let waiting = state.resets.0.clone().try_acquire_owned().map_err(|_| ProblemDetails::overloaded())?;
    let requested = state.gate.sessions().request_reset(&email, client, state.clock.now());
    let requested = requested.map_err(|wait| {
        let detail = "a link was asked for too often: look for the last mail, or wait before you ask again";
        ProblemDetails::too_many_attempts(wait, detail.to_owned())
    })?;
    let words = words(&state);
    let making = state.clone();
    // Counted with the sockets, so that a stop waits for it.
    state.sockets.spawn(async move {
        tokio::time::sleep(Duration::from_millis(rand::random_range(BEGINS_AFTER_MS))).await;
        make(&making, requested).await;
        drop(waiting);
    });
    Ok((StatusCode::ACCEPTED, Json(ResetAnswer { words })))
}

/// Makes the link and mails it, where somebody has the address.
async fn make(state: &AppState, requested: ResetRequested) {
    let mailer = state.mailer.as_ref();
    let write = mailer.map(|mailer| {
        move |person: &Person, code: &Secret, until| {
            let (name, link) = (texts::greeted(person), mailer.link(code.expose()));
            let words = texts::password_reset(mailer.about(), name, "somebody, probably you,", &link, until);
            mailer.mail(MailKind::PasswordReset, person, &words, state.clock.now())
        }
    });
    let write = write.as_ref().map(|write| write as WritesResetMail<'_>);
    match state.gate.sessions().make_reset(requested, write, state.clock.now()).await {
        Ok(true) => {
            if let Some(mailer) = mailer {
                mailer.wake();
            }
        }
        Ok(false) => {}
        Err(error) => tracing::warn!(%error, "a link to a new password was not made"),
    }
}

/// What to do now. It depends on the server only.
fn words(state: &AppState) -> String {
    let about = &state.limits.about;
    let contact = about.contact.as_ref().map(ServerContact::in_one_line);
    let or_contact = contact.map(|contact| format!(", or {contact}")).unwrap_or_default();
    if state.mailer.is_some() {
        format!(
            "If somebody has this address here, a mail with a link is on its way. The link works once, for an hour. If no \
             mail comes within a few minutes, look among unwanted mail; then ask the lead of your organisation{or_contact}."
        )
    } else {
        format!(
            "This server sends no mail. Ask the lead of your organisation{or_contact} for a link that lets you set a new \
             password."
        )
    }
}
