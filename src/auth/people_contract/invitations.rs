//! An invitation from its sending to its end.

use super::{END, LATER, NOW, at, hash, id, person, session};
use crate::auth::people::{
    AddedPerson, Invitation, InvitationKind, InvitationState, NewSession, People, PeopleError, PersonState,
};
use crate::auth::principal::Role;

// G90
pub(super) async fn check(people: &dyn People) {
    an_invitation_signs_in_once(people).await;
    a_newer_invitation_replaces_an_older_one(people).await;
    an_invitation_is_withdrawn(people).await;
}

fn invitation(name: &str, of: &str, code: u8) -> Invitation {
    Invitation {
        id: name.to_owned(),
        kind: InvitationKind::Join,
        code: hash(code),
        person: id(of),
        place: at(Role::Observer, "RFS"),
        state: InvitationState::ToHandOver,
        leads_to: "/lots/l1".to_owned(),
        by: id("ann"),
        sent_at: NOW,
        expires_at: END,
    }
}

async fn newest(people: &dyn People, of: &str) -> Invitation {
    let found = people.newest_invitations(vec![id(of), id("nobody")]).await.unwrap();
    assert_eq!(found.len(), 1);
    found[0].clone()
}

async fn an_invitation_signs_in_once(people: &dyn People) {
    let first = invitation("i1", "ivy", 80);
    let added = AddedPerson { invitation: Some(first.clone()), ..person("ivy", "ivy@example.org").into() };
    people.add(added).await.unwrap();
    let found = people.find_code(hash(80)).await.unwrap().unwrap();
    assert_eq!(
        (found.person.id.as_str(), &found.place, found.invitation.as_ref()),
        ("ivy", &first.place, Some(&first))
    );
    assert!(found.is_living(NOW) && !found.is_living(END));

    let opened = [people.note_opened(hash(80)).await.unwrap(), people.note_opened(hash(80)).await.unwrap()];
    let too_late = NewSession { now: END, ..session(81, END) };
    let expired = people.redeem_link(hash(80), too_late).await.unwrap();
    let state_before = newest(people, "ivy").await;
    let twice = [people.redeem_link(hash(80), session(82, END)), people.redeem_link(hash(80), session(83, END))];
    let spent: Vec<_> = futures::future::join_all(twice).await.into_iter().filter_map(Result::unwrap).collect();

    assert_eq!(opened, [true, false]);
    assert!(expired.is_none());
    assert_eq!(state_before.state_at(LATER), InvitationState::Opened);
    assert_eq!(state_before.state_at(END), InvitationState::Expired);
    let [(link, session)] = spent.as_slice() else { panic!("spent {} times", spent.len()) };
    assert_eq!((link.leads_to.as_str(), session.principal.person.as_str()), ("/lots/l1", "ivy"));
    assert_eq!(newest(people, "ivy").await.state_at(END), InvitationState::Accepted);
    assert_eq!(people.by_id(&id("ivy")).await.unwrap().unwrap().state, PersonState::Active);
    assert!(!people.find_code(hash(80)).await.unwrap().unwrap().is_living(NOW));
    assert!(!people.withdraw(id("ivy"), NOW).await.unwrap(), "an accepted invitation stays accepted");
}

async fn a_newer_invitation_replaces_an_older_one(people: &dyn People) {
    people.invite(invitation("i2", "ivy", 84), None, None).await.unwrap();
    let second = Invitation { sent_at: LATER, ..invitation("i3", "ivy", 85) };
    people.invite(second.clone(), None, None).await.unwrap();

    assert_eq!(newest(people, "ivy").await, second);
    assert!(people.redeem_link(hash(84), session(86, END)).await.unwrap().is_none());
    assert!(!people.note_opened(hash(84)).await.unwrap());
    let nobody = people.invite(invitation("i4", "nobody", 87), None, None).await;
    assert!(matches!(nobody, Err(PeopleError::Unknown)), "{nobody:?}");
}

async fn an_invitation_is_withdrawn(people: &dyn People) {
    assert!(people.withdraw(id("ivy"), LATER).await.unwrap());

    assert!(!people.withdraw(id("ivy"), LATER).await.unwrap());
    assert_eq!(newest(people, "ivy").await.state_at(NOW), InvitationState::Withdrawn);
    assert!(people.redeem_link(hash(85), session(88, END)).await.unwrap().is_none());
    people.invite(Invitation { sent_at: END, ..invitation("i5", "ivy", 89) }, None, None).await.unwrap();
    people.disable(id("ivy")).await.unwrap();
    assert_eq!(newest(people, "ivy").await.state_at(NOW), InvitationState::Withdrawn);
}
