//! Signing in with a code from an app or a recovery code, and what is wrong answered alike.

use super::*;

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
