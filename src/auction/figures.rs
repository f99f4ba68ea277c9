//! Figures in plain English: money, percentages, places, counts, lengths of time.

use rust_decimal::Decimal;

use super::rules::Step;
use crate::money::Amount;

/// `£178,550.00`: at least two places, commas above 999; the currency's code where it has no known sign.
pub(crate) fn money(currency: &str, amount: Amount) -> String {
    let sign = if amount.decimal() < Decimal::ZERO { "-" } else { "" };
    format!("{sign}{}{}", money_symbol(currency), grouped(amount.with_places(2)))
}

/// `£200,000` or `£3.25`: as [`money`], without pence where there are none.
pub(crate) fn short_money(currency: &str, amount: Amount) -> String {
    let text = money(currency, amount.with_places(0));
    text.strip_suffix(".00").map(str::to_owned).unwrap_or(text)
}

/// `£`, or `CHF ` for a currency without a known sign.
pub(crate) fn money_symbol(currency: &str) -> String {
    match currency {
        "GBP" => "£".into(),
        "EUR" => "€".into(),
        "USD" => "$".into(),
        other => format!("{other} "),
    }
}

/// `25%`, without zeros that say nothing.
pub(crate) fn per_cent(percent: Amount) -> String {
    format!("{}%", percent.with_places(0))
}

/// A drop: an amount or a percentage.
pub(crate) fn drop_size(currency: &str, step: Step) -> String {
    match step {
        Step::Absolute(drop) => money(currency, drop),
        Step::Percent(percent) => per_cent(percent),
    }
}

/// `1st`, `2nd`, `3rd`, `4th`, `11th`, `21st`.
pub(crate) fn ordinal(place: u32) -> String {
    let ending = match (place % 100, place % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    format!("{place}{ending}")
}

/// `1 decimal place`, `2 decimal places`.
pub(crate) fn count(number: u64, one: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {one}s") }
}

/// `2 minutes`, `1 hour 30 minutes`: every unit that is not zero.
pub(crate) fn lasting(seconds: u64) -> String {
    let units = [
        (seconds / 86_400, "day"),
        (seconds / 3_600 % 24, "hour"),
        (seconds / 60 % 60, "minute"),
        (seconds % 60, "second"),
    ];
    let parts: Vec<String> =
        units.into_iter().filter(|(number, _)| *number > 0).map(|(number, unit)| count(number, unit)).collect();
    if parts.is_empty() { "0 seconds".to_owned() } else { parts.join(" ") }
}

/// The figure without its sign, with commas above 999.
fn grouped(amount: Amount) -> String {
    let text = amount.to_string();
    let unsigned = text.trim_start_matches('-');
    let (integer, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let mut grouped = String::new();
    for (position, digit) in integer.chars().enumerate() {
        if position > 0 && (integer.len() - position).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if !fraction.is_empty() {
        grouped.push('.');
        grouped.push_str(fraction);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_written_as_people_read_them() {
        let amount = |text: &str| text.parse::<Amount>().unwrap();

        assert_eq!(
            ["1234567.5", "999", "-1000.125"].map(|text| money("GBP", amount(text))),
            ["£1,234,567.50", "£999.00", "-£1,000.125"]
        );
        assert_eq!(money("CHF", amount("5")), "CHF 5.00");
        assert_eq!(
            ["200000.00", "3.2500", "0.5", "-1000"].map(|text| short_money("GBP", amount(text))),
            ["£200,000", "£3.25", "£0.50", "-£1,000"]
        );
        assert_eq!(
            [1, 2, 3, 4, 11, 12, 13, 21, 102, 111].map(ordinal).join(" "),
            "1st 2nd 3rd 4th 11th 12th 13th 21st 102nd 111th"
        );
        assert_eq!(
            [0, 1, 90, 120, 3_600, 93_784].map(lasting),
            [
                "0 seconds",
                "1 second",
                "1 minute 30 seconds",
                "2 minutes",
                "1 hour",
                "1 day 2 hours 3 minutes 4 seconds"
            ]
        );
    }
}
