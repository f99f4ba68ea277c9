//! Warnings about trade item numbers that may be those of other items (G124).

use std::collections::BTreeMap;

use super::super::document::{LotDocument, gtin};
use super::super::finding::{Finding, Level};
use crate::json::{Code, excerpt};

/// Warns about the trade item numbers of the lot at `path`.
pub(super) fn lot(lot: &LotDocument, path: &str, findings: &mut Vec<Finding>) {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for (nth, item) in lot.items.iter().enumerate() {
        let Some(number) = &item.gtin else { continue };
        let mut warn = |code: Code, message: String| {
            findings.push(Finding::new(Level::Warning, format!("{path}/items/{nth}/gtin"), code, message));
        };
        if gtin::is_restricted(number) {
            let message = "is a number for use within one company or region: another supplier's system may not know it";
            warn(Code::RestrictedNumber, message.to_owned());
        }
        match seen.get(&gtin::in_14_digits(number)) {
            Some(earlier) => {
                warn(Code::GtinTwice, format!("is the number of the item \"{}\" as well", excerpt(earlier)));
            }
            None => drop(seen.insert(gtin::in_14_digits(number), item.id.as_str())),
        }
    }
}
