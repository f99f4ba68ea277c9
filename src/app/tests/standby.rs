//! A server that waits for another one to end.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use axum::http::StatusCode;
use tokio::sync::{oneshot, watch};
use tokio::time::timeout;

use super::test_server::{PATIENCE, limits};
use crate::app::{App, AppParts, Ended, NotReopened, StandbyApp, StandbySign, Storage};
use crate::auth::{PeopleInMemory, PeopleKey, ServerKey};
use crate::journal::faulty::FaultyStore;

const ANY_PORT: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 0);

fn parts(store: Arc<FaultyStore>) -> AppParts {
    AppParts {
        storage: Storage { store, people: Arc::new(PeopleInMemory::default()) },
        key: ServerKey::random(),
        people_key: PeopleKey::random(),
        mail: None,
        limits: limits(),
        reopen: None,
    }
}

async fn readyz(address: SocketAddr) -> (StatusCode, String) {
    let answer = reqwest::get(format!("http://{address}/readyz")).await.expect("a standby answers");
    (answer.status(), answer.text().await.expect("a body"))
}

#[tokio::test]
async fn a_standby_answers_from_the_start_and_serves_once_it_has_taken_over() {
    let standby = StandbyApp::build(limits(), ANY_PORT).unwrap();
    let address = standby.address();
    let (free, place) = watch::channel(false);
    let take_over = async |sign: StandbySign| {
        sign.waits();
        place.clone().wait_for(|free| *free).await.expect("the test holds the place");
        Ok(parts(Arc::new(FaultyStore::new())))
    };

    let waited = async {
        while !readyz(address).await.1.contains("standby: another server runs") {}
        free.send_replace(true);
    };
    let (served, ()) = tokio::join!(standby.takes_over(take_over, std::future::pending()), waited);
    let app = App::after(served.unwrap().expect("nobody has asked it to stop"));

    assert_eq!(app.address(), address);
    assert_eq!(readyz(address).await.0, StatusCode::OK);
    assert_eq!(timeout(PATIENCE, app.run_until(std::future::ready(()))).await, Ok(Ended::Stopped));
}

#[tokio::test]
async fn a_standby_whose_database_goes_away_tries_again_also_in_the_middle_of_its_takeover() {
    let standby = StandbyApp::build(limits(), ANY_PORT).unwrap();
    let address = standby.address();
    let tries = AtomicU32::new(0);
    let (seen, away) = (watch::Sender::new(false), Arc::new(FaultyStore::new()));
    away.fail_after_scans(0);
    let take_over = async |_| match tries.fetch_add(1, Ordering::Relaxed) {
        0 => Err(NotReopened::Away(anyhow::anyhow!("connection refused"))),
        1 => Ok(parts(away.clone())),
        _ => {
            seen.subscribe().wait_for(|seen| *seen).await.expect("the test looks");
            Ok(parts(Arc::new(FaultyStore::new())))
        }
    };

    let looked = async {
        let readiness = readyz(address).await;
        seen.send_replace(true);
        readiness
    };
    let (served, (status, words)) = tokio::join!(standby.takes_over(take_over, std::future::pending()), looked);

    assert!(served.unwrap().is_some());
    assert_eq!(tries.into_inner(), 3);
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(words.contains("standby") && words.contains("no connection to the database"), "{words}");
}

#[tokio::test]
async fn a_standby_that_cannot_take_over_says_why() {
    let standby = StandbyApp::build(limits(), ANY_PORT).unwrap();

    let ended =
        standby.takes_over(async |_| Err(NotReopened::Final(anyhow::anyhow!("fsync is off"))), std::future::pending());

    let error = ended.await.err().expect("a person has to act");
    assert!(format!("{error:#}").contains("fsync is off"), "{error:#}");
}

#[tokio::test]
async fn a_standby_stops_when_it_is_asked_to() {
    let standby = StandbyApp::build(limits(), ANY_PORT).unwrap();
    let address = standby.address();
    let (stop, asked) = oneshot::channel::<()>();
    let stopping = async {
        readyz(address).await;
        stop.send(()).unwrap();
    };

    let never = async |_| std::future::pending().await;
    let (ended, ()) = tokio::join!(standby.takes_over(never, async { drop(asked.await) }), stopping);

    assert!(ended.unwrap().is_none());
    assert!(tokio::net::TcpStream::connect(address).await.is_err());
}
