//! Refuses query members that a route does not know, before the route does anything.
//!
//! A client that misspells a member, or hopes for one such as `preview`, must not cause the act itself. So every method
//! that may change something takes only the members that the contract names for it. A method that a route does not take
//! is left to the router, which answers 405. A route outside the contract takes no method that changes something.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{MatchedPath, Query, Request, State};
use axum::http::{Method, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value};

use super::caller::is_safe;
use crate::http::answer::ProblemDetails;
use crate::json::{Code, Problems, join};

/// The query members that each route knows, by path and method. Cheap to clone.
#[derive(Debug, Clone)]
pub(in crate::http) struct KnownQuery(Arc<HashMap<String, HashMap<Method, Vec<String>>>>);

impl KnownQuery {
    /// Takes the members from the contract.
    pub(in crate::http) fn of(document: &Value) -> Self {
        let mut known = HashMap::new();
        for (path, item) in document["paths"].as_object().into_iter().flatten() {
            let methods: &mut HashMap<_, _> = known.entry(path.clone()).or_default();
            for (method, operation) in item.as_object().into_iter().flatten() {
                let Ok(method) = method.to_ascii_uppercase().parse::<Method>() else { continue };
                let parameters = operation["parameters"].as_array().into_iter().flatten().filter_map(Value::as_object);
                let members = parameters.filter(|parameter| is_in_query(parameter)).filter_map(name);
                methods.insert(method, members.collect());
            }
        }
        Self(Arc::new(known))
    }

    /// Returns the problem of a request with members that its route does not know.
    fn fault_of(&self, method: &Method, route: &str, address: &Uri) -> Option<ProblemDetails> {
        let known = self.0.get(route)?.get(method)?;
        let problems = Problems::default();
        match Query::<Vec<(String, String)>>::try_from_uri(address) {
            Ok(Query(members)) => {
                for (name, _) in members.iter().filter(|(name, _)| !known.contains(name)) {
                    let hint = problems.hint(name, known.iter().map(String::as_str));
                    problems.report(
                        &join("/query", name),
                        Code::BadQuery,
                        format!("is not known here: nothing has happened{hint}"),
                    );
                }
            }
            Err(_) => problems.report("/query", Code::BadQuery, "cannot be read: nothing has happened"),
        }
        (!problems.is_empty()).then(|| ProblemDetails::bad_document("bad_query", problems.in_order_found()))
    }
}

/// Answers a request that may change something with 422 `bad_query` where its query has unknown members.
pub(in crate::http) async fn refuse_unknown(
    State(known): State<KnownQuery>,
    route: Option<MatchedPath>,
    request: Request,
    next: Next,
) -> Response {
    if let Some(route) = route
        && !is_safe(request.method())
        && let Some(problem) = known.fault_of(request.method(), route.as_str(), request.uri())
    {
        return problem.into_response();
    }
    next.run(request).await
}

fn is_in_query(parameter: &Map<String, Value>) -> bool {
    parameter.get("in").is_some_and(|place| place == "query")
}

fn name(parameter: &Map<String, Value>) -> Option<String> {
    parameter.get("name").and_then(Value::as_str).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// The problem's code and the first error, of a `POST` to a route that knows `dry_run` and `after`.
    fn fault(query: &str) -> Option<(String, String)> {
        let parameters = json!([
            {"in": "query", "name": "dry_run"}, {"in": "path", "name": "id"}, {"in": "query", "name": "after"},
        ]);
        let known = KnownQuery::of(&json!({"paths": {"/lots/{id}": {"post": {"parameters": parameters}}}}));
        let problem = known.fault_of(&Method::POST, "/lots/{id}", &format!("/lots/x{query}").parse().unwrap())?;
        let [error] = problem.errors() else { panic!("{problem:?}") };
        Some((error.path.clone(), error.message.clone()))
    }

    #[test]
    fn known_members_pass_and_unknown_ones_are_named() {
        for query in ["", "?", "?after=1", "?dry_run=true&after=", "?dry%5frun", "?&"] {
            assert_eq!(fault(query), None, "{query}");
        }
        for (query, path) in [
            ("?preview=true", "/query/preview"),
            ("?After=1", "/query/After"),
            ("?after=1&preview", "/query/preview"),
            ("?a%2Fb=1", "/query/a~1b"),
            ("?=1", "/query/"),
        ] {
            let (named, message) = fault(query).unwrap();
            assert_eq!(named, path);
            assert!(message.starts_with("is not known here: nothing has happened"), "{message}");
        }
    }

    #[test]
    fn a_known_member_that_is_near_is_named_as_a_hint() {
        assert!(fault("?dry-run=1").unwrap().1.ends_with("; perhaps \"dry_run\""));
        assert!(!fault("?preview=1").unwrap().1.contains("perhaps"));
    }

    #[test]
    fn a_method_that_a_route_does_not_take_is_left_to_the_router() {
        let known = KnownQuery::of(&json!({"paths": {"/lots": {"get": {}}}}));

        for address in ["/lots?x", "/outside-of-the-contract?x"] {
            let address = address.parse::<Uri>().unwrap();

            assert!(known.fault_of(&Method::DELETE, address.path(), &address).is_none(), "{address}");
        }
    }
}
