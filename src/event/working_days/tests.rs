//! Working days against the standing rules for bank holidays.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};

use super::{BANK_HOLIDAYS, FIRST_YEAR, LAST_YEAR, is_working_day, notice};
use crate::event::fixture::at;

// L8.4
#[test]
fn two_whole_working_days_lie_between() {
    let cases = [
        ("a Tuesday", "2026-11-17T09:00:00Z", "2026-11-20T00:00:00Z"),
        ("late on a Tuesday", "2026-11-17T23:59:59Z", "2026-11-20T00:00:00Z"),
        ("a Thursday before a weekend", "2026-11-19T09:00:00Z", "2026-11-24T00:00:00Z"),
        ("a Saturday", "2026-11-21T09:00:00Z", "2026-11-25T00:00:00Z"),
        ("before Good Friday", "2026-04-01T09:00:00Z", "2026-04-07T23:00:00Z"),
        ("Christmas Eve, Boxing Day moved", "2026-12-24T09:00:00Z", "2026-12-31T00:00:00Z"),
        ("Christmas on a weekend", "2027-12-24T09:00:00Z", "2027-12-31T00:00:00Z"),
        ("New Year's Day on a weekend", "2027-12-31T09:00:00Z", "2028-01-06T00:00:00Z"),
        ("summer time", "2026-07-14T09:00:00Z", "2026-07-16T23:00:00Z"),
        ("past midnight in London, not yet in UTC", "2026-07-13T23:30:00Z", "2026-07-16T23:00:00Z"),
        ("the clock goes back meanwhile", "2026-10-23T09:00:00Z", "2026-10-28T00:00:00Z"),
        ("in a month of five Sundays, before the last", "2027-10-25T09:00:00Z", "2027-10-27T23:00:00Z"),
        ("the clock goes forward meanwhile", "2026-03-27T09:00:00Z", "2026-03-31T23:00:00Z"),
    ];

    for (case, published_at, over_at) in cases {
        let notice = notice(at(published_at), 2).unwrap();

        assert_eq!(notice.over_at, at(over_at), "{case}");
        assert!(notice.is_certain, "{case}");
    }
}

// L8.4
#[test]
fn beyond_the_table_nothing_is_certain() {
    assert!(notice(at("2028-12-27T09:00:00Z"), 2).unwrap().is_certain);
    assert!(!notice(at("2028-12-29T09:00:00Z"), 2).unwrap().is_certain);
    assert!(!notice(at("2023-06-01T09:00:00Z"), 2).unwrap().is_certain);
    assert!(notice(at("2023-12-31T09:00:00Z"), 2).unwrap().is_certain);
}

/// The Sunday of Easter, by Gauss's rule as it holds from 1900 to 2099.
fn easter(year: i16) -> Date {
    let moon = (19 * (year % 19) + 24) % 30;
    let sunday = (2 * (year % 4) + 4 * (year % 7) + 6 * moon + 5) % 7;
    let late = moon + sunday == 35 || (moon == 28 && sunday == 6 && year % 19 > 10);
    let after = moon + sunday - if late { 7 } else { 0 };
    date(year, 3, 22).checked_add(i64::from(after).days()).unwrap()
}

/// The days that the standing rules make bank holidays.
fn by_rule(year: i16) -> Vec<Date> {
    let day = |month, day| date(year, month, day);
    let monday = |month, nth| day(month, 1).nth_weekday_of_month(nth, Weekday::Monday).unwrap();
    let sunday = easter(year);
    let mut days: Vec<Date> = vec![sunday.nth_weekday(-1, Weekday::Friday).unwrap(), sunday.tomorrow().unwrap()];
    days.extend([monday(5, 1), monday(5, -1), monday(8, -1)]);
    for fixed in [day(1, 1), day(12, 25), day(12, 26)] {
        let mut kept = fixed;
        while matches!(kept.weekday(), Weekday::Saturday | Weekday::Sunday) || days.contains(&kept) {
            kept = kept.tomorrow().unwrap();
        }
        days.push(kept);
    }
    days.sort_unstable();
    days
}

#[test]
fn the_table_agrees_with_the_standing_rules() {
    let ruled: Vec<Date> = (FIRST_YEAR..=LAST_YEAR).flat_map(by_rule).collect();

    assert_eq!(BANK_HOLIDAYS.to_vec(), ruled);
}

#[test]
fn every_bank_holiday_of_the_table_is_on_a_weekday() {
    for day in BANK_HOLIDAYS {
        assert!(!matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday), "{day}");
        assert!(!is_working_day(day), "{day}");
    }
}
