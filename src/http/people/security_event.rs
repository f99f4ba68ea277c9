//! Security events, for those who look after people.

use std::collections::HashMap;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use serde::Deserialize;
use uuid::Uuid;

use super::asking::{bad_body, caller, forbidden, people};
use crate::auth::people::{Person, SecurityEvent, SecurityEventKind};
use crate::auth::people_rights::{PeopleCaller, PersonDeed};
use crate::auth::{Directory, Role};
use crate::http::answer::ProblemDetails;
use crate::http::request::Caller;
use crate::http::state::AppState;
use crate::ids::PersonId;
use crate::json::{Code, Problem};
use crate::protocol::http::{SecurityEventList, SecurityEventView};

/// Events in one page.
const PAGE_EVENTS: usize = 100;
/// Events that are read from storage at a time.
const READ_AT_ONCE: u32 = 500;
/// Reads for one page. A page may be short, or empty, and have a next one nevertheless.
const READS_MAX: usize = 20;

/// `?person=&kind=&after=`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct EventsQuery {
    person: Option<String>,
    kind: Option<String>,
    after: Option<String>,
}

/// Security events that the caller may read, the newest first.
#[utoipa::path(
    get, path = "/api/v1/security-events", tag = "people", operation_id = "security_events",
    params(
        ("person" = Option<String>, Query, description = "only those of this person"),
        ("kind" = Option<String>, Query, description = "only those of this kind"),
        ("after" = Option<String>, Query, description = "the `next` of the page before"),
    ),
    responses((status = 200, description = "the events", body = ref("#/components/schemas/SecurityEventList"), content_type = "application/json")),
)]
pub(in crate::http) async fn list(
    State(state): State<AppState>,
    Caller(principal): Caller,
    query: Result<Query<EventsQuery>, QueryRejection>,
) -> Result<Json<SecurityEventList>, ProblemDetails> {
    let Query(query) = query.map_err(|_| bad_body(vec![bad_query("", "must be a query such as ?kind=invited")]))?;
    let kind = query.kind.as_deref().map(SecurityEventKind::parse);
    if kind == Some(None) {
        let known: Vec<&str> = SecurityEventKind::ALL.iter().map(|kind| kind.as_str()).collect();
        return Err(bad_body(vec![bad_query("kind", &format!("must be one of {}", known.join(", ")))]));
    }
    let after = query.after.filter(|after| !after.is_empty());
    if after.as_deref().is_some_and(|after| Uuid::try_parse(after).is_err()) {
        return Err(bad_body(vec![bad_query("after", "must be the next of the page before")]));
    }
    let caller = caller(&state, principal).await?;
    let is_reader = caller.is_lead || matches!(caller.principal.role, Role::Admin | Role::Buyer | Role::Auditor);
    if !is_reader {
        return Err(forbidden("security events are for administrators, leads, buyers and auditors"));
    }
    let is_wanted = |event: &SecurityEvent| {
        kind.flatten().is_none_or(|kind| event.kind == kind)
            && query.person.as_deref().is_none_or(|id| event.person.as_ref().is_some_and(|one| one.as_str() == id))
    };
    let directory = state.gate.sessions().directory();
    let (mut items, mut known, mut next) = (Vec::new(), HashMap::new(), after);
    for _ in 0..READS_MAX {
        let page = people(&state).security_events(next.as_deref(), READ_AT_ONCE).await?;
        if page.is_empty() {
            return Ok(Json(SecurityEventList { items, next: None }));
        }
        for event in page {
            next = Some(event.id.clone());
            if is_wanted(&event) && may_read(&caller, &event, about(&state, &mut known, &event).await?.as_ref()) {
                items.push(view(&caller, directory, event));
            }
            if items.len() == PAGE_EVENTS {
                return Ok(Json(SecurityEventList { items, next }));
            }
        }
    }
    Ok(Json(SecurityEventList { items, next }))
}

/// The person of an event, as long as it is not erased.
async fn about(
    state: &AppState,
    known: &mut HashMap<PersonId, Option<Person>>,
    event: &SecurityEvent,
) -> Result<Option<Person>, ProblemDetails> {
    let Some(id) = &event.person else { return Ok(None) };
    if let Some(person) = known.get(id) {
        return Ok(person.clone());
    }
    let person = people(state).by_id(id).await?;
    known.insert(id.clone(), person.clone());
    Ok(person)
}

/// An administrator and an auditor read what concerns their partnership, a lead what concerns its own people, a buyer
/// whom somebody let back in.
fn may_read(caller: &PeopleCaller, event: &SecurityEvent, person: Option<&Person>) -> bool {
    let is_done_for_own = event.org.as_ref() == Some(&caller.principal.org);
    let may = |deed| person.is_some_and(|person| caller.may(person, deed));
    match caller.principal.role {
        Role::Admin | Role::Auditor if is_done_for_own => true,
        Role::Buyer
            if event.kind == SecurityEventKind::Readmitted && (is_done_for_own || may(PersonDeed::ReadContact)) =>
        {
            true
        }
        Role::Auditor => person.is_some_and(|person| caller.is_of_partnership(person)),
        Role::Admin | Role::Buyer | Role::Supplier | Role::Observer => may(PersonDeed::ReadSecurityEvents),
    }
}

fn view(caller: &PeopleCaller, directory: &Directory, event: SecurityEvent) -> SecurityEventView {
    let name =
        |person: &Option<PersonId>| person.as_ref().and_then(|id| directory.name_of(id)).map(|name| name.to_string());
    let address = if caller.principal.role == Role::Auditor { None } else { event.address };
    SecurityEventView {
        person_name: name(&event.person),
        by_name: name(&event.by),
        id: event.id,
        at: event.at,
        kind: event.kind.as_str().to_owned(),
        person: event.person,
        by: event.by,
        address,
        device: event.device,
        reason: event.reason,
        file: event.file,
    }
}

fn bad_query(name: &str, message: &str) -> Problem {
    Problem::new(format!("/query/{name}"), Code::BadQuery, message)
}
