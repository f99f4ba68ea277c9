//! Instants as people in the United Kingdom read them: time of day and date.
//!
//! The rules of British summer time are part of the program, so the words are the same on every machine, whatever time
//! zones it knows. Fractions of a second are left out in sentences.

use std::sync::LazyLock;

use jiff::Zoned;
use jiff::civil::{self, Weekday};
use jiff::tz::{TimeZone, TimeZoneDatabase};

use super::Instant;

static LONDON: LazyLock<TimeZone> = LazyLock::new(|| {
    TimeZoneDatabase::bundled().get("Europe/London").expect("the time zones are compiled into the program")
});

pub(super) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// `2pm`, `2:47pm`, `2:47:30pm`, `midday`, `midnight`: as short as the instant allows.
#[must_use]
pub fn time(at: Instant) -> String {
    zoned(at).map_or_else(|| at.to_string(), |at| time_of_day(&at))
}

/// `2:46:58.114pm`: to the millisecond, which fractions of one are cut to.
#[must_use]
pub fn time_to_the_millisecond(at: Instant) -> String {
    zoned(at).map_or_else(|| at.to_string(), |at| at.strftime("%-I:%M:%S%.3f%P").to_string())
}

/// `2:47pm on 21 November 2026`.
#[must_use]
pub fn time_and_date(at: Instant) -> String {
    zoned(at).map_or_else(|| at.to_string(), |at| format!("{} on {}", time_of_day(&at), date(&at)))
}

/// `2:47pm on Saturday 21 November 2026`.
#[must_use]
pub fn time_on_day(at: Instant) -> String {
    format!("{} on {}", time(at), date_on_day(at))
}

/// `Saturday 21 November 2026`.
#[must_use]
pub fn date_on_day(at: Instant) -> String {
    zoned(at).map_or_else(|| at.to_string(), |at| format!("{} {}", weekday(at.weekday()), date(&at)))
}

/// `2:17pm to 2:47pm on 21 November 2026`; both dates where they differ.
#[must_use]
pub fn span(from: Instant, to: Instant) -> String {
    let is_one_day = zoned(from).zip(zoned(to)).is_some_and(|(from, to)| from.date() == to.date());
    let from = if is_one_day { time(from) } else { time_and_date(from) };
    format!("{from} to {}", time_and_date(to))
}

/// `2026-11-21T14:46:58.114`: the date and the time of day in the United Kingdom, to the millisecond, which fractions of
/// one are cut to.
#[must_use]
pub fn sortable(at: Instant) -> String {
    zoned(at).map_or_else(|| at.to_string(), |at| at.strftime("%Y-%m-%dT%H:%M:%S%.3f").to_string())
}

/// The day in the United Kingdom; nothing for an instant that no calendar has.
pub(super) fn date_of(at: Instant) -> Option<civil::Date> {
    zoned(at).map(|at| at.date())
}

fn time_of_day(at: &Zoned) -> String {
    let (hour, minute, second) = (at.hour(), at.minute(), at.second());
    match (hour, minute, second) {
        (0, 0, 0) => return "midnight".to_owned(),
        (12, 0, 0) => return "midday".to_owned(),
        _ => {}
    }
    let half = if hour < 12 { "am" } else { "pm" };
    let hour = if hour % 12 == 0 { 12 } else { hour % 12 };
    match (minute, second) {
        (0, 0) => format!("{hour}{half}"),
        (_, 0) => format!("{hour}:{minute:02}{half}"),
        _ => format!("{hour}:{minute:02}:{second:02}{half}"),
    }
}

fn date(at: &Zoned) -> String {
    let month = usize::try_from(at.month() - 1).expect("months are counted from 1");
    format!("{} {} {}", at.day(), MONTHS[month], at.year())
}

pub(super) const fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

pub(super) fn london() -> &'static TimeZone {
    &LONDON
}

/// None outside the years that the calendar knows.
fn zoned(at: Instant) -> Option<Zoned> {
    let timestamp = jiff::Timestamp::from_microsecond(at.as_micros()).ok()?;
    Some(timestamp.to_zoned(LONDON.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    #[test]
    fn a_time_is_as_short_as_the_instant_allows() {
        let cases = [
            ("2026-01-21T14:00:00Z", "2pm"),
            ("2026-01-21T14:47:00Z", "2:47pm"),
            ("2026-01-21T09:07:30.999999Z", "9:07:30am"),
            ("2026-01-21T14:00:05Z", "2:00:05pm"),
            ("2026-01-21T12:00:00Z", "midday"),
            ("2026-01-21T12:30:00Z", "12:30pm"),
            ("2026-01-21T00:00:00Z", "midnight"),
            ("2026-01-21T00:05:00Z", "12:05am"),
        ];
        for (instant, words) in cases {
            assert_eq!(time(at(instant)), words, "{instant}");
        }
    }

    #[test]
    fn a_time_to_the_millisecond_leaves_nothing_out() {
        let cases = [
            ("2026-07-01T13:46:58.114999Z", "2:46:58.114pm"),
            ("2026-01-21T12:00:00Z", "12:00:00.000pm"),
            ("2026-01-21T00:00:00.5Z", "12:00:00.500am"),
        ];
        for (instant, words) in cases {
            assert_eq!(time_to_the_millisecond(at(instant)), words, "{instant}");
        }
    }

    #[test]
    fn summer_time_begins_and_ends_at_one_o_clock_utc() {
        let cases = [
            ("2026-03-29T00:59:59Z", "12:59:59am on 29 March 2026"),
            ("2026-03-29T01:00:00Z", "2am on 29 March 2026"),
            ("2026-07-01T23:30:00Z", "12:30am on 2 July 2026"),
            ("2026-10-25T00:59:59Z", "1:59:59am on 25 October 2026"),
            ("2026-10-25T01:00:00Z", "1am on 25 October 2026"),
            ("2026-11-21T15:15:00Z", "3:15pm on 21 November 2026"),
            // A year that no table lists one by one.
            ("2041-07-01T11:00:00Z", "midday on 1 July 2041"),
        ];
        for (instant, words) in cases {
            assert_eq!(time_and_date(at(instant)), words, "{instant}");
        }
    }

    #[test]
    fn a_span_names_one_date_where_one_is_enough() {
        let [one, other, next] = ["2026-11-21T14:17:00Z", "2026-11-21T14:47:00Z", "2026-11-22T14:00:00Z"].map(at);

        assert_eq!(span(one, other), "2:17pm to 2:47pm on 21 November 2026");
        assert_eq!(span(one, next), "2:17pm on 21 November 2026 to 2pm on 22 November 2026");
    }
}
