//! Checks that a browser's request comes from this server's own pages.
//!
//! A browser may send a cookie with a request that another site caused. Two guards prevent that such a request acts:
//! SameSite=Strict on the cookie, and this check.

use axum::http::{HeaderMap, HeaderValue, header};

use crate::config::HttpLimits;

/// How much of a header is repeated in words.
const SHOWN_CHARS_MAX: usize = 200;

/// Returns whether the request names an origin that may act with a session: the server's own, or a configured one.
pub(in crate::http) fn is_own(headers: &HeaderMap, limits: &HttpLimits) -> bool {
    let Some(origin) = text(headers, &header::ORIGIN) else { return false };
    if limits.origins.iter().any(|known| known == origin) {
        return true;
    }
    let host = text(headers, &header::HOST);
    let named = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
    host.is_some() && named == host
}

/// Returns whether a request that changes something may come from the server's own pages. A request that names neither
/// site nor origin passes: it was not sent by a browser.
pub(in crate::http) fn is_not_foreign(headers: &HeaderMap, limits: &HttpLimits) -> bool {
    match headers.get("sec-fetch-site").map(HeaderValue::as_bytes) {
        Some(b"same-origin") => true,
        Some(_) => is_own(headers, limits),
        None => !headers.contains_key(header::ORIGIN) || is_own(headers, limits),
    }
}

/// Returns whether a request that acts with a session comes from the server's own pages, and says so.
pub(in crate::http) fn is_of_own_page(headers: &HeaderMap, limits: &HttpLimits) -> bool {
    headers.get("sec-fetch-site").is_some_and(|site| site.as_bytes() == b"same-origin") || is_own(headers, limits)
}

/// Returns what to add to a refusal: the origin and the host that arrived, and what to set where a proxy changes the
/// host. Nothing for a request that names no origin.
pub(in crate::http) fn mismatch(headers: &HeaderMap) -> String {
    let Some(origin) = text(headers, &header::ORIGIN) else { return String::new() };
    let host = text(headers, &header::HOST).unwrap_or_default();
    format!(
        "; this request has the Origin \"{}\" and the Host \"{}\". Where a proxy stands between, it must pass the \
         browser's Host on (nginx: proxy_set_header Host $http_host); or start the server with --origin and that origin",
        shortened(origin),
        shortened(host)
    )
}

/// The beginning of a text that a client chose.
fn shortened(text: &str) -> String {
    text.chars().take(SHOWN_CHARS_MAX).collect()
}

fn text<'h>(headers: &'h HeaderMap, name: &header::HeaderName) -> Option<&'h str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    #[test]
    fn only_the_servers_own_and_configured_origins_are_accepted() {
        let limits = HttpLimits { origins: vec!["https://buy.example.org".to_owned()], ..HttpLimits::default() };
        let cases = [
            ("http://lots.example:8080", true),
            ("https://lots.example:8080", true),
            ("https://buy.example.org", true),
            ("http://lots.example", false),
            ("http://lots.example:8080.evil.example", false),
            ("https://evil.example", false),
            ("null", false),
        ];

        for (origin, own) in cases {
            assert_eq!(
                is_own(&headers(&[("host", "lots.example:8080"), ("origin", origin)]), &limits),
                own,
                "{origin}"
            );
        }
        assert!(!is_own(&headers(&[("host", "lots.example:8080")]), &limits));
    }

    #[test]
    fn a_proxy_that_changes_the_host_is_named_in_words() {
        let long = "x".repeat(10_000);
        let proxied = headers(&[("host", "127.0.0.1:8080"), ("origin", "https://buy.example.org")]);
        let mut huge = headers(&[("host", "a")]);
        huge.insert("origin", long.parse().unwrap());

        let words = mismatch(&proxied);

        for said in ["\"https://buy.example.org\"", "\"127.0.0.1:8080\"", "Host $http_host", "--origin"] {
            assert!(words.contains(said), "{words}");
        }
        assert_eq!(mismatch(&headers(&[("host", "a")])), "");
        assert!(mismatch(&huge).len() < 1_000);
    }

    // G99
    #[test]
    fn what_acts_with_a_session_says_that_it_comes_from_an_own_page() {
        let limits = HttpLimits::default();
        let cases = [
            (&[][..], false),
            (&[("sec-fetch-site", "same-origin")], true),
            (&[("sec-fetch-site", "same-site")], false),
            (&[("sec-fetch-site", "none")], false),
            (&[("host", "a"), ("origin", "http://a")], true),
            (&[("host", "a"), ("origin", "http://b")], false),
        ];

        for (pairs, own) in cases {
            assert_eq!(is_of_own_page(&headers(pairs), &limits), own, "{pairs:?}");
        }
    }

    #[test]
    fn a_request_that_another_site_caused_may_change_nothing() {
        let limits = HttpLimits::default();
        let own = [("host", "a"), ("origin", "http://a")];
        let hidden = [("host", "a"), ("origin", "null")];
        let sibling = [("sec-fetch-site", "same-site"), ("host", "a"), ("origin", "http://b")];
        let cases = [
            (&[][..], true),
            (&[("sec-fetch-site", "same-origin")], true),
            (&[("sec-fetch-site", "cross-site")], false),
            (&sibling, false),
            (&own, true),
            (&hidden, false),
        ];

        for (pairs, not_foreign) in cases {
            assert_eq!(is_not_foreign(&headers(pairs), &limits), not_foreign, "{pairs:?}");
        }
    }
}
