//! The results as one self-contained HTML page: it makes no request, and can be mailed.
//!
//! Colour is never the only sign: each verdict is a word as well. A goal that was not measured is shown as not
//! measured.

mod chart;
mod html;
mod table;

use self::html::{add, escaped, verdict};
use crate::goal::{JudgedBy, Standing, figure};
use crate::machine::Machine;
use crate::outcome::Outcome;
use crate::run::Run;

const STYLE: &str = include_str!("page/style.css");

/// The page of a run.
pub(crate) fn page(run: &Run, standings: &[Standing]) -> String {
    let mut html = String::new();
    html.push_str("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    html.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    html.push_str("<title>fairlot under load</title>\n<link rel=\"icon\" href=\"data:,\">\n");
    add(&mut html, format_args!("<style>\n{STYLE}</style>\n</head>\n<body>\n"));
    html.push_str(&header(run, standings));
    html.push_str("<main>\n");
    html.push_str(&goals(standings));
    html.push_str(&chart::to_asked(standings));
    for outcome in &run.scenarios {
        html.push_str(&scenario(outcome));
    }
    html.push_str(&failures(run));
    html.push_str(&meanings(standings));
    html.push_str(&machine(&run.machine, run.took_s));
    html.push_str("</main>\n</body>\n</html>\n");
    html
}

fn header(run: &Run, standings: &[Standing]) -> String {
    let count = |wanted: Option<bool>| standings.iter().filter(|standing| standing.met == wanted).count();
    let (met, missed, open) = (count(Some(true)), count(Some(false)), count(None));
    format!(
        "<header>\n<h1>fairlot under load</h1>\n<p class=\"lead\">Server and load share one machine and take turns with \
         what they are compared to, so what counts here are ratios. {}, {} cores.</p>\n\
         <ul class=\"counts\"><li class=\"met\"><b>{met}</b> met</li><li class=\"missed\"><b>{missed}</b> missed</li>\
         <li class=\"open\"><b>{open}</b> not measured</li></ul>\n</header>\n",
        escaped(&run.machine.date),
        run.machine.cores
    )
}

fn goals(standings: &[Standing]) -> String {
    let mut html = String::from(
        "<section aria-labelledby=\"goals\">\n<h2 id=\"goals\">Goals</h2>\n<table class=\"goals\" role=\"table\">\n\
         <thead role=\"rowgroup\"><tr role=\"row\"><th role=\"columnheader\" scope=\"col\">Goal</th>\
         <th role=\"columnheader\" scope=\"col\">Asked</th><th role=\"columnheader\" scope=\"col\">Aim</th>\
         <th role=\"columnheader\" scope=\"col\">Median</th><th role=\"columnheader\" scope=\"col\">Worst</th>\
         <th role=\"columnheader\" scope=\"col\">Verdict</th></tr></thead>\n<tbody role=\"rowgroup\">\n",
    );
    for standing in standings {
        let terms = standing.goal.terms();
        let sign = terms.direction.sign();
        let value = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), figure);
        let unit = if terms.unit == "ratio" { String::new() } else { format!(" {}", terms.unit) };
        let (class, words) = verdict(standing);
        let remarks = remarks(standing);
        add(
            &mut html,
            format_args!(
                "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\"><b>{}</b> {}{remarks}</th>\
                 <td role=\"cell\" data-label=\"Asked\">{sign} {}{unit}</td>\
                 <td role=\"cell\" data-label=\"Aim\">{}</td><td role=\"cell\" data-label=\"Median\">{}</td>\
                 <td role=\"cell\" data-label=\"Worst\">{}</td>\
                 <td role=\"cell\" data-label=\"Verdict\" class=\"{class}\">{words}</td></tr>\n",
                terms.id,
                escaped(terms.says),
                figure(terms.asked),
                figure(terms.aim),
                value(standing.median),
                value(standing.worst),
            ),
        );
    }
    html.push_str("</tbody>\n</table>\n</section>\n");
    html
}

/// Parts, faults and notes, under the text of the goal.
fn remarks(standing: &Standing) -> String {
    let mut html = String::new();
    for part in &standing.parts {
        let words = match part.median.zip(part.worst) {
            Some((median, worst)) => format!("median {}, worst {}", figure(median), figure(worst)),
            None => "not measured".to_owned(),
        };
        add(&mut html, format_args!("<small>{}: {words}</small>", escaped(part.part)));
    }
    for words in standing.faults.iter().chain(&standing.notes) {
        add(&mut html, format_args!("<small>{}</small>", escaped(words)));
    }
    html
}

fn scenario(outcome: &Outcome) -> String {
    let name = escaped(outcome.scenario);
    let mut html = format!("<section aria-labelledby=\"{name}\">\n<h2 id=\"{name}\">{name}</h2>\n");
    add(&mut html, format_args!("<p>{}.</p>\n", escaped(&outcome.about)));
    html.push_str(&chart::latencies(outcome));
    for table in &outcome.tables {
        html.push_str(&table::table(table));
    }
    let took = outcome.took_s;
    add(
        &mut html,
        format_args!("<p class=\"quiet\">Again: <code>{}</code>, {took:.0} s</p>\n", escaped(&outcome.command)),
    );
    html.push_str("</section>\n");
    html
}

fn failures(run: &Run) -> String {
    let mut html = String::new();
    for failure in &run.failures {
        add(
            &mut html,
            format_args!(
                "<section class=\"failure\">\n<h2>{} failed</h2>\n<pre>{}</pre>\n</section>\n",
                escaped(&failure.command),
                escaped(&failure.words)
            ),
        );
    }
    html
}

fn meanings(standings: &[Standing]) -> String {
    let mut html =
        String::from("<section aria-labelledby=\"means\">\n<h2 id=\"means\">What the goals mean</h2>\n<dl>\n");
    for terms in standings.iter().map(|standing| standing.goal.terms()) {
        let judged = match terms.judged_by {
            JudgedBy::Median => "The median round decides.",
            JudgedBy::Worst => "The worst round decides.",
        };
        let (says, means) = (escaped(terms.says), escaped(terms.means));
        add(&mut html, format_args!("<dt>{}: {says}</dt>\n<dd>{means} {judged}</dd>\n", terms.id));
    }
    html.push_str("</dl>\n</section>\n");
    html
}

fn machine(machine: &Machine, took_s: f64) -> String {
    let memory = machine.memory_mib.map_or_else(|| "unknown".to_owned(), |mebibytes| format!("{mebibytes} MiB"));
    let facts = [
        ("Date", machine.date.clone()),
        ("Processor", format!("{}, {} cores", machine.processor, machine.cores)),
        ("Memory", memory),
        ("Kernel", machine.kernel.clone()),
        ("Disk", machine.disk.clone()),
        ("Load average before", machine.load_average_before.clone()),
        ("The run took", format!("{took_s:.0} s")),
    ];
    let mut html = String::from(
        "<section aria-labelledby=\"machine\">\n<h2 id=\"machine\">The machine</h2>\n<dl class=\"facts\">\n",
    );
    for (name, value) in facts {
        add(&mut html, format_args!("<dt>{name}</dt><dd>{}</dd>\n", escaped(&value)));
    }
    html.push_str("</dl>\n</section>\n");
    html
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::goal::{Goal, Measured};
    use crate::report::standings;

    fn run(measured: Vec<Measured>) -> Run {
        let mut outcome = Outcome::new("hot-lot", "a <lot> & \"more\"");
        outcome.measured = measured;
        let machine = Machine::here(Path::new("."));
        Run { machine, took_s: 1.0, scenarios: vec![outcome], failures: Vec::new() }
    }

    #[test]
    fn a_goal_that_was_not_measured_is_shown_as_not_measured() {
        let run = run(vec![Measured::of(Goal::G1, vec![0.6])]);

        let page = page(&run, &standings(&run.scenarios));

        assert!(page.contains("<b>1</b> met") && page.contains("<b>0</b> missed"), "{page}");
        assert_eq!(page.matches("– not measured").count(), Goal::ALL.len() - 1);
    }

    #[test]
    fn the_page_makes_no_request_and_escapes_all_texts() {
        let run = run(Vec::new());

        let page = page(&run, &standings(&run.scenarios));

        assert!(!page.contains("http://") && !page.contains("https://") && !page.contains("src="), "{page}");
        assert!(page.contains("a &lt;lot&gt; &amp; &quot;more&quot;"), "{page}");
    }
}
