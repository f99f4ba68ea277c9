//! A supplier's record of one lot as a sheet: its columns, and a row for each bid.

use crate::auction::setup::Item;
use crate::auction::view::OwnOfferState;
use crate::auction::{Reason, Setup};
use crate::clock::Instant;
use crate::money::Amount;
use crate::protocol::http::{OwnBid, OwnBidOutcome};
use crate::sheet::ReportCell;

/// The names of the columns before the items' prices.
const COLUMNS: [&str; 17] = [
    "Lot",
    "Offer",
    "Decided, UK time",
    "Decided, exact (UTC)",
    "Received, UK time",
    "Received, exact (UTC)",
    "Your reference",
    "Outcome",
    "State",
    "Reason",
    "Reason in words",
    "Limit",
    "Total",
    "Total as compared",
    "Rank then",
    "Hash",
    "Receipt",
];
/// The name of the column after the items' prices.
const OTHER_PRICES: &str = "Prices for items that the lot does not have";

/// The names of all columns. Each item of the lot has one for its price.
pub(super) fn header(setup: &Setup) -> Vec<String> {
    let price = |item: &Item| format!("Price: {} ({}) [{}]", item.description, item.unit, item.id);
    let fixed = COLUMNS.iter().map(|name| (*name).to_owned());
    fixed.chain(setup.items.iter().map(price)).chain([OTHER_PRICES.to_owned()]).collect()
}

/// How many cells a row has.
pub(super) fn width(setup: &Setup) -> usize {
    COLUMNS.len() + setup.items.len() + 1
}

/// A bid's row.
pub(super) fn row(setup: &Setup, bid: &OwnBid) -> Vec<ReportCell> {
    let exact = |at: Instant| ReportCell::Text(at.to_string());
    let text = |text: Option<&str>| text.map_or(ReportCell::Blank, |text| ReportCell::Text(text.to_owned()));
    let figure = |figure: Option<Amount>| figure.map_or(ReportCell::Blank, ReportCell::Figure);
    let fixed = [
        ReportCell::Text(setup.title.clone()),
        ReportCell::Count(bid.seq.0),
        ReportCell::UkTime(bid.at),
        exact(bid.at),
        ReportCell::UkTime(bid.received_at),
        exact(bid.received_at),
        text(Some(bid.bid_ref.as_str())),
        text(Some(outcome(bid.outcome))),
        text(bid.state.map(state)),
        text(bid.reason.map(Reason::as_str)),
        text(bid.message.as_deref()),
        figure(bid.limit),
        figure(bid.total),
        figure(bid.evaluated),
        bid.rank_then.map_or(ReportCell::Blank, |rank| ReportCell::Count(rank.into())),
        text(Some(&bid.hash.to_string())),
        text(bid.receipt.as_deref()),
    ];
    let prices = setup.items.iter().map(|item| figure(bid.prices.get(&item.id).copied()));
    fixed.into_iter().chain(prices).chain([other_prices(setup, bid)]).collect()
}

fn other_prices(setup: &Setup, bid: &OwnBid) -> ReportCell {
    let others = bid.prices.iter().filter(|(id, _)| setup.items.iter().all(|item| item.id != **id));
    let words: Vec<String> = others.map(|(id, price)| format!("{id}: {price}")).collect();
    if words.is_empty() { ReportCell::Blank } else { ReportCell::Text(words.join("; ")) }
}

const fn outcome(outcome: OwnBidOutcome) -> &'static str {
    match outcome {
        OwnBidOutcome::Accepted => "accepted",
        OwnBidOutcome::Refused => "refused",
    }
}

const fn state(state: OwnOfferState) -> &'static str {
    match state {
        OwnOfferState::Standing => "standing",
        OwnOfferState::Replaced => "replaced",
        OwnOfferState::Annulled => "annulled",
        OwnOfferState::Excluded => "excluded",
    }
}
