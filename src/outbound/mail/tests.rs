//! The address of a mail server, the form of a mail, and the waits between tries.

mod courier;
mod mailbox;

use super::letter::{Letter, LetterError};
use super::retry;
use super::server::{BadMailServer, MailServer};
use super::texts::{self, About};
use crate::clock::Instant;

const AT: Instant = Instant::from_micros(1_795_269_600_000_000);

fn letter() -> Letter {
    Letter {
        id: "0198".to_owned(),
        to: "ann@example.org".to_owned(),
        subject: "Your invitation".to_owned(),
        text: "Sign in by this link:\n\nhttps://buy.example.org/enter/0123\n".to_owned(),
    }
}

fn written(letter: &Letter) -> String {
    let from = "Trusts together <fairlot@example.org>".parse().unwrap();
    let message = letter.message(&from, "buy.example.org", AT).unwrap();
    String::from_utf8(message.formatted()).unwrap()
}

// G106
#[test]
fn a_mail_server_is_reached_over_tls_unless_it_is_on_this_machine() {
    let cases = [
        ("smtps://fairlot@mail.example.org", "mail.example.org port 465, TLS", Some("fairlot")),
        ("smtps://mail.example.org:4650", "mail.example.org port 4650, TLS", None),
        (
            "smtp://fairlot%40example.org@mail.example.org",
            "mail.example.org port 587, STARTTLS",
            Some("fairlot@example.org"),
        ),
        ("smtp://192.0.2.1:25", "192.0.2.1 port 25, STARTTLS", None),
        ("smtp://localhost:25", "localhost port 25, this machine", None),
        ("smtp://127.0.0.1:2525", "127.0.0.1 port 2525, this machine", None),
        ("smtp://[::1]:2525", "::1 port 2525, this machine", None),
        ("smtp://localhost.example.org", "localhost.example.org port 587, STARTTLS", None),
    ];

    for (text, expected, user) in cases {
        let server: MailServer = text.parse().unwrap();

        assert_eq!((server.to_string().as_str(), server.user()), (expected, user), "{text}");
    }
}

#[test]
fn an_address_that_is_none_or_holds_a_password_is_refused_without_repeating_it() {
    let cases = [
        ("", BadMailServer::Form),
        ("mail.example.org", BadMailServer::Form),
        ("http://mail.example.org", BadMailServer::Form),
        ("smtp:", BadMailServer::Form),
        ("smtp://", BadMailServer::Form),
        ("smtp://mail.example.org/folder", BadMailServer::Form),
        ("smtp://mail.example.org?tls=none", BadMailServer::Form),
        ("smtp://a%zz@mail.example.org", BadMailServer::Form),
        ("smtps://fairlot:hunter2@mail.example.org", BadMailServer::Password),
    ];

    for (text, expected) in cases {
        let refused = text.parse::<MailServer>().unwrap_err();

        assert_eq!(refused, expected, "{text}");
        assert!(!refused.to_string().contains("hunter2"));
    }
}

// G106
#[test]
fn a_mail_says_that_a_program_wrote_it_and_has_the_same_id_at_each_try() {
    let (first, second) = (written(&letter()), written(&letter()));

    assert!(first.contains("Message-ID: <0198@buy.example.org>\r\n"), "{first}");
    assert!(first.contains("Auto-Submitted: auto-generated\r\n"));
    assert!(first.contains("Content-Type: text/plain; charset=utf-8\r\n"));
    assert!(first.contains("From: \"Trusts together\" <fairlot@example.org>\r\n"));
    assert!(first.contains("https://buy.example.org/enter/0123"));
    assert_eq!(first, second);
}

#[test]
fn a_subject_with_a_line_end_adds_no_header() {
    let subject = "Gloves\r\nBcc: rival@example.org".to_owned();

    let text = written(&Letter { subject, ..letter() });

    let headers = text.split("\r\n\r\n").next().unwrap();
    assert!(!headers.lines().any(|line| line.starts_with("Bcc:")), "{headers}");
}

#[test]
fn an_address_that_mail_cannot_be_sent_to_is_told() {
    let from = "fairlot@example.org".parse().unwrap();
    let nobody = Letter { to: "nobody".to_owned(), ..letter() };

    assert_eq!(nobody.message(&from, "buy.example.org", AT).unwrap_err(), LetterError::Address);
}

// G106
#[test]
fn a_mail_is_tried_seven_times_over_a_day_and_a_half() {
    let minutes: Vec<u64> = (0..).map_while(retry::wait_after).map(|wait| wait.as_secs() / 60).collect();

    assert_eq!(minutes, [0, 1, 5, 30, 120, 480, 1_440]);
}

#[test]
fn a_mail_stands_in_plain_english_with_the_link_on_a_line_of_its_own() {
    let about = About { name: "Working Together".to_owned(), ask: "the buying team, 0114 496 0000".to_owned() };
    let link = "https://buy.example.org/enter/0123";

    let words = texts::invitation(&about, "Ann Lee", "Acme Medical Ltd", link, AT);

    assert_eq!(words.subject, "Your invitation to Working Together");
    assert!(words.text.lines().any(|line| line == link));
    assert!(words.text.contains("until 2pm on 21 November 2026"), "{}", words.text);
    assert!(words.text.ends_with("Questions: the buying team, 0114 496 0000\n"));
    assert_eq!(format!("{words:?} {:?}", letter()), "Words(…) Letter { id: \"0198\", .. }");
}

#[test]
fn an_invitation_names_the_organisation_only_where_the_server_is_not_called_the_same() {
    let about = About { name: "Working Together".to_owned(), ask: "the buying team".to_owned() };
    let invited = |organisation: &str| texts::invitation(&about, "Ann Lee", organisation, "https://x.example", AT).text;

    assert!(invited("Acme Medical Ltd").contains("you are invited to Working Together for Acme Medical Ltd. Sign in"));
    assert!(invited("Working Together").contains("you are invited to Working Together. Sign in"));
}
