//! Checks which rules of a lot may be combined.

use super::super::shape::LotDocument;
use crate::auction::figures::money;
use crate::auction::rules::{Band, Beat, Extension, Gate, MinDecrement, Rules, Scoring, Ties, Trigger};
use crate::json::{Code, Problems};
use crate::money::{Amount, Wide};

/// Checks the rules of the lot at `path`.
/// `currency` is the event's.
pub(super) fn check(lot: &LotDocument, currency: &str, path: &str, problems: &Problems) {
    let rules = StatedRules { rules: &lot.rules, currency, path: format!("{path}/rules"), problems };
    rules.weighted();
    rules.lead_is_shown();
    if let Some(extension) = &lot.rules.extension {
        rules.extension(extension);
    }
    if let MinDecrement::Bands(bands) = &lot.rules.min_decrement {
        rules.bands(bands);
    }
    if lot.rules.whole_steps && rules.sound("whole_steps") {
        rules.whole_steps(lot, path);
    }
}

/// The rules and their path.
struct StatedRules<'a> {
    rules: &'a Rules,
    currency: &'a str,
    path: String,
    problems: &'a Problems,
}

impl StatedRules<'_> {
    fn sound(&self, member: &str) -> bool {
        self.problems.sound(&format!("{}/{member}", self.path))
    }

    fn report(&self, member: &str, code: Code, message: impl Into<String>) {
        self.problems.report(&format!("{}/{member}", self.path), code, message);
    }

    fn weighted(&self) {
        if !self.sound("scoring") {
            return;
        }
        let weighted = self.rules.scoring == Scoring::Weighted;
        if weighted && self.rules.price_weight.is_none() {
            self.report("price_weight", Code::Missing, "is missing; scoring \"weighted\" needs one, such as \"60\"");
        }
        if weighted && self.rules.beat == Beat::Lead {
            self.report("beat", Code::Contradiction, "must be \"own\" with scoring \"weighted\"");
        }
        if weighted && self.rules.ties == Ties::ForbidFirst {
            self.report(
                "ties",
                Code::Contradiction,
                "cannot be \"forbid_first\" with scoring \"weighted\": use \"earliest\"",
            );
        }
    }

    /// A rule whose refusals reveal the lead's price is only for lots that show it to bidders anyway.
    fn lead_is_shown(&self) {
        let tells = [
            ("beat", "\"beat\": \"lead\"", self.rules.beat == Beat::Lead),
            ("ties", "\"ties\": \"forbid_first\"", self.rules.ties == Ties::ForbidFirst),
        ];
        for (member, name, _) in tells.into_iter().filter(|(member, _, tells)| *tells && self.sound(member)) {
            if self.sound("show/lead_price") && !self.rules.show.lead_price {
                self.report(
                    member,
                    Code::Contradiction,
                    format!("{name} would tell the lead's price: it needs \"show\": {{\"lead_price\": true}}"),
                );
            } else if self.sound("show/gate") && self.rules.show.gate != Gate::None {
                self.report(
                    member,
                    Code::Contradiction,
                    format!("{name} would tell the lead's price: it needs \"show\": {{\"gate\": \"none\"}}"),
                );
            }
        }
    }

    fn extension(&self, extension: &Extension) {
        if !self.sound("extension/trigger") || !self.sound("extension/rank") {
            return;
        }
        if extension.trigger == Trigger::RankWithin && extension.rank.is_none() {
            self.report(
                "extension/rank",
                Code::Missing,
                "is missing; the trigger \"rank_within\" needs one, such as 1",
            );
        }
    }

    fn bands(&self, bands: &[Band]) {
        if !self.sound("min_decrement") {
            return;
        }
        let mut seen = std::collections::BTreeSet::new();
        for (index, band) in bands.iter().enumerate() {
            if !seen.insert(band.from) {
                let message = format!("another band starts from {} already", money(self.currency, band.from));
                self.report(&format!("min_decrement/bands/{index}/from"), Code::StandsTwice, message);
            }
        }
        if !seen.contains(&Amount::ZERO) {
            self.report("min_decrement/bands", Code::Missing, "must have one band from \"0\"");
        }
    }

    fn whole_steps(&self, lot: &LotDocument, lot_path: &str) {
        if self.sound("beat") && self.rules.beat != Beat::Own {
            self.report("whole_steps", Code::Contradiction, "is only for \"beat\": \"own\"");
        }
        let list = format!("{lot_path}/bidders");
        let plain = |figure: Amount| figure == Amount::ONE;
        let scaled = lot.bidders.iter().position(|bidder| !plain(bidder.factor) || !plain(bidder.divisor));
        if let Some(index) = scaled.filter(|_| self.problems.sound(&list)) {
            let bidder = &lot.bidders[index].bidder;
            self.report(
                "whole_steps",
                Code::Contradiction,
                format!("needs factor and divisor 1 for every bidder; \"{bidder}\" has others"),
            );
        }
        if !self.sound("min_decrement") {
            return;
        }
        let MinDecrement::Absolute(decrement) = self.rules.min_decrement else {
            return self.report(
                "whole_steps",
                Code::Contradiction,
                "needs a plain absolute minimum decrement, such as {\"absolute\": \"250.00\"}",
            );
        };
        if decrement <= Amount::ZERO {
            return self.report("whole_steps", Code::Contradiction, "needs a minimum decrement above 0");
        }
        let read = [format!("{lot_path}/items"), format!("{lot_path}/decimals")];
        if read.iter().all(|path| self.problems.sound(path)) {
            let reachable = lot.items.iter().any(|item| is_multiple(decrement, item.volume(), lot.decimals));
            if !reachable {
                self.report("whole_steps", Code::Contradiction, no_step_fits(lot, self.currency, decrement));
            }
        }
    }
}

fn no_step_fits(lot: &LotDocument, currency: &str, decrement: Amount) -> String {
    let steps = lot.items.iter().filter_map(|item| one_tick(item.volume(), lot.decimals));
    let smallest = steps.min().map_or_else(String::new, |step| format!(", such as {}", money(currency, step)));
    let decrement = money(currency, decrement);
    format!(
        "needs a decrement that one item's price can make by itself: {decrement} is no whole multiple of \
         smallest price step × volume of any item{smallest}"
    )
}

/// By how much one tick of an item's price changes the total: `volume × 10^-decimals`.
fn one_tick(volume: Amount, decimals: u32) -> Option<Amount> {
    let step = Wide::from(volume) * Wide::tick(decimals);
    step.exact().filter(|_| step.is_positive())
}

/// Whether `drop` is a whole number of an item's price steps.
fn is_multiple(drop: Amount, volume: Amount, decimals: u32) -> bool {
    let step = Wide::from(volume) * Wide::tick(decimals);
    step.is_positive() && Wide::from(drop).is_multiple_of(step)
}
