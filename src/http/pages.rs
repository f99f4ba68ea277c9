//! The built pages, embedded in the binary.
//!
//! Browsers keep files whose names hold a hash. They ask for every other file each time, and mostly get 304.

use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};

use super::answer::ProblemDetails;
use super::request::accept::accepts_gzip;

#[derive(RustEmbed)]
#[folder = "web/dist"]
#[allow_missing = true]
struct Built;

/// The addresses of the one page, as templates of routes.
pub(super) const ADDRESSES: [&str; 11] = [
    "/",
    "/sign-in",
    "/forgotten",
    "/events/{*rest}",
    "/lots/{*rest}",
    "/people",
    "/people/{*rest}",
    "/settings",
    "/settings/{*rest}",
    "/help",
    "/accessibility",
];

/// Where the build puts files whose names hold a hash of their content.
const HASHED: &str = "assets/";

/// Answers any address of the single page.
pub(super) async fn index(headers: HeaderMap) -> Response {
    match Built::get("index.html") {
        Some(file) => answer("index.html", &file, &headers),
        None => (StatusCode::SERVICE_UNAVAILABLE, "The pages are not built: run `make build`.\n").into_response(),
    }
}

/// Answers any other address: with a file of the build, or 404.
pub(super) async fn file(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    let is_read = method == Method::GET || method == Method::HEAD;
    match Built::get(path).filter(|_| is_read) {
        Some(file) => answer(path, &file, &headers),
        None => ProblemDetails::not_found().into_response(),
    }
}

fn answer(path: &str, file: &EmbeddedFile, asked: &HeaderMap) -> Response {
    let packed = accepts_gzip(asked).then(|| Built::get(&format!("{path}.gz"))).flatten();
    let digest = hex::encode(&file.metadata.sha256_hash()[..16]);
    let tag = format!("\"{digest}{}\"", if packed.is_some() { "-gzip" } else { "" });
    let age = if path.starts_with(HASHED) { "public, max-age=31536000, immutable" } else { "no-cache" };
    let is_known = asked.get(header::IF_NONE_MATCH).and_then(|tags| tags.to_str().ok());
    let is_known = is_known.is_some_and(|tags| tags.split(',').any(|known| same_tag(known, &tag)));

    let mut response = if is_known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        packed.as_ref().unwrap_or(file).data.clone().into_owned().into_response()
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(age));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    if !is_known {
        let kind = HeaderValue::from_str(file.metadata.mimetype());
        headers.insert(header::CONTENT_TYPE, kind.unwrap_or(HeaderValue::from_static("application/octet-stream")));
        if packed.is_some() {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
    }
    response
}

/// A weak comparison (RFC 9110 section 8.8.3.2): a proxy that compresses makes a tag weak.
fn same_tag(known: &str, tag: &str) -> bool {
    let known = known.trim();
    known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag
}
