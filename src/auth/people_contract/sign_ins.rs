//! Second factors, guesses, and what is written of sessions.

use std::collections::HashSet;
use std::time::Duration;

use super::{END, LATER, NOW, at, hash, id, person, rfs, session};
use crate::auth::people::{
    HeldPlace, KeptFactor, NewSession, People, PeopleError, Readmission, SecurityEvent, SecurityEventKind,
    SessionClient, SessionNote,
};
use crate::auth::principal::Role;
use crate::auth::{CountKey, FactorProof, TotpStep, WrongGuesses};
use crate::clock::Instant;

pub(super) async fn check(people: &dyn People) {
    people.add(person("sue", "sue@example.org").into()).await.unwrap();
    sessions_are_listed_written_moved_and_ended(people).await;
    a_factor_counts_once_it_is_confirmed(people).await;
    a_step_and_a_recovery_code_count_once(people).await;
    a_session_knows_what_it_has_proved(people).await;
    guesses_devices_and_readmissions_are_kept(people).await;
    a_factor_goes_with_its_person(people).await;
}

// G94
async fn sessions_are_listed_written_moved_and_ended(people: &dyn People) {
    let client = SessionClient { device: Some("Firefox on Linux".to_owned()), address: Some("192.0.2.1".to_owned()) };
    let with_client = NewSession { client: client.clone(), ..session(101, END) };
    let first = people.open_session(id("sue"), rfs(), with_client).await.unwrap();
    let second = people.open_session(id("sue"), rfs(), NewSession { now: LATER, ..session(102, LATER) }).await.unwrap();

    assert_eq!((&first.client, first.times.signed_in_at), (&client, NOW));
    assert_eq!(people.sessions_of(&id("sue")).await.unwrap(), [first.clone(), second.clone()]);
    assert_eq!(people.due_sessions(LATER).await.unwrap(), std::slice::from_ref(&second));
    let note = SessionNote { token: hash(102), last_used_at: END, expires_at: END };
    people.note_sessions(vec![note, SessionNote { token: hash(199), ..note }]).await.unwrap();
    people.purge(LATER).await.unwrap();
    let noted = people.session(hash(102)).await.unwrap().unwrap();
    assert_eq!((noted.times.last_used_at, noted.principal.expires_at), (END, END));
    assert_eq!(noted.times.signed_in_at, LATER);

    people.give_place(id("sue"), HeldPlace { place: at(Role::Supplier, "acme"), lead: false }).await.unwrap();
    let elsewhere = people.move_session(hash(102), hash(103), at(Role::Buyer, "wtp")).await;
    assert!(matches!(elsewhere, Err(PeopleError::Unknown)), "{elsewhere:?}");
    assert!(people.move_session(hash(102), hash(103), at(Role::Supplier, "acme")).await.unwrap());
    assert!(!people.move_session(hash(102), hash(104), rfs()).await.unwrap());
    assert_eq!(people.session(hash(102)).await.unwrap(), None);
    let moved = people.session(hash(103)).await.unwrap().unwrap();
    assert_eq!((moved.id.as_str(), moved.principal.org.as_str()), (second.id.as_str(), "acme"));

    assert_eq!(people.end_session_by_id(id("ann"), second.id.clone()).await.unwrap(), None, "it is not ann's");
    assert_eq!(people.end_session_by_id(id("sue"), second.id).await.unwrap(), Some(hash(103)));
    people.open_session(id("sue"), rfs(), session(105, END)).await.unwrap();
    assert_eq!(people.end_other_sessions(id("sue"), Some(hash(101))).await.unwrap(), [hash(105)]);
    assert!(people.session_tokens().await.unwrap().contains(&hash(101)));
    assert_eq!(people.end_other_sessions(id("sue"), None).await.unwrap(), [hash(101)]);
}

fn confirmed(sealed: &[u8]) -> KeptFactor {
    let codes = vec![hash(111), hash(112)];
    KeptFactor { sealed: sealed.to_vec(), confirmed_at: Some(NOW), last_step: Some(TotpStep(10)), codes }
}

// G91
async fn a_factor_counts_once_it_is_confirmed(people: &dyn People) {
    let sue = id("sue");
    assert_eq!(people.second_factor(&sue).await.unwrap(), None);
    assert!(matches!(people.propose_factor(id("nobody"), vec![1]).await, Err(PeopleError::Unknown)));

    let with_factor = async || people.with_factor(vec![id("sue"), id("ann"), id("nobody")]).await.unwrap();

    assert!(people.propose_factor(sue.clone(), vec![1]).await.unwrap());
    assert!(people.propose_factor(sue.clone(), vec![2]).await.unwrap(), "a proposal is replaced");
    assert!(!people.accept_step(sue.clone(), TotpStep(11)).await.unwrap());
    assert!(!people.spend_recovery_code(sue.clone(), hash(111)).await.unwrap());
    assert!(!people.confirm_factor(sue.clone(), confirmed(&[1])).await.unwrap(), "that proposal was replaced");
    assert_eq!(with_factor().await, HashSet::new(), "it counts once it is confirmed");
    assert!(people.confirm_factor(sue.clone(), confirmed(&[2])).await.unwrap());

    assert_eq!(people.second_factor(&sue).await.unwrap(), Some(confirmed(&[2])));
    assert_eq!(with_factor().await, HashSet::from([sue.clone()]));
    assert_eq!(people.with_factor(Vec::new()).await.unwrap(), HashSet::new());
    assert!(!people.confirm_factor(sue.clone(), confirmed(&[2])).await.unwrap());
    assert!(!people.propose_factor(sue, vec![3]).await.unwrap(), "a confirmed one stays");
}

// G91
async fn a_step_and_a_recovery_code_count_once(people: &dyn People) {
    let sue = id("sue");

    let steps = [people.accept_step(sue.clone(), TotpStep(11)), people.accept_step(sue.clone(), TotpStep(11))];
    let codes =
        [people.spend_recovery_code(sue.clone(), hash(111)), people.spend_recovery_code(sue.clone(), hash(111))];
    let accepted = futures::future::join_all(steps).await.into_iter().filter(|step| *step.as_ref().unwrap()).count();
    let spent = futures::future::join_all(codes).await.into_iter().filter(|code| *code.as_ref().unwrap()).count();

    assert_eq!((accepted, spent), (1, 1));
    assert!(!people.accept_step(sue.clone(), TotpStep(10)).await.unwrap());
    let left = people.second_factor(&sue).await.unwrap().unwrap();
    assert_eq!((left.last_step, left.codes), (Some(TotpStep(11)), vec![hash(112)]));
}

// G91
async fn a_session_knows_what_it_has_proved(people: &dyn People) {
    for (token, proof) in [(121, FactorProof::Missing), (122, FactorProof::Excused), (123, FactorProof::At(NOW))] {
        let opened = people.open_session(id("sue"), rfs(), NewSession { proof, ..session(token, END) }).await.unwrap();

        assert_eq!(opened.proof, proof);
        assert_eq!(people.session(hash(token)).await.unwrap().unwrap().proof, proof);
    }

    people.prove_session(hash(121), LATER).await.unwrap();

    assert_eq!(people.session(hash(121)).await.unwrap().unwrap().proof, FactorProof::At(LATER));
    assert!(people.remove_factor(id("sue")).await.unwrap());
    assert!(!people.remove_factor(id("sue")).await.unwrap());
    assert_eq!(people.session(hash(121)).await.unwrap().unwrap().proof, FactorProof::NoFactor);
    people.end_other_sessions(id("sue"), None).await.unwrap();
}

fn readmission(of: &str, until: Instant) -> Readmission {
    Readmission { person: id(of), places: vec![rfs()], until, link: None, mails: Vec::new(), quiet: Duration::ZERO }
}

// G96, G97
async fn guesses_devices_and_readmissions_are_kept(people: &dyn People) {
    let sue = id("sue");
    let count = |key: u8, count, last_at| (CountKey(hash(key)), WrongGuesses { count, since: NOW, last_at });

    let event = |nth: u8| SecurityEvent {
        id: format!("0199f3a2-7c1e-7a31-9d54-0000000000{nth:02}"),
        at: NOW,
        kind: SecurityEventKind::SignInFailed,
        person: Some(id("sue")),
        by: None,
        org: None,
        address: Some("192.0.2.1".to_owned()),
        device: None,
        reason: None,
        file: None,
    };
    let noted = people.security_events(None, 100).await.unwrap();

    people
        .keep_wrong_guesses(vec![count(1, 3, NOW), count(2, 1, LATER), count(3, 9, END)], Vec::new(), Vec::new())
        .await
        .unwrap();
    people
        .keep_wrong_guesses(vec![count(1, 4, NOW), count(3, 0, END)], vec![event(1), event(2)], Vec::new())
        .await
        .unwrap();
    people.keep_wrong_guesses(Vec::new(), vec![event(3)], Vec::new()).await.unwrap();
    let mut now_noted = people.security_events(None, 100).await.unwrap();
    now_noted.retain(|one| !noted.contains(one));
    assert_eq!(now_noted, [event(3), event(2), event(1)]);
    assert_eq!(people.wrong_guesses(10).await.unwrap(), [count(2, 1, LATER), count(1, 4, NOW)], "none at zero");
    assert_eq!(people.wrong_guesses(1).await.unwrap(), [count(2, 1, LATER)]);

    people.keep_device(sue.clone(), hash(131), LATER).await.unwrap();
    people.keep_device(sue.clone(), hash(131), END).await.unwrap();
    assert!(people.knows_device(&sue, hash(131), LATER).await.unwrap());
    assert!(!people.knows_device(&sue, hash(131), END).await.unwrap());
    assert!(!people.knows_device(&id("ann"), hash(131), NOW).await.unwrap());
    assert!(matches!(people.keep_device(id("nobody"), hash(131), END).await, Err(PeopleError::Unknown)));

    assert!(!people.is_readmitted(&sue, NOW).await.unwrap());
    assert_eq!(people.readmitted_until().await.unwrap(), None);
    people.readmit(readmission("ann", NOW)).await.unwrap();
    people.readmit(readmission("sue", LATER)).await.unwrap();
    assert_eq!(people.readmitted_until().await.unwrap(), Some(LATER));
    assert!(people.is_readmitted(&sue, NOW).await.unwrap());
    assert!(!people.is_readmitted(&sue, LATER).await.unwrap());
    assert!(!people.spend_readmission(sue.clone(), rfs(), LATER).await.unwrap());
    let elsewhere = at(Role::Supplier, "acme");
    assert!(!people.spend_readmission(sue.clone(), elsewhere, NOW).await.unwrap(), "it counts at its places only");
    assert!(people.spend_readmission(sue.clone(), rfs(), NOW).await.unwrap());
    assert!(!people.spend_readmission(sue.clone(), rfs(), NOW).await.unwrap());
    assert!(people.is_readmitted(&sue, NOW).await.unwrap(), "guesses do not wait all the same");
    people.readmit(readmission("sue", END)).await.unwrap();
    assert!(people.spend_readmission(sue.clone(), rfs(), NOW).await.unwrap());
    assert!(matches!(people.readmit(readmission("nobody", END)).await, Err(PeopleError::Unknown)));

    people.purge_guesses(END, NOW).await.unwrap();
    assert_eq!(people.wrong_guesses(10).await.unwrap(), [count(2, 1, LATER)]);
    assert!(!people.knows_device(&sue, hash(131), NOW).await.unwrap());
    assert!(!people.is_readmitted(&sue, NOW).await.unwrap());
}

async fn a_factor_goes_with_its_person(people: &dyn People) {
    people.propose_factor(id("sue"), vec![4]).await.unwrap();
    people.keep_device(id("sue"), hash(132), END).await.unwrap();

    people.erase(id("sue"), SecurityEvent::erasure(NOW)).await.unwrap();
    people.add(person("sue", "sue@example.org").into()).await.unwrap();

    assert_eq!(people.second_factor(&id("sue")).await.unwrap(), None);
    assert!(!people.knows_device(&id("sue"), hash(132), NOW).await.unwrap());
    people.erase(id("sue"), SecurityEvent::erasure(NOW)).await.unwrap();
}
