//! What the server says of itself before anybody has signed in: its name, and whom to ask.

use axum::Json;
use axum::extract::State;

use super::state::AppState;
use crate::config::ServerContact;
use crate::protocol::http::{AboutAnswer, AboutContact};

/// What the server says of itself. It needs no sign-in.
#[utoipa::path(
    get, path = "/api/v1/about", tag = "operation", operation_id = "about",
    responses((status = 200, description = "the server's name, and whom to ask", body = ref("#/components/schemas/AboutAnswer"), content_type = "application/json")),
)]
pub(super) async fn about(State(state): State<AppState>) -> Json<AboutAnswer> {
    let about = &state.limits.about;
    Json(AboutAnswer {
        name: about.name_or_default().to_owned(),
        contact: about.contact.clone().map(contact),
        mail: about.mail,
        https: state.limits.https,
        sign_in: Vec::new(),
    })
}

fn contact(contact: ServerContact) -> AboutContact {
    let ServerContact { name, telephone, email, hours } = contact;
    AboutContact { name, telephone, email, hours }
}
