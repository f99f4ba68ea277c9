//! The cookies of a browser: its session, and by which the browser is known. Their names, how they are read and set.
//!
//! Behind https the names begin with `__Host-`: a browser takes such a cookie only from this host, over https, for every
//! path. A session under the older name is read until it ends.

use std::time::Duration;

use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, HeaderName};
use axum::response::AppendHeaders;
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};

use crate::auth::sign_in::DEVICE_TTL;
use crate::auth::{Secret, SignedIn};
use crate::http::state::AppState;

/// The cookie that holds a session, over http.
pub const COOKIE: &str = "fairlot_session";
/// The same, over https.
pub(in crate::http) const COOKIE_OF_HOST: &str = "__Host-fairlot_session";
/// The cookie by which a browser is known, over http.
pub(in crate::http) const DEVICE: &str = "fairlot_device";
/// The same, over https.
pub(in crate::http) const DEVICE_OF_HOST: &str = "__Host-fairlot_device";

/// The session's secret that the browser sent, where it sent one.
pub(in crate::http) fn session_cookie(headers: &HeaderMap) -> Option<String> {
    first_of(headers, [COOKIE_OF_HOST, COOKIE])
}

/// The secret by which the browser is known, where it sent one.
pub(in crate::http) fn device_cookie(headers: &HeaderMap) -> Option<Secret> {
    first_of(headers, [DEVICE_OF_HOST, DEVICE]).and_then(|text| Secret::read(&text))
}

/// Makes a browser keep the session's secret for as long as the session can last.
pub(in crate::http) fn keeping(secret: &Secret, state: &AppState) -> Cookie<'static> {
    let name = if state.limits.https { COOKIE_OF_HOST } else { COOKIE };
    kept(name, secret, state.gate.sessions().cookie_ttl(), state)
}

/// Sets the cookies of somebody who has just signed in. That of the session is the first, for clients that read one only.
pub(in crate::http) fn of_sign_in(signed_in: &SignedIn, state: &AppState) -> AppendHeaders<[(HeaderName, String); 2]> {
    let name = if state.limits.https { DEVICE_OF_HOST } else { DEVICE };
    let device = kept(name, &signed_in.device, DEVICE_TTL, state);
    let session = keeping(&signed_in.cookie, state);
    AppendHeaders([(SET_COOKIE, session.to_string()), (SET_COOKIE, device.to_string())])
}

/// Names the cookies of a session that a browser has to remove.
pub(in crate::http) fn without_session(jar: CookieJar, state: &AppState) -> CookieJar {
    let removed = |name| Cookie::build(name).path("/").secure(state.limits.https).build();
    jar.remove(removed(COOKIE)).remove(removed(COOKIE_OF_HOST))
}

fn kept(name: &'static str, secret: &Secret, ttl: Duration, state: &AppState) -> Cookie<'static> {
    Cookie::build((name, secret.expose().to_owned()))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(state.limits.https)
        .max_age(ttl.try_into().unwrap_or_default())
        .build()
}

fn first_of(headers: &HeaderMap, names: [&str; 2]) -> Option<String> {
    let jar = CookieJar::from_headers(headers);
    names.iter().find_map(|name| jar.get(name)).map(|cookie| cookie.value().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(cookies: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert("cookie", cookies.parse().unwrap());
        headers
    }

    // G99
    #[test]
    fn the_cookie_of_the_host_goes_first_and_the_older_name_is_read_too() {
        for (cookies, read) in [
            ("fairlot_session=old", Some("old")),
            ("__Host-fairlot_session=new", Some("new")),
            ("fairlot_session=old; __Host-fairlot_session=new", Some("new")),
            ("other=x", None),
        ] {
            assert_eq!(session_cookie(&headers(cookies)).as_deref(), read, "{cookies}");
        }
    }

    // G96
    #[test]
    fn only_a_secret_of_this_server_is_a_device() {
        let secret = Secret::random();

        for (value, is_device) in [(secret.expose(), true), ("x", false), ("", false), (&"Z".repeat(64), false)] {
            assert_eq!(device_cookie(&headers(&format!("fairlot_device={value}"))).is_some(), is_device, "{value}");
        }
    }
}
