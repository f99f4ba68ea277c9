//! Problems in words: a page for people who open an address that answers with a problem.
//!
//! A browser that opens a link asks for HTML first. It gets a page with a way on in place of a problem document, of the
//! same status. Every other client gets the problem document.

use std::fmt::Write;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;

use super::html;
use super::problem::ProblemDetail;
use crate::config::{HttpLimits, ServerContact};
use crate::http::request::accept::prefers_html;

const TO_EVENTS: &str = "<p><a href=\"/\">See your events and lots</a></p>";

/// The letters, digits and signs of an address that need no escape in a query.
const PLAIN: &[u8] = b"-._~/";

/// Answers with a page where the answer is a problem and the client would rather have HTML.
pub(in crate::http) async fn pages_for_people(
    State(limits): State<Arc<HttpLimits>>,
    request: Request,
    next: Next,
) -> Response {
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    let wants_page = is_read && prefers_html(request.headers());
    let asked = request.uri().path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string);
    let mut response = next.run(request).await;
    let Some(ProblemDetail(detail)) = response.extensions_mut().remove::<ProblemDetail>() else { return response };
    if !is_read {
        return response;
    }
    if !wants_page {
        response.headers_mut().append(header::VARY, HeaderValue::from_static("accept"));
        return response;
    }
    let mut page =
        html::answer(response.status(), page(response.status(), &detail, &asked, limits.about.contact.as_ref()));
    let kept = [header::WWW_AUTHENTICATE, header::RETRY_AFTER, header::ALLOW, header::CONNECTION, header::UPGRADE];
    for name in kept {
        if let Some(value) = response.headers_mut().remove(&name) {
            page.headers_mut().insert(name, value);
        }
    }
    page.headers_mut().append(header::VARY, HeaderValue::from_static("accept"));
    page
}

/// Returns the page that says what a status means to a person. `detail` is the problem's own sentence, `asked` the address
/// that was asked for, `contact` whom to ask.
fn page(status: StatusCode, detail: &str, asked: &str, contact: Option<&ServerContact>) -> String {
    let detail = html::escape(&sentence(detail));
    let (title, body) = match status {
        StatusCode::UNAUTHORIZED => (
            "Sign in to see this",
            format!(
                "<p>This address is for people who have signed in. After you have signed in, it opens by itself.</p>\n\
                 <p><a href=\"/sign-in?to={}\">Sign in</a></p>",
                in_query(asked)
            ),
        ),
        StatusCode::FORBIDDEN => ("You cannot see this", format!("<p>{detail}</p>\n{TO_EVENTS}")),
        StatusCode::NOT_FOUND => (
            "There is no such page",
            format!(
                "<p>The address may be mistyped, or what it names is not for you to see. If you typed it, check it. \
                 If a link led here, tell the person who gave you the link.</p>\n{TO_EVENTS}"
            ),
        ),
        StatusCode::GONE => ("This is no longer here", format!("<p>{detail}</p>\n{TO_EVENTS}")),
        StatusCode::SERVICE_UNAVAILABLE => (
            "fairlot does not answer at the moment",
            format!("<p>Nothing that was accepted is lost. Try again in a minute.</p>\n{TO_EVENTS}"),
        ),
        _ => ("This address cannot be opened like this", format!("<p>{detail}</p>\n{TO_EVENTS}")),
    };
    html::page(title, &body, contact)
}

/// Escapes a text for a value in a query (RFC 3986 section 2.1). What it returns has no sign of HTML either.
fn in_query(text: &str) -> String {
    text.bytes().fold(String::with_capacity(text.len()), |mut escaped, byte| {
        if byte.is_ascii_alphanumeric() || PLAIN.contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            // Writing to a text cannot fail.
            let _ = write!(escaped, "%{byte:02X}");
        }
        escaped
    })
}

/// Writes a problem's words as a sentence.
fn sentence(detail: &str) -> String {
    let mut letters = detail.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    let stop = if detail.ends_with('.') { "" } else { "." };
    format!("{first}{}{stop}", letters.as_str())
}
