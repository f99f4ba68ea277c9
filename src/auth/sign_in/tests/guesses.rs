//! After wrong guesses a person waits, and how long does not tell whether there is such a person.

use super::*;

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
