//! A person is changed, disabled, enabled and erased, and holds places.

use super::{END, NOW, at, hash, id, link, person, session};
use crate::auth::people::{
    HeldPlace, Organisation, PLACES_MAX, People, PeopleError, PersonDetails, PersonState, PlaceCount, RoleAt,
    SecurityEvent,
};
use crate::auth::principal::Role;
use crate::ids::OrgId;

pub(super) async fn check(people: &dyn People) {
    details_are_written_again(people).await;
    places_are_given_and_counted(people).await;
    a_disabled_person_is_out_until_enabled(people).await;
    an_erased_person_leaves_nothing(people).await;
    organisations_are_named(people).await;
}

// G86
async fn details_are_written_again(people: &dyn People) {
    let details = |name: &str, email: &str| PersonDetails {
        name: Some(name.to_owned()),
        email: email.to_owned(),
        telephone: Some("0114 496 0123".to_owned()),
    };
    let before = people.version().await.unwrap();

    people.rewrite(id("bob"), details("Bob Smith", "Bob@example.org")).await.unwrap();
    let taken = people.rewrite(id("bob"), details("Bob", "ANN@example.org")).await;
    let unknown = people.rewrite(id("nobody"), details("Bob", "x@example.org")).await;

    let bob = people.by_email("bob@EXAMPLE.org").await.unwrap().unwrap();
    assert_eq!((bob.name.as_deref(), bob.telephone.as_deref()), (Some("Bob Smith"), Some("0114 496 0123")));
    assert!(matches!((taken, unknown), (Err(PeopleError::Taken), Err(PeopleError::Unknown))));
    assert!(people.version().await.unwrap() > before);
    let known = people.known().await.unwrap().into_iter().find(|known| known.id == id("bob")).unwrap();
    assert_eq!((known.name.as_deref(), known.state), (Some("Bob Smith"), PersonState::Invited));
    assert_eq!(known.telephone.as_deref(), Some("0114 496 0123"));
}

// G86
async fn places_are_given_and_counted(people: &dyn People) {
    let supplier = at(Role::Supplier, "acme");
    let held = |lead| HeldPlace { place: supplier.clone(), lead };

    let orgs_of_bob =
        async || people.known().await.unwrap().into_iter().find(|known| known.id == id("bob")).unwrap().supplies;
    let (version, before) = (people.version().await.unwrap(), orgs_of_bob().await);

    people.give_place(id("bob"), held(false)).await.unwrap();
    let plain = people.count_at(&supplier).await.unwrap();
    people.give_place(id("bob"), held(true)).await.unwrap();
    let lead = people.count_at(&supplier).await.unwrap();
    let unknown = people.give_place(id("nobody"), held(false)).await;

    assert!(people.version().await.unwrap() > version);
    assert_eq!((before, orgs_of_bob().await), (vec![], vec![supplier.org.clone()]));
    assert_eq!((plain, lead), (PlaceCount { people: 1, leads: 0 }, PlaceCount { people: 1, leads: 1 }));
    assert!(matches!(unknown, Err(PeopleError::Unknown)), "{unknown:?}");
    let bob = people.by_id(&id("bob")).await.unwrap().unwrap();
    assert_eq!(bob.places, [HeldPlace::plain(Role::Observer, OrgId::parse("RFS").unwrap()), held(true)]);
    let elsewhere = people.open_session(id("bob"), at(Role::Buyer, "wtp"), session(60, END)).await;
    assert!(matches!(elsewhere, Err(PeopleError::Unknown)), "{elsewhere:?}");
    let at_acme = people.open_session(id("bob"), supplier.clone(), session(60, END)).await.unwrap();
    assert_eq!((at_acme.principal.role, at_acme.principal.org.as_str()), (Role::Supplier, "acme"));

    for nth in 0..PLACES_MAX - 2 {
        let place = HeldPlace::plain(Role::Observer, OrgId::parse(&format!("R{nth}")).unwrap());
        people.give_place(id("bob"), place).await.unwrap();
    }
    let one_more = people.give_place(id("bob"), HeldPlace::plain(Role::Observer, OrgId::parse("RXX").unwrap())).await;
    assert!(matches!(one_more, Err(PeopleError::TooManyPlaces)), "{one_more:?}");
    people.give_place(id("bob"), held(true)).await.unwrap();
}

// G86
async fn a_disabled_person_is_out_until_enabled(people: &dyn People) {
    people.create_link(link(61, END)).await.unwrap();
    let rfs = at(Role::Observer, "RFS");
    people.open_session(id("ann"), rfs.clone(), session(62, END)).await.unwrap();
    let before = people.version().await.unwrap();

    let ended = people.disable(id("ann")).await.unwrap();

    assert_eq!(ended, [hash(62)]);
    assert!(people.version().await.unwrap() > before);
    assert_eq!(people.session(hash(62)).await.unwrap(), None);
    assert!(people.redeem_link(hash(61), session(63, END)).await.unwrap().is_none());
    let refused = people.open_session(id("ann"), rfs.clone(), session(64, END)).await;
    assert!(matches!(refused, Err(PeopleError::Unknown)), "{refused:?}");
    assert_eq!(people.by_id(&id("ann")).await.unwrap().unwrap().state, PersonState::Disabled);
    people.disable(id("ann")).await.unwrap();

    people.enable(id("ann")).await.unwrap();

    assert_eq!(people.by_id(&id("ann")).await.unwrap().unwrap().state, PersonState::Active);
    people.open_session(id("ann"), rfs, session(65, END)).await.unwrap();
    people.disable(id("zoe")).await.unwrap();
    people.enable(id("zoe")).await.unwrap();
    people.enable(id("zoe")).await.unwrap();
    assert_eq!(people.by_id(&id("zoe")).await.unwrap().unwrap().state, PersonState::Invited);
    assert!(matches!(people.disable(id("nobody")).await, Err(PeopleError::Unknown)));
    assert!(matches!(people.enable(id("nobody")).await, Err(PeopleError::Unknown)));
}

// E59, G98
async fn an_erased_person_leaves_nothing(people: &dyn People) {
    people.add(person("eve", "eve@example.org").into()).await.unwrap();
    let mut of_eve = link(70, END);
    of_eve.person = id("eve");
    people.create_link(of_eve).await.unwrap();
    people.open_session(id("eve"), at(Role::Observer, "RFS"), session(71, END)).await.unwrap();

    let ended = people.erase(id("eve"), SecurityEvent::erasure(NOW)).await.unwrap();

    assert_eq!(ended, [hash(71)]);
    assert_eq!(people.by_id(&id("eve")).await.unwrap(), None);
    assert_eq!(people.session(hash(71)).await.unwrap(), None);
    assert_eq!(people.find_code(hash(70)).await.unwrap(), None);
    assert!(people.known().await.unwrap().iter().all(|known| known.id != id("eve")));
    assert_eq!(people.erased().await.unwrap(), [id("eve")]);
    assert!(matches!(people.erase(id("eve"), SecurityEvent::erasure(NOW)).await, Err(PeopleError::Unknown)));
    people.add(person("eve2", "eve@example.org").into()).await.unwrap();
}

// G87
async fn organisations_are_named(people: &dyn People) {
    let named = |name: &str| Organisation { id: OrgId::parse("acme").unwrap(), name: name.to_owned() };
    let RoleAt { org, .. } = at(Role::Supplier, "acme");

    assert_eq!(people.organisation_name(&org).await.unwrap(), None);
    people.name_organisation(named("Acme Ltd")).await.unwrap();
    people.name_organisation(named("Acme Medical Ltd")).await.unwrap();

    assert_eq!(people.organisation_name(&org).await.unwrap().as_deref(), Some("Acme Medical Ltd"));
    assert_eq!(people.organisations().await.unwrap(), [named("Acme Medical Ltd")]);
}
