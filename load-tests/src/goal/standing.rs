//! How measurements compare with a goal.

use serde::Serialize;

use super::{Direction, Goal, JudgedBy, Measured, Terms};

/// How the measurements compare with a goal; one object of `results.json`.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Standing {
    pub(crate) goal: Goal,
    says: &'static str,
    unit: &'static str,
    direction: &'static str,
    pub(crate) asked: f64,
    pub(crate) aim: f64,
    /// For a goal in parts: the part with the worst median.
    pub(crate) median: Option<f64>,
    pub(crate) worst: Option<f64>,
    rounds: Vec<f64>,
    /// None when it was not measured, or not in all its parts.
    pub(crate) met: Option<bool>,
    pub(crate) aim_met: Option<bool>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) parts: Vec<PartStanding>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) faults: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) notes: Vec<String>,
}

/// The same for a part.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct PartStanding {
    pub(crate) part: &'static str,
    pub(crate) median: Option<f64>,
    pub(crate) worst: Option<f64>,
    rounds: Vec<f64>,
}

impl Standing {
    /// Compares all measurements with `goal`.
    pub(crate) fn of(goal: Goal, measured: &[&Measured]) -> Self {
        let terms = goal.terms();
        let mine: Vec<&&Measured> = measured.iter().filter(|one| one.goal == goal && !one.rounds.is_empty()).collect();
        let parts: Vec<PartStanding> = terms.parts.iter().map(|part| part_standing(terms, part, &mine)).collect();
        let rounds = deciding(terms, &mine).map(|one| one.rounds.clone()).unwrap_or_default();
        let spread = terms.direction.spread(rounds.clone());
        let whole = spread.is_some() && parts.iter().all(|part| part.median.is_some());
        let faults: Vec<String> = mine.iter().flat_map(|one| one.faults.iter().cloned()).collect();
        let reaches = |bound: f64| {
            let spread = spread.filter(|_| whole)?;
            let decides = match terms.judged_by {
                JudgedBy::Median => spread.median,
                JudgedBy::Worst => spread.worst,
            };
            Some(faults.is_empty() && terms.direction.holds(decides, bound))
        };
        Self {
            goal,
            says: terms.says,
            unit: terms.unit,
            direction: terms.direction.sign(),
            asked: terms.asked,
            aim: terms.aim,
            median: spread.map(|spread| spread.median),
            worst: spread.map(|spread| spread.worst),
            rounds,
            met: reaches(terms.asked),
            aim_met: reaches(terms.aim),
            parts,
            notes: mine.iter().flat_map(|one| one.notes.iter().cloned()).collect(),
            faults,
        }
    }

    /// For a terminal: the goal with its figures, then its parts and notes.
    pub(crate) fn lines(&self) -> Vec<String> {
        let parts = self.parts.iter().map(|part| match part.median.zip(part.worst) {
            Some((median, worst)) => {
                format!("     {}: median {}, worst {}", part.part, figure(median), figure(worst))
            }
            None => format!("     {}: not measured", part.part),
        });
        let notes = self.notes.iter().map(|note| format!("     {note}"));
        std::iter::once(self.line()).chain(parts).chain(notes).collect()
    }

    /// The goal with its figures.
    fn line(&self) -> String {
        let terms = self.goal.terms();
        let verdict = match (self.met, self.median) {
            (Some(true), _) => "met",
            (Some(false), _) => "MISSED",
            (None, Some(_)) => "measured in part",
            (None, None) => "not measured",
        };
        let figures = self.median.zip(self.worst).map_or_else(String::new, |(median, worst)| {
            format!(": median {}, worst {}", figure(median), figure(worst))
        });
        let verdict =
            [verdict].into_iter().chain(self.faults.iter().map(String::as_str)).collect::<Vec<_>>().join("; ");
        let (sign, unit) = (terms.direction.sign(), terms.unit);
        let unit = if unit == "ratio" { String::new() } else { format!(" {unit}") };
        format!(
            "{}  {}{figures}{unit} (asked {sign} {}, aim {}): {verdict}",
            terms.id,
            terms.says,
            figure(terms.asked),
            figure(terms.aim)
        )
    }
}

fn part_standing(terms: &Terms, part: &'static str, measured: &[&&Measured]) -> PartStanding {
    let rounds = measured.iter().find(|one| one.part == Some(part)).map(|one| one.rounds.clone()).unwrap_or_default();
    let spread = terms.direction.spread(rounds.clone());
    PartStanding { part, median: spread.map(|spread| spread.median), worst: spread.map(|spread| spread.worst), rounds }
}

/// The measurement that decides: the only one, or the part with the worst median.
fn deciding<'a>(terms: &Terms, measured: &[&'a &'a Measured]) -> Option<&'a Measured> {
    let median = |one: &Measured| terms.direction.spread(one.rounds.clone()).map_or(f64::NAN, |spread| spread.median);
    let worse = |a: &&&&Measured, b: &&&&Measured| match terms.direction {
        Direction::AtLeast => median(a).total_cmp(&median(b)),
        Direction::AtMost => median(b).total_cmp(&median(a)),
    };
    measured.iter().min_by(worse).map(|one| **one)
}

/// As many digits as a reader needs.
pub(crate) fn figure(value: f64) -> String {
    let text = match value.abs() {
        0.0 => "0".to_owned(),
        size if size >= 100.0 => format!("{value:.0}"),
        size if size >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.3}"),
    };
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_goal_is_judged_by_its_median_round() {
        let met = Measured::of(Goal::G2, vec![0.1, 0.3, 0.5]);
        let missed = Measured::of(Goal::G2, vec![0.1, 0.2, 0.5]);

        assert_eq!(Standing::of(Goal::G2, &[&met]).met, Some(true));
        assert_eq!(Standing::of(Goal::G2, &[&met]).worst, Some(0.1));
        assert_eq!(Standing::of(Goal::G2, &[&missed]).met, Some(false));
    }

    #[test]
    fn the_closing_storm_allows_no_exception() {
        let once = Measured::of(Goal::G11, vec![0.0, 0.0, 0.0, 0.0, 1.0]);

        assert_eq!(Standing::of(Goal::G11, &[&once]).met, Some(false));
        assert_eq!(Standing::of(Goal::G11, &[&Measured::of(Goal::G11, vec![0.0; 5])]).met, Some(true));
    }

    #[test]
    fn a_goal_that_was_not_measured_is_not_met() {
        let nothing = Measured::of(Goal::G8, Vec::new());

        assert_eq!(Standing::of(Goal::G8, &[]).met, None);
        assert_eq!(Standing::of(Goal::G8, &[&nothing]).met, None);
        assert!(Standing::of(Goal::G8, &[]).line().ends_with("not measured"));
    }

    #[test]
    fn a_goal_in_parts_needs_all_of_them_and_is_judged_by_the_worst() {
        let [bidders, history, lots] = Goal::G9.terms().parts else { unreachable!("G9 has three parts") };
        let two = [Measured::part(Goal::G9, bidders, vec![1.2]), Measured::part(Goal::G9, history, vec![1.7])];
        let third = Measured::part(Goal::G9, lots, vec![1.1]);

        let (of_two, of_three) = (
            Standing::of(Goal::G9, &two.iter().collect::<Vec<_>>()),
            Standing::of(Goal::G9, &two.iter().chain([&third]).collect::<Vec<_>>()),
        );

        assert_eq!((of_two.met, of_two.median), (None, Some(1.7)));
        assert_eq!((of_three.met, of_three.median), (Some(false), Some(1.7)));
    }

    #[test]
    fn a_broken_condition_misses_the_goal_whatever_the_figure() {
        let stale = Measured::of(Goal::G6, vec![1.0]).fault_if(true, "staleness p99 was 1.3 s");

        let standing = Standing::of(Goal::G6, &[&stale]);

        assert_eq!(standing.met, Some(false));
        assert!(standing.line().contains("staleness"), "{}", standing.line());
    }

    #[test]
    fn a_result_has_the_members_that_its_readers_look_for() {
        for goal in Goal::ALL {
            let parts = goal.terms().parts;
            let whole = [Measured::of(goal, vec![1.0, 3.0, 2.0])];
            let measured: Vec<Measured> =
                parts.iter().map(|part| Measured::part(goal, part, vec![1.0, 3.0, 2.0])).collect();
            let measured = if parts.is_empty() { &whole[..] } else { &measured };

            let result = serde_json::to_value(Standing::of(goal, &measured.iter().collect::<Vec<_>>())).unwrap();

            assert_eq!(result["goal"], goal.terms().id);
            assert_eq!(result["rounds"], serde_json::json!([1.0, 3.0, 2.0]));
            assert_eq!(result["median"], 2.0);
            for number in ["asked", "aim", "worst"] {
                assert!(result[number].is_f64(), "{number} in {result}");
            }
            assert!(result["met"].is_boolean(), "{result}");
            for part in result["parts"].as_array().into_iter().flatten() {
                assert!(part["part"].is_string() && part["median"].is_f64() && part["worst"].is_f64(), "{part}");
                assert!(part["rounds"].is_array(), "{part}");
            }
        }
    }

    #[test]
    fn each_part_of_a_goal_is_reported() {
        let [recovery, _] = Goal::G10.terms().parts else { unreachable!("G10 has two parts") };
        let one = Measured::part(Goal::G10, recovery, vec![0.2]).note("a short journal");

        let lines = Standing::of(Goal::G10, &[&one]).lines();

        let told: Vec<&str> = lines.iter().skip(1).map(|line| line.trim()).collect();
        assert_eq!(told, ["recovery: median 0.2, worst 0.2", "verify: not measured", "a short journal"]);
    }

    #[test]
    fn figures_have_the_digits_that_matter() {
        assert_eq!([0.0, 0.25, 1.5, 43.21, 1234.5].map(figure), ["0", "0.25", "1.5", "43.2", "1234"]);
    }
}
