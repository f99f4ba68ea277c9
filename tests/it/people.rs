//! A person or a program that calls the server over HTTP, and the answers.

use reqwest::{Method, header, redirect};
use serde_json::{Value, json};

use crate::client::Client;
use crate::contract;
use crate::documents::Document;

/// A caller with a token, or without one.
#[derive(Clone)]
pub(crate) struct Person {
    url: String,
    token: Option<String>,
    http: reqwest::Client,
}

/// An answer over HTTP.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: header::HeaderMap,
    pub(crate) text: String,
}

/// An event that has been published.
#[derive(Debug)]
pub(crate) struct Published {
    pub(crate) event: String,
    pub(crate) lots: Vec<String>,
    pub(crate) digest: String,
}

impl Published {
    /// The first lot of an event.
    pub(crate) fn lot(&self) -> &str {
        &self.lots[0]
    }
}

impl Reply {
    /// The body, after checking that the status is `status`.
    pub(crate) fn expect(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "the body: {}", self.text);
        self.json()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error} in: {}", self.text))
    }

    pub(crate) fn content_type(&self) -> &str {
        self.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The body, after checking that it is a problem document with this status and code.
    pub(crate) fn expect_problem(&self, status: u16, code: &str) -> Value {
        let problem = self.expect_any_problem(status);
        assert_eq!(problem["code"], code, "the body: {}", self.text);
        problem
    }

    /// The body, after checking that it is a problem document with this status.
    pub(crate) fn expect_any_problem(&self, status: u16) -> Value {
        let problem = self.expect(status);
        assert!(self.content_type().starts_with("application/problem+json"), "content type: {}", self.content_type());
        assert_eq!(problem["status"], status, "the member repeats the status: {}", self.text);
        for member in ["type", "title", "code"] {
            assert!(problem[member].is_string(), "{member} in {}", self.text);
        }
        problem
    }

    /// The paths in a refused document's errors.
    pub(crate) fn paths(&self) -> Vec<String> {
        let errors = self.json()["errors"].as_array().cloned().unwrap_or_default();
        errors.iter().map(|error| error["path"].as_str().unwrap_or("(none)").to_owned()).collect()
    }
}

impl Person {
    pub(crate) fn new(url: &str, token: Option<String>) -> Self {
        let http = reqwest::Client::builder()
            .redirect(redirect::Policy::none())
            .no_proxy()
            .build()
            .expect("an HTTP client without settings that can fail");
        Self { url: url.to_owned(), token, http }
    }

    pub(crate) fn token(&self) -> &str {
        self.token.as_deref().expect("this person has a token")
    }

    /// Any request, with further headers. Its answer has to fit the published description.
    pub(crate) async fn asks(&self, method: Method, path: &str, body: Option<String>, more: &[(&str, &str)]) -> Reply {
        let mut request = self.http.request(method.clone(), format!("{}{path}", self.url));
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        for (name, value) in more {
            request = request.header(*name, *value);
        }
        if let Some(body) = body {
            if !more.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type")) {
                request = request.header(header::CONTENT_TYPE, "application/json");
            }
            request = request.body(body);
        }
        let response = request.send().await.unwrap_or_else(|error| panic!("{path}: {error}"));
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let text = response.text().await.unwrap_or_else(|error| panic!("{path}: {error}"));
        let reply = Reply { status, headers, text };
        contract::assert_fits(&self.http, &self.url, &method, path, &reply).await;
        reply
    }

    /// The bytes of a file that is no text.
    pub(crate) async fn takes_out(&self, path: &str) -> Vec<u8> {
        let request = self.http.get(format!("{}{path}", self.url)).bearer_auth(self.token());
        let answer = request.send().await.unwrap_or_else(|error| panic!("{path}: {error}"));
        assert_eq!(answer.status().as_u16(), 200, "{path}");
        answer.bytes().await.unwrap_or_else(|error| panic!("{path}: {error}")).to_vec()
    }

    pub(crate) async fn get(&self, path: &str) -> Reply {
        self.asks(Method::GET, path, None, &[]).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Reply {
        self.asks(Method::POST, path, Some(body.to_string()), &[]).await
    }

    pub(crate) async fn put(&self, path: &str, body: &Value) -> Reply {
        self.asks(Method::PUT, path, Some(body.to_string()), &[]).await
    }

    /// Creates a draft; returns the body of the answer.
    pub(crate) async fn creates(&self, document: &Document) -> Value {
        self.post("/api/v1/events", document.json()).await.expect(201)
    }

    /// Creates an event and publishes it.
    pub(crate) async fn publishes(&self, document: &Document) -> Published {
        let draft = self.creates(document).await;
        let event = text(&draft["id"]);
        let lots = draft["lots"].as_array().expect("the draft lists its lots").iter().map(text).collect();
        let published = self.post(&format!("/api/v1/events/{event}/publish"), &json!({})).await.expect(200);
        Published { event, lots, digest: text(&published["digest"]) }
    }

    pub(crate) async fn accepts_terms(&self, event: &str) {
        self.post(&format!("/api/v1/events/{event}/accept-terms"), &json!({})).await.expect(200);
    }

    /// A buyer's act on a lot; returns the answer whatever it is.
    pub(crate) async fn tries(&self, lot: &str, act: Value) -> Reply {
        self.post(&format!("/api/v1/lots/{lot}/commands"), &act).await
    }

    /// A buyer's act that takes effect; returns its `{seq, at, hash}`.
    pub(crate) async fn does(&self, lot: &str, act: Value) -> Value {
        self.tries(lot, act).await.expect(200)
    }

    pub(crate) async fn lot(&self, lot: &str) -> Value {
        self.get(&format!("/api/v1/lots/{lot}")).await.expect(200)
    }

    /// A bid over HTTP.
    pub(crate) async fn posts_bid(&self, lot: &str, bid_ref: &str, prices: Value) -> Reply {
        self.post(&format!("/api/v1/lots/{lot}/bids"), &json!({"ref": bid_ref, "prices": prices})).await
    }

    /// The lines of a lot's journal that this person may see.
    pub(crate) async fn history(&self, lot: &str) -> Vec<String> {
        let reply = self.get(&format!("/api/v1/lots/{lot}/history")).await;
        assert_eq!(reply.status, 200, "the history: {}", reply.text);
        reply.text.lines().map(str::to_owned).collect()
    }

    /// A WebSocket connection that has received its welcome.
    pub(crate) async fn connects(&self) -> Client {
        Client::connect(&self.url, self.token()).await
    }

    /// A WebSocket connection that follows the lots.
    pub(crate) async fn joins(&self, lots: &[&str]) -> Client {
        let mut client = self.connects().await;
        for lot in lots {
            client.join(lot).await;
        }
        client
    }
}

/// The value of a JSON text.
pub(crate) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("a text, not {value}")).to_owned()
}
