//! The errors of each operation, by status: those that can happen, and no others.

/// What a request with a body may be answered besides: it ends early, comes too slowly, is too large, is of another kind.
const BODY: [u16; 4] = [400, 408, 413, 415];

/// One operation, whether it takes a body, and its statuses of problems. 422 stands at every operation that may change
/// something: its query has a member that is not known.
type Operation = (&'static str, bool, &'static [u16]);

const OPERATIONS: &[Operation] = &[
    ("list_events", false, &[401, 403, 422, 503]),
    ("create_event", true, &[401, 403, 422, 503]),
    ("check_event", true, &[401, 403, 422, 503]),
    ("event", false, &[400, 401, 403, 404, 422, 503]),
    ("revise_event", true, &[401, 403, 404, 409, 412, 422, 503]),
    ("publish_event", false, &[400, 401, 403, 404, 408, 409, 412, 413, 422, 503]),
    ("delete_event", false, &[400, 401, 403, 404, 408, 409, 412, 413, 422, 503]),
    ("copy_event", true, &[401, 403, 404, 422, 503]),
    ("accept_terms", false, &[401, 403, 404, 409, 422, 503]),
    ("act_on_lots", true, &[401, 403, 404, 409, 422, 503]),
    ("preview_act_on_lots", true, &[401, 403, 404, 409, 422, 503]),
    ("console", false, &[401, 403, 404, 409, 503]),
    ("lobby", false, &[401, 403, 404, 409, 422, 503]),
    ("note_connection", true, &[401, 403, 404, 422, 503]),
    ("practise", true, &[401, 403, 404, 409, 422, 429, 503]),
    ("readmit", true, &[401, 403, 404, 409, 422, 503]),
    ("lot", false, &[400, 401, 403, 404, 422, 503]),
    ("offers", false, &[400, 401, 403, 404, 422, 503]),
    ("refusals", false, &[401, 403, 404, 422, 503]),
    ("record", false, &[401, 403, 404, 422, 503]),
    ("record_as_csv", false, &[401, 403, 404, 503]),
    ("record_as_xlsx", false, &[401, 403, 404, 503]),
    ("event_record_as_xlsx", false, &[401, 403, 404, 503]),
    ("fit", true, &[401, 403, 404, 422, 503]),
    ("result", false, &[401, 403, 404, 409, 503]),
    ("simulate", true, &[401, 403, 404, 409, 422, 503]),
    ("bids_as_csv", false, &[401, 403, 404, 503]),
    ("ranking_as_csv", false, &[401, 403, 404, 503]),
    ("savings_as_csv", false, &[401, 403, 404, 503]),
    ("acts_as_csv", false, &[401, 403, 404, 503]),
    ("bids_as_xlsx", false, &[401, 403, 404, 422, 503]),
    ("ranking_as_xlsx", false, &[401, 403, 404, 503]),
    ("savings_as_xlsx", false, &[401, 403, 404, 503]),
    ("acts_as_xlsx", false, &[401, 403, 404, 503]),
    ("lot_report", false, &[401, 403, 404, 422, 503]),
    ("event_report", false, &[401, 403, 404, 409, 422, 503]),
    ("leads", false, &[401, 403, 404, 422, 503]),
    ("bid", true, &[401, 403, 404, 422, 503]),
    ("bid_outcome", false, &[401, 403, 404, 503]),
    ("request_annulment", true, &[401, 403, 404, 409, 422, 503]),
    ("act", true, &[401, 403, 404, 409, 422, 503]),
    ("preview_act", true, &[401, 403, 404, 409, 422, 503]),
    ("history", false, &[400, 401, 403, 404, 422, 503]),
    ("records", false, &[401, 403, 404, 422, 503]),
    ("views", false, &[400, 401, 403, 404, 422, 503]),
    ("bundle", false, &[400, 401, 403, 404, 422, 503]),
    ("preview_event", true, &[401, 403, 404, 422, 503]),
    ("read_items", true, &[401, 403, 422, 503]),
    ("read_bidders", true, &[401, 403, 422, 503]),
    ("read_prices", true, &[401, 403, 404, 422, 503]),
    ("items_as_csv", false, &[401, 403, 404, 503]),
    ("items_as_xlsx", false, &[401, 403, 404, 503]),
    ("times", true, &[401, 403, 422, 503]),
    ("me", false, &[401, 503]),
    ("sign_in_by_password", true, &[401, 403, 422, 429, 503]),
    ("reset_password", true, &[403, 422, 429, 503]),
    ("sessions", false, &[401, 403, 409, 503]),
    ("end_other_sessions", false, &[401, 403, 409, 422, 503]),
    ("end_session", false, &[401, 403, 404, 409, 422, 503]),
    ("sign_out", false, &[401, 403, 409, 422, 503]),
    ("move_session", true, &[401, 403, 409, 422, 503]),
    ("step_up", true, &[401, 403, 409, 422, 429, 503]),
    ("change_password", true, &[401, 403, 409, 422, 429, 503]),
    ("propose_second_factor", false, &[401, 403, 409, 422, 503]),
    ("confirm_second_factor", true, &[401, 403, 409, 422, 503]),
    ("remove_second_factor", true, &[401, 403, 409, 422, 429, 503]),
    ("choose", true, &[401, 403, 409, 422, 503]),
    ("change_me", true, &[401, 403, 409, 422, 503]),
    ("sign_in_form", false, &[410, 503]),
    ("sign_in", false, &[403, 410, 422, 503]),
    ("list_people", false, &[401, 403, 422, 503]),
    ("person", false, &[401, 403, 404, 503]),
    ("invite", true, &[401, 403, 409, 422, 503]),
    ("invite_again", true, &[401, 403, 404, 409, 422, 503]),
    ("withdraw_invitation", false, &[401, 403, 404, 409, 422, 503]),
    ("change_person", true, &[401, 403, 404, 409, 422, 503]),
    ("disable_person", true, &[401, 403, 404, 409, 422, 503]),
    ("enable_person", true, &[401, 403, 404, 422, 503]),
    ("erase_person", false, &[401, 403, 404, 409, 422, 503]),
    ("give_place", true, &[401, 403, 404, 409, 422, 503]),
    ("sessions_of", false, &[401, 403, 404, 503]),
    ("end_sessions_of", false, &[401, 403, 404, 422, 503]),
    ("end_session_of", false, &[401, 403, 404, 422, 503]),
    ("remove_second_factor_of", false, &[401, 403, 404, 409, 422, 503]),
    ("organisations", false, &[401, 403, 503]),
    ("name_organisation", true, &[401, 403, 422, 503]),
    ("security_events", false, &[401, 403, 422, 503]),
    ("websocket", false, &[401, 403, 426, 503]),
    ("outbox", false, &[401, 403, 422, 503]),
    ("test_mail", false, &[401, 403, 409, 422, 503]),
    ("about", false, &[503]),
    ("healthz", false, &[]),
    ("metrics", false, &[]),
];

/// Returns the statuses with which an operation may answer a problem, in order.
pub(super) fn of(operation_id: &str) -> Vec<u16> {
    let known = OPERATIONS.iter().find(|(id, ..)| *id == operation_id);
    let Some((_, has_body, statuses)) = known else { return Vec::new() };
    let mut statuses = statuses.to_vec();
    statuses.extend(BODY.iter().filter(|_| *has_body));
    statuses.sort_unstable();
    statuses
}

/// Returns what a status means, in a few words.
pub(super) const fn meaning(status: u16) -> &'static str {
    match status {
        400 => "the request cannot be read",
        401 => "no valid token or session",
        403 => "the caller may see it, but may not do that",
        404 => "there is no such thing for the caller",
        408 => "the body did not arrive in time",
        409 => "the state forbids it",
        412 => "another revision stands than the one that If-Match names; nothing has happened",
        410 => "the link has been used, was withdrawn, or is too old",
        413 => "the body is too large",
        415 => "the body is of another kind than is taken here",
        422 => "the request has faults, listed under errors; nothing has happened",
        426 => "the address speaks WebSocket only",
        429 => "too many attempts: Retry-After says when to try again",
        503 => {
            "overloaded (nothing has happened), unavailable (the outcome is not known), or standby (another server \
             answers; this one has done nothing)"
        }
        _ => "a problem",
    }
}
