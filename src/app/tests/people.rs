//! People that cannot be asked: whoever needs them is told so, and the auction goes on.

use std::sync::Arc;

use axum::http::StatusCode;
use futures::FutureExt;
use futures::future::{BoxFuture, ready};
use serde_json::json;

use super::house::House;
use crate::app::Ended;
use crate::auth::{Enrolled, Link, PasswordHash, People, PeopleError, Person, SecretHash, Session};
use crate::clock::Instant;
use crate::ids::PersonId;

/// Whose database does not answer.
struct PeopleAway;

type Answer<'a, T> = BoxFuture<'a, Result<T, PeopleError>>;

fn away<'a, T: Send + 'a>() -> Answer<'a, T> {
    ready(Err(PeopleError::Failed("injected: connection refused".into()))).boxed()
}

impl People for PeopleAway {
    fn add(&self, _: Person) -> Answer<'_, ()> {
        away()
    }

    fn page<'a>(&'a self, _: Option<&'a PersonId>, _: u32) -> Answer<'a, Vec<Enrolled>> {
        away()
    }

    fn by_email<'a>(&'a self, _: &'a str) -> Answer<'a, Option<Person>> {
        away()
    }

    fn set_password(&self, _: PersonId, _: PasswordHash) -> Answer<'_, ()> {
        away()
    }

    fn password<'a>(&'a self, _: &'a PersonId) -> Answer<'a, Option<PasswordHash>> {
        away()
    }

    fn open_session(&self, _: PersonId, _: SecretHash, _: Instant) -> Answer<'_, Session> {
        away()
    }

    fn create_link(&self, _: Link) -> Answer<'_, ()> {
        away()
    }

    fn redeem_link(&self, _: SecretHash, _: Instant, _: SecretHash, _: Instant) -> Answer<'_, Option<(Link, Session)>> {
        away()
    }

    fn session(&self, _: SecretHash, _: Instant) -> Answer<'_, Option<Session>> {
        away()
    }

    fn end_session(&self, _: SecretHash) -> Answer<'_, bool> {
        away()
    }

    fn purge(&self, _: Instant) -> Answer<'_, ()> {
        away()
    }
}

#[tokio::test]
async fn people_that_cannot_be_asked_stop_nobody_else() {
    let house = House::with_people(Arc::new(PeopleAway)).await;
    let lot = house.open_lot().await;

    let (status, problem) = house.get_with_cookie("/api/v1/me").await;
    let sign_in = json!({"email": "ann@example.org", "password": "a long enough password"});
    let (signed_in, _) = house.post("/api/v1/sessions", &house.buyer, &sign_in).await;

    assert_eq!((status, &problem["code"]), (StatusCode::SERVICE_UNAVAILABLE, &json!("unavailable")));
    assert_eq!(signed_in, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(house.get("/readyz").await.0, StatusCode::OK);
    assert_eq!(house.bid(&lot, "a1", "3.00").await.1["type"], "accepted", "a token needs no people");
    assert_eq!(house.stop().await, Ended::Stopped);
}
