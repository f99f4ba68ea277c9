//! Who was let back in by a buyer neither waits nor needs a code, at the event's places only.

use super::*;

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

// G96, G97
#[tokio::test]
async fn beside_guesses_a_known_browser_and_a_readmitted_person_are_checked_and_nobody_else() {
    let sessions = sessions().await;
    let signed_in = sessions.sign_in(&attempt("ann@example.org", PASSWORD, None), NOW).await.unwrap();
    let buyer = signed_in.principal;
    let in_known_browser = Attempt {
        client: ClientFacts { device: Some(signed_in.device), ..client("192.0.2.1") },
        ..attempt("ann@example.org", PASSWORD, None)
    };
    let _full = sessions.passwords.fill();
    let try_it = async |email: &str, now| sessions.sign_in(&attempt(email, PASSWORD, None), now).await;

    let refused = [try_it("ann@example.org", NOW).await, try_it("nobody@example.org", NOW).await];
    let known = sessions.sign_in(&in_known_browser, NOW).await;
    let place = RoleAt { role: Role::Buyer, org: OrgId::parse("wtp").unwrap() };
    sessions.readmit(&buyer, readmission(place), "kept out".to_owned(), &client("192.0.2.9"), NOW).await.unwrap();
    let let_in = try_it("ann@example.org", NOW).await;
    let other = try_it("nobody@example.org", NOW).await;
    let too_late = try_it("ann@example.org", NOW + MINUTE * 10).await;

    for refused in refused.into_iter().chain([other, too_late]) {
        assert!(matches!(refused, Err(NotSignedIn::Overloaded)), "{refused:?}");
    }
    assert!(known.is_ok() && let_in.is_ok(), "{known:?} {let_in:?}");
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
