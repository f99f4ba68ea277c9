//! Signing in from outside: wrong guesses, second factors, sessions of several browsers, other sites.

use reqwest::Method;
use serde_json::{Value, json};

use crate::client::Client;
use crate::documents::Document;
use crate::people::Reply;
use crate::server::{PARTNERSHIP, Server, fairlot};

const PASSWORD: &str = "kettle umbra plinth";
const NEW_PASSWORD: &str = "copper lantern fjord";

/// A browser: the cookies that it has.
struct Browser<'s> {
    server: &'s Server,
    cookies: Vec<String>,
}

impl Browser<'_> {
    async fn asks(&self, method: Method, path: &str, body: Option<Value>) -> Reply {
        let cookies = self.cookies.join("; ");
        let headers = [("cookie", cookies.as_str()), ("origin", self.server.url())];
        self.server.nobody().asks(method, path, body.map(|body| body.to_string()), &headers).await
    }

    async fn posts(&self, path: &str, body: Value) -> Reply {
        self.asks(Method::POST, path, Some(body)).await
    }

    /// A WebSocket that has received its welcome.
    async fn connects(&self) -> Client {
        let headers = [("cookie", self.cookies[0].as_str()), ("origin", self.server.url())];
        let mut client = Client::open(self.server.url(), &headers).await.unwrap_or_else(|error| panic!("{error}"));
        client.expect("welcome").await;
        client
    }
}

fn add(server: &Server, email: &str, role: &str, org: &str) {
    let database = server.database();
    let arguments = ["user", "add", "--database", &database, "--email", email, "--role", role, "--org", org];
    fairlot(&arguments, PASSWORD).ended_with(0);
}

async fn tries(server: &Server, body: &Value, more: &[(&str, &str)]) -> Reply {
    server.nobody().asks(Method::POST, "/api/v1/sessions", Some(body.to_string()), more).await
}

fn sign_in_body(email: &str, password: &str) -> Value {
    json!({"email": email, "password": password})
}

async fn signs_in<'s>(server: &'s Server, body: &Value) -> Browser<'s> {
    let reply = tries(server, body, &[]).await;
    reply.expect(201);
    let set = reply.headers.get_all("set-cookie").iter().map(|value| value.to_str().expect("a cookie is text"));
    let cookies = set.map(|cookie| cookie.split(';').next().expect("a text has a first part").to_owned());
    Browser { server, cookies: cookies.collect() }
}

/// The code that an app with that secret shows now.
fn code(secret: &str, seconds_later: u64) -> String {
    let bits = secret.chars().map(|letter| format!("{:05b}", value_in_base_32(letter))).collect::<Vec<_>>().concat();
    let bytes: Vec<u8> =
        (0..20).map(|nth| u8::from_str_radix(&bits[8 * nth..8 * nth + 8], 2).expect("five bits")).collect();
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("after 1970").as_secs();
    let secret: [u8; 20] = bytes.try_into().expect("a secret has 20 bytes");
    let totp = totp_rs::Builder::new().with_secret(secret).build().expect("20 bytes are a secret");
    totp.generate(now + seconds_later).to_string()
}

fn value_in_base_32(letter: char) -> usize {
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".find(letter).expect("a letter of base 32")
}

// G96
#[tokio::test]
async fn ten_thousand_wrong_guesses_from_many_addresses_do_not_keep_a_known_device_out() {
    let server = Server::start_with(&["--trusted-proxy", "127.0.0.1"]);
    add(&server, "sam@acme.example", "supplier", "acme");
    let at_home = signs_in(&server, &sign_in_body("sam@acme.example", PASSWORD)).await;
    let (right, wrong) = (sign_in_body("sam@acme.example", PASSWORD), sign_in_body("sam@acme.example", "wrong"));
    let mut statuses = std::collections::BTreeMap::<u16, u32>::new();

    let http = reqwest::Client::builder().no_proxy().build().expect("a client without settings that can fail");
    let address = format!("{}/api/v1/sessions", server.url());

    for nth in 0..10_000_u32 {
        let client = format!("10.{}.{}.{}", nth >> 16, (nth >> 8) & 255, nth & 255);
        let guess = http.post(&address).header("x-forwarded-for", client).json(&wrong).send().await;
        *statuses.entry(guess.expect("an answer").status().as_u16()).or_default() += 1;
    }
    let elsewhere = tries(&server, &right, &[("x-forwarded-for", "192.0.2.77")]).await;
    let device = at_home.cookies[1].as_str();
    let known = tries(&server, &right, &[("x-forwarded-for", "192.0.2.77"), ("cookie", device)]).await;

    assert_eq!(statuses, [(401, 100), (429, 9_900)].into());
    elsewhere.expect_problem(429, "too_many_attempts");
    let wait: u64 = elsewhere.headers["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=3_600).contains(&wait), "{wait}");
    known.expect(201);
}

// G91
#[tokio::test]
async fn a_second_factor_is_set_up_asked_for_and_taken_off() {
    for server in Server::start_on_each() {
        second_factor(&server).await;
    }
}

async fn second_factor(server: &Server) {
    add(server, "bea@example.org", "buyer", PARTNERSHIP);
    let plain = sign_in_body("bea@example.org", PASSWORD);
    let browser = signs_in(server, &plain).await;
    let proposed = browser.asks(Method::POST, "/api/v1/me/second-factor", None).await.expect(201);
    let secret = proposed["secret"].as_str().expect("a text").to_owned();
    assert!(proposed["uri"].as_str().expect("a text").contains(&secret), "{proposed}");
    assert!(proposed["qr"].as_str().expect("a text").starts_with("data:image/svg+xml,"), "{proposed}");
    let first = json!({"code": code(&secret, 0)});

    let confirmed = browser.asks(Method::PUT, "/api/v1/me/second-factor", Some(first)).await.expect(200);
    let without = tries(server, &plain, &[]).await;
    let again = json!({"email": "bea@example.org", "password": PASSWORD, "code": code(&secret, 0)});
    let used = tries(server, &again, &[]).await;
    let next = json!({"email": "bea@example.org", "password": PASSWORD, "code": code(&secret, 30)});
    let (one, other) = tokio::join!(tries(server, &next, &[]), tries(server, &next, &[]));
    let recovery = confirmed["recovery_codes"][0].clone();
    let recovery = json!({"email": "bea@example.org", "password": PASSWORD, "code": recovery});
    let (recovered, spent) = (tries(server, &recovery, &[]).await, tries(server, &recovery, &[]).await);

    without.expect_problem(401, "code_needed");
    used.expect_problem(401, "code_needed");
    let mut statuses = [one.status, other.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 401], "of two at the same moment one counts");
    assert_eq!(confirmed["recovery_codes"].as_array().expect("a list").len(), 10);
    assert_eq!(recovered.expect(201)["second_factor"], true);
    spent.expect_problem(401, "code_needed");

    let lot = server.buyer().publishes(&Document::gloves()).await;
    let close = format!("/api/v1/lots/{}/commands", lot.lot());
    let close = browser.posts(&close, json!({"type": "close", "reason": "done"})).await;
    assert_eq!(close.status, 200, "proved a moment ago: {}", close.text);
    let off = json!({"password": PASSWORD, "code": confirmed["recovery_codes"][1]});
    let wrong = json!({"password": "wrong", "code": confirmed["recovery_codes"][1]});
    let off_by = async |body| browser.asks(Method::DELETE, "/api/v1/me/second-factor", Some(body)).await;
    off_by(wrong).await.expect_problem(403, "forbidden");
    assert_eq!(off_by(off).await.status, 204);
    tries(server, &plain, &[]).await.expect(201);
}

// G91
#[tokio::test]
async fn a_role_that_needs_a_second_factor_may_only_set_one_up() {
    let server = Server::start_with(&["--require-second-factor", "buyer"]);
    add(&server, "bea@example.org", "buyer", PARTNERSHIP);
    let browser = signs_in(&server, &sign_in_body("bea@example.org", PASSWORD)).await;

    let events = browser.asks(Method::GET, "/api/v1/events", None).await;
    let me = browser.asks(Method::GET, "/api/v1/me", None).await;
    let headers = [("cookie", browser.cookies[0].as_str()), ("origin", server.url())];
    let socket = Client::open(server.url(), &headers).await;
    let proposed = browser.asks(Method::POST, "/api/v1/me/second-factor", None).await.expect(201);
    let first = json!({"code": code(proposed["secret"].as_str().expect("a text"), 0)});
    browser.asks(Method::PUT, "/api/v1/me/second-factor", Some(first)).await.expect(200);

    events.expect_problem(403, "step_up_required");
    assert_eq!(me.expect(200)["second_factor"], false);
    assert_eq!(socket.err().map(|refusal| refusal.status), Some(403));
    browser.asks(Method::GET, "/api/v1/events", None).await.expect(200);
}

// G92, G94, G98
#[tokio::test]
async fn a_person_sees_and_ends_sessions_and_a_new_password_ends_all_others() {
    for server in Server::start_on_each() {
        sessions_and_password(&server).await;
    }
}

async fn sessions_and_password(server: &Server) {
    add(server, "bea@example.org", "buyer", PARTNERSHIP);
    let body = sign_in_body("bea@example.org", PASSWORD);
    let (one, two, three) =
        (signs_in(server, &body).await, signs_in(server, &body).await, signs_in(server, &body).await);
    let (mut of_two, mut of_three) = (two.connects().await, three.connects().await);

    let listed = one.asks(Method::GET, "/api/v1/sessions", None).await.expect(200);
    let listed = listed.as_array().expect("a list");
    let current: Vec<bool> = listed.iter().map(|session| session["current"].as_bool().expect("a yes or no")).collect();
    let of_second = format!("/api/v1/sessions/{}", listed[1]["id"].as_str().expect("a text"));
    let ended = one.asks(Method::DELETE, &of_second, None).await;
    let again = one.asks(Method::DELETE, &of_second, None).await;

    assert_eq!(current, [true, false, false]);
    assert_eq!((ended.status, again.status), (204, 404));
    assert_eq!(of_two.close_code().await, Some(4401));
    assert_eq!(two.asks(Method::GET, "/api/v1/me", None).await.status, 401);

    let change = async |old: Option<&str>, new: &str| {
        let body = json!({"old": old, "new": new});
        one.asks(Method::PUT, "/api/v1/me/password", Some(body)).await
    };
    change(Some("wrong"), NEW_PASSWORD).await.expect_problem(403, "forbidden");
    assert_eq!(change(None, NEW_PASSWORD).await.paths(), ["/old"]);
    let weak = change(Some(PASSWORD), "bea@example.org").await.expect_problem(422, "weak_password");
    assert!(weak["errors"][0]["message"].as_str().expect("a text").contains("others know of you"), "{weak}");
    assert_eq!(change(Some(PASSWORD), NEW_PASSWORD).await.status, 204);

    assert_eq!(of_three.close_code().await, Some(4401));
    assert_eq!(three.asks(Method::GET, "/api/v1/me", None).await.status, 401);
    one.asks(Method::GET, "/api/v1/me", None).await.expect(200);
    tries(server, &body, &[]).await.expect_problem(401, "unauthorized");
    tries(server, &sign_in_body("bea@example.org", NEW_PASSWORD), &[]).await.expect(201);
}

// G96
#[tokio::test]
async fn wrong_guesses_are_counted_across_a_restart() {
    let mut server = Server::start();
    add(&server, "bea@example.org", "buyer", PARTNERSHIP);
    for _ in 0..5 {
        tries(&server, &sign_in_body("bea@example.org", "wrong"), &[]).await.expect_problem(401, "unauthorized");
    }

    server.sigterm();
    server.restart();
    let right = tries(&server, &sign_in_body("bea@example.org", PASSWORD), &[]).await;

    right.expect_problem(429, "too_many_attempts");
}

// G97
#[tokio::test]
async fn a_buyer_lets_a_bidder_back_in_who_has_guessed_wrong() {
    for server in Server::start_on_each() {
        readmission(&server).await;
    }
}

async fn readmission(server: &Server) {
    add(server, "sam@acme.example", "supplier", "acme");
    add(server, "zed@zeta.example", "supplier", "zeta");
    let right = sign_in_body("sam@acme.example", PASSWORD);
    let id_of = async |email: &str| {
        let me = signs_in(server, &sign_in_body(email, PASSWORD)).await.asks(Method::GET, "/api/v1/me", None).await;
        me.expect(200)["person"].as_str().expect("a text").to_owned()
    };
    let (sam, zed) = (id_of("sam@acme.example").await, id_of("zed@zeta.example").await);
    let event = server.buyer().publishes(&Document::gloves()).await.event;
    let path = format!("/api/v1/events/{event}/readmit");
    for _ in 0..5 {
        tries(server, &sign_in_body("sam@acme.example", "wrong"), &[]).await.expect_problem(401, "unauthorized");
    }
    tries(server, &right, &[]).await.expect_problem(429, "too_many_attempts");

    let stranger = server.buyer().post(&path, &json!({"person": zed, "reason": "r"})).await;
    let by_supplier = server.supplier("acme").post(&path, &json!({"person": sam, "reason": "r"})).await;
    let readmitted = server.buyer().post(&path, &json!({"person": sam, "reason": "cannot sign in"})).await.expect(200);

    assert_eq!(stranger.paths(), ["/person"], "{}", stranger.text);
    by_supplier.expect_problem(403, "forbidden");
    assert_eq!((&readmitted["seq"], &readmitted["mailed"]), (&json!(3), &Value::Null));
    server.runs(&["verify"]).ended_with(0);
    tries(server, &sign_in_body("sam@acme.example", "wrong"), &[]).await.expect_problem(401, "unauthorized");
    tries(server, &right, &[]).await.expect(201);
}
