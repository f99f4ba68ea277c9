//! What became of the server's mail, for administrators; and a mail to try it.

use std::collections::HashSet;

use axum::Json;
use axum::extract::{FromRequestParts, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use uuid::Uuid;

use super::asking::{caller, forbidden, people, wrong_state};
use crate::auth::Role;
use crate::auth::people::{MailEntry, MailKind};
use crate::auth::people_rights::{PeopleCaller, PersonDeed};
use crate::http::answer::ProblemDetails;
use crate::http::request::{Caller, QueryMembers};
use crate::http::state::AppState;
use crate::ids::PersonId;
use crate::json::Code;
use crate::outbound::mail::texts;
use crate::protocol::http::{MailList, MailView};

/// Mails that are read from the outbox for one page. A page may be shorter: it has only mail to people whom the caller
/// looks after.
const PAGE_MAILS: u32 = 100;

/// `?after=`.
#[derive(Debug)]
pub(in crate::http) struct MailPage {
    after: Option<String>,
}

impl FromRequestParts<AppState> for MailPage {
    type Rejection = ProblemDetails;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, ProblemDetails> {
        let members = QueryMembers::of(parts);
        let after = members.text("after").map(str::to_owned);
        if after.as_deref().is_some_and(|after| Uuid::try_parse(after).is_err()) {
            members.fault("after", Code::BadText, "must be the next of the page before");
        }
        members.done(Self { after })
    }
}

/// Mails to the people whom the caller looks after, the newest first.
#[utoipa::path(
    get, path = "/api/v1/outbox", tag = "people", operation_id = "outbox",
    params(("after" = Option<String>, Query, description = "the `next` of the page before")),
    responses((status = 200, description = "the mails, without their texts", body = ref("#/components/schemas/MailList"), content_type = "application/json")),
)]
pub(in crate::http) async fn list(
    State(state): State<AppState>,
    Caller(principal): Caller,
    page: MailPage,
) -> Result<Json<MailList>, ProblemDetails> {
    let caller = caller(&state, principal).await?;
    check_is_admin(&caller)?;
    let mails = people(&state).mails(page.after.as_deref(), PAGE_MAILS).await?;
    let next = mails.last().filter(|_| mails.len() == PAGE_MAILS as usize).map(|mail| mail.id.clone());
    let shown = readable(&state, &caller, &mails).await?;
    let items = mails.into_iter().filter(|mail| shown.contains(&mail.person)).map(mail_view).collect();
    Ok(Json(MailList { items, next }))
}

/// Sends a mail to the caller, to see that mail works. The outbox says what becomes of it.
#[utoipa::path(
    post, path = "/api/v1/outbox/test", tag = "people", operation_id = "test_mail",
    responses((status = 202, description = "it is in the outbox")),
)]
pub(in crate::http) async fn test(
    State(state): State<AppState>,
    Caller(principal): Caller,
) -> Result<StatusCode, ProblemDetails> {
    let caller = caller(&state, principal).await?;
    check_is_admin(&caller)?;
    let Some(mailer) = &state.mailer else {
        return Err(wrong_state("no mail server is set up: start the server with --mail-url"));
    };
    let Some(own) = people(&state).by_id(&caller.principal.person).await? else {
        return Err(wrong_state("a token has no address to which a mail could go: sign in"));
    };
    let words = texts::test(mailer.about());
    people(&state).queue(mailer.mail(MailKind::Test, &own, &words, state.clock.now())).await?;
    mailer.wake();
    Ok(StatusCode::ACCEPTED)
}

fn check_is_admin(caller: &PeopleCaller) -> Result<(), ProblemDetails> {
    match caller.principal.role {
        Role::Admin => Ok(()),
        Role::Buyer | Role::Supplier | Role::Observer | Role::Auditor => {
            Err(forbidden("only an administrator reads the outbox"))
        }
    }
}

/// Those of the mails' people whose addresses the caller may read.
async fn readable(
    state: &AppState,
    caller: &PeopleCaller,
    mails: &[MailEntry],
) -> Result<HashSet<PersonId>, ProblemDetails> {
    let mut readable = HashSet::new();
    let named: HashSet<&PersonId> = mails.iter().map(|mail| &mail.person).collect();
    for id in named {
        let Some(person) = people(state).by_id(id).await? else { continue };
        if caller.may(&person, PersonDeed::ReadContact) {
            readable.insert(id.clone());
        }
    }
    Ok(readable)
}

fn mail_view(mail: MailEntry) -> MailView {
    let (kind, state) = (mail.kind.as_str().to_owned(), mail.state.as_str().to_owned());
    let MailEntry { id, to, tries, last_error, queued_at, .. } = mail;
    MailView { id, kind, to, state, tries, last_error, queued_at }
}
