//! Working days in England and Wales: when a notice period is over.
//!
//! A pure function of a table and of London's summer time rule; no time zone database is read.

use jiff::civil::{Date, Weekday, date};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use crate::clock::Instant;

#[cfg(test)]
mod tests;

/// The first year of the table.
pub const FIRST_YEAR: i16 = 2024;
/// The last year of the table.
pub const LAST_YEAR: i16 = 2028;

/// Bank holidays of England and Wales, with the days that replace those on a weekend.
///
/// 2024 to 2027 as the government lists them (<https://www.gov.uk/bank-holidays>). 2028 by the standing rules (Banking
/// and Financial Dealings Act 1971, schedule 1, and the yearly proclamations under it): to be compared with the list
/// once it has that year.
const BANK_HOLIDAYS: [Date; 40] = [
    date(2024, 1, 1),
    date(2024, 3, 29),
    date(2024, 4, 1),
    date(2024, 5, 6),
    date(2024, 5, 27),
    date(2024, 8, 26),
    date(2024, 12, 25),
    date(2024, 12, 26),
    date(2025, 1, 1),
    date(2025, 4, 18),
    date(2025, 4, 21),
    date(2025, 5, 5),
    date(2025, 5, 26),
    date(2025, 8, 25),
    date(2025, 12, 25),
    date(2025, 12, 26),
    date(2026, 1, 1),
    date(2026, 4, 3),
    date(2026, 4, 6),
    date(2026, 5, 4),
    date(2026, 5, 25),
    date(2026, 8, 31),
    date(2026, 12, 25),
    date(2026, 12, 28), // for Boxing Day, a Saturday
    date(2027, 1, 1),
    date(2027, 3, 26),
    date(2027, 3, 29),
    date(2027, 5, 3),
    date(2027, 5, 31),
    date(2027, 8, 30),
    date(2027, 12, 27), // for Christmas Day, a Saturday
    date(2027, 12, 28), // for Boxing Day, a Sunday
    date(2028, 1, 3),   // for New Year's Day, a Saturday
    date(2028, 4, 14),
    date(2028, 4, 17),
    date(2028, 5, 1),
    date(2028, 5, 29),
    date(2028, 8, 28),
    date(2028, 12, 25),
    date(2028, 12, 26),
];

/// London's clock since 1996: an hour ahead from the last Sunday of March to the last Sunday of October, at 01:00 UTC.
const LONDON: &str = "GMT0BST,M3.5.0/1,M10.5.0";

/// The end of a notice period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoticePeriod {
    /// The first instant after it: midnight in London.
    pub over_at: Instant,
    /// The date of that midnight.
    pub over_on: Date,
    /// Whether the table of bank holidays covers every day that was counted.
    pub is_certain: bool,
}

/// When `days` whole working days have passed after the day of `start`, which does not count itself
/// (Regulation (EEC, Euratom) No 1182/71, article 3(1)).
#[must_use]
pub fn notice(start: Instant, days: u32) -> Option<NoticePeriod> {
    let london = london()?;
    let mut day = Timestamp::from_microsecond(start.as_micros()).ok()?.to_zoned(london.clone()).date();
    let mut is_certain = true;
    let mut left = days;
    while left > 0 {
        day = day.tomorrow().ok()?;
        is_certain &= (FIRST_YEAR..=LAST_YEAR).contains(&day.year());
        left -= u32::from(is_working_day(day));
    }
    let over_on = day.checked_add(1.day()).ok()?;
    let midnight = over_on.to_zoned(london).ok()?.timestamp();
    Some(NoticePeriod { over_at: Instant::from_micros(midnight.as_microsecond()), over_on, is_certain })
}

/// Whether a day is neither of a weekend nor a bank holiday.
#[must_use]
pub fn is_working_day(day: Date) -> bool {
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) && !BANK_HOLIDAYS.contains(&day)
}

fn london() -> Option<TimeZone> {
    TimeZone::posix(LONDON).ok()
}
