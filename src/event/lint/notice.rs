//! The time between publication and the first bid.

use super::super::document::{EventDocument, LotDocument, OpensAt};
use super::super::finding::{Finding, Level};
use super::super::working_days::{self, LAST_YEAR};
use crate::auction::setup::Profile;
use crate::clock::Instant;
use crate::json::Code;

/// Working days between the invitation and the opening.
const NOTICE_DAYS: u32 = 2;

/// Lints when the lot at `path` opens and closes.
pub(super) fn lot(
    event: &EventDocument,
    lot: &LotDocument,
    published_at: Instant,
    path: &str,
    findings: &mut Vec<Finding>,
) {
    let (opens_at, opens_now) = match lot.opens_at {
        OpensAt::At(opens_at) => (opens_at, false),
        OpensAt::Now(_) => (published_at, true),
    };
    if !event.practice {
        notice_period(event.profile, opens_at, published_at, path, findings);
    }
    if !opens_now && opens_at < published_at {
        let message = format!("the opening, {opens_at}, has passed: the lot opens as soon as it is published");
        findings.push(Finding::new(Level::Warning, format!("{path}/opens_at"), Code::OpeningInThePast, message));
    }
    closing(lot, opens_at, published_at, path, findings);
}

/// "Shall not start sooner than 2 working days after the date on which invitations are sent out."
fn notice_period(profile: Profile, opens_at: Instant, published_at: Instant, path: &str, findings: &mut Vec<Finding>) {
    let path = format!("{path}/opens_at");
    let Some(notice) = working_days::notice(published_at, NOTICE_DAYS) else { return };
    if opens_at < notice.over_at {
        let level = match profile {
            Profile::Reg35 => Level::Error,
            Profile::Custom => Level::Warning,
        };
        let message = format!(
            "the auction must not start sooner than {NOTICE_DAYS} working days after the invitations are sent out, \
             which is at publication; the earliest opening is {}, the start of {} in London",
            notice.over_at, notice.over_on
        );
        findings.push(Finding::new(level, path.clone(), Code::NoticePeriod, message));
    }
    if !notice.is_certain {
        let message = format!(
            "the table of bank holidays in England and Wales ends with {LAST_YEAR}: count the working days by hand"
        );
        findings.push(Finding::new(Level::Warning, path, Code::BankHolidaysUnknown, message));
    }
}

/// A lot that would close before it opens is a breach in every profile.
fn closing(lot: &LotDocument, opens_at: Instant, published_at: Instant, path: &str, findings: &mut Vec<Finding>) {
    let Some(closes_at) = lot.closes_at_from(opens_at) else { return };
    let mut error = |member: &str, code: Code, message: String| {
        findings.push(Finding::new(Level::Error, format!("{path}/{member}"), code, message));
    };
    let member = match (lot.closes_at, lot.duration_s) {
        (Some(_), _) => "closes_at",
        (None, Some(_)) => "duration_s",
        (None, None) => "rules/idle/idle_s",
    };
    if closes_at <= published_at {
        error(member, Code::ClosingInThePast, format!("the lot would have closed already, at {closes_at}"));
    } else if closes_at <= opens_at {
        error(member, Code::ClosingBeforeOpening, format!("the lot would close before it opens, at {opens_at}"));
    }
    if lot.latest_close().is_some_and(|latest| latest < closes_at) {
        let rule = if lot.rules.idle.is_some() { "idle" } else { "extension" };
        let message = format!("must not be before the lot closes, {closes_at}");
        error(&format!("rules/{rule}/latest_close"), Code::LatestCloseBeforeClose, message);
    }
}
