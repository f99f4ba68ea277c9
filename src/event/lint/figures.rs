//! Warnings about figures that do not fit each other (G124).

use super::super::document::{ItemDocument, LotDocument};
use super::super::finding::{Finding, Level};
use super::super::spend::{Spend, written};
use crate::auction::figures::short_money;
use crate::auction::rules::Scoring;
use crate::ids::OdsCode;
use crate::json::{Code, join};
use crate::money::{Amount, Wide};

/// Points that a score can have at most.
const SCORE_MAX: i128 = 100;
/// A ceiling below this share of today's spend, in per cent, is doubted.
const CEILING_PERCENT_MIN: i128 = 80;
/// A baseline that many times another is of another order.
const TIMES_APART: i128 = 10;
/// Trusts that one message names.
const NAMED_MAX: usize = 20;

/// Warns about the figures of the lot at `path`. `currency` is the event's.
pub(super) fn lot(lot: &LotDocument, currency: &str, path: &str, findings: &mut Vec<Finding>) {
    let mut warn = |path: String, code: Code, message: String| {
        findings.push(Finding::new(Level::Warning, path, code, message));
    };
    scores(lot, path, &mut warn);
    let spend = Spend::of(lot);
    ceiling(lot, currency, &spend, path, &mut warn);
    if spend.pairs > 0 && spend.pairs == spend.pairs_without_baseline {
        let message = "has no baseline: no trust will see what it saves; state what each pays today for one unit";
        warn(path.to_owned(), Code::NoBaseline, message.to_owned());
        return;
    }
    for (nth, item) in lot.items.iter().enumerate() {
        let path = format!("{path}/items/{nth}/baselines");
        without_baseline(item, &path, &mut warn);
        apart(item, currency, &path, &mut warn);
    }
}

fn scores(lot: &LotDocument, path: &str, warn: &mut impl FnMut(String, Code, String)) {
    let Some(weight) = lot.rules.price_weight.filter(|_| lot.rules.scoring == Scoring::Weighted) else { return };
    for (nth, bidder) in lot.bidders.iter().enumerate() {
        let Some(quality) = bidder.quality else { continue };
        let sum = Wide::from(quality) + Wide::from(weight);
        if sum > Wide::new(SCORE_MAX, 0) {
            let score = written(sum, 0);
            let message =
                format!("{quality} quality points and a price weight of {weight} make a score of up to {score}");
            warn(format!("{path}/bidders/{nth}/quality"), Code::ScoreAbove100, message);
        }
    }
}

fn ceiling(lot: &LotDocument, currency: &str, spend: &Spend, path: &str, warn: &mut impl FnMut(String, Code, String)) {
    let Some(ceiling) = lot.rules.ceiling.filter(|_| spend.pairs_without_baseline == 0) else { return };
    let least = spend.total * Wide::new(CEILING_PERCENT_MIN, 2);
    if Wide::from(ceiling) < least {
        let [ceiling, today] = [ceiling, written(spend.total, 0)].map(|amount| short_money(currency, amount));
        let message = format!(
            "a ceiling of {ceiling} against {today} spent today: below {CEILING_PERCENT_MIN} % of it, perhaps nobody bids"
        );
        warn(format!("{path}/rules/ceiling"), Code::CeilingFarBelowSpend, message);
    }
}

/// Names the trusts that buy an item and do not say what they pay today.
fn without_baseline(item: &ItemDocument, path: &str, warn: &mut impl FnMut(String, Code, String)) {
    let buys = item.volumes.iter().filter(|(_, volume)| volume.is_positive()).map(|(trust, _)| trust);
    let lacking: Vec<&str> = buys.filter(|trust| !item.baselines.contains_key(*trust)).map(OdsCode::as_str).collect();
    if lacking.is_empty() {
        return;
    }
    let named = lacking.iter().take(NAMED_MAX).copied().collect::<Vec<_>>().join(", ");
    let more = match lacking.len().saturating_sub(NAMED_MAX) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    warn(path.to_owned(), Code::NoBaseline, format!("none for {named}{more}: their savings will not count this item"));
}

/// Warns of each trust whose baseline is of another order than the median of the others'.
fn apart(item: &ItemDocument, currency: &str, path: &str, warn: &mut impl FnMut(String, Code, String)) {
    let mut sorted: Vec<(Amount, &OdsCode)> = item.baselines.iter().map(|(trust, paid)| (*paid, trust)).collect();
    sorted.sort_unstable();
    let is_pair = sorted.len() == 2;
    for (place, (paid, trust)) in sorted.iter().enumerate() {
        let Some((low, high)) = middle_of_others(&sorted, place) else { return };
        // Of two trusts, each is apart from the other: the dearer is told.
        if (is_pair && place == 0) || !is_apart(*paid, low, high) {
            continue;
        }
        let median = ((Wide::from(low) + Wide::from(high)) * Wide::new(5, 1)).exact().unwrap_or(low);
        let message = format!(
            "is {}, and the others pay {} for the same unit: is it the price of another pack?",
            short_money(currency, *paid),
            short_money(currency, median)
        );
        warn(join(path, trust.as_str()), Code::BaselineApart, message);
    }
}

/// The one or two figures in the middle of all but the one at `place`.
fn middle_of_others(sorted: &[(Amount, &OdsCode)], place: usize) -> Option<(Amount, Amount)> {
    let others = sorted.len().checked_sub(1).filter(|others| *others > 0)?;
    let other = |nth: usize| sorted[if nth < place { nth } else { nth + 1 }].0;
    Some((other((others - 1) / 2), other(others / 2)))
}

/// Whether a figure is of another order than the median between `low` and `high`. Where these two are of different
/// orders themselves, nothing can be said.
fn is_apart(paid: Amount, low: Amount, high: Amount) -> bool {
    let times = |figure: Wide| figure * Wide::new(TIMES_APART, 0);
    let (paid, low, high) = (Wide::from(paid), Wide::from(low), Wide::from(high));
    if low != high && high >= times(low) {
        return false;
    }
    let (twice, sum) = (paid + paid, low + high);
    twice != sum && (twice >= times(sum) || times(twice) <= sum)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::fixture::{least, parsed, with};
    use serde_json::{Map, Value, json};

    /// Whose baselines are told, where trust T0, T1, … pay these.
    fn told(baselines: &[&str]) -> Vec<String> {
        let trusts: Vec<Value> =
            (0..baselines.len()).map(|nth| json!({"ods": format!("T{nth}"), "name": format!("Trust {nth}")})).collect();
        let paid: Map<_, _> = (0..).zip(baselines).map(|(nth, paid)| (format!("T{nth}"), json!(paid))).collect();
        let volumes: Map<_, _> = (0..baselines.len()).map(|nth| (format!("T{nth}"), json!("1"))).collect();
        let event = with(with(least(), "/trusts", json!(trusts)), "/lots/0/items/0/volumes", json!(volumes));
        let event = parsed(&with(event, "/lots/0/items/0/baselines", json!(paid)));
        let mut findings = Vec::new();
        lot(&event.lots[0], "GBP", "/lots/0", &mut findings);
        let apart = findings.into_iter().filter(|finding| finding.code == Code::BaselineApart);
        apart.map(|finding| finding.path.replace("/lots/0/items/0/baselines/", "")).collect()
    }

    // G124
    #[test]
    fn a_baseline_of_another_order_than_the_others_is_told() {
        let cases: [(&[&str], &[&str]); 10] = [
            (&["3.00", "3.10", "3.20"], &[]),
            (&["3.00", "3.00", "30.00"], &["T2"]),
            (&["3.00", "3.00", "29.99"], &[]),
            (&["0.30", "3.00", "3.00"], &["T0"]),
            (&["0.31", "3.00", "3.00"], &[]),
            (&["3.00", "3.20", "31.00"], &["T2"]),
            (&["30.00", "3.00"], &["T0"]),
            (&["3.00"], &[]),
            (&["0", "0", "3.00"], &["T2"]),
            (&["1", "2", "3", "400", "500"], &["T3", "T4"]),
        ];

        for (baselines, expected) in cases {
            assert_eq!(told(baselines), expected, "{baselines:?}");
        }
    }
}
