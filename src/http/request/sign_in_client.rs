//! What is known of the client that signs in or guesses: its address, its device, its program.

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::USER_AGENT;
use axum::http::request::Parts;

use super::client_address::ClientAddress;
use super::cookie::device_cookie;
use crate::auth::Client;
use crate::http::answer::ProblemDetails;
use crate::http::state::AppState;

/// The client of a request around signing in.
#[derive(Debug, Clone)]
pub(in crate::http) struct SignInClient(pub(in crate::http) Client);

impl FromRequestParts<AppState> for SignInClient {
    type Rejection = ProblemDetails;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ProblemDetails> {
        let ClientAddress(address) = ClientAddress::from_request_parts(parts, state).await?;
        Ok(Self(Client { address, device: device_cookie(&parts.headers), program: program(&parts.headers) }))
    }
}

/// Names of browsers and systems as people know them, and the signs by which programs name them. The first that fits
/// counts: most browsers name others too.
const BROWSERS: [(&str, &str); 6] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("CriOS/", "Chrome"),
    ("Safari/", "Safari"),
];
/// How much of an unknown program's own text is kept.
const PROGRAM_CHARS_MAX: usize = 200;

const SYSTEMS: [(&str, &str); 6] = [
    ("Windows", "Windows"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
];

/// What the client is, in words for the list of sessions; the beginning of its own text where it is not known.
fn program(headers: &HeaderMap) -> Option<String> {
    let text = headers.get(USER_AGENT)?.to_str().ok()?;
    let named =
        |names: &[(&str, &'static str)]| names.iter().find(|(sign, _)| text.contains(sign)).map(|(_, name)| *name);
    match (named(&BROWSERS), named(&SYSTEMS)) {
        (Some(browser), Some(system)) => Some(format!("{browser} on {system}")),
        (Some(only), None) | (None, Some(only)) => Some(only.to_owned()),
        (None, None) => Some(text.chars().take(PROGRAM_CHARS_MAX).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // G94
    #[test]
    fn a_browser_is_named_as_people_know_it() {
        for (text, name) in [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 \
              Safari/537.36 Edg/131.0.0.0",
                Some("Edge on Windows"),
            ),
            ("Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0", Some("Firefox on Linux")),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) \
              Version/17.6 Mobile/15E148 Safari/604.1",
                Some("Safari on iPhone"),
            ),
            ("curl/8.5.0", Some("curl/8.5.0")),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(USER_AGENT, text.parse().unwrap());

            assert_eq!(program(&headers).as_deref(), name, "{text}");
        }
    }
}
