//! A new password: with the old one, or after a link; and what ends with the old one.

use super::*;

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
