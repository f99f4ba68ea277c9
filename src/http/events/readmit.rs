//! Lets a person back in who is kept out by wrong guesses or a lost second factor.

use axum::Json;
use axum::extract::State;

use crate::auth::people::{MailKind, PersonState, Readmission};
use crate::auth::upkeep::{READMISSION_QUIET, READMISSION_TTL};
use crate::auth::{Deed, Person, Principal, RoleAt};
use crate::engine::{ReadmissionOrder, ReadmissionRecord, Recorded};
use crate::http::answer::ProblemDetails;
use crate::http::request::{Caller, InPath, JsonBody, SignInClient};
use crate::http::state::AppState;
use crate::ids::EventId;
use crate::outbound::mail::{Mailer, texts};
use crate::protocol::Hex;
use crate::protocol::http::{ReadmissionRequest, Readmitted};

/// Lets a person back in who bids or observes in the event. For ten minutes none of the person's guesses waits, and one
/// sign-in needs no second factor. Where mail is set up, the person is mailed a link, and the leads of the organisation are
/// told; not again within three minutes, as long as that link was not used.
#[utoipa::path(
    post, path = "/api/v1/events/{id}/readmit", tag = "events", operation_id = "readmit",
    params(("id" = String, Path, description = "the event's id")),
    request_body(content = ref("#/components/schemas/ReadmissionRequest"), content_type = "application/json"),
    responses((status = 200, description = "recorded; the person can try again", body = ref("#/components/schemas/Readmitted"), content_type = "application/json")),
)]
pub(in crate::http) async fn readmit(
    State(state): State<AppState>,
    caller: Caller,
    SignInClient(client): SignInClient,
    InPath(id): InPath<EventId>,
    body: JsonBody,
) -> Result<Json<Readmitted>, ProblemDetails> {
    // A caller who may not see the event must not learn that it exists.
    state.engine.event(&caller.0, &id).await?;
    caller.may(Deed::Conduct)?;
    let ReadmissionRequest { person, reason } = body.parsed(|text| ReadmissionRequest::parse(text.as_bytes()))?;
    let sessions = state.gate.sessions();
    let known = sessions.people().by_id(&person).await?;
    let known = known.filter(|known| known.state != PersonState::Disabled);
    let stands_at = known.iter().flat_map(|known| &known.places).map(|held| Principal {
        person: person.clone(),
        org: held.place.org.clone(),
        role: held.place.role,
        expires_at: caller.0.expires_at,
    });
    let order = ReadmissionOrder { stands_at: stands_at.collect(), person: person.clone(), reason: reason.clone() };
    let ReadmissionRecord { record, place, places, event_title } = state.engine.readmit(&caller.0, &id, order).await?;
    let known = known.ok_or_else(ProblemDetails::not_found)?;
    let now = state.clock.now();
    let until = now + READMISSION_TTL;
    let mut readmission =
        Readmission { person, places, until, link: None, mails: Vec::new(), quiet: READMISSION_QUIET };
    let mailed = match &state.mailer {
        Some(mailer) => {
            let told = Told { person: &known, place: &place, event: &id, title: &event_title };
            add_mail(&state, mailer, &mut readmission, &told).await?;
            Some(shortened(&known.email))
        }
        None => None,
    };
    let earlier = sessions.readmit(&caller.0, readmission, reason, &client, now).await?;
    if let Some(mailer) = &state.mailer {
        mailer.wake();
    }
    let Recorded { seq, at, hash } = record;
    let mailed_at = mailed.is_some().then(|| earlier.unwrap_or(now));
    Ok(Json(Readmitted { seq, at, hash: Hex(hash.0), mailed, mailed_at, mailed_before: earlier.is_some() }))
}

/// Whom the mail about a readmission is about, and which event.
struct Told<'t> {
    person: &'t Person,
    /// The place at which the person takes part.
    place: &'t RoleAt,
    event: &'t EventId,
    title: &'t str,
}

/// Adds the link to the person's own address, and the mail that tells the leads of the organisation. Theirs has no link.
async fn add_mail(
    state: &AppState,
    mailer: &Mailer,
    readmission: &mut Readmission,
    told: &Told<'_>,
) -> Result<(), ProblemDetails> {
    let Told { person, place, event, title } = told;
    let (sessions, now) = (state.gate.sessions(), state.clock.now());
    let (code, link) = sessions.new_link(person, (*place).clone(), &format!("/events/{event}"), now);
    let (about, name) = (mailer.about(), texts::greeted(person));
    let words = texts::sign_in_link(about, name, title, &mailer.link(code.expose()), link.expires_at);
    readmission.mails.push(mailer.mail(MailKind::SignInLink, person, &words, now));
    readmission.link = Some(link);
    let name = person.name.as_deref().unwrap_or("a person");
    for lead in sessions.people().people_at(place).await? {
        if lead.id != person.id && lead.leads(place) {
            let words = texts::readmitted(about, texts::greeted(&lead), name, title);
            readmission.mails.push(mailer.mail(MailKind::Readmission, &lead, &words, now));
        }
    }
    Ok(())
}

/// An address as a buyer is told it: `a…@acme.example`.
fn shortened(email: &str) -> String {
    let (name, host) = email.rsplit_once('@').unwrap_or((email, ""));
    let first: String = name.chars().take(1).collect();
    format!("{first}…@{host}")
}

#[cfg(test)]
mod tests {
    use super::*;

    // G97
    #[test]
    fn a_buyer_is_told_the_first_letter_and_the_host_of_an_address() {
        assert_eq!(shortened("ann.lee@acme.example"), "a…@acme.example");
        assert_eq!(shortened("Ö@acme.example"), "Ö…@acme.example");
    }
}
