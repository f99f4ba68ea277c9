//! Checks a lot's times and items, and calls the checks of its other parts.

use super::super::limits::{BID_BYTES_MAX, BID_PRICE_BYTES, BID_WITHOUT_PRICES_BYTES};
use super::super::read::CURRENCY_DEFAULT;
use super::super::shape::{EventDocument, ItemDocument, LotDocument, OpensAt};
use super::unique::unique;
use super::{invitation, opening, rules};
use crate::ids::{ItemId, OdsCode};
use crate::json::{Code, Problems, join};
use crate::money::Amount;

/// Checks the lot at `path`.
pub(super) fn check(lot: &LotDocument, event: &EventDocument, path: &str, problems: &Problems) {
    one_way_to_close(lot, path, problems);
    times(lot, path, problems);
    unique(lot.items.iter().map(|item| item.id.as_str()), &format!("{path}/items"), "/id", problems);
    for (index, item) in lot.items.iter().enumerate() {
        check_item(item, event, &format!("{path}/items/{index}"), problems);
    }
    invitation::check(lot, event, path, problems);
    let currency = if problems.sound("/currency") { event.currency.as_str() } else { CURRENCY_DEFAULT };
    rules::check(lot, currency, path, problems);
    opening::check(lot, currency, path, problems);
    if !problems.is_frozen() {
        bid_fits(lot, path, problems);
    }
}

/// Nobody could bid on a lot whose bids are longer than a message may be (G124).
///
/// The last check of a lot, because the problem hides others with its items.
fn bid_fits(lot: &LotDocument, path: &str, problems: &Problems) {
    let items = format!("{path}/items");
    let text_bytes = |id: &ItemId| serde_json::to_string(id).map_or(0, |text| text.len());
    let prices: usize = lot.items.iter().map(|item| text_bytes(&item.id) + BID_PRICE_BYTES).sum();
    let bytes = BID_WITHOUT_PRICES_BYTES + prices;
    if bytes > BID_BYTES_MAX {
        let message = format!(
            "would make a bid of up to {bytes} bytes, and a message may have {BID_BYTES_MAX}: \
             use shorter ids, or fewer items in each lot"
        );
        problems.report(&items, Code::BidTooLarge, message);
    }
}

fn one_way_to_close(lot: &LotDocument, path: &str, problems: &Problems) {
    if lot.rules.idle.is_some() && lot.rules.extension.is_some() {
        let message = "a lot that closes after silence cannot be extended as well: keep \"idle\" or \"extension\"";
        problems.report(&format!("{path}/rules/extension"), Code::Contradiction, message);
    }
    if !problems.readable(&format!("{path}/rules")) {
        return;
    }
    let ways = [
        ("closes_at", lot.closes_at.is_some()),
        ("duration_s", lot.duration_s.is_some()),
        ("rules/idle", lot.rules.idle.is_some()),
    ];
    let mut given = ways.iter().filter(|(_, given)| *given).map(|(name, _)| name);
    let Some(first) = given.next() else {
        let message = "is missing; a lot has exactly one of closes_at, duration_s and rules.idle";
        return problems.report(&format!("{path}/closes_at"), Code::Missing, message);
    };
    let first = first.replace('/', ".");
    for second in given {
        let message = format!("a lot has exactly one of closes_at, duration_s and rules.idle, and {first} is given");
        problems.report(&format!("{path}/{second}"), Code::Contradiction, message);
    }
}

fn times(lot: &LotDocument, path: &str, problems: &Problems) {
    let sound = |members: &[&str]| members.iter().all(|member| problems.sound(&format!("{path}/{member}")));
    let opens_at = match lot.opens_at {
        OpensAt::At(opens_at) => Some(opens_at),
        OpensAt::Now(_) => None,
    };
    if sound(&["opens_at", "closes_at"])
        && let Some((opens_at, closes_at)) = opens_at.zip(lot.closes_at)
        && closes_at <= opens_at
    {
        problems.report(
            &format!("{path}/closes_at"),
            Code::Contradiction,
            format!("must be after the opening, {opens_at}"),
        );
    }
    let closes_at = match opens_at {
        Some(opens_at) => lot.closes_at_from(opens_at),
        None => lot.closes_at,
    };
    let (rule, rest) = match lot.rules.idle {
        Some(_) => ("rules/idle/latest_close", "rules/idle/idle_s"),
        None => ("rules/extension/latest_close", "duration_s"),
    };
    if sound(&["opens_at", "closes_at", rule, rest])
        && let Some((latest, closes_at)) = lot.latest_close().zip(closes_at)
        && latest < closes_at
    {
        problems.report(
            &format!("{path}/{rule}"),
            Code::Contradiction,
            format!("must not be before the lot closes, {closes_at}"),
        );
    }
}

fn check_item(item: &ItemDocument, event: &EventDocument, path: &str, problems: &Problems) {
    let volumes = format!("{path}/volumes");
    known_trusts(item.volumes.keys(), event, &volumes, problems);
    known_trusts(item.baselines.keys(), event, &format!("{path}/baselines"), problems);
    if problems.sound(&volumes) && item.volume() <= Amount::ZERO {
        let code = if item.volumes.is_empty() { Code::Missing } else { Code::OutOfRange };
        problems.report(&volumes, code, "must state a volume above 0 for at least one trust");
    }
}

fn known_trusts<'a>(codes: impl Iterator<Item = &'a OdsCode>, event: &EventDocument, path: &str, problems: &Problems) {
    let read = problems.readable("/trusts")
        && (0..event.trusts.len()).all(|index| problems.readable(&format!("/trusts/{index}/ods")));
    if !read {
        return;
    }
    let known = || event.trusts.iter().map(|trust| trust.ods.as_str());
    for code in codes.filter(|code| known().all(|known| known != code.as_str())) {
        let hint = problems.hint(code.as_str(), known());
        let message = format!("is not the ODS code of one of the event's trusts{hint}");
        problems.report(&join(path, code.as_str()), Code::UnknownReference, message);
    }
}
