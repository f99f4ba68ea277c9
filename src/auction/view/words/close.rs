//! When a lot opens and closes, in words.

use super::stated::StatedLot;
use crate::auction::figures::lasting;
use crate::clock::uk;

const MICROS_PER_S: i64 = 1_000_000;

pub(super) fn close(lot: &StatedLot<'_>) -> String {
    let plan = if lot.rules.idle.is_some() { planned_opening(lot) } else { planned_times(lot) };
    format!(
        "{plan} An offer is in time if our system has received it before the close. A pause stops the clock and gives \
         all of the time that is left back."
    )
}

pub(super) fn idle(lot: &StatedLot<'_>) -> Option<String> {
    let idle = lot.rules.idle?;
    let silence = lasting(idle.idle_s);
    let latest =
        idle.latest_close.map(|latest| format!(", and never later than {} (UK time)", uk::time_and_date(latest)));
    Some(format!("The lot closes once no offer has been accepted for {silence}{}.", latest.unwrap_or_default()))
}

fn planned_opening(lot: &StatedLot<'_>) -> String {
    match lot.opens_at {
        Some(opens_at) => format!("The lot is planned to open at {} (UK time).", uk::time_and_date(opens_at)),
        None => "The lot opens when it is published.".to_owned(),
    }
}

fn planned_times(lot: &StatedLot<'_>) -> String {
    let moves = if lot.rules.extension.is_some() { ", unless late offers move the close" } else { "" };
    match (lot.opens_at, lot.closes_at, lot.duration_s) {
        (Some(opens_at), Some(closes_at), _) => {
            let open_s = u64::try_from(closes_at.micros_since(opens_at) / MICROS_PER_S).unwrap_or(0);
            let span = uk::span(opens_at, closes_at);
            format!("The lot is planned to be open for {}, from {span} (UK time){moves}.", lasting(open_s))
        }
        (None, Some(closes_at), _) => format!(
            "The lot opens when it is published, and is planned to close at {} (UK time){moves}.",
            uk::time_and_date(closes_at)
        ),
        (None, None, Some(duration_s)) => {
            format!("The lot opens when it is published, and is planned to be open for {}{moves}.", lasting(duration_s))
        }
        (Some(_), None, _) | (None, None, None) => planned_opening(lot),
    }
}
