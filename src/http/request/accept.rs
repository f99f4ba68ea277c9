//! What a client accepts: kinds of answers and codings, by their weights (RFC 9110 section 12.4.2).

use axum::http::{HeaderMap, HeaderName, header};

/// A weight in thousandths: 0 is refused, 1,000 is what a client says without one.
type Weight = u16;

const WEIGHT_MAX: Weight = 1_000;

/// Returns whether the client would rather have a page for people than data. `*/*` alone asks for data.
pub(in crate::http) fn prefers_html(headers: &HeaderMap) -> bool {
    let kinds = weighted(headers, &header::ACCEPT);
    let greatest = |wanted: &dyn Fn(&str) -> bool| {
        kinds.iter().filter(|(kind, _)| wanted(kind)).map(|(_, weight)| *weight).max().unwrap_or(0)
    };
    let html = greatest(&|kind| kind == "text/html");
    let any = greatest(&|kind| kind == "*/*" || kind == "application/*");
    let data = greatest(&|kind| {
        matches!(kind, "application/json" | "application/problem+json" | "application/x-ndjson" | "text/csv")
    });
    html > data && html >= any
}

/// Returns whether the client takes gzip, and would not rather have the bytes as they are.
pub(in crate::http) fn accepts_gzip(headers: &HeaderMap) -> bool {
    let codings = weighted(headers, &header::ACCEPT_ENCODING);
    let weight = |wanted: &str| codings.iter().find(|(coding, _)| coding == wanted).map(|(_, weight)| *weight);
    let gzip = weight("gzip").or(weight("x-gzip")).or(weight("*")).unwrap_or(0);
    gzip > 0 && gzip >= weight("identity").unwrap_or(0)
}

/// Returns the members of a list with their weights, in lower case. A weight that cannot be read counts as a refusal.
fn weighted(headers: &HeaderMap, name: &HeaderName) -> Vec<(String, Weight)> {
    let lists = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
    let members = lists.flat_map(|list| list.split(','));
    let read = members.map(|member| {
        let mut parts = member.split(';').map(|part| part.trim().to_ascii_lowercase());
        let what = parts.next().unwrap_or_default();
        let weight = parts.find_map(|part| part.strip_prefix("q=").map(|text| read_weight(text).unwrap_or(0)));
        (what, weight.unwrap_or(WEIGHT_MAX))
    });
    read.filter(|(what, _)| !what.is_empty()).collect()
}

/// Reads `0`, `0.5`, `1.000` and the like, of at most three places.
fn read_weight(text: &str) -> Option<Weight> {
    let (whole, places) = text.split_once('.').unwrap_or((text, ""));
    let is_a_number = places.len() <= 3 && places.bytes().all(|digit| digit.is_ascii_digit());
    let thousandths: Weight = format!("{places:0<3}").parse().ok().filter(|_| is_a_number)?;
    match whole {
        "0" => Some(thousandths),
        "1" if thousandths == 0 => Some(WEIGHT_MAX),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(name: &HeaderName, values: &[&str]) -> HeaderMap {
        values.iter().map(|value| (name.clone(), value.parse().unwrap())).collect()
    }

    #[test]
    fn gzip_is_sent_where_it_is_accepted_and_not_liked_less() {
        let cases: [(&[&str], bool); 16] = [
            (&[], false),
            (&[""], false),
            (&["gzip"], true),
            (&["GZip"], true),
            (&["x-gzip"], true),
            (&["deflate", "br, gzip"], true),
            (&["gzip;q=0"], false),
            (&["gzip; q=0.000"], false),
            (&["gzip;q=0.001"], true),
            (&["gzip;q=0.5, identity"], false),
            (&["gzip;q=0.5, identity;q=0.5"], true),
            (&["identity;q=1, gzip;q=1"], true),
            (&["*"], true),
            (&["gzip;q=0, *"], false),
            (&["*;q=0"], false),
            (&["gzip;q=often"], false),
        ];

        for (values, expected) in cases {
            assert_eq!(accepts_gzip(&with(&header::ACCEPT_ENCODING, values)), expected, "{values:?}");
        }
    }

    #[test]
    fn only_a_client_that_asks_for_html_first_gets_a_page() {
        let cases: [(&[&str], bool); 11] = [
            (&[], false),
            (&["*/*"], false),
            (&["application/json"], false),
            (&["text/html"], true),
            (&["text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"], true),
            (&["text/html, */*"], true),
            (&["text/html;q=0.5, */*"], false),
            (&["application/json, text/html"], false),
            (&["application/json;q=0.5", "text/html"], true),
            (&["text/html;q=0"], false),
            (&["text/csv, text/html;q=0.9"], false),
        ];

        for (values, expected) in cases {
            assert_eq!(prefers_html(&with(&header::ACCEPT, values)), expected, "{values:?}");
        }
    }

    #[test]
    fn a_weight_has_at_most_three_places_and_is_at_most_one() {
        let cases = [("0", Some(0)), ("1", Some(1_000)), ("1.000", Some(1_000)), ("0.5", Some(500)), ("0.", Some(0))];
        for (text, weight) in cases {
            assert_eq!(read_weight(text), weight, "{text}");
        }
        for text in ["", ".5", "1.1", "2", "-1", "0.1234", "0.x", "0,5"] {
            assert_eq!(read_weight(text), None, "{text}");
        }
    }
}
