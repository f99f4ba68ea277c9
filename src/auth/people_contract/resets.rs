//! Links to a new password: what they allow, what ends them, and what the link of a readmission allows.

use std::time::Duration;

use super::{END, LATER, NOW, at, hash, id, link, person, rfs, session};
use crate::auth::FactorProof;
use crate::auth::password::PasswordHash;
use crate::auth::people::{
    HeldPlace, Invitation, InvitationKind, InvitationState, KeptFactor, Link, MailKind, MailState, NewSession, People,
    PeopleError, PersonDetails, QueuedMail, RESET_TTL, Readmission, SecurityEvent,
};
use crate::auth::principal::Role;
use crate::ids::PersonId;

pub(super) async fn check(people: &dyn People) {
    people.add(person("rex", "rex@example.org").into()).await.unwrap();
    a_link_of_one_kind_replaces_no_other(people).await;
    only_what_a_person_asked_for_is_counted(people).await;
    a_session_by_such_a_link_may_set_a_password_once(people).await;
    a_password_is_replaced_only_where_it_is_the_present_one(people).await;
    another_address_ends_what_was_mailed(people).await;
    mail_whose_link_is_dead_is_given_up(people).await;
    a_readmission_comes_with_its_link_and_its_mail(people).await;
    a_second_readmission_sends_no_mail_while_the_link_of_the_first_holds(people).await;
    the_people_at_a_place_are_those_who_may_sign_in(people).await;
    people.erase(id("rex"), SecurityEvent::erasure(NOW)).await.unwrap();
}

fn reset(name: &str, code: u8, by: &str) -> Invitation {
    Invitation {
        id: name.to_owned(),
        kind: InvitationKind::Reset,
        code: hash(code),
        person: id("rex"),
        place: rfs(),
        state: InvitationState::Sent,
        leads_to: "/".to_owned(),
        by: id(by),
        sent_at: NOW,
        expires_at: END,
    }
}

fn join(name: &str, code: u8) -> Invitation {
    Invitation { kind: InvitationKind::Join, ..reset(name, code, "ann") }
}

fn mail(name: &str, to: &str) -> QueuedMail {
    let (kind, sealed, causes) = (MailKind::SignInLink, vec![1], Vec::new());
    let (person, to) = (id(to), "x@example.org".to_owned());
    QueuedMail { id: name.to_owned(), kind, person, to, sealed, queued_at: NOW, causes }
}

async fn living(people: &dyn People, code: u8) -> bool {
    people.find_code(hash(code)).await.unwrap().is_some_and(|found| found.is_living(NOW))
}

// G93
async fn a_link_of_one_kind_replaces_no_other(people: &dyn People) {
    people.invite(join("join", 140), None, None).await.unwrap();
    people.invite(reset("r1", 141, "rex"), None, None).await.unwrap();
    people.invite(reset("r2", 142, "ann"), None, None).await.unwrap();

    let found = [living(people, 140).await, living(people, 141).await, living(people, 142).await];

    assert_eq!(found, [true, false, true]);
    assert!(people.withdraw(id("rex"), NOW).await.unwrap(), "by hand all of them end");
    assert!(!living(people, 140).await && !living(people, 142).await);
}

// G93
async fn only_what_a_person_asked_for_is_counted(people: &dyn People) {
    let later = Invitation { sent_at: LATER, ..reset("r3", 143, "rex") };
    people.invite(later, None, None).await.unwrap();

    assert_eq!(people.resets_asked(&id("rex"), NOW.less(RESET_TTL)).await.unwrap(), [LATER, NOW]);
    assert_eq!(people.resets_asked(&id("rex"), NOW).await.unwrap(), [LATER]);
    let newest = people.newest_invitations(vec![id("rex")]).await.unwrap();
    assert_eq!(newest[0].id, "r2", "what a person asks for is no invitation");
}

// G93
async fn a_session_by_such_a_link_may_set_a_password_once(people: &dyn People) {
    let (_, opened) = people.redeem_link(hash(143), session(144, END)).await.unwrap().unwrap();
    people.create_link(Link { person: id("rex"), ..link(145, END) }).await.unwrap();
    people.create_link(Link { person: id("rex"), ..link(135, END) }).await.unwrap();
    let (_, by_link) = people.redeem_link(hash(145), session(146, END)).await.unwrap().unwrap();
    people.invite(reset("r4", 147, "rex"), None, None).await.unwrap();
    people.invite(join("j4", 136), None, None).await.unwrap();

    people.set_password(id("rex"), PasswordHash::from_kept("$argon2id$…".to_owned())).await.unwrap();

    assert_eq!((opened.reset_until, by_link.reset_until), (Some(NOW + RESET_TTL), None));
    assert_eq!(people.session(hash(144)).await.unwrap().unwrap().reset_until, None);
    for code in [135, 136, 147] {
        assert!(!living(people, code).await, "the link {code}, which nobody has used, ends with the old password");
    }
    people.end_other_sessions(id("rex"), None).await.unwrap();
}

// G92
async fn a_password_is_replaced_only_where_it_is_the_present_one(people: &dyn People) {
    let hash = |text: &str| PasswordHash::from_kept(text.to_owned());
    let present = people.password(&id("rex")).await.unwrap();
    let replace = async |present, new| people.replace_password(id("rex"), present, hash(new)).await.unwrap();

    let at_once = [replace(present.clone(), "$1").await, replace(present, "$2").await, replace(None, "$3").await];

    assert_eq!(at_once, [true, false, false]);
    assert_eq!(people.password(&id("rex")).await.unwrap(), Some(hash("$1")));
    assert!(!people.replace_password(id("nobody"), None, hash("$4")).await.unwrap());
}

// G90, G93
async fn another_address_ends_what_was_mailed(people: &dyn People) {
    let rewrite = async |email: &str| {
        let details = PersonDetails { name: None, email: email.to_owned(), telephone: None };
        people.rewrite(id("rex"), details).await.unwrap();
    };
    people.invite(reset("r5", 148, "rex"), None, None).await.unwrap();
    people.invite(join("j5", 137), Some(mail("x1", "rex")), None).await.unwrap();
    people.create_link(Link { person: id("rex"), ..link(149, END) }).await.unwrap();
    let all = async || [living(people, 137).await, living(people, 148).await, living(people, 149).await];

    rewrite("REX@example.org").await;
    let after_another_case = (all().await, people.due_mail(NOW, 9).await.unwrap().len());
    rewrite("rex@elsewhere.example").await;

    assert_eq!(after_another_case, ([true; 3], 1));
    assert_eq!((all().await, people.due_mail(NOW, 9).await.unwrap().len()), ([false; 3], 0));
}

// G106
async fn mail_whose_link_is_dead_is_given_up(people: &dyn People) {
    let of_kind = |name: &str, kind| Some(QueuedMail { kind, ..mail(name, "rex") });
    let waiting = async || {
        let due = people.due_mail(NOW, 9).await.unwrap();
        due.into_iter().map(|mail| mail.id).collect::<Vec<_>>()
    };
    let invite = async |name: &str, code| {
        people.invite(join(name, code), of_kind(name, MailKind::Invitation), None).await.unwrap();
    };

    invite("y1", 160).await;
    people.invite(reset("y2", 161, "rex"), of_kind("y2", MailKind::PasswordReset), None).await.unwrap();
    let both = waiting().await;
    invite("y3", 162).await;
    let after_another = waiting().await;
    people.withdraw(id("rex"), NOW).await.unwrap();
    let after_withdrawal = waiting().await;
    invite("y4", 163).await;
    people.create_link(Link { person: id("rex"), ..link(164, END) }).await.unwrap();
    people.redeem_link(hash(164), session(165, END)).await.unwrap().unwrap();
    let after_a_sign_in = (waiting().await, living(people, 163).await);
    invite("y5", 166).await;
    people.queue(mail("y6", "rex")).await.unwrap();
    people.disable(id("rex")).await.unwrap();
    let after_the_end = waiting().await;

    assert_eq!((both, after_another), (vec!["y1".to_owned(), "y2".to_owned()], vec!["y2".to_owned(), "y3".to_owned()]));
    assert_eq!((after_withdrawal, after_a_sign_in, after_the_end), (vec![], (vec![], false), vec![]));
    let given_up = people.mails(None, 9).await.unwrap().into_iter().find(|mail| mail.id == "y1").unwrap();
    assert_eq!((given_up.state, given_up.last_error.as_deref()), (MailState::Failed, Some("not needed any more")));
    people.enable(id("rex")).await.unwrap();
    people.purge_outbox(NOW + crate::auth::people::outbox::MAIL_KEPT).await.unwrap();
}

// G97
async fn a_readmission_comes_with_its_link_and_its_mail(people: &dyn People) {
    let rex = id("rex");
    people.propose_factor(rex.clone(), vec![1]).await.unwrap();
    let factor = KeptFactor { sealed: vec![1], confirmed_at: Some(NOW), last_step: None, codes: Vec::new() };
    people.confirm_factor(rex.clone(), factor).await.unwrap();
    let sign_in_link = |code| Link { person: id("rex"), ..link(code, END) };
    let readmission = |code: u8, names: [&str; 2], to: &str| Readmission {
        person: id("rex"),
        places: vec![rfs()],
        until: END,
        link: Some(sign_in_link(code)),
        mails: vec![mail(names[0], "rex"), mail(names[1], to)],
        quiet: Duration::ZERO,
    };
    let missing = || NewSession { proof: FactorProof::Missing, ..session(152, END) };

    let failed = people.readmit(readmission(150, ["a1", "a2"], "nobody")).await;
    let nothing_of_it = (people.is_readmitted(&rex, NOW).await.unwrap(), living(people, 150).await);
    people.readmit(readmission(151, ["b1", "b2"], "ann")).await.unwrap();
    let (_, excused) = people.redeem_link(hash(151), missing()).await.unwrap().unwrap();
    let elsewhere = at(Role::Supplier, "acme");
    people.give_place(rex.clone(), HeldPlace { place: elsewhere.clone(), lead: false }).await.unwrap();
    assert!(people.move_session(hash(152), hash(155), elsewhere).await.unwrap());
    let moved = people.session(hash(155)).await.unwrap().unwrap();
    people.create_link(sign_in_link(153)).await.unwrap();
    let again = NewSession { token: hash(154), ..missing() };
    let (_, second) = people.redeem_link(hash(153), again).await.unwrap().unwrap();

    assert!(matches!(failed, Err(PeopleError::Unknown)), "{failed:?}");
    assert_eq!(nothing_of_it, (false, false), "all of it, or nothing");
    assert_eq!((excused.proof, second.proof), (FactorProof::Excused, FactorProof::Missing));
    assert_eq!(moved.proof, FactorProof::Missing, "the excuse stays where it was");
    let mails = people.mails(None, 9).await.unwrap();
    let written: Vec<(&str, &PersonId)> = mails.iter().map(|mail| (mail.id.as_str(), &mail.person)).collect();
    assert_eq!(written, [("b2", &id("ann")), ("b1", &id("rex"))]);
    for name in ["b1", "b2"] {
        people.mail_sent(name.to_owned()).await.unwrap();
    }
    people.purge_outbox(NOW + crate::auth::people::outbox::MAIL_KEPT).await.unwrap();
    people.end_other_sessions(id("rex"), None).await.unwrap();
}

// G97
async fn a_second_readmission_sends_no_mail_while_the_link_of_the_first_holds(people: &dyn People) {
    let quiet = Duration::from_mins(3);
    let readmit = async |code: u8, name: &str, to: &str, after: Duration| {
        let sent =
            QueuedMail { kind: MailKind::SignInLink, to: to.to_owned(), queued_at: NOW + after, ..mail(name, "rex") };
        let link = Link { person: id("rex"), expires_at: END + after, ..link(code, END) };
        let mails = vec![sent, QueuedMail { queued_at: NOW + after, ..mail(&format!("{name}-lead"), "ann") }];
        let (person, places) = (id("rex"), vec![rfs()]);
        people.readmit(Readmission { person, places, until: END, link: Some(link), mails, quiet }).await.unwrap()
    };
    let (first, address) = (Duration::ZERO, "rex@example.org");

    let new = readmit(171, "f1", address, first).await;
    let at_once = readmit(172, "f2", address, Duration::from_secs(179)).await;
    let elsewhere = readmit(173, "f3", "rex@new.example.org", Duration::from_secs(179)).await;
    let later = readmit(174, "f4", address, Duration::from_mins(4)).await;
    for code in [171, 173, 174] {
        people.redeem_link(hash(code), session(code + 5, END)).await.unwrap().unwrap();
    }
    let after_its_use = readmit(175, "f5", address, Duration::from_mins(5)).await;

    assert_eq!((new, at_once, elsewhere, later, after_its_use), (None, Some(NOW), None, None, None));
    assert!(!living(people, 172).await, "no second link either");
    assert!(people.is_readmitted(&id("rex"), NOW).await.unwrap());
    let mut written: Vec<String> = people.mails(None, 20).await.unwrap().into_iter().map(|mail| mail.id).collect();
    written.sort();
    assert_eq!(written, ["f1", "f1-lead", "f3", "f3-lead", "f4", "f4-lead", "f5", "f5-lead"]);
    for name in written {
        people.mail_sent(name).await.unwrap();
    }
    people.purge_outbox(NOW + Duration::from_hours(1) + crate::auth::people::outbox::MAIL_KEPT).await.unwrap();
    people.end_other_sessions(id("rex"), None).await.unwrap();
}

async fn the_people_at_a_place_are_those_who_may_sign_in(people: &dyn People) {
    let names = async || {
        let found = people.people_at(&rfs()).await.unwrap();
        found.into_iter().map(|person| person.id.to_string()).collect::<Vec<_>>()
    };
    let before = names().await;
    people.disable(id("rex")).await.unwrap();

    let after = names().await;

    assert!(before.contains(&"rex".to_owned()) && !after.contains(&"rex".to_owned()), "{before:?} {after:?}");
    assert!(before.is_sorted(), "{before:?}");
    assert!(people.people_at(&at(Role::Observer, "ZZZ")).await.unwrap().is_empty());
}
