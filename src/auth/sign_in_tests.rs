//! Who is signed in, who has to show a code or to wait, and what ends sessions. Time is given.

use std::sync::Arc;
use std::time::Duration;

use futures::future::join_all;

use super::*;
use crate::auth::people::{
    HeldPlace, Invitation, InvitationKind, InvitationState, MailKind, PersonTable, QueuedMail, RESET_TTL, Readmission,
};
use crate::auth::upkeep::READMISSION_TTL;
use crate::auth::{AskingSession, NotChanged, PeopleInMemory, Person, Role, SessionLimits, TotpSecret};
use crate::ids::{OrgId, PersonId};

const NOW: Instant = Instant::from_micros(1_795_000_000_000_000);
const PASSWORD: &str = "kettle umbra plinth";
const MINUTE: Duration = Duration::from_mins(1);

fn id(text: &str) -> PersonId {
    PersonId::parse(text).unwrap()
}

fn client(address: &str) -> ClientFacts {
    ClientFacts::at(address.parse().unwrap())
}

fn attempt(email: &str, password: &str, code: Option<&str>) -> Attempt {
    let (email, password, code) = (email.to_owned(), password.to_owned(), code.map(str::to_owned));
    Attempt { email, password, code, place: None, client: client("192.0.2.1") }
}

async fn ann(sessions: &Sessions) -> Person {
    sessions.people.by_id(&id("ann")).await.unwrap().unwrap()
}

/// Sessions of ann with a password, and of zoe without one.
async fn sessions() -> Sessions {
    let people = PeopleInMemory::default();
    for name in ["ann", "zoe"] {
        let org = OrgId::parse("wtp").unwrap();
        let person = Person::new(id(name), format!("{name}@example.org"), Role::Buyer, org, NOW);
        people.add(person.into()).await.unwrap();
    }
    let sessions = Sessions::new(Arc::new(people), SessionLimits::default());
    sessions.set_password(id("ann"), PASSWORD).await.unwrap();
    sessions
}

/// The authenticator of ann after she has set it up, and her recovery codes.
async fn with_factor(sessions: &Sessions) -> (TotpSecret, Vec<String>) {
    let signed_in = sessions.sign_in(&attempt("ann@example.org", PASSWORD, None), NOW).await.unwrap();
    let person = ann(sessions).await;
    sessions.propose_factor(&person).await.unwrap();
    let kept = sessions.people.second_factor(&person.id).await.unwrap().unwrap();
    let secret = sessions.key.open("second-factor/ann", &kept.sealed).unwrap();
    let secret = TotpSecret::from_slice(&secret).unwrap();
    let (token, code) = (signed_in.cookie.hash(), secret.code_at(NOW));
    let codes = sessions.confirm_factor(&person, token, &code, &client("192.0.2.1"), NOW).await.unwrap();
    (secret, codes.iter().map(crate::auth::RecoveryCode::in_groups).collect())
}

// G91
#[tokio::test]
async fn whatever_is_wrong_is_answered_alike() {
    let sessions = sessions().await;
    sessions.people.disable(id("zoe")).await.unwrap();

    for (email, password) in [
        ("ann@example.org", "kettle umbra plinths"),
        ("ann@example.org", ""),
        ("zoe@example.org", PASSWORD),
        ("nobody@example.org", PASSWORD),
    ] {
        let refused = sessions.sign_in(&attempt(email, password, None), NOW).await;

        assert!(matches!(refused, Err(NotSignedIn::Wrong)), "{email}: {refused:?}");
    }
    assert!(sessions.sign_in(&attempt("ANN@example.org", PASSWORD, None), NOW).await.is_ok());
}

// G91
#[tokio::test]
async fn a_person_with_a_second_factor_needs_a_code_and_each_counts_once() {
    let sessions = sessions().await;
    let (secret, _) = with_factor(&sessions).await;
    let later = NOW + MINUTE;
    let code = secret.code_at(later);
    let try_it = |code: Option<&str>| {
        let attempt = attempt("ann@example.org", PASSWORD, code);
        let sessions = sessions.clone();
        async move { sessions.sign_in(&attempt, later).await }
    };

    let without = try_it(None).await;
    let used_at_the_set_up = try_it(Some(&secret.code_at(NOW))).await;
    let (one, other) = tokio::join!(try_it(Some(&code)), try_it(Some(&code)));
    let again = try_it(Some(&code)).await;

    assert!(matches!(without, Err(NotSignedIn::CodeNeeded(false))), "{without:?}");
    assert!(matches!(used_at_the_set_up, Err(NotSignedIn::CodeNeeded(true))), "{used_at_the_set_up:?}");
    assert_eq!([one.is_ok(), other.is_ok()].iter().filter(|right| **right).count(), 1, "of two at once one counts");
    assert!(matches!(again, Err(NotSignedIn::CodeNeeded(true))), "{again:?}");
}

// G91
#[tokio::test]
async fn a_recovery_code_takes_the_place_of_the_authenticator_once() {
    let sessions = sessions().await;
    let (_, codes) = with_factor(&sessions).await;
    let with_code = attempt("ann@example.org", PASSWORD, Some(&codes[3].to_lowercase()));

    let first = sessions.sign_in(&with_code, NOW + MINUTE).await;
    let second = sessions.sign_in(&with_code, NOW + MINUTE).await;

    assert_eq!(codes.len(), 10);
    assert!(first.is_ok(), "{first:?}");
    assert!(matches!(second, Err(NotSignedIn::CodeNeeded(true))), "{second:?}");
}

// G91
#[tokio::test]
async fn a_second_factor_counts_from_its_first_code_and_is_taken_off_with_password_and_code() {
    let sessions = sessions().await;
    let person = ann(&sessions).await;
    sessions.propose_factor(&person).await.unwrap();
    let unconfirmed = sessions.sign_in(&attempt("ann@example.org", PASSWORD, None), NOW).await;
    let token = unconfirmed.unwrap().cookie.hash();
    let wrong = sessions.confirm_factor(&person, token, "000000", &client("192.0.2.1"), NOW).await;
    assert!(matches!(wrong, Err(NotChanged::Wrong)), "{wrong:?}");
    let (secret, _) = with_factor(&sessions).await;
    let off = async |password, code: &str| {
        sessions.take_factor_off(&person, (password, code), &client("192.0.2.1"), NOW + MINUTE).await
    };
    let code = secret.code_at(NOW + MINUTE);

    assert!(matches!(sessions.propose_factor(&person).await, Err(NotChanged::State(_))));
    assert!(matches!(off(None, &code).await, Err(NotChanged::OldNeeded("/password"))));
    assert!(matches!(off(Some("wrong"), &code).await, Err(NotChanged::Wrong)));
    assert!(matches!(off(Some(PASSWORD), "000000").await, Err(NotChanged::Wrong)));
    off(Some(PASSWORD), &code).await.unwrap();
    assert!(sessions.sign_in(&attempt("ann@example.org", PASSWORD, None), NOW + MINUTE).await.is_ok());
}

// G91
#[tokio::test]
async fn a_link_does_not_take_the_place_of_a_second_factor() {
    let sessions = sessions().await;
    let (secret, _) = with_factor(&sessions).await;
    let code = sessions.create_link(id("ann"), "/", NOW).await.unwrap();
    let signed_in = sessions.redeem(code.expose(), &client("192.0.2.1"), NOW + MINUTE).await.unwrap().unwrap();
    let proof = async |now| sessions.admit(signed_in.cookie.expose(), now).await.unwrap().unwrap().proof;
    let (before, token) = (proof(NOW + MINUTE).await, signed_in.cookie.hash());

    let code = secret.code_at(NOW + MINUTE);
    sessions.step_up(&ann(&sessions).await, token, &code, &client("192.0.2.1"), NOW + MINUTE).await.unwrap();

    assert_eq!((before, proof(NOW + MINUTE).await), (FactorProof::Missing, FactorProof::At(NOW + MINUTE)));
}

// G96
#[tokio::test]
async fn five_wrong_guesses_make_the_right_password_wait_but_not_on_a_known_device() {
    let sessions = sessions().await;
    let device = sessions.sign_in(&attempt("ann@example.org", PASSWORD, None), NOW).await.unwrap().device;
    for _ in 0..5 {
        let wrong = sessions.sign_in(&attempt("ann@example.org", "wrong", None), NOW).await;
        assert!(matches!(wrong, Err(NotSignedIn::Wrong)), "{wrong:?}");
    }

    let waits = sessions.sign_in(&attempt("ann@example.org", PASSWORD, None), NOW).await;
    let at_home = ClientFacts { device: Some(device), ..client("192.0.2.1") };
    let known = sessions.sign_in(&Attempt { client: at_home, ..attempt("ann@example.org", PASSWORD, None) }, NOW).await;
    let elsewhere = Attempt { client: client("192.0.2.2"), ..attempt("ann@example.org", PASSWORD, None) };

    assert!(matches!(waits, Err(NotSignedIn::Wait(wait)) if wait == MINUTE), "{waits:?}");
    assert!(known.is_ok(), "{known:?}");
    assert!(sessions.sign_in(&elsewhere, NOW).await.is_ok());
    assert!(sessions.sign_in(&attempt("ann@example.org", PASSWORD, None), NOW + MINUTE).await.is_ok());
}

// G96
#[tokio::test]
async fn an_unknown_address_waits_as_a_known_one() {
    let sessions = sessions().await;
    let mut answers = Vec::new();

    for email in ["ann@example.org", "nobody@example.org"] {
        for _ in 0..6 {
            let refused = sessions.sign_in(&attempt(email, "wrong", None), NOW).await.unwrap_err();
            answers.push(refused.to_string());
        }
    }

    assert_eq!(answers[..6], answers[6..]);
}

// G96
#[tokio::test]
async fn guesses_that_fill_their_queue_do_not_keep_a_known_browser_out() {
    let sessions = sessions().await;
    let mut own = attempt("ann@example.org", PASSWORD, None);
    own.client.device = Some(sessions.sign_in(&own, NOW).await.unwrap().device);
    let guesses = (0..40).map(|nth| {
        let guess = Attempt { client: client(&format!("198.18.0.{nth}")), ..attempt("ann@example.org", "wrong", None) };
        let sessions = sessions.clone();
        async move { sessions.sign_in(&guess, NOW).await }
    });

    let (guesses, own) = tokio::join!(join_all(guesses), sessions.sign_in(&own, NOW));

    let turned_away = guesses.iter().filter(|guess| matches!(guess, Err(NotSignedIn::Overloaded))).count();
    assert_eq!(turned_away, 8, "32 wait");
    assert!(own.is_ok(), "{own:?}");
}

// G96
#[tokio::test]
async fn wrong_guesses_are_counted_after_a_restart() {
    let sessions = sessions().await;
    for _ in 0..5 {
        let _ = sessions.sign_in(&attempt("ann@example.org", "wrong", None), NOW).await;
    }

    let after = Sessions::new(Arc::clone(&sessions.people), SessionLimits::default());
    after.load_guesses().await.unwrap();

    let waits = after.sign_in(&attempt("ann@example.org", PASSWORD, None), NOW).await;
    assert!(matches!(waits, Err(NotSignedIn::Wait(_))), "{waits:?}");
}

// G97
#[tokio::test]
async fn a_readmitted_person_does_not_wait_and_needs_no_code_once() {
    let sessions = sessions().await;
    with_factor(&sessions).await;
    for _ in 0..5 {
        let _ = sessions.sign_in(&attempt("ann@example.org", "wrong", None), NOW).await;
    }
    let buyer = Principal { person: id("zoe"), ..principal(&sessions).await };
    let try_it = async |now| sessions.sign_in(&attempt("ann@example.org", PASSWORD, None), now).await;

    let readmission = readmission(RoleAt { role: Role::Buyer, org: OrgId::parse("wtp").unwrap() });
    let reason = "a lost telephone".to_owned();
    sessions.readmit(&buyer, readmission, reason, &client("192.0.2.9"), NOW).await.unwrap();
    let wrong = sessions.sign_in(&attempt("ann@example.org", "wrong", None), NOW).await;
    let (first, second) = (try_it(NOW).await, try_it(NOW).await);
    let too_late = try_it(NOW + MINUTE * 10).await;

    assert!(matches!(wrong, Err(NotSignedIn::Wrong)), "the password stays needed: {wrong:?}");
    assert!(first.is_ok(), "{first:?}");
    assert!(matches!(second, Err(NotSignedIn::CodeNeeded(_))), "{second:?}");
    assert!(too_late.is_err());
}

fn readmission(place: RoleAt) -> Readmission {
    let until = NOW + READMISSION_TTL;
    Readmission { person: id("ann"), places: vec![place], until, link: None, mails: Vec::new(), quiet: Duration::ZERO }
}

// G97
#[tokio::test]
async fn a_readmission_excuses_the_code_at_a_place_of_its_event_and_nowhere_else() {
    let sessions = sessions().await;
    with_factor(&sessions).await;
    let buyer = RoleAt { role: Role::Buyer, org: OrgId::parse("wtp").unwrap() };
    let bidder = RoleAt { role: Role::Supplier, org: OrgId::parse("acme").unwrap() };
    sessions.people.give_place(id("ann"), HeldPlace { place: bidder.clone(), lead: false }).await.unwrap();
    sessions.people.readmit(readmission(bidder.clone())).await.unwrap();
    let at = |place: &RoleAt| Attempt { place: Some(place.clone()), ..attempt("ann@example.org", PASSWORD, None) };

    let as_buyer = sessions.sign_in(&at(&buyer), NOW).await;
    let as_first_place = sessions.sign_in(&attempt("ann@example.org", PASSWORD, None), NOW).await;
    let link = sessions.create_link(id("ann"), "/", NOW).await.unwrap();
    let by_link = sessions.redeem(link.expose(), &client("192.0.2.1"), NOW).await.unwrap().unwrap();
    let by_link = sessions.admit(by_link.cookie.expose(), NOW).await.unwrap().unwrap();
    let as_bidder = sessions.sign_in(&at(&bidder), NOW).await.unwrap();
    let excused = sessions.admit(as_bidder.cookie.expose(), NOW).await.unwrap().unwrap();
    let same = sessions.move_to(excused.token, bidder).await.unwrap().unwrap();
    let same = sessions.admit(same.expose(), NOW).await.unwrap().unwrap();
    let moved = sessions.move_to(same.token, buyer).await.unwrap().unwrap();
    let moved = sessions.admit(moved.expose(), NOW).await.unwrap().unwrap();

    for refused in [as_buyer, as_first_place] {
        assert!(matches!(refused, Err(NotSignedIn::CodeNeeded(false))), "{refused:?}");
    }
    assert_eq!(by_link.proof, FactorProof::Missing, "a link to another place is no way around it");
    assert_eq!(
        (excused.proof, same.proof, moved.proof),
        (FactorProof::Excused, FactorProof::Excused, FactorProof::Missing)
    );
}

async fn principal(sessions: &Sessions) -> Principal {
    let device = sessions.create_link(id("zoe"), "/", NOW).await.unwrap();
    sessions.redeem(device.expose(), &client("192.0.2.8"), NOW).await.unwrap().unwrap().principal
}

// G92
#[tokio::test]
async fn a_changed_password_ends_all_other_sessions() {
    let sessions = sessions().await;
    let sign_in = async || sessions.sign_in(&attempt("ann@example.org", PASSWORD, None), NOW).await.unwrap().cookie;
    let (own, other) = (sign_in().await, sign_in().await);
    let mut watch = sessions.watch(other.expose());
    let person = ann(&sessions).await;
    let asking = AskingSession { token: own.hash(), reset_until: None };
    let change =
        async |old, new| sessions.change_password(&person, asking, (old, new), None, &client("192.0.2.1"), NOW).await;

    assert!(matches!(change(None, "copper lantern fjord").await, Err(NotChanged::OldNeeded("/old"))));
    assert!(matches!(change(Some("wrong"), "copper lantern fjord").await, Err(NotChanged::Wrong)));
    assert!(matches!(change(Some(PASSWORD), "ann@example.org").await, Err(NotChanged::Weak(_))));
    change(Some(PASSWORD), "copper lantern fjord").await.unwrap();

    watch.ended(&crate::clock::Clock::starting_at(NOW), NOW + MINUTE).await;
    assert!(sessions.find(other.expose(), NOW).await.unwrap().is_none());
    assert!(sessions.find(own.expose(), NOW).await.unwrap().is_some());
    assert!(sessions.sign_in(&attempt("ann@example.org", PASSWORD, None), NOW).await.is_err());
}

// G92
#[tokio::test]
async fn of_two_changes_at_once_with_the_same_old_password_the_second_is_refused() {
    let sessions = sessions().await;
    let own = sessions.sign_in(&attempt("ann@example.org", PASSWORD, None), NOW).await.unwrap().cookie;
    let person = ann(&sessions).await;
    let asking = AskingSession { token: own.hash(), reset_until: None };
    let change = async |new| {
        sessions.change_password(&person, asking, (Some(PASSWORD), new), None, &client("192.0.2.1"), NOW).await
    };

    let (one, other) = tokio::join!(change("copper lantern fjord"), change("velvet anchor thistle"));

    let refused = [&one, &other].into_iter().filter(|done| matches!(done, Err(NotChanged::Wrong))).count();
    assert_eq!((refused, one.is_ok() || other.is_ok()), (1, true), "{one:?} {other:?}");
}

// G92
#[tokio::test]
async fn a_new_password_is_not_made_of_what_an_event_calls_the_organisation() {
    let sessions = sessions().await;
    let own = sessions.sign_in(&attempt("ann@example.org", PASSWORD, None), NOW).await.unwrap().cookie;
    let asking = AskingSession { token: own.hash(), reset_until: None };
    let (passwords, name) = ((Some(PASSWORD), "westmoor hospitals"), Some("Westmoor Hospitals"));

    let refused =
        sessions.change_password(&ann(&sessions).await, asking, passwords, name, &client("192.0.2.1"), NOW).await;

    assert!(matches!(refused, Err(NotChanged::Weak(_))), "{refused:?}");
}

/// Ann's session by a link to a new password.
async fn by_reset_link(sessions: &Sessions, code: &Secret) -> AskingSession {
    let invitation = Invitation {
        id: "r1".to_owned(),
        kind: InvitationKind::Reset,
        code: code.hash(),
        person: id("ann"),
        place: first_place(&ann(sessions).await).unwrap(),
        state: InvitationState::Sent,
        leads_to: "/".to_owned(),
        by: id("ann"),
        sent_at: NOW,
        expires_at: NOW + RESET_TTL,
    };
    sessions.people.invite(invitation, None, None).await.unwrap();
    let cookie = sessions.redeem(code.expose(), &client("192.0.2.9"), NOW).await.unwrap().unwrap().cookie;
    let admitted = sessions.admit(cookie.expose(), NOW).await.unwrap().unwrap();
    AskingSession { token: admitted.token, reset_until: admitted.reset_until }
}

/// Guesses wrongly at ann from many addresses, so that none of them has to wait for itself.
async fn guess_wrongly(sessions: &Sessions, times: u32, now: Instant) {
    let person = ann(sessions).await;
    for nth in 0..times {
        let network = ClientNetwork::of(format!("198.51.{}.{}", nth / 200, nth % 200).parse().unwrap());
        let guess = Guess::new(&person.email, GuessOrigin::Unknown, network);
        let checked = sessions.guessing.admit(guess, now).unwrap_or_else(|wait| panic!("{nth} waits {wait:?}"));
        checked.wrong(Some(&person), now, |_| Vec::new()).await.unwrap();
    }
}

// G96 G106
#[tokio::test]
async fn a_person_is_told_once_an_hour_that_new_devices_have_to_wait() {
    let hour = Duration::from_hours(1);
    let write = |person: &Person, until: Instant, now: Instant| QueuedMail {
        id: Uuid::now_v7().to_string(),
        kind: MailKind::LockOut,
        person: person.id.clone(),
        to: person.email.clone(),
        sealed: until.to_string().into_bytes(),
        queued_at: now,
        causes: Vec::new(),
    };
    let sessions = sessions().await.mailing_lock_outs(Some(Arc::new(write)));
    let told = async || {
        let due = sessions.people.due_mail(NOW + 9 * hour, 9).await.unwrap();
        due.into_iter().map(|mail| String::from_utf8(mail.sealed).unwrap()).collect::<Vec<_>>()
    };

    guess_wrongly(&sessions, 99, NOW).await;
    let before = told().await;
    guess_wrongly(&sessions, 1, NOW + MINUTE).await;
    let at_the_bound = told().await;
    guess_wrongly(&sessions, 100, NOW + hour).await;
    let within_the_hour = told().await.len();
    guess_wrongly(&sessions, 100, NOW + 2 * hour).await;

    assert!(before.is_empty(), "{before:?}");
    assert_eq!(at_the_bound, [(NOW + hour).to_string()]);
    assert_eq!((within_the_hour, told().await.len()), (1, 2));
}

// G93
#[tokio::test]
async fn a_link_to_a_new_password_lets_its_session_set_one_without_the_old_one_for_an_hour_and_once() {
    let sessions = sessions().await;
    let other = sessions.sign_in(&attempt("ann@example.org", PASSWORD, None), NOW).await.unwrap().cookie;
    let code = Secret::random();
    let asking = by_reset_link(&sessions, &code).await;
    let person = ann(&sessions).await;
    let change = async |asking, at| {
        let passwords = (None, "copper lantern fjord");
        sessions.change_password(&person, asking, passwords, None, &client("192.0.2.9"), at).await
    };

    let too_late = change(asking, NOW + RESET_TTL).await;
    let in_time = change(asking, NOW + RESET_TTL.saturating_sub(MINUTE)).await;

    assert!(matches!(too_late, Err(NotChanged::OldNeeded("/old"))), "{too_late:?}");
    assert!(in_time.is_ok(), "{in_time:?}");
    let kept = sessions.people.session(asking.token).await.unwrap().unwrap();
    assert_eq!(kept.reset_until, None, "the right is spent");
    assert!(sessions.find(other.expose(), NOW).await.unwrap().is_none(), "the other session has ended");
    assert!(sessions.sign_in(&attempt("ann@example.org", "copper lantern fjord", None), NOW).await.is_ok());
    assert!(sessions.redeem(code.expose(), &client("192.0.2.9"), NOW).await.unwrap().is_none(), "it signs in once");
}

// G93
#[tokio::test]
async fn an_old_password_that_is_sent_is_looked_at_also_after_a_link_to_a_new_one() {
    let sessions = sessions().await;
    let asking = by_reset_link(&sessions, &Secret::random()).await;
    let passwords = (Some("wrong"), "copper lantern fjord");

    let refused =
        sessions.change_password(&ann(&sessions).await, asking, passwords, None, &client("192.0.2.9"), NOW).await;

    assert!(matches!(refused, Err(NotChanged::Wrong)), "{refused:?}");
}

// G94
#[tokio::test]
async fn a_session_slides_with_its_uses_and_is_kept_by_a_live_lot() {
    let hour = Duration::from_hours(1);
    let live_until = NOW + hour * 45;
    let sessions = sessions().await.kept_by(Arc::new(move |_, now| (now < live_until).then_some(live_until)));
    let cookie = sessions.sign_in(&attempt("ann@example.org", PASSWORD, None), NOW).await.unwrap().cookie;
    let ends_at = async |hours: u32| {
        let found = sessions.find(cookie.expose(), NOW + hour * hours).await.unwrap();
        found.map(|principal| principal.expires_at.saturating_since(NOW).as_secs() / 3_600)
    };
    let upkeep = async |hours: u32| sessions.upkeep(NOW + hour * hours).await.unwrap();

    assert_eq!(ends_at(19).await, Some(39));
    upkeep(19).await;
    upkeep(40).await;
    assert_eq!(sessions.list(&id("ann"), NOW + hour * 44).await.unwrap().len(), 1, "a live lot keeps it");
    upkeep(46).await;

    assert_eq!(ends_at(46).await, None);
    assert_eq!(sessions.people.session_tokens().await.unwrap(), []);
}

// G94
#[tokio::test]
async fn a_session_moves_to_another_place_of_its_person_and_its_old_cookie_is_worth_nothing() {
    let sessions = sessions().await;
    let place = |org: &str| RoleAt { role: Role::Supplier, org: OrgId::parse(org).unwrap() };
    let held = HeldPlace { place: place("acme"), lead: false };
    sessions.people.give_place(id("ann"), held).await.unwrap();
    let cookie = sessions.sign_in(&attempt("ann@example.org", PASSWORD, None), NOW).await.unwrap().cookie;
    let mut watch = sessions.watch(cookie.expose());

    let elsewhere = sessions.move_to(cookie.hash(), place("bolt")).await.unwrap();
    let moved = sessions.move_to(cookie.hash(), place("acme")).await.unwrap().unwrap();

    assert!(elsewhere.is_none());
    watch.ended(&crate::clock::Clock::starting_at(NOW), NOW + MINUTE).await;
    assert!(sessions.find(cookie.expose(), NOW).await.unwrap().is_none());
    assert_eq!(sessions.find(moved.expose(), NOW).await.unwrap().unwrap().role, Role::Supplier);
    let wrong = Attempt { place: Some(place("bolt")), ..attempt("ann@example.org", PASSWORD, None) };
    assert!(matches!(sessions.sign_in(&wrong, NOW).await, Err(NotSignedIn::NoSuchPlace)));
    let right = Attempt { place: Some(place("acme")), ..attempt("ann@example.org", PASSWORD, None) };
    assert_eq!(sessions.sign_in(&right, NOW).await.unwrap().principal.org.as_str(), "acme");
}

// G98
#[tokio::test]
async fn connections_of_sessions_that_another_process_has_ended_are_closed() {
    let sessions = sessions().await;
    let sign_in = async || sessions.sign_in(&attempt("ann@example.org", PASSWORD, None), NOW).await.unwrap().cookie;
    let (one, other) = (sign_in().await, sign_in().await);
    let (mut ended, _kept) = (sessions.watch(one.expose()), sessions.watch(other.expose()));

    sessions.people.end_session(one.hash()).await.unwrap();
    sessions.close_ended_elsewhere().await.unwrap();

    ended.ended(&crate::clock::Clock::starting_at(NOW), NOW + MINUTE).await;
    assert_eq!(sessions.live.watched(), [other.hash()]);
}
