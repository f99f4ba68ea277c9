//! The cookie that holds a browser's session: its name, how it is read, and how it is set.

use axum::http::HeaderMap;
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};

use crate::auth::Secret;
use crate::http::state::AppState;

/// The cookie that holds a session.
pub const COOKIE: &str = "fairlot_session";

/// The session's secret that the browser sent, where it sent one.
pub(in crate::http) fn session_cookie(headers: &HeaderMap) -> Option<String> {
    CookieJar::from_headers(headers).get(COOKIE).map(|cookie| cookie.value().to_owned())
}

/// Makes a browser keep the session's secret for as long as the session lasts.
pub(in crate::http) fn keeping(secret: &Secret, state: &AppState) -> Cookie<'static> {
    let ttl = state.gate.sessions().session_ttl();
    Cookie::build((COOKIE, secret.expose().to_owned()))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(state.limits.https)
        .max_age(ttl.try_into().unwrap_or_default())
        .build()
}

/// Names the cookie that a browser has to remove.
pub(in crate::http) fn removed() -> Cookie<'static> {
    Cookie::build(COOKIE).path("/").build()
}
