//! HTML pages that the server writes itself: sign-in by link, and the contract to read.
//!
//! They work without script and without the built pages.

use std::fmt::Write;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// The path of their style sheet.
pub(in crate::http) const STYLE_PATH: &str = "/plain.css";

const STYLE: &str = include_str!("plain.css");

/// Returns a whole page. `title` is plain text, `body` is HTML.
pub(in crate::http) fn page(title: &str, body: &str) -> String {
    let title = escape(title);
    format!(
        "<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title} – fairlot</title>\n\
         <link rel=\"icon\" href=\"/favicon.svg\" type=\"image/svg+xml\">\n<link rel=\"stylesheet\" href=\"{STYLE_PATH}\">\n</head>\n\
         <body>\n<header><a href=\"/\">fairlot</a></header>\n<main>\n<h1>{title}</h1>\n{body}\n</main>\n</body>\n</html>\n"
    )
}

/// Answers with the style sheet.
pub(in crate::http) async fn style() -> Response {
    let kind = (header::CONTENT_TYPE, HeaderValue::from_static("text/css; charset=utf-8"));
    let age = (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=3600"));
    ([kind, age], STYLE).into_response()
}

/// Answers with a page.
pub(in crate::http) fn answer(status: StatusCode, page: String) -> Response {
    (status, [(header::CACHE_CONTROL, "no-store")], axum::response::Html(page)).into_response()
}

/// Escapes text for HTML, also for attributes.
pub(in crate::http) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' | '<' | '>' | '"' | '\'' => {
                let _ = write!(escaped, "&#{};", u32::from(letter));
            }
            other => escaped.push(other),
        }
    }
    escaped
}
