//! Which lots keep whom signed in.

use std::time::Duration;

use serde_json::json;

use super::fixture::*;
use crate::auth::{Principal, Role};
use crate::clock::Instant;
use crate::ids::{OrgId, PersonId};

const HOUR: Duration = Duration::from_hours(1);

fn at(role: Role, org: &str) -> Principal {
    let (person, org) = (PersonId::parse("p1").unwrap(), OrgId::parse(org).unwrap());
    Principal { person, org, role, expires_at: Instant::from_micros(0) }
}

// G94
#[tokio::test(start_paused = true)]
async fn an_open_lot_keeps_signed_in_all_who_bid_buy_or_run_it_and_nobody_else() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let owner = buyer("b1").org;
    let until = |role, org: &str| test.engine.keeps_signed_in_until(&at(role, org), test.clock.now());

    assert_eq!(until(Role::Supplier, "acme"), Some(CLOSE));
    for role in [Role::Buyer, Role::Admin, Role::Auditor] {
        assert_eq!(until(role, owner.as_str()), Some(CLOSE), "{role:?}");
        assert_eq!(until(role, "another"), None, "{role:?}");
    }
    assert_eq!(until(Role::Supplier, "zeta"), None);
    assert_eq!(until(Role::Observer, "RXX"), None);

    test.pass_until(CLOSE + Duration::from_secs(1)).await;
    settle_down().await;
    test.access(&supplier("acme"), &lot).await;
    assert_eq!(until(Role::Supplier, "acme"), None, "the lot has closed");
}

// G94
#[tokio::test(start_paused = true)]
async fn a_lot_keeps_people_signed_in_from_an_hour_before_it_opens() {
    let test = TestEngine::new().await;
    let opens_at = START + 3 * HOUR;
    test.publish(&document_opening(opens_at, &json!({}))).await;
    let until = |now| test.engine.keeps_signed_in_until(&supplier("acme"), now);

    assert_eq!(until(before(opens_at, HOUR + MS)), None);
    assert_eq!(until(before(opens_at, HOUR)), Some(opens_at + DURATION));
}
