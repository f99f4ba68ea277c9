//! People as a caller may see them: lists, one person, and what of each is shown.

use std::collections::HashSet;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use serde::Deserialize;

use super::asking::{bad_body, caller, people, visible};
use crate::auth::Role;
use crate::auth::people::{HeldPlace, Invitation, MailEntry, MailState, Person};
use crate::auth::people_rights::{PeopleCaller, PersonDeed};
use crate::clock::Instant;
use crate::http::answer::ProblemDetails;
use crate::http::request::{Caller, InPath};
use crate::http::state::AppState;
use crate::ids::{OrgId, PersonId};
use crate::json::{Code, Problem};
use crate::protocol::http::{
    ContactView, HeldPlaceView, InvitationView, MailFailure, PersonList, PersonView, SignInView,
};

/// People in one page, where the caller asks for no other number.
const PAGE_DEFAULT: usize = 100;
/// Most people in one page.
const PAGE_MAX: usize = 500;
/// What the `next` of a page begins with. An id alone is none, so that a wrong one is not taken for the end of the list.
const CURSOR_BEGIN: &str = "after.";
/// People that are read from storage at a time.
const READ_AT_ONCE: u32 = 500;

/// `?org=&role=&q=&limit=&after=`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct PeopleQuery {
    org: Option<String>,
    role: Option<String>,
    q: Option<String>,
    limit: Option<String>,
    after: Option<String>,
}

/// What is stored of how people sign in, and of their mail.
struct KeptFacts {
    invitations: Vec<Invitation>,
    with_factor: HashSet<PersonId>,
    mails: Vec<MailEntry>,
    now: Instant,
}

/// How a person signs in, and what became of the newest mail to the person.
pub(super) struct PersonFacts {
    pub(super) sign_in: SignInView,
    pub(super) mail_failed: Option<MailFailure>,
}

/// Which people are asked for.
struct Wanted {
    org: Option<OrgId>,
    role: Option<Role>,
    text: Option<String>,
    limit: usize,
    after: Option<PersonId>,
}

/// People whom the caller may know of.
#[utoipa::path(
    get, path = "/api/v1/people", tag = "people", operation_id = "list_people",
    params(
        ("org" = Option<String>, Query, description = "only those of this organisation"),
        ("role" = Option<String>, Query, description = "only those with this role"),
        ("q" = Option<String>, Query, description = "only those with this text in name or e-mail address"),
        ("limit" = Option<u32>, Query, description = "at most so many, 1 to 500; default 100"),
        ("after" = Option<String>, Query, description = "the `next` of the page before"),
    ),
    responses((status = 200, description = "the people", body = ref("#/components/schemas/PersonList"), content_type = "application/json")),
)]
pub(in crate::http) async fn list(
    State(state): State<AppState>,
    Caller(principal): Caller,
    query: Result<Query<PeopleQuery>, QueryRejection>,
) -> Result<Json<PersonList>, ProblemDetails> {
    let Query(query) = query.map_err(|_| bad_body(vec![bad_query("", "must be a query such as ?role=supplier")]))?;
    let wanted = Wanted::read(query).map_err(bad_body)?;
    let caller = caller(&state, principal).await?;
    let (found, next) = find(&state, &caller, &wanted).await?;
    let known = KeptFacts::read(&state, &caller, &found).await?;
    let view = |person: &Person| person_view(&caller, person, known.of(person));
    let next = next.map(|last| format!("{CURSOR_BEGIN}{last}"));
    Ok(Json(PersonList { items: found.iter().map(view).collect(), next }))
}

/// One person.
#[utoipa::path(
    get, path = "/api/v1/people/{id}", tag = "people", operation_id = "person",
    params(("id" = String, Path, description = "the person's id")),
    responses((status = 200, description = "the person", body = ref("#/components/schemas/PersonView"), content_type = "application/json")),
)]
pub(in crate::http) async fn show(
    State(state): State<AppState>,
    Caller(principal): Caller,
    InPath(id): InPath<PersonId>,
) -> Result<Json<PersonView>, ProblemDetails> {
    let caller = caller(&state, principal).await?;
    shown(&state, &caller, &id).await
}

/// A person as it stands now.
pub(super) async fn shown(
    state: &AppState,
    caller: &PeopleCaller,
    id: &PersonId,
) -> Result<Json<PersonView>, ProblemDetails> {
    let person = visible(state, caller, id).await?;
    let known = KeptFacts::read(state, caller, std::slice::from_ref(&person)).await?;
    Ok(Json(person_view(caller, &person, known.of(&person))))
}

/// What of a person the caller may see. Only who may read everything sees how the person signs in.
pub(super) fn person_view(caller: &PeopleCaller, person: &Person, facts: PersonFacts) -> PersonView {
    let PersonFacts { sign_in, mail_failed } = facts;
    let places = person.places.iter().filter(|held| caller.may_see_place(person, &held.place));
    let contact = caller.may(person, PersonDeed::ReadContact).then(|| ContactView {
        email: person.email.clone(),
        telephone: person.telephone.clone(),
        state: person.state.as_str().to_owned(),
        mail_failed,
    });
    let sign_in = caller.may(person, PersonDeed::ReadAll).then_some(sign_in);
    let (id, name) = (person.id.clone(), person.name.clone());
    PersonView { id, name, places: places.map(place_view).collect(), contact, sign_in, may: caller.deeds(person) }
}

/// A place as it is shown.
pub(super) fn place_view(held: &HeldPlace) -> HeldPlaceView {
    HeldPlaceView { role: held.place.role, org: held.place.org.clone(), lead: held.lead }
}

/// An invitation as it is shown at `now`.
pub(super) fn invitation_view(invitation: &Invitation, link: Option<String>, now: Instant) -> InvitationView {
    InvitationView {
        id: invitation.id.clone(),
        state: invitation.state_at(now).as_str().to_owned(),
        sent_at: invitation.sent_at,
        expires_at: invitation.expires_at,
        link,
    }
}

/// The people of a page, and where the next one begins.
async fn find(
    state: &AppState,
    caller: &PeopleCaller,
    wanted: &Wanted,
) -> Result<(Vec<Person>, Option<PersonId>), ProblemDetails> {
    let (mut found, mut after) = (Vec::new(), wanted.after.clone());
    loop {
        let page = people(state).page(after.as_ref(), READ_AT_ONCE).await?;
        let Some(last) = page.last() else { return Ok((found, None)) };
        after = Some(last.person.id.clone());
        for person in page.into_iter().map(|enrolled| enrolled.person) {
            if !wanted.takes(caller, &person) {
                continue;
            }
            if found.len() == wanted.limit {
                let next = found.last().map(|person: &Person| person.id.clone());
                return Ok((found, next));
            }
            found.push(person);
        }
    }
}

impl KeptFacts {
    /// Reads what the caller may know of these people.
    async fn read(state: &AppState, caller: &PeopleCaller, found: &[Person]) -> Result<Self, ProblemDetails> {
        let those_of = |deed: PersonDeed| -> Vec<PersonId> {
            found.iter().filter(|person| caller.may(person, deed)).map(|person| person.id.clone()).collect()
        };
        let readable = those_of(PersonDeed::ReadAll);
        let invitations = people(state).newest_invitations(readable.clone()).await?;
        let with_factor = people(state).with_factor(readable).await?;
        let mails = people(state).newest_link_mails(those_of(PersonDeed::ReadContact)).await?;
        Ok(Self { invitations, with_factor, mails, now: state.clock.now() })
    }

    fn of(&self, person: &Person) -> PersonFacts {
        let invitation = self.invitations.iter().find(|invitation| invitation.person == person.id);
        let sign_in = SignInView {
            second_factor: self.with_factor.contains(&person.id),
            last_sign_in: person.last_sign_in,
            invitation: invitation.map(|invitation| invitation_view(invitation, None, self.now)),
        };
        let mail = self.mails.iter().find(|mail| mail.person == person.id);
        PersonFacts { sign_in, mail_failed: mail.and_then(|mail| failure_of(mail, person)) }
    }
}

/// The failure of the newest mail, where it is still of use to know: the person has the same address, and has not signed in
/// since.
fn failure_of(mail: &MailEntry, person: &Person) -> Option<MailFailure> {
    let is_same_address = mail.to.eq_ignore_ascii_case(&person.email);
    let waits = person.last_sign_in.is_none_or(|signed_in| signed_in < mail.queued_at);
    (mail.has_failed() && is_same_address && waits).then(|| MailFailure {
        at: mail.queued_at,
        why: mail.last_error.clone().unwrap_or_else(|| "no reason is known".to_owned()),
        given_up: mail.state == MailState::Failed,
    })
}

impl Wanted {
    fn read(query: PeopleQuery) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut fault = |name: &str, message: &str| problems.push(bad_query(name, message));
        let id = |text: &str| OrgId::parse(text).ok();
        let org = query.org.as_deref().map(id);
        let role = query.role.as_deref().map(Role::parse);
        let after = query.after.as_deref().map(|text| PersonId::parse(text.strip_prefix(CURSOR_BEGIN)?).ok());
        let limit = query.limit.as_deref().map(|text| text.parse().ok().filter(|limit| (1..=PAGE_MAX).contains(limit)));
        for (name, is_bad, message) in [
            ("org", org == Some(None), "must be the id of an organisation"),
            ("role", role == Some(None), "must be supplier, observer, buyer, auditor or admin"),
            ("after", after == Some(None), "must be the next of the page before"),
            ("limit", limit == Some(None), "must be a whole number from 1 to 500"),
        ] {
            if is_bad {
                fault(name, message);
            }
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let text = query.q.map(|text| text.to_lowercase()).filter(|text| !text.is_empty());
        let limit = limit.flatten().unwrap_or(PAGE_DEFAULT);
        Ok(Self { org: org.flatten(), role: role.flatten(), text, limit, after: after.flatten() })
    }

    /// Whether a person is asked for, by what the caller may know of it.
    fn takes(&self, caller: &PeopleCaller, person: &Person) -> bool {
        if caller.ties(person).is_empty() {
            return false;
        }
        let is_there = |held: &HeldPlace| {
            let place = &held.place;
            self.org.as_ref().is_none_or(|org| place.org == *org)
                && self.role.is_none_or(|role| place.role == role)
                && caller.may_see_place(person, place)
        };
        let has_text = |text: &String| {
            let in_name = person.name.as_deref().is_some_and(|name| name.to_lowercase().contains(text));
            let sees_email = caller.may(person, PersonDeed::ReadContact);
            in_name || sees_email && person.email.to_lowercase().contains(text)
        };
        person.places.iter().any(is_there) && self.text.as_ref().is_none_or(has_text)
    }
}

fn bad_query(name: &str, message: &str) -> Problem {
    Problem::new(format!("/query/{name}"), Code::BadQuery, message)
}
