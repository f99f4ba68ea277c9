//! Reads a date and a time of day as a person in the United Kingdom types them.
//!
//! A browser cannot turn UK time into an instant without a table of the clock changes, so the server does it for all
//! pages, by the same table with which it writes instants. Pure. Each instant from 2000 to 2099 that
//! [`uk::time_on_day`] writes is read back to the second, except where the clocks show the same hour twice.

use jiff::civil::{self, Weekday};
use jiff::tz::AmbiguousOffset;

use super::Instant;
use super::uk::{self, MONTHS};

/// The longest text that is read, in bytes.
const TEXT_BYTES_MAX: usize = 200;
/// Years in which an event can be.
const YEARS: std::ops::RangeInclusive<i16> = 2000..=2099;
/// Fewest letters of a month or a weekday that is cut short.
const LETTERS_MIN: usize = 3;
/// The hour of an example for a day without a time.
const EXAMPLE_HOUR: i8 = 10;

/// Why a text names no instant.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotRead {
    /// It is no date with a time of day.
    #[error("{0}")]
    NotATime(String),
    /// The clocks go forward past it.
    #[error("{0}")]
    NoSuchTime(String),
    /// The clocks show it twice.
    #[error("{message}")]
    TimeTwice {
        /// What to choose between.
        message: String,
        /// The first and the second of the two.
        candidates: [Instant; 2],
    },
}

/// Why some words are no date.
enum NoDate {
    /// They have not the form of one.
    OtherForm,
    /// They have, and are wrong.
    Wrong(String),
}

/// Reads a date and a time of day, in either order, as UK time.
///
/// A text such as `tomorrow 10am` is not read: a page may stay open overnight, and then means another day. The message
/// says the whole date instead, as of `now`.
///
/// # Errors
/// [`NotRead`], each as it says.
pub fn read(text: &str, now: Instant) -> Result<Instant, NotRead> {
    let today = uk::date_of(now).unwrap_or_default();
    if text.len() > TEXT_BYTES_MAX {
        let example = example(&[], today);
        return Err(NotRead::NotATime(format!("must be at most {TEXT_BYTES_MAX} bytes, such as {example}")));
    }
    let text = text.to_lowercase().replace(',', " ");
    let words: Vec<&str> = text.split_whitespace().flat_map(date_before_time).collect();
    let words: Vec<&str> = words.into_iter().filter(|word| !matches!(*word, "on" | "at")).collect();
    let (date, time) = date_and_time(&words, today).map_err(NotRead::NotATime)?;
    in_london(civil::DateTime::from_parts(date, time))
}

/// The two parts of `2026-12-01t14:30`; any other word whole.
fn date_before_time(word: &str) -> Vec<&str> {
    let is_date = |text: &str| text.len() >= 8 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    match word.split_once('t') {
        Some((date, time)) if is_date(date) => vec![date, time],
        Some(_) | None => vec![word],
    }
}

fn date_and_time(words: &[&str], today: civil::Date) -> Result<(civil::Date, civil::Time), String> {
    let mut wrong_date = None;
    for middle in 1..words.len() {
        let (first, last) = words.split_at(middle);
        for (date, time) in [(first, last), (last, first)] {
            let Some(time) = time_of_day(time) else { continue };
            match date_of(date) {
                Ok(date) => return Ok((date, time)),
                Err(NoDate::Wrong(fault)) => wrong_date = Some(fault),
                Err(NoDate::OtherForm) => {}
            }
        }
    }
    Err(wrong_date.unwrap_or_else(|| match date_of(words) {
        Ok(_) => format!("needs a time of day beside the date, such as {}", example(words, today)),
        Err(NoDate::Wrong(fault)) => fault,
        Err(NoDate::OtherForm) if time_of_day(words).is_some() => {
            format!("needs a date beside the time, such as {}", example(words, today))
        }
        Err(NoDate::OtherForm) => match meant(words, today).filter(|_| !words.is_empty()) {
            Some(whole) => format!("needs the whole date: write \"{whole}\""),
            None => format!("must be a date and a time of day, such as {}", example(&[], today)),
        },
    }))
}

/// What can be typed instead, in quotes: as near as possible to the words.
fn example(words: &[&str], today: civil::Date) -> String {
    let whole = meant(words, today).or_else(|| meant(&[], today)).unwrap_or_default();
    format!("\"{whole}\"")
}

/// What a person probably means who leaves out the date, the year or the time of day, with all of it said.
fn meant(words: &[&str], today: civil::Date) -> Option<String> {
    (0..=words.len()).find_map(|middle| {
        let (first, last) = words.split_at(middle);
        [(first, last), (last, first)].into_iter().find_map(|(date, time)| {
            let date = if date.is_empty() {
                today.tomorrow().ok()
            } else {
                date_of(date).ok().or_else(|| day_meant(date, today))
            }?;
            let time = if time.is_empty() { civil::Time::new(EXAMPLE_HOUR, 0, 0, 0).ok() } else { time_of_day(time) }?;
            in_london(civil::DateTime::from_parts(date, time)).ok().map(uk::time_on_day)
        })
    })
}

/// The day of `tomorrow`, `next tuesday`, `1 december`, `december 1st`, `1/12`: the first one from today on.
fn day_meant(words: &[&str], today: civil::Date) -> Option<civil::Date> {
    let words: Vec<&str> =
        words.iter().copied().filter(|word| !matches!(*word, "next" | "this" | "the" | "of")).collect();
    match words[..] {
        ["today"] => return Some(today),
        ["tomorrow"] => return today.tomorrow().ok(),
        [name] if weekday(name).is_some() => return today.nth_weekday(1, weekday(name)?).ok(),
        _ => {}
    }
    let words = match words.split_first() {
        Some((first, rest)) if !rest.is_empty() && weekday(first).is_some() => rest,
        Some(_) | None => &words[..],
    };
    let parts: Vec<&str> = match words {
        [word] => word.split(['/', '-', '.']).collect(),
        _ => words.to_vec(),
    };
    let (day, month_of_it, year) = match parts[..] {
        [first, second] => (first, second, None),
        [first, second, year] => (first, second, Some(number(year, 4)?)),
        _ => return None,
    };
    let (day, month_of_it) = if month(day).is_some() { (month_of_it, day) } else { (day, month_of_it) };
    let bare = ["st", "nd", "rd", "th"].into_iter().find_map(|end| day.strip_suffix(end)).unwrap_or(day);
    let (day, month) = (small(number(bare, 2)?)?, small(number(month_of_it, 2).or_else(|| month(month_of_it))?)?);
    let date = |year: i16| civil::Date::new(year, month, day).ok();
    match year {
        Some(year) => date(small(year)?).filter(|date| YEARS.contains(&date.year())),
        None => [today.year(), today.year() + 1].into_iter().filter_map(date).find(|date| *date >= today),
    }
}

/// Reads `10am`, `2.30pm`, `14:30`, `2:30:15 pm`, `midday`, `midnight`.
fn time_of_day(words: &[&str]) -> Option<civil::Time> {
    let text = words.concat();
    match text.as_str() {
        "midnight" => return Some(civil::Time::midnight()),
        "midday" | "noon" => return civil::Time::new(12, 0, 0, 0).ok(),
        _ => {}
    }
    let half = [("am", 0), ("a.m.", 0), ("pm", 12), ("p.m.", 12)];
    let half = half.into_iter().find_map(|(half, hours)| Some((text.strip_suffix(half)?, hours)));
    let figures = half.map_or(text.as_str(), |(figures, _)| figures);
    // A point stands between hours and minutes only beside am or pm: 1.12.26 is a date.
    let mark = if half.is_some() && figures.contains('.') { '.' } else { ':' };
    let parts: Vec<&str> = figures.split(mark).collect();
    let (hour, rest) = parts.split_first()?;
    let is_exact = rest.len() <= 2 && rest.iter().all(|part| part.len() == 2);
    let hour = number(hour, 2)?;
    let minute = rest.first().map_or(Some(0), |part| number(part, 2))?;
    let second = rest.get(1).map_or(Some(0), |part| number(part, 2))?;
    let hour = match half {
        Some((_, hours)) => (1..=12).contains(&hour).then_some(hour % 12 + hours)?,
        None => (!rest.is_empty()).then_some(hour)?,
    };
    civil::Time::new(small(hour)?, small(minute)?, small(second)?, 0).ok().filter(|_| is_exact)
}

/// Reads `1/12/2026`, `1-dec-26`, `2026-12-1`, `tuesday 1 december 2026`.
fn date_of(words: &[&str]) -> Result<civil::Date, NoDate> {
    let (weekday, words) = match words.split_first() {
        Some((first, rest)) if !rest.is_empty() => match weekday(first) {
            Some(weekday) => (Some(weekday), rest),
            None => (None, words),
        },
        Some(_) | None => (None, words),
    };
    let parts: Vec<&str> = match words {
        [word] => match ['/', '-', '.'].into_iter().find(|mark| word.contains(*mark)) {
            Some(mark) => word.split(mark).collect(),
            None => return Err(NoDate::OtherForm),
        },
        // Spaces separate only beside a month that is a word.
        [_, month, _] if number(month, 2).is_none() => words.to_vec(),
        _ => return Err(NoDate::OtherForm),
    };
    let [first, middle, last] = parts[..] else { return Err(NoDate::OtherForm) };
    let is_year_first = first.len() == 4 && words[0].contains('-');
    let (year, day) = if is_year_first { (first, last) } else { (last, first) };
    let month = if is_year_first { number(middle, 2) } else { number(middle, 2).or_else(|| month(middle)) };
    let year = match year.len() {
        2 if !is_year_first => number(year, 2).map(|year| 2000 + year),
        4 => number(year, 4),
        _ => None,
    };
    let (Some(year), Some(month), Some(day)) = (year, month, number(day, 2)) else { return Err(NoDate::OtherForm) };
    let written = format!("{day}/{month}/{year}");
    let date = small(year).zip(small(month)).zip(small(day));
    let date = date.and_then(|((year, month), day)| civil::Date::new(year, month, day).ok());
    let date = date.ok_or_else(|| NoDate::Wrong(format!("there is no day {written}: day, month and year are read")))?;
    if !YEARS.contains(&date.year()) {
        return Err(NoDate::Wrong(format!("the year must be {} to {}", YEARS.start(), YEARS.end())));
    }
    match weekday {
        Some(weekday) if weekday != date.weekday() => {
            let (is, said) = (uk::weekday(date.weekday()), uk::weekday(weekday));
            Err(NoDate::Wrong(format!("{written} is a {is}, not a {said}")))
        }
        Some(_) | None => Ok(date),
    }
}

fn in_london(at: civil::DateTime) -> Result<Instant, NotRead> {
    let instant = |offset: jiff::tz::Offset| {
        offset
            .to_timestamp(at)
            .map(|at| Instant::from_micros(at.as_microsecond()))
            .map_err(|_| NotRead::NotATime(format!("the year must be {} to {}", YEARS.start(), YEARS.end())))
    };
    match uk::london().to_ambiguous_timestamp(at).offset() {
        AmbiguousOffset::Unambiguous { offset } => instant(offset),
        AmbiguousOffset::Gap { before, .. } => Err(NotRead::NoSuchTime(format!(
            "there is no such time: the clocks go forward from 1am to 2am on {}; an hour after midnight it is {}",
            uk::date_on_day(instant(before)?),
            uk::time(instant(before)?),
        ))),
        AmbiguousOffset::Fold { before, after } => Err(NotRead::TimeTwice {
            message: "the clocks show this time twice, because they go back from 2am to 1am: choose one".to_owned(),
            candidates: [instant(before)?, instant(after)?],
        }),
    }
}

/// A number of 1 to `digits_max` digits.
fn number(text: &str, digits_max: usize) -> Option<u16> {
    let is_number = (1..=digits_max).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_number)
}

fn small<T: TryFrom<u16>>(number: u16) -> Option<T> {
    number.try_into().ok()
}

/// The month of that English name, whole, of three letters, or `sept`.
fn month(name: &str) -> Option<u16> {
    let place = MONTHS.iter().position(|month| {
        let month = month.to_lowercase();
        name == month || name == &month[..LETTERS_MIN] || (name == "sept" && month == "september")
    })?;
    u16::try_from(place + 1).ok()
}

/// The weekday of that English name, whole or cut to three letters or more.
fn weekday(name: &str) -> Option<Weekday> {
    let is_named = |day: &Weekday| uk::weekday(*day).to_lowercase().starts_with(name);
    Weekday::Monday.cycle_forward().take(7).find(is_named).filter(|_| name.len() >= LETTERS_MIN)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    fn read(text: &str) -> Result<Instant, NotRead> {
        super::read(text, at("2026-11-30T23:30:00Z"))
    }

    // G6
    #[test]
    fn a_date_and_a_time_are_read_in_the_forms_that_people_type() {
        let afternoon = at("2026-12-01T14:30:00Z");
        for text in [
            "2:30pm on Tuesday 1 December 2026",
            "Tuesday 1 December 2026 at 2.30pm",
            "tue 1 dec 2026, 2:30 PM",
            "1/12/2026 14:30",
            "01-12-26 14:30:00",
            "1.12.2026 2.30 p.m.",
            "1-Dec-26 2:30pm",
            "2026-12-1 14:30",
            "2026-12-01T14:30",
            "14:30 1\u{a0}December\u{a0}2026",
        ] {
            assert_eq!(read(text), Ok(afternoon), "{text}");
        }
        for (text, instant) in [
            ("10am 3 Sept 2026", "2026-09-03T09:00:00Z"),
            ("midday 1 July 2041", "2041-07-01T11:00:00Z"),
            ("midnight on 2 July 2026", "2026-07-01T23:00:00Z"),
            ("12am 1/1/2000", "2000-01-01T00:00:00Z"),
            ("12:00:01pm 31/12/2099", "2099-12-31T12:00:01Z"),
            ("2:30:15pm 29/2/2028", "2028-02-29T14:30:15Z"),
        ] {
            assert_eq!(read(text), Ok(at(instant)), "{text}");
        }
    }

    // G6
    #[test]
    fn what_is_no_time_is_refused_with_the_reason() {
        for (text, said) in [
            ("", "must be a date and a time of day"),
            ("soon", "must be a date and a time of day"),
            ("1 December 2026", "needs a time of day"),
            ("2:30pm", "needs a date"),
            ("2:30pm Monday 1 December 2026", "1/12/2026 is a Tuesday, not a Monday"),
            ("2:30pm 31/11/2026", "no day 31/11/2026"),
            ("2:30pm 12/31/2026", "no day 12/31/2026"),
            ("2:30pm 1/1/1999", "2000 to 2099"),
            ("2:30pm 1/1/2100", "2000 to 2099"),
            ("14:30pm 1/12/2026", "must be a date and a time of day"),
            ("24:00 1/12/2026", "must be a date and a time of day"),
            ("0am 1/12/2026", "must be a date and a time of day"),
            ("10 1/12/2026", "must be a date and a time of day"),
            ("14.30 1/12/2026", "must be a date and a time of day"),
            ("2:3pm 1/12/2026", "must be a date and a time of day"),
            ("2:30pm 1/12/126", "must be a date and a time of day"),
            ("2:30pm 1 12 2026", "write \"2:30pm on Tuesday 1 December 2026\""),
            ("2026-12-01T14:30:00Z", "must be a date and a time of day"),
        ] {
            let Err(NotRead::NotATime(message)) = read(text) else { panic!("{text}: {:?}", read(text)) };
            assert!(message.contains(said), "{text}: {message}");
        }
        assert!(matches!(read(&"1".repeat(TEXT_BYTES_MAX + 1)), Err(NotRead::NotATime(_))));
    }

    // G6
    #[test]
    fn a_day_that_is_not_said_whole_is_refused_with_what_to_type_instead() {
        for (text, whole) in [
            ("tomorrow 10am", "10am on Tuesday 1 December 2026"),
            ("2.30pm today", "2:30pm on Monday 30 November 2026"),
            ("next Tuesday at 10am", "10am on Tuesday 1 December 2026"),
            ("Monday 9:15", "9:15am on Monday 7 December 2026"),
            ("1 December 10am", "10am on Tuesday 1 December 2026"),
            ("1 November 10am", "10am on Monday 1 November 2027"),
            ("5/1 10am", "10am on Tuesday 5 January 2027"),
            ("December 1st 2026 10am", "10am on Tuesday 1 December 2026"),
            ("tomorrow", "10am on Tuesday 1 December 2026"),
        ] {
            let said = format!("needs the whole date: write \"{whole}\"");
            assert_eq!(read(text), Err(NotRead::NotATime(said)), "{text}");
            assert!(read(whole).is_ok(), "{whole}");
        }
        for (text, said) in [
            ("24 December 2026", "needs a time of day beside the date, such as \"10am on Thursday 24 December 2026\""),
            ("2.30pm", "needs a date beside the time, such as \"2:30pm on Tuesday 1 December 2026\""),
            ("soon", "must be a date and a time of day, such as \"10am on Tuesday 1 December 2026\""),
        ] {
            assert_eq!(read(text), Err(NotRead::NotATime(said.to_owned())), "{text}");
        }
    }

    // G6
    #[test]
    fn the_hour_that_is_left_out_in_march_does_not_exist_and_the_doubled_one_has_two_instants() {
        for text in ["1am 28 March 2027", "1:59:59am 28 March 2027"] {
            let Err(NotRead::NoSuchTime(message)) = read(text) else { panic!("{text}: {:?}", read(text)) };
            assert!(message.contains("on Sunday 28 March 2027"), "{message}");
        }
        for (text, first, second) in [
            ("1am 25 October 2026", "2026-10-25T00:00:00Z", "2026-10-25T01:00:00Z"),
            ("1:59:59am 25/10/2026", "2026-10-25T00:59:59Z", "2026-10-25T01:59:59Z"),
        ] {
            let Err(NotRead::TimeTwice { candidates, .. }) = read(text) else { panic!("{text}: {:?}", read(text)) };
            assert_eq!(candidates, [at(first), at(second)], "{text}");
        }
        assert!(read("12:59:59am 28 March 2027").is_ok() && read("2am 28 March 2027").is_ok());
        assert!(read("12:59:59am 25 October 2026").is_ok() && read("2am 25 October 2026").is_ok());
    }

    proptest! {
        // G6
        #[test]
        fn every_instant_is_read_back_from_its_words(seconds in 946_684_800_i64..4_102_444_800) {
            let instant = Instant::from_micros(seconds * 1_000_000);

            match read(&uk::time_on_day(instant)) {
                Err(NotRead::TimeTwice { candidates, .. }) => prop_assert!(candidates.contains(&instant)),
                other => prop_assert_eq!(other, Ok(instant)),
            }
        }

        // G6
        #[test]
        fn any_text_is_answered(text in "[0-9apmtun:./\\- ]{0,24}|.{0,24}") {
            let _ = read(&text);
        }
    }
}
