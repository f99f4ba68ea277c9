//! Two charts: how each goal compares with what is asked, and the range of the answers' latencies.
//!
//! Both have logarithmic scales, so that twice as good and half as good are equally far from the middle. Each row is
//! readable as text too.
#![expect(clippy::float_arithmetic, clippy::cast_precision_loss, reason = "places on a page")]

use super::html::{add, escaped, verdict};
use crate::figures::Spread;
use crate::goal::{Direction, Standing};
use crate::outcome::{NamedFigures, Outcome};

/// The smallest and the largest range of the scale to each side, in doublings.
const DOUBLINGS_MIN: f64 = 1.0;
const DOUBLINGS_MAX: f64 = 5.0;

/// The ratio of each measured goal to what is asked. Goals that ask for zero have no ratio.
pub(super) fn to_asked(standings: &[Standing]) -> String {
    let rows: Vec<(&Standing, f64, f64)> = standings
        .iter()
        .filter_map(|standing| {
            Some((standing, times_asked(standing, standing.median?)?, times_asked(standing, standing.aim)?))
        })
        .collect();
    if rows.is_empty() {
        return String::new();
    }
    let furthest = rows.iter().flat_map(|(_, times, aim)| [times.log2().abs(), aim.log2().abs()]).fold(0.0, f64::max);
    let doublings = furthest.clamp(DOUBLINGS_MIN, DOUBLINGS_MAX);
    let place = |times: f64| 50.0 + (times.log2() / doublings).clamp(-1.0, 1.0) * 50.0;
    let mut html = String::from(
        "<section aria-labelledby=\"chart\">\n<h2 id=\"chart\">How far from what is asked</h2>\n\
         <p>Right of the middle is better than asked, by doublings; the mark is the aim.</p>\n<ul class=\"asked\">\n",
    );
    for (standing, times, aim) in rows {
        let at = place(times);
        let (from, to) = (at.min(50.0), at.max(50.0));
        let (class, words) = verdict(standing);
        add(
            &mut html,
            format_args!(
                "<li class=\"{class}\"><span class=\"name\">{}</span>\
                 <span class=\"track\" aria-hidden=\"true\"><i class=\"bar\" style=\"left:{from:.1}%;width:{:.1}%\"></i>\
                 <i class=\"zero\"></i><i class=\"aim\" style=\"left:{:.1}%\"></i></span>\
                 <span class=\"value\">{times:.2} × asked<span class=\"unseen\">, aim {aim:.2}, {words}</span></span></li>\n",
                standing.goal.terms().id,
                (to - from).max(0.4),
                place(aim),
            ),
        );
    }
    html.push_str("</ul>\n</section>\n");
    html
}

/// Above 1 is better than asked. None when zero is asked, or zero was measured.
fn times_asked(standing: &Standing, value: f64) -> Option<f64> {
    let ratio = match standing.goal.terms().direction {
        Direction::AtLeast => value / standing.asked,
        Direction::AtMost => standing.asked / value,
    };
    (ratio.is_finite() && ratio > 0.0).then_some(ratio)
}

/// For each server of a scenario a line from the median to the 99.9th percentile, as medians of all rounds.
pub(super) fn latencies(outcome: &Outcome) -> String {
    let mut names: Vec<&str> = Vec::new();
    for one in &outcome.rounds {
        if !names.contains(&one.name.as_str()) {
            names.push(&one.name);
        }
    }
    let rows: Vec<(&str, [f64; 3])> =
        names.into_iter().filter_map(|name| Some((name, quantiles(&outcome.rounds, name)?))).collect();
    let least = rows.iter().map(|(_, [p50, ..])| *p50).fold(f64::INFINITY, f64::min);
    let most = rows.iter().map(|(_, [.., p999])| *p999).fold(0.0, f64::max);
    if rows.is_empty() || most <= least || least <= 0.0 {
        return String::new();
    }
    let place = |ms: f64| (ms / least).ln() / (most / least).ln() * 100.0;
    let mut html = String::from(
        "<h3>Answers</h3>\n<p>From the median by the slowest hundredth (p99) to the slowest thousandth (p99.9), \
         milliseconds on a logarithmic scale.</p>\n<ul class=\"latencies\">\n",
    );
    for (name, [p50, p99, p999]) in rows {
        add(
            &mut html,
            format_args!(
                "<li><span class=\"name\">{}</span><span class=\"track\" aria-hidden=\"true\">\
                 <i class=\"bar\" style=\"left:{:.1}%;width:{:.1}%\"></i><i class=\"dot\" style=\"left:{:.1}%\"></i>\
                 <i class=\"dot p99\" style=\"left:{:.1}%\"></i></span>\
                 <span class=\"value\">{p50:.2} · {p99:.2} · {p999:.2}</span></li>\n",
                escaped(name),
                place(p50),
                (place(p999) - place(p50)).max(0.4),
                place(p50),
                place(p99),
            ),
        );
    }
    html.push_str("</ul>\n");
    html
}

/// The medians of p50, p99 and p99.9 over a server's rounds, in milliseconds.
fn quantiles(rounds: &[NamedFigures], name: &str) -> Option<[f64; 3]> {
    let median = |of: fn(&NamedFigures) -> u64| {
        let values = rounds.iter().filter(|one| one.name == name && one.figures.accepted > 0);
        Some(Spread::of_low(values.map(|one| of(one) as f64 / 1_000.0).collect())?.median)
    };
    Some([
        median(|one| one.figures.latency_us.p50)?,
        median(|one| one.figures.latency_us.p99)?,
        median(|one| one.figures.latency_us.p999)?,
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::goal::{Goal, Measured};

    #[test]
    fn better_than_asked_is_above_one_in_both_directions() {
        let of = |goal, value| {
            let measured = Measured::of(goal, vec![value]);
            let standing = Standing::of(goal, &[&measured]);
            times_asked(&standing, value)
        };

        assert_eq!(of(Goal::G1, 1.0), Some(2.0));
        assert_eq!(of(Goal::G8, 8.0), Some(2.0));
        assert_eq!(of(Goal::G11, 0.0), None);
    }
}
