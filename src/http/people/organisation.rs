//! Names of organisations.

use axum::Json;
use axum::extract::State;

use super::asking::{bad_body, caller, forbidden, people};
use crate::auth::Role;
use crate::auth::people::{Organisation, RoleAt};
use crate::auth::people_rights::PeopleCaller;
use crate::http::answer::ProblemDetails;
use crate::http::request::{Caller, InPath, JsonBody};
use crate::http::state::AppState;
use crate::ids::OrgId;
use crate::json::{Code, Problem};
use crate::protocol::http::{OrganisationNamed, OrganisationView};

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
    let is_own = caller.principal.org == id;
    let is_of_events = caller.parties.bidders.contains_key(&id) || caller.parties.trusts.contains_key(&id);
    let may = match caller.principal.role {
        Role::Admin => is_own || is_of_events || people(&state).organisation_name(&id).await?.is_none(),
        Role::Buyer | Role::Supplier | Role::Observer | Role::Auditor => caller.is_lead && is_own,
    };
    if !may {
        return Err(forbidden("an organisation is named by its leads, or by an administrator whose events name it"));
    }
    people(&state).name_organisation(Organisation { id: id.clone(), name: name.clone() }).await?;
    Ok(Json(OrganisationView { id, name }))
}

/// Checks that an organisation to which somebody is invited is known, or gives it the name that came along.
///
/// # Errors
/// 422 where nothing names it; and where it has another name, which the caller may not change.
pub(super) async fn name_if_unknown(
    state: &AppState,
    caller: &PeopleCaller,
    place: &RoleAt,
    name: Option<String>,
) -> Result<(), ProblemDetails> {
    let kept = people(state).organisation_name(&place.org).await?;
    let known = kept.as_deref().or_else(|| caller.name_in_events(place));
    match (known, name) {
        (Some(known), Some(name)) if known != name && caller.principal.role != Role::Admin => {
            let message =
                format!("is \"{known}\" already: leave org_name out; an administrator or its lead renames it");
            Err(bad_body(vec![Problem::new("/org_name", Code::Contradiction, message)]))
        }
        (_, Some(name)) => {
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

fn what(place: &RoleAt) -> String {
    match place.role {
        Role::Supplier => format!("the supplier {}", place.org),
        Role::Observer => format!("the trust {}", place.org),
        Role::Admin | Role::Buyer | Role::Auditor => format!("the partnership {}", place.org),
    }
}
