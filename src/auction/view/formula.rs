//! A supplier's formula: how its own offers are compared, in words and worked out once.
//!
//! It is made of the bidder's own figures and of public rules, never of a rival's offer. The example is computed by the
//! functions that judge bids.

use schemars::JsonSchema;
use serde::Serialize;

use crate::auction::figures::money;
use crate::auction::judge;
use crate::auction::rules::Scoring;
use crate::auction::scoring;
use crate::auction::setup::{Invited, Setup};
use crate::money::{Amount, Wide};

/// The total of an example where neither an opening offer nor a ceiling gives one.
const USUAL_TOTAL: i128 = 100_000;

/// How a bidder's own offers are compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FormulaView {
    /// What makes up the figure that is ranked.
    pub kind: FormulaKind,
    /// The formula in plain English.
    pub text: String,
    /// The bidder's own factor.
    pub factor: Amount,
    /// The bidder's own divisor.
    pub divisor: Amount,
    /// The bidder's own addition.
    pub addition: Amount,
    /// The bidder's own quality points; none without.
    pub quality: Option<Amount>,
    /// The weight of the price in a weighted lot.
    pub price_weight: Option<Amount>,
    /// The formula worked out once.
    pub example: FormulaExample,
}

/// What makes up the figure that is ranked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FormulaKind {
    /// The total alone.
    Price,
    /// The total and the bidder's own figures.
    Figures,
    /// A score of quality and price.
    Weighted,
}

/// A formula worked out once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FormulaExample {
    /// The total of an offer.
    pub total: Amount,
    /// The price that is compared.
    pub evaluated: Amount,
    /// The lowest compared price that the example assumes; in a weighted lot only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lowest: Option<Amount>,
    /// The score; in a weighted lot only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<Amount>,
    /// The example in plain English.
    pub text: String,
}

impl FormulaView {
    pub(super) fn new(setup: &Setup, invited: &Invited) -> Self {
        let worked = Worked::new(setup, invited);
        let is_plain = invited.figures().are_plain();
        let (kind, text) = match setup.rules.scoring {
            Scoring::Price if is_plain => (FormulaKind::Price, "Your offers are compared by their totals.".to_owned()),
            Scoring::Price => (FormulaKind::Figures, worked.compared_words()),
            Scoring::Weighted => (FormulaKind::Weighted, worked.score_words()),
        };
        Self {
            kind,
            text,
            factor: invited.factor,
            divisor: invited.divisor,
            addition: invited.addition,
            quality: invited.quality,
            price_weight: setup.rules.price_weight,
            example: worked.example(),
        }
    }
}

/// An example's figures.
struct Worked<'a> {
    setup: &'a Setup,
    invited: &'a Invited,
    total: Amount,
    evaluated: Amount,
}

impl<'a> Worked<'a> {
    fn new(setup: &'a Setup, invited: &'a Invited) -> Self {
        let (total, evaluated) = opening(setup, invited).unwrap_or_else(|| made_up(setup, invited));
        Self { setup, invited, total, evaluated }
    }

    fn example(&self) -> FormulaExample {
        let (total, evaluated) = (self.total, self.evaluated);
        let begin = format!("A total of {}", self.money(total));
        let is_plain = self.invited.figures().are_plain();
        let compared = if is_plain {
            format!("{begin} is compared as it is.")
        } else {
            format!("{begin} is compared as {} = {}.", self.with_figures(&self.money(total)), self.money(evaluated))
        };
        if self.setup.rules.scoring == Scoring::Price {
            return FormulaExample { total, evaluated, lowest: None, score: None, text: compared };
        }
        let lowest = (Wide::from(evaluated) * Wide::new(95, 2)).floor(2).exact().unwrap_or(evaluated).with_places(2);
        let (quality, weight) = (self.quality(), self.weight());
        let score = scoring::score(quality, weight, lowest, evaluated).with_places(0);
        let text = format!(
            "{compared} If the lowest {} were {}, your score would be {} + {} × {} ÷ {} = {score}.",
            self.compared_name(),
            self.money(lowest),
            quality.with_places(0),
            weight.with_places(0),
            self.money(lowest),
            self.money(evaluated),
        );
        FormulaExample { total, evaluated, lowest: Some(lowest), score: Some(score), text }
    }

    /// What a total becomes before it is compared.
    fn compared_words(&self) -> String {
        let rounded = if self.invited.divisor == Amount::ONE { "" } else { ", rounded to 6 places" };
        format!("Your offers are compared by their total{}{rounded}.", self.with_figures(""))
    }

    fn score_words(&self) -> String {
        let name = self.compared_name();
        let score = format!(
            "Your score is your quality points {} + {} × the lowest {name} ÷ your own {name}, rounded to 4 places.",
            self.quality().with_places(0),
            self.weight().with_places(0)
        );
        if self.invited.figures().are_plain() {
            return score;
        }
        format!("{score} Your compared price is your total{}.", self.with_figures(""))
    }

    /// `start × 1.05 ÷ 1.2 + £250.00`, without the steps that change nothing.
    fn with_figures(&self, start: &str) -> String {
        let Invited { factor, divisor, addition, .. } = *self.invited;
        let times = (factor != Amount::ONE).then(|| format!(" × {}", factor.with_places(0)));
        let by = (divisor != Amount::ONE).then(|| format!(" ÷ {}", divisor.with_places(0)));
        let more = if addition.is_positive() {
            Some(format!(" + {}", self.money(addition)))
        } else {
            (addition != Amount::ZERO).then(|| format!(" − {}", self.money(Amount::from(-addition.decimal()))))
        };
        [Some(start.to_owned()), times, by, more].into_iter().flatten().collect()
    }

    fn compared_name(&self) -> &'static str {
        if self.invited.figures().are_plain() { "total" } else { "compared price" }
    }

    fn quality(&self) -> Amount {
        self.invited.quality.unwrap_or(Amount::ZERO)
    }

    fn weight(&self) -> Amount {
        self.setup.rules.price_weight.unwrap_or(Amount::ZERO)
    }

    fn money(&self, amount: Amount) -> String {
        money(&self.setup.event.currency, amount)
    }
}

/// The bidder's own opening offer: its total and its evaluated price.
fn opening(setup: &Setup, invited: &Invited) -> Option<(Amount, Amount)> {
    let prices = invited.opening.clone()?;
    let offer = judge::priced(setup, invited, prices).ok()?;
    Some((offer.total, offer.evaluated))
}

/// 90 % of the ceiling, else the usual total. Where the bidder's addition would make that one nothing or less, a total
/// that is twice as high as the addition asks for.
fn made_up(setup: &Setup, invited: &Invited) -> (Amount, Amount) {
    const FITS: &str = "a document's figures have at most 13 + 12 digits, factors and divisors at most 10";
    let places = setup.decimals;
    let usual = match setup.rules.ceiling {
        Some(ceiling) => (Wide::from(ceiling) * Wide::new(9, 1)).floor(places).max(Wide::tick(places)),
        None => Wide::new(USUAL_TOTAL, 0),
    };
    let evaluated = |total: Wide| scoring::evaluated_wide(invited.figures(), total);
    let total = if evaluated(usual).is_positive() {
        usual
    } else {
        let nothing = Wide::from(invited.addition) * Wide::from(invited.divisor) * Wide::new(-2, 0);
        let high = nothing.div_ceil(Wide::from(invited.factor), places);
        if high.is_positive() { high } else { Wide::new(USUAL_TOTAL, 0) }
    };
    let written = |figure: Wide| figure.exact().expect(FITS).with_places(places);
    (written(total), written(evaluated(total)))
}
