//! HTML pages that the server writes itself: sign-in by link, and the contract to read.
//!
//! They work without script and without the built pages.

use std::fmt::Write;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::config::ServerContact;

/// The path of their style sheet.
pub(in crate::http) const STYLE_PATH: &str = "/plain.css";

const STYLE: &str = include_str!("plain.css");

/// Returns a whole page. `title` is plain text, `body` is HTML. `contact` is whom to ask, where the server knows it.
pub(in crate::http) fn page(title: &str, body: &str, contact: Option<&ServerContact>) -> String {
    let title = escape(title);
    let ask = contact.map_or_else(
        || "Ask the person who invited you. The telephone number stands in your invitation.".to_owned(),
        |contact| format!("Ask {}.", escape(&contact.in_one_line())),
    );
    format!(
        "<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title} – fairlot</title>\n\
         <link rel=\"icon\" href=\"/favicon.svg\" type=\"image/svg+xml\">\n<link rel=\"stylesheet\" href=\"{STYLE_PATH}\">\n</head>\n\
         <body>\n<a class=\"skip\" href=\"#maincontent\">Skip to main content</a>\n<header><a href=\"/\">fairlot</a></header>\n\
         <main id=\"maincontent\" tabindex=\"-1\">\n<h1>{title}</h1>\n{body}\n</main>\n\
         <footer>\n<h2>Help</h2>\n<p>{ask}</p>\n\
         <p><a href=\"/help\">Help with these pages</a> <a href=\"/accessibility\">Accessibility</a></p>\n</footer>\n\
         </body>\n</html>\n"
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
