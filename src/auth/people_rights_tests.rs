//! Every row of the table of rights over people, and who stands how to whom.

use super::*;
use crate::auth::people::HeldPlace;
use crate::clock::Instant;
use crate::ids::PersonId;

const NOW: Instant = Instant::from_micros(1_795_000_000_000_000);

fn org(id: &str) -> OrgId {
    OrgId::parse(id).unwrap()
}

fn caller(role: Role, at: &str) -> PeopleCaller {
    let parties = match role {
        Role::Admin | Role::Buyer => EventParties {
            bidders: [(org("acme"), "Acme Medical Ltd".to_owned())].into(),
            trusts: [(org("RFS"), "Chesterfield Royal".to_owned())].into(),
            bidders_elsewhere: [org("calder"), org("acme")].into(),
            trusts_elsewhere: [org("RXX")].into(),
            partnerships: [org("wtp"), org("north")].into(),
        },
        Role::Supplier | Role::Observer | Role::Auditor => {
            EventParties { partnerships: [org("wtp"), org("north")].into(), ..EventParties::default() }
        }
    };
    let person = PersonId::parse("caller").unwrap();
    PeopleCaller { principal: Principal { person, org: org(at), role, expires_at: NOW }, is_lead: false, parties }
}

fn lead(role: Role, at: &str) -> PeopleCaller {
    PeopleCaller { is_lead: true, ..caller(role, at) }
}

fn person(role: Role, at: &str) -> Person {
    Person::new(PersonId::parse("other").unwrap(), "other@example.org", role, org(at), NOW)
}

fn with_place(mut person: Person, role: Role, at: &str) -> Person {
    person.places.push(HeldPlace::plain(role, org(at)));
    person
}

// G88
#[test]
fn every_tie_allows_exactly_what_the_table_says() {
    use PersonDeed::*;
    use Tie::*;
    let table: [(PersonDeed, &[Tie]); 13] = [
        (ReadAll, &[Admin, Lead, LeadOfOne, Oneself]),
        (ReadContact, &[Admin, Lead, LeadOfOne, Buyer, Oneself]),
        (ReadName, &[Admin, Lead, LeadOfOne, Buyer, Colleague, Oneself]),
        (ChangeName, &[Admin, Lead, Oneself]),
        (EndSessions, &[Admin, Lead, Oneself]),
        (Resend, &[Admin, Lead]),
        (Disable, &[Admin, Lead]),
        (TakeOffSecondFactor, &[Admin, Lead]),
        (MakeLead, &[Admin, Lead, LeadOfOne]),
        (GivePlace, &[Admin]),
        (ChangeEmail, &[Admin]),
        (Erase, &[Admin]),
        (ReadSecurityEvents, &[Admin, Lead]),
    ];
    assert_eq!(table.map(|(deed, _)| deed), PersonDeed::ALL);

    for (deed, allowed) in table {
        for tie in Tie::ALL {
            assert_eq!(tie.may(deed), allowed.contains(&tie), "{tie:?} {deed:?}");
        }
    }
}

// G88
#[test]
fn a_caller_stands_to_a_person_as_roles_organisations_and_events_say() {
    let acme = || person(Role::Supplier, "acme");
    let invited = |by: &str| Person { invited_by: Some(org(by)), ..person(Role::Supplier, "zeta") };
    let cases = [
        (caller(Role::Admin, "wtp"), person(Role::Buyer, "wtp"), vec![Tie::Admin, Tie::Colleague]),
        (caller(Role::Admin, "wtp"), acme(), vec![Tie::Admin]),
        (caller(Role::Admin, "wtp"), person(Role::Observer, "RFS"), vec![Tie::Admin]),
        (caller(Role::Admin, "wtp"), invited("wtp"), vec![Tie::Admin]),
        (caller(Role::Admin, "wtp"), invited("north"), vec![]),
        (caller(Role::Admin, "wtp"), person(Role::Supplier, "RFS"), vec![]),
        (caller(Role::Admin, "wtp"), person(Role::Buyer, "acme"), vec![]),
        (caller(Role::Admin, "wtp"), with_place(acme(), Role::Buyer, "north"), vec![Tie::Buyer]),
        (lead(Role::Supplier, "acme"), acme(), vec![Tie::Lead, Tie::Colleague]),
        (lead(Role::Supplier, "acme"), person(Role::Supplier, "zeta"), vec![]),
        (lead(Role::Supplier, "acme"), person(Role::Observer, "acme"), vec![]),
        (lead(Role::Supplier, "acme"), with_place(acme(), Role::Observer, "RFS"), vec![Tie::LeadOfOne, Tie::Colleague]),
        (lead(Role::Buyer, "wtp"), person(Role::Auditor, "wtp"), vec![Tie::Colleague]),
        (caller(Role::Buyer, "wtp"), acme(), vec![Tie::Buyer]),
        (caller(Role::Buyer, "wtp"), person(Role::Observer, "RFS"), vec![Tie::Buyer]),
        (caller(Role::Buyer, "wtp"), person(Role::Supplier, "zeta"), vec![]),
        (caller(Role::Supplier, "acme"), acme(), vec![Tie::Colleague]),
        (caller(Role::Observer, "RFS"), acme(), vec![]),
        (caller(Role::Auditor, "wtp"), person(Role::Buyer, "wtp"), vec![Tie::Colleague]),
        (caller(Role::Auditor, "wtp"), acme(), vec![]),
    ];

    for (caller, person, ties) in cases {
        let case = format!("{caller:?} {person:?}");
        assert_eq!(caller.ties(&person), ties, "{case}");
    }
    let own = Person { id: PersonId::parse("caller").unwrap(), ..person(Role::Supplier, "acme") };
    assert_eq!(caller(Role::Supplier, "acme").ties(&own), [Tie::Colleague, Tie::Oneself]);
}

// G88
#[test]
fn each_role_invites_only_those_whom_the_table_allows() {
    let nobody = PlaceCount::default();
    let somebody = PlaceCount { people: 1, leads: 0 };
    let at = |role, id: &str| RoleAt { role, org: org(id) };
    let cases = [
        (caller(Role::Admin, "wtp"), at(Role::Buyer, "wtp"), somebody, true),
        (caller(Role::Admin, "wtp"), at(Role::Admin, "north"), nobody, false),
        (caller(Role::Admin, "wtp"), at(Role::Supplier, "acme"), somebody, true),
        (caller(Role::Admin, "wtp"), at(Role::Supplier, "zeta"), nobody, true),
        (caller(Role::Admin, "wtp"), at(Role::Supplier, "zeta"), somebody, false),
        (caller(Role::Admin, "wtp"), at(Role::Supplier, "calder"), nobody, false),
        (caller(Role::Buyer, "wtp"), at(Role::Supplier, "calder"), nobody, false),
        (caller(Role::Buyer, "wtp"), at(Role::Observer, "RXX"), nobody, false),
        (caller(Role::Buyer, "wtp"), at(Role::Supplier, "acme"), nobody, true),
        (lead(Role::Supplier, "calder"), at(Role::Supplier, "calder"), somebody, true),
        (lead(Role::Supplier, "acme"), at(Role::Supplier, "acme"), somebody, true),
        (lead(Role::Supplier, "acme"), at(Role::Supplier, "zeta"), nobody, false),
        (lead(Role::Supplier, "acme"), at(Role::Buyer, "acme"), nobody, false),
        (caller(Role::Supplier, "acme"), at(Role::Supplier, "acme"), nobody, false),
        (caller(Role::Buyer, "wtp"), at(Role::Supplier, "zeta"), nobody, true),
        (caller(Role::Buyer, "wtp"), at(Role::Observer, "RFS"), nobody, true),
        (caller(Role::Buyer, "wtp"), at(Role::Supplier, "zeta"), somebody, false),
        (caller(Role::Buyer, "wtp"), at(Role::Buyer, "wtp"), nobody, false),
        (lead(Role::Buyer, "wtp"), at(Role::Buyer, "wtp"), somebody, true),
        (caller(Role::Observer, "RFS"), at(Role::Observer, "RFS"), nobody, false),
        (caller(Role::Auditor, "wtp"), at(Role::Supplier, "zeta"), nobody, false),
    ];

    for (caller, place, there, may) in cases {
        let case = format!("{caller:?} {place:?}");
        assert_eq!(caller.fault_of_inviting(&place, there).is_none(), may, "{case}");
    }
}

// G4
#[test]
fn a_colleague_and_a_buyer_see_no_place_elsewhere() {
    let both = with_place(person(Role::Supplier, "acme"), Role::Observer, "RXX");
    let at_acme = RoleAt { role: Role::Supplier, org: org("acme") };
    let at_trust = RoleAt { role: Role::Observer, org: org("RXX") };

    for seer in [caller(Role::Buyer, "wtp"), caller(Role::Supplier, "acme"), lead(Role::Supplier, "acme")] {
        assert!(seer.may_see_place(&both, &at_acme) && !seer.may_see_place(&both, &at_trust), "{seer:?}");
    }
    assert!(caller(Role::Admin, "wtp").may_see_place(&both, &at_trust));
}

// G87
#[test]
fn each_role_names_only_organisations_that_are_its_own_to_name() {
    let cases = [
        (caller(Role::Admin, "wtp"), "wtp", Some("West"), true),
        (caller(Role::Admin, "wtp"), "RFS", Some("Chesterfield"), true),
        (caller(Role::Admin, "wtp"), "acme", None, false),
        (caller(Role::Admin, "wtp"), "calder", None, false),
        (caller(Role::Admin, "wtp"), "RXX", None, false),
        (caller(Role::Admin, "wtp"), "zeta", None, true),
        (caller(Role::Admin, "wtp"), "zeta", Some("Zeta"), false),
        (caller(Role::Admin, "wtp"), "north", None, false),
        (caller(Role::Buyer, "wtp"), "RFS", None, false),
        (lead(Role::Buyer, "wtp"), "wtp", None, true),
        (lead(Role::Supplier, "acme"), "acme", Some("Acme"), true),
        (lead(Role::Supplier, "acme"), "zeta", None, false),
        (caller(Role::Supplier, "acme"), "acme", None, false),
        (lead(Role::Supplier, "wtp"), "wtp", None, false),
        (lead(Role::Observer, "north"), "north", None, false),
    ];

    for (caller, id, kept, may) in cases {
        assert_eq!(caller.may_name(&org(id), kept), may, "{caller:?} {id}");
    }
}
