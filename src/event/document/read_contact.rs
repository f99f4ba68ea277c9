//! Reads whom a reader of the event may ask.

use super::limits::{EMAIL_BYTES_MAX, NAME_BYTES_MAX, TELEPHONE_BYTES_MAX, TELEPHONE_DIGITS, TITLE_BYTES_MAX};
use crate::auction::setup::Contact;
use crate::json::{Code, Node};

const CONTACT: [&str; 4] = ["name", "telephone", "email", "hours"];

/// Reads a contact: its name, and a telephone number or an e-mail address at least.
pub(super) fn contact(node: Node<'_>) -> Contact {
    let contact = node.object(&CONTACT);
    let read = Contact {
        name: contact.member("name").line(NAME_BYTES_MAX),
        telephone: contact.given("telephone").map(telephone),
        email: contact.given("email").map(email),
        hours: contact.given("hours").map(|node| node.line(TITLE_BYTES_MAX)),
    };
    // Reported last, because the problem would hide those of the members.
    if read.telephone.is_none() && read.email.is_none() && node.is_readable() {
        node.fault(Code::Missing, "needs a telephone number or an e-mail address, or both");
    }
    read
}

fn telephone(node: Node<'_>) -> String {
    let text = node.line(TELEPHONE_BYTES_MAX);
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let is_number = TELEPHONE_DIGITS.contains(&digits)
        && text.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '+' | '(' | ')' | '-'));
    if !is_number && !text.trim().is_empty() && text.len() <= TELEPHONE_BYTES_MAX {
        let (least, most) = (TELEPHONE_DIGITS.start(), TELEPHONE_DIGITS.end());
        let message = format!(
            "must be {least} to {most} digits, with spaces, +, (, ) and - between them, such as \"01246 277271\""
        );
        node.fault(Code::BadText, message);
    }
    text
}

fn email(node: Node<'_>) -> String {
    let text = node.line(EMAIL_BYTES_MAX);
    let parts = text.split_once('@').filter(|(_, domain)| !domain.contains('@'));
    let is_address = !text.contains(char::is_whitespace)
        && parts.is_some_and(|(local, domain)| {
            let dotted = domain.split_once('.');
            !local.is_empty() && dotted.is_some_and(|(first, rest)| !first.is_empty() && !rest.is_empty())
        });
    if !is_address && !text.trim().is_empty() && text.len() <= EMAIL_BYTES_MAX {
        let message = "must be an e-mail address without spaces, such as \"procurement@example.nhs.uk\"";
        node.fault(Code::BadText, message);
    }
    text
}

#[cfg(test)]
mod tests {
    use crate::event::fixture::{least, parse, parsed, with};
    use crate::json::Code;
    use serde_json::{Value, json};

    fn with_contact(contact: Value) -> Value {
        with(least(), "/contact", contact)
    }

    // G110
    #[test]
    fn a_contact_has_a_name_and_a_way_to_reach_it() {
        let whole = json!({
            "name": "Ann Bell", "telephone": "+44 (0)1246-277271", "email": "a.bell@nhs.example.uk", "hours": "9 to 5"
        });
        let short = json!({"name": "Ann Bell", "telephone": "0124627"});

        let contact = parsed(&with_contact(whole.clone())).contact;

        assert_eq!(serde_json::to_value(contact).unwrap(), whole);
        assert_eq!(parsed(&with_contact(short)).contact.unwrap().email, None);
        assert_eq!(parsed(&least()).contact, None);
    }

    // G110
    #[test]
    fn a_contact_that_nobody_could_reach_is_refused() {
        let ann = |member: &str, value: Value| {
            let contact = json!({"name": "Ann Bell", "telephone": "01246 277271", "email": "a@b.c"});
            with(with_contact(contact), &format!("/contact/{member}"), value)
        };
        let cases = [
            (with_contact(json!({"name": "Ann"})), "/contact", Code::Missing),
            (with_contact(json!("Ann")), "/contact", Code::WrongType),
            (with_contact(json!({"email": "a@b.c"})), "/contact/name", Code::Missing),
            (ann("name", json!("a".repeat(201))), "/contact/name", Code::TooLong),
            (ann("telephone", json!("012462")), "/contact/telephone", Code::BadText),
            (ann("telephone", json!("1".repeat(21))), "/contact/telephone", Code::BadText),
            (ann("telephone", json!("01246 277271 ext 4")), "/contact/telephone", Code::BadText),
            (ann("telephone", json!(" ")), "/contact/telephone", Code::Missing),
            (ann("telephone", json!(1_246_277_271)), "/contact/telephone", Code::WrongType),
            (ann("email", json!("a@b")), "/contact/email", Code::BadText),
            (ann("email", json!("a.b.c")), "/contact/email", Code::BadText),
            (ann("email", json!("a@b@c.d")), "/contact/email", Code::BadText),
            (ann("email", json!("@b.c")), "/contact/email", Code::BadText),
            (ann("email", json!("a b@c.d")), "/contact/email", Code::BadText),
            (ann("email", json!(format!("{}@b.c", "a".repeat(251)))), "/contact/email", Code::TooLong),
            (ann("hours", json!("")), "/contact/hours", Code::Missing),
            (ann("fax", json!("1")), "/contact/fax", Code::UnknownMember),
        ];

        for (document, path, code) in cases {
            let problems = parse(&document).unwrap_err();
            assert_eq!(problems.len(), 1, "{problems:?}");
            assert_eq!((problems[0].path.as_str(), problems[0].code), (path, code), "{problems:?}");
        }
    }
}
