//! Checks what the members of a document mean together. Each check uses only members that could be read.

mod invitation;
mod lot;
mod opening;
mod rules;
mod unique;

use self::unique::unique;
use super::limits::INVITATIONS_MAX;
use super::shape::{EventDocument, OpensAt};
use crate::auction::setup::Profile;
use crate::json::{Code, Problems};

/// Checks a whole document.
pub(super) fn event(event: &EventDocument, problems: &Problems) {
    if problems.is_full() {
        return;
    }
    unique(event.trusts.iter().map(|trust| trust.ods.as_str()), "/trusts", "/ods", problems);
    unique(event.bidders.iter().map(|bidder| bidder.id.as_str()), "/bidders", "/id", problems);
    if event.profile == Profile::Custom && event.justification.is_none() {
        let message = "is missing; the profile \"custom\" needs a written justification, or use the profile \"reg35\"";
        problems.report("/justification", Code::Missing, message);
    }
    for (index, lot) in event.lots.iter().enumerate().take_while(|_| !problems.is_full()) {
        let path = format!("/lots/{index}");
        opens_now(event, lot.opens_at, &path, problems);
        lot::check(lot, event, &path, problems);
    }
    let invitations: usize = event.lots.iter().map(|lot| lot.bidders.len()).sum();
    if invitations > INVITATIONS_MAX {
        let message = format!("must invite at most {INVITATIONS_MAX} bidders over all lots, and invites {invitations}");
        problems.report("/lots", Code::TooMany, message);
    }
}

fn opens_now(event: &EventDocument, opens_at: OpensAt, path: &str, problems: &Problems) {
    let path = format!("{path}/opens_at");
    let strict = event.profile == Profile::Reg35 && !event.practice;
    let stated = ["/profile", "/practice", path.as_str()].iter().all(|path| problems.sound(path));
    if strict && stated && matches!(opens_at, OpensAt::Now(_)) {
        let message = "\"now\" is only for practice events and the profile \"custom\": \
                       state an instant at least two working days after publication";
        problems.report(&path, Code::Contradiction, message);
    }
}
