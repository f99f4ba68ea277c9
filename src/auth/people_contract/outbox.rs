//! Mail waits in the outbox until it is sent or given up, and its text no longer.

use super::{END, LATER, NOW, id, person};
use crate::auth::people::outbox::MAIL_KEPT;
use crate::auth::people::{MailKind, MailState, People, PeopleError, QueuedMail, SecurityEvent};
use crate::clock::Instant;

pub(super) async fn check(people: &dyn People) {
    people.add(person("eve", "eve@example.org").into()).await.unwrap();
    due_mail_comes_by_its_next_try_and_then_by_age(people).await;
    a_mail_that_is_over_keeps_no_text_and_is_never_due_again(people).await;
    the_list_shows_the_newest_first_and_no_text(people).await;
    what_is_over_is_deleted_after_90_days_and_what_waits_is_not(people).await;
    a_person_is_mailed_once_about_a_cause(people).await;
    the_newest_mail_with_a_link_says_whether_it_failed(people).await;
    the_mail_of_a_person_goes_with_the_person(people).await;
}

fn mail(name: &str, queued_at: Instant) -> QueuedMail {
    let (kind, to, sealed) = (MailKind::Invitation, "eve@example.org".to_owned(), name.as_bytes().to_vec());
    let causes = Vec::new();
    QueuedMail { id: name.to_owned(), kind, person: id("eve"), to, sealed, queued_at, causes }
}

async fn due(people: &dyn People, now: Instant, limit: u32) -> Vec<(String, u32)> {
    let due = people.due_mail(now, limit).await.unwrap();
    for mail in &due {
        assert_eq!((mail.sealed.as_slice(), mail.to.as_str()), (mail.id.as_bytes(), "eve@example.org"));
    }
    due.into_iter().map(|mail| (mail.id, mail.tries)).collect()
}

async fn due_mail_comes_by_its_next_try_and_then_by_age(people: &dyn People) {
    for (name, at) in [("m1", LATER), ("m2", NOW), ("m3", NOW)] {
        people.queue(mail(name, at)).await.unwrap();
    }
    let named =
        |names: &[(&str, u32)]| names.iter().map(|(name, tries)| ((*name).to_owned(), *tries)).collect::<Vec<_>>();

    assert_eq!(due(people, NOW, 9).await, named(&[("m2", 0), ("m3", 0)]));
    assert_eq!(due(people, LATER, 9).await, named(&[("m2", 0), ("m3", 0), ("m1", 0)]));
    assert_eq!(due(people, LATER, 1).await, named(&[("m2", 0)]));
    people.mail_not_sent("m2".to_owned(), "away".to_owned(), Some(END)).await.unwrap();
    assert_eq!(due(people, LATER, 9).await, named(&[("m3", 0), ("m1", 0)]));
    assert_eq!(due(people, END, 9).await, named(&[("m3", 0), ("m1", 0), ("m2", 1)]));
}

async fn a_mail_that_is_over_keeps_no_text_and_is_never_due_again(people: &dyn People) {
    people.mail_sent("m3".to_owned()).await.unwrap();
    people.mail_not_sent("m2".to_owned(), "refused".to_owned(), None).await.unwrap();
    people.mail_not_sent("m3".to_owned(), "late".to_owned(), Some(END)).await.unwrap();
    people.mail_sent("m2".to_owned()).await.unwrap();
    people.mail_sent("nobody's".to_owned()).await.unwrap();

    assert_eq!(due(people, END, 9).await, [("m1".to_owned(), 0)]);
}

async fn the_list_shows_the_newest_first_and_no_text(people: &dyn People) {
    let list = async |before: Option<&str>, limit| {
        let mails = people.mails(before, limit).await.unwrap();
        mails.into_iter().map(|mail| (mail.id, mail.state, mail.tries, mail.last_error)).collect::<Vec<_>>()
    };
    let expected = [
        ("m3".to_owned(), MailState::Sent, 1, None),
        ("m2".to_owned(), MailState::Failed, 2, Some("refused".to_owned())),
        ("m1".to_owned(), MailState::Waiting, 0, None),
    ];

    assert_eq!(list(None, 9).await, expected);
    assert_eq!(list(None, 1).await, expected[..1]);
    assert_eq!(list(Some("m3"), 9).await, expected[1..]);
}

// G106
async fn the_newest_mail_with_a_link_says_whether_it_failed(people: &dyn People) {
    let newest = async || {
        let found = people.newest_link_mails(vec![id("eve"), id("nobody")]).await.unwrap();
        found.into_iter().map(|mail| (mail.id.clone(), mail.has_failed())).collect::<Vec<_>>()
    };
    let of_kind = |name: &str, kind| QueuedMail { kind, ..mail(name, NOW) };

    let untouched = newest().await;
    people.queue(of_kind("n4", MailKind::LotOpening)).await.unwrap();
    people.mail_not_sent("n4".to_owned(), "refused".to_owned(), None).await.unwrap();
    let of_another_kind = newest().await;
    people.queue(of_kind("n5", MailKind::SignInLink)).await.unwrap();
    let untried = newest().await;
    people.mail_not_sent("n5".to_owned(), "away".to_owned(), Some(END)).await.unwrap();
    let waiting = newest().await;
    people.disable(id("eve")).await.unwrap();
    let not_needed = newest().await;
    people.enable(id("eve")).await.unwrap();
    people.queue(of_kind("n6", MailKind::PasswordReset)).await.unwrap();
    people.mail_not_sent("n6".to_owned(), "refused".to_owned(), None).await.unwrap();
    let given_up = newest().await;

    let one = |name: &str, failed| vec![(name.to_owned(), failed)];
    assert_eq!((untouched, of_another_kind), (one("m1", false), one("m1", false)));
    assert_eq!((untried, waiting, not_needed), (one("n5", false), one("n5", true), one("n5", false)));
    assert_eq!(given_up, one("n6", true));
}

async fn what_is_over_is_deleted_after_90_days_and_what_waits_is_not(people: &dyn People) {
    let ids = async || {
        let mails = people.mails(None, 9).await.unwrap();
        mails.into_iter().map(|mail| mail.id).collect::<Vec<_>>()
    };

    people.purge_outbox(NOW).await.unwrap();
    assert_eq!(ids().await, ["m3", "m2", "m1"]);
    people.purge_outbox(NOW + MAIL_KEPT).await.unwrap();
    assert_eq!(ids().await, ["m1"]);
}

// G106
async fn a_person_is_mailed_once_about_a_cause(people: &dyn People) {
    let about = |name: &str, causes: &[&str]| mail(name, NOW).about(causes.iter().map(|&one| one.to_owned()).collect());

    let first = people.queue(about("c1", &["opening/l1"])).await.unwrap();
    let again = people.queue(about("c2", &["opening/l1"])).await.unwrap();
    let in_part = people.queue(about("c3", &["opening/l1", "opening/l2"])).await.unwrap();
    let of_nobody = people.queue(QueuedMail { person: id("nobody"), ..about("c4", &["opening/l1"]) }).await;

    assert_eq!((first, again, in_part), (true, false, true));
    assert!(matches!(of_nobody, Err(PeopleError::Unknown)), "{of_nobody:?}");
    assert_eq!(people.mailed_about("opening/l2").await.unwrap(), [id("eve")]);
    assert_eq!(people.mailed_about("opening/l3").await.unwrap(), []);
    assert!(people.was_mailed(&id("eve"), MailKind::Invitation, NOW.less(MAIL_KEPT)).await.unwrap());
    assert!(!people.was_mailed(&id("eve"), MailKind::Invitation, LATER).await.unwrap());
    assert!(!people.was_mailed(&id("eve"), MailKind::LockOut, NOW.less(MAIL_KEPT)).await.unwrap());
    people.purge_outbox(NOW + MAIL_KEPT).await.unwrap();
    assert_eq!(people.mailed_about("opening/l2").await.unwrap(), [], "a cause is forgotten after 90 days");
}

async fn the_mail_of_a_person_goes_with_the_person(people: &dyn People) {
    people.queue(mail("e1", NOW).about(vec!["opening/l9".to_owned()])).await.unwrap();

    people.erase(id("eve"), SecurityEvent::erasure(NOW)).await.unwrap();

    assert!(people.mails(None, 9).await.unwrap().is_empty());
    assert!(people.mailed_about("opening/l9").await.unwrap().is_empty());
}
