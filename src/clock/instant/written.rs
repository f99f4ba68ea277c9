//! Reads and writes the one text form of an instant, `2026-11-21T14:00:00.000000Z`.
//!
//! Every record holds two or three instants, and an audit reads millions of records; a general reader of dates is slow
//! (see docs/performance.md, Reading an instant). Any other text, and years outside 0001 to 9998, are left to the
//! library.

use std::ops::RangeInclusive;

/// Bytes of an instant.
pub(super) const LEN: usize = 27;

/// The library's last instant is some hours before the end of the year 9999.
const YEARS: RangeInclusive<i64> = 1..=9_998;
const US_PER_S: i64 = 1_000_000;
const S_PER_DAY: i64 = 86_400;
/// Days from 0000-03-01 to 1970-01-01.
const DAYS_TO_EPOCH: i64 = 719_468;
const DAYS_PER_ERA: i64 = 146_097;
const YEARS_PER_ERA: i64 = 400;

/// Microseconds since 1970; none where the text has another form.
pub(super) fn read(text: &[u8]) -> Option<i64> {
    let text: &[u8; LEN] = text.try_into().ok()?;
    let shape = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':'), (19, b'.'), (26, b'Z')];
    if shape.iter().any(|(place, byte)| text[*place] != *byte) {
        return None;
    }
    let (year, month, day) = (number(&text[..4])?, number(&text[5..7])?, number(&text[8..10])?);
    let (hour, minute, second) = (number(&text[11..13])?, number(&text[14..16])?, number(&text[17..19])?);
    let micros = number(&text[20..26])?;
    if !YEARS.contains(&year) || !(1..=12).contains(&month) || !(1..=days_in(year, month)).contains(&day) {
        return None;
    }
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let seconds = days_from_civil(year, month, day) * S_PER_DAY + hour * 3_600 + minute * 60 + second;
    Some(seconds * US_PER_S + micros)
}

/// The text of an instant; none outside the years 0001 to 9998.
pub(super) fn write(micros: i64) -> Option<[u8; LEN]> {
    let (seconds, micros) = (micros.div_euclid(US_PER_S), micros.rem_euclid(US_PER_S));
    let (days, second_of_day) = (seconds.div_euclid(S_PER_DAY), seconds.rem_euclid(S_PER_DAY));
    let (year, month, day) = civil_from_days(days);
    if !YEARS.contains(&year) {
        return None;
    }
    let mut text = *b"0000-00-00T00:00:00.000000Z";
    put(&mut text[..4], year);
    put(&mut text[5..7], month);
    put(&mut text[8..10], day);
    put(&mut text[11..13], second_of_day / 3_600);
    put(&mut text[14..16], second_of_day / 60 % 60);
    put(&mut text[17..19], second_of_day % 60);
    put(&mut text[20..26], micros);
    Some(text)
}

fn number(digits: &[u8]) -> Option<i64> {
    digits.iter().try_fold(0, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + i64::from(byte - b'0')))
}

fn put(place: &mut [u8], mut figure: i64) {
    for byte in place.iter_mut().rev() {
        *byte = b'0' + u8::try_from(figure % 10).expect("a digit");
        figure /= 10;
    }
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1970-01-01. Years are counted from March, so that a leap day is the last of its year.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let (era, year) = (year.div_euclid(YEARS_PER_ERA), year.rem_euclid(YEARS_PER_ERA));
    let day_of_year = (153 * month + 2) / 5 + day - 1;
    era * DAYS_PER_ERA + year * 365 + year / 4 - year / 100 + day_of_year - DAYS_TO_EPOCH
}

fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + DAYS_TO_EPOCH;
    let (era, day) = (days.div_euclid(DAYS_PER_ERA), days.rem_euclid(DAYS_PER_ERA));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day_of_year = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day_of_year + 2) / 153;
    let (day, year) = (day_of_year - (153 * month + 2) / 5 + 1, year + era * YEARS_PER_ERA);
    if month < 10 { (year, month + 3, day) } else { (year + 1, month - 9, day) }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use proptest::prelude::*;

    use super::*;

    fn by_library(micros: i64) -> String {
        format!("{:.6}", Timestamp::from_microsecond(micros).unwrap())
    }

    #[test]
    fn the_ends_of_months_and_years_are_written_as_the_library_writes_them() {
        for year in [1, 4, 100, 400, 1600, 1899, 1900, 1969, 1970, 1972, 2000, 2024, 2026, 2100, 9998] {
            for (month, day) in [(1, 1), (2, 28), (2, 29), (3, 1), (4, 30), (12, 31)] {
                let text = format!("{year:04}-{month:02}-{day:02}T23:59:59.999999Z");
                let library = text.parse::<Timestamp>().ok().map(Timestamp::as_microsecond);

                assert_eq!(read(text.as_bytes()), library, "{text}");
                if let Some(micros) = library {
                    assert_eq!(write(micros).as_ref().map(<[u8; LEN]>::as_slice), Some(text.as_bytes()));
                }
            }
        }
    }

    #[test]
    fn other_text_forms_are_left_to_the_library() {
        for text in [
            "",
            "2026-11-21T14:00:00Z",
            "2026-11-21t14:00:00.000000Z",
            "2026-11-21T14:00:00.000000z",
            "2026-11-21 14:00:00.000000Z",
            "2026-11-21T24:00:00.000000Z",
            "2026-11-21T14:60:00.000000Z",
            "2026-11-21T14:00:60.000000Z",
            "2026-13-21T14:00:00.000000Z",
            "2026-00-21T14:00:00.000000Z",
            "2026-11-31T14:00:00.000000Z",
            "2026-11-00T14:00:00.000000Z",
            "0000-11-21T14:00:00.000000Z",
            "9999-11-21T14:00:00.000000Z",
            "2026-11-21T14:00:00.00000+Z",
            "+026-11-21T14:00:00.000000Z",
        ] {
            assert_eq!(read(text.as_bytes()), None, "{text}");
        }
        assert_eq!((write(i64::MIN), write(i64::MAX)), (None, None));
    }

    proptest! {
        #[test]
        fn every_instant_is_written_as_the_library_writes_it(micros in -62_135_596_800_000_000_i64..253_370_764_800_000_000) {
            let text = by_library(micros);

            let written = write(micros);
            prop_assert_eq!(written.as_ref().map(<[u8; LEN]>::as_slice), Some(text.as_bytes()));
            prop_assert_eq!(read(text.as_bytes()), Some(micros));
        }
    }
}
