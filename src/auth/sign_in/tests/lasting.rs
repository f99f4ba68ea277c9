//! How long a session lasts, where it stands, and how it ends.

use super::*;

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
