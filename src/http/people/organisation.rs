//! Organisations that people are here for: which there are, and their names.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use axum::Json;
use axum::extract::State;

use super::asking::{bad_body, caller, forbidden, people};
use super::enter::org_name;
use crate::auth::Role;
use crate::auth::people::{Organisation, RoleAt};
use crate::auth::people_rights::{PeopleCaller, is_staff};
use crate::http::answer::ProblemDetails;
use crate::http::request::{Caller, InPath, JsonBody};
use crate::http::state::AppState;
use crate::ids::OrgId;
use crate::json::{Code, Problem};
use crate::protocol::http::{
    OrganisationEntry, OrganisationKind, OrganisationList, OrganisationNamed, OrganisationView,
};

/// People that are read from storage at a time.
const READ_AT_ONCE: u32 = 500;

/// Organisations that the caller may know of: its own, those that its events name, and those of the people whom an
/// administrator sees.
#[utoipa::path(
    get, path = "/api/v1/organisations", tag = "people", operation_id = "organisations",
    responses((status = 200, description = "the organisations", body = ref("#/components/schemas/OrganisationList"), content_type = "application/json")),
)]
pub(in crate::http) async fn list(
    State(state): State<AppState>,
    Caller(principal): Caller,
) -> Result<Json<OrganisationList>, ProblemDetails> {
    let own_name = org_name(&state, &principal).await?;
    let caller = caller(&state, principal).await?;
    let own = caller.place();
    let kept = people(&state).organisations().await?;
    let kept: HashMap<OrgId, String> = kept.into_iter().map(|one| (one.id, one.name)).collect();
    let mut named: BTreeMap<(OrganisationKind, OrgId), Option<String>> = BTreeMap::new();
    named.extend(places_in_sight(&state, &caller).await?.into_iter().map(|organisation| (organisation, None)));
    for (kind, parties) in
        [(OrganisationKind::Supplier, &caller.parties.bidders), (OrganisationKind::Trust, &caller.parties.trusts)]
    {
        named.extend(parties.iter().map(|(id, name)| ((kind, id.clone()), Some(name.clone()))));
    }
    named.insert((OrganisationKind::of(own.role), own.org), own_name);
    let entry = |((kind, id), name): ((OrganisationKind, OrgId), Option<String>)| {
        let given = kept.get(&id);
        let may_name = caller.may_name(&id, given.map(String::as_str));
        OrganisationEntry { name: given.cloned().or(name), kind, may_name, id }
    };
    Ok(Json(OrganisationList { items: named.into_iter().map(entry).collect() }))
}

/// Names an organisation.
#[utoipa::path(
    put, path = "/api/v1/organisations/{id}", tag = "people", operation_id = "name_organisation",
    params(("id" = String, Path, description = "the organisation's id")),
    request_body(content = ref("#/components/schemas/OrganisationNamed"), content_type = "application/json"),
    responses((status = 200, description = "named", body = ref("#/components/schemas/OrganisationView"), content_type = "application/json")),
)]
pub(in crate::http) async fn name(
    State(state): State<AppState>,
    Caller(principal): Caller,
    InPath(id): InPath<OrgId>,
    body: JsonBody,
) -> Result<Json<OrganisationView>, ProblemDetails> {
    let OrganisationNamed { name } = OrganisationNamed::parse(body.text()?.as_bytes()).map_err(bad_body)?;
    let caller = caller(&state, principal).await?;
    let kept = people(&state).organisation_name(&id).await?;
    let is_own_partnership = caller.principal.org == id && is_staff(caller.principal.role);
    if !caller.may_name(&id, kept.as_deref()) || (!is_own_partnership && is_partnership(&state, &caller, &id).await?) {
        let who =
            "an organisation is named by its leads, or by the administrator whose partnership alone has it in events";
        return Err(forbidden(who));
    }
    people(&state).name_organisation(Organisation { id: id.clone(), name: name.clone() }).await?;
    Ok(Json(OrganisationView { id, name }))
}

/// Checks that an organisation to which somebody is invited is known, or gives it the name that came along.
///
/// # Errors
/// 422 where nothing names it; and where it has another name, or is a partnership, whose names do not change this way.
pub(super) async fn name_if_unknown(
    state: &AppState,
    caller: &PeopleCaller,
    place: &RoleAt,
    name: Option<String>,
) -> Result<(), ProblemDetails> {
    let kept = people(state).organisation_name(&place.org).await?;
    let known = match kept.or_else(|| caller.name_in_events(place).map(str::to_owned)) {
        None if *place == caller.place() => org_name(state, &caller.principal).await?,
        known => known,
    };
    let not_here = |why: String| Err(bad_body(vec![Problem::new("/org_name", Code::Contradiction, why)]));
    match (known, name) {
        (Some(known), Some(name)) if known == name => Ok(()),
        (_, Some(_)) if is_staff(place.role) || is_partnership(state, caller, &place.org).await? => not_here(format!(
            "must be left out: {} is a partnership, which its own administrator names on the page of organisations",
            place.org
        )),
        (Some(known), Some(_)) => {
            not_here(format!("is \"{known}\" already: leave org_name out; an administrator or its lead renames it"))
        }
        (None, Some(name)) => {
            people(state).name_organisation(Organisation { id: place.org.clone(), name }).await?;
            Ok(())
        }
        (Some(_), None) => Ok(()),
        (None, None) if place.org == caller.principal.org => Ok(()),
        (None, None) => {
            let message = format!("{} is named nowhere: check it, or send its name as org_name", what(place));
            Err(bad_body(vec![Problem::new("/org", Code::UnknownReference, message)]))
        }
    }
}

/// Whether an organisation is a partnership: it has events, or people work for it.
async fn is_partnership(state: &AppState, caller: &PeopleCaller, id: &OrgId) -> Result<bool, ProblemDetails> {
    if caller.parties.partnerships.contains(id) {
        return Ok(true);
    }
    for role in [Role::Admin, Role::Buyer, Role::Auditor] {
        if people(state).count_at(&RoleAt { role, org: id.clone() }).await?.people > 0 {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The places of the people whom an administrator sees. All others see people of their events and their own organisation
/// only.
async fn places_in_sight(
    state: &AppState,
    caller: &PeopleCaller,
) -> Result<BTreeSet<(OrganisationKind, OrgId)>, ProblemDetails> {
    let (mut found, mut after) = (BTreeSet::new(), None);
    if caller.principal.role != Role::Admin {
        return Ok(found);
    }
    loop {
        let page = people(state).page(after.as_ref(), READ_AT_ONCE).await?;
        let Some(last) = page.last() else { return Ok(found) };
        after = Some(last.person.id.clone());
        for person in page.iter().map(|enrolled| &enrolled.person) {
            let places = person.places.iter().map(|held| &held.place);
            let shown = places.filter(|place| caller.may_see_place(person, place));
            found.extend(shown.map(|place| (OrganisationKind::of(place.role), place.org.clone())));
        }
    }
}

fn what(place: &RoleAt) -> String {
    match place.role {
        Role::Supplier => format!("the supplier {}", place.org),
        Role::Observer => format!("the trust {}", place.org),
        Role::Admin | Role::Buyer | Role::Auditor => format!("the partnership {}", place.org),
    }
}
