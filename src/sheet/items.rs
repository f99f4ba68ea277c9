//! The items of a lot as a sheet: one row an item, a column for each trust's volume and baseline.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::cell::SheetTable;
use super::code::SheetCode;
use super::columns::{Headers, report_cells_without_header};
use super::fault::{NotTaken, SheetFault, SheetRefusal};
use super::row::{RowReader, TextForm};
use crate::ids::{ItemId, OdsCode};
use crate::json::{Bounds, excerpt};
use crate::money::Amount;

const ID: &str = "id";
const DESCRIPTION: &str = "description";
const UNIT: &str = "unit";
const GTIN: &str = "gtin";
const VOLUME: &str = "volume";
const BASELINE: &str = "baseline";

/// An item as a document of an event states it, except that a unit may be missing still.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SheetItem {
    /// Its id.
    pub id: ItemId,
    /// What it is.
    pub description: String,
    /// What one price buys.
    pub unit: Option<String>,
    /// Its trade item number.
    pub gtin: Option<String>,
    /// Units a year for each trust.
    pub volumes: IndexMap<OdsCode, Amount>,
    /// What each trust pays today for one unit.
    pub baselines: IndexMap<OdsCode, Amount>,
}

/// What a column is that has a trust's code alone for its header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BareTrust {
    /// Volumes.
    Volume,
    /// Baselines.
    Baseline,
    /// It does not say.
    Unknown,
}

/// How a sheet of items is to be read.
#[derive(Debug)]
pub(crate) struct ItemSheetRules<'r> {
    /// The trusts that take part.
    pub(crate) trusts: &'r [OdsCode],
    /// What a trust's code alone means.
    pub(crate) bare_trust: BareTrust,
    /// Bytes of a description.
    pub(crate) description_bytes_max: usize,
    /// Bytes of a unit.
    pub(crate) unit_bytes_max: usize,
    /// Bounds of a volume.
    pub(crate) volume: Bounds,
    /// Bounds of a baseline.
    pub(crate) baseline: Bounds,
}

/// What a sheet says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ReadSheet<T> {
    /// One for each row with something in it.
    pub(crate) entries: Vec<T>,
    /// Blank rows that were passed over.
    pub(crate) skipped: u32,
    /// What a person should look at.
    pub(crate) warnings: Vec<SheetFault>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum ItemColumn {
    Id,
    Description,
    Unit,
    Gtin,
    Volume(OdsCode),
    Baseline(OdsCode),
}

/// Reads the items of a sheet.
///
/// # Errors
/// All wrong headers at once; without any, all wrong cells at once.
pub(crate) fn read_items(table: SheetTable, rules: &ItemSheetRules<'_>) -> Result<ReadSheet<SheetItem>, NotTaken> {
    let known = known(rules);
    let unknown = if rules.bare_trust == BareTrust::Unknown { unknown_of_figures } else { unknown_of_trusts };
    let headers = Headers { known: &known, needed: &[ItemColumn::Description], unknown };
    let columns = headers.read(&table.header).map_err(NotTaken::Refused)?;
    let SheetTable { rows, skipped, mut warnings, .. } = table;
    let (mut refusal, mut entries, mut seen) =
        (SheetRefusal::default(), Vec::with_capacity(rows.len()), IndexMap::new());
    for (nth, row) in (1_usize..).zip(&rows) {
        report_cells_without_header(row, &columns, &mut refusal);
        let mut reader = RowReader { row, columns: &columns, refusal: &mut refusal };
        let before = reader.refusal.count();
        let id = reader.id(&ItemColumn::Id, ItemId::parse);
        let is_blank = reader.refusal.count() == before;
        let id = id.or_else(|| ItemId::parse(&format!("line-{nth}")).ok().filter(|_| is_blank));
        if let Some(first) = id.as_ref().and_then(|id| seen.insert(id.clone(), row.number)) {
            let message = format!("this id stands in row {first} already: each item has its own");
            reader.fault(&ItemColumn::Id, ID, SheetCode::IdTwice, message);
        }
        if let Some(item) = read_item(&mut reader, id, rules, &mut warnings) {
            entries.push(item);
        }
    }
    refusal.or(ReadSheet { entries, skipped, warnings })
}

fn read_item(
    reader: &mut RowReader<'_, ItemColumn>,
    id: Option<ItemId>,
    rules: &ItemSheetRules<'_>,
    warnings: &mut Vec<SheetFault>,
) -> Option<SheetItem> {
    let description = reader.needed(&ItemColumn::Description, DESCRIPTION, |reader| {
        reader.text(&ItemColumn::Description, rules.description_bytes_max, TextForm::Lines)
    });
    let unit = reader.text(&ItemColumn::Unit, rules.unit_bytes_max, TextForm::Line);
    let gtin = reader.gtin(&ItemColumn::Gtin, warnings);
    let figures = |reader: &mut RowReader<'_, ItemColumn>, column: fn(OdsCode) -> ItemColumn, bounds: &Bounds| {
        let read = |trust: &OdsCode| Some((trust.clone(), reader.number(&column(trust.clone()), bounds)?));
        rules.trusts.iter().filter_map(read).collect()
    };
    let volumes = figures(reader, ItemColumn::Volume, &rules.volume);
    let baselines = figures(reader, ItemColumn::Baseline, &rules.baseline);
    Some(SheetItem { id: id?, description: description?, unit, gtin, volumes, baselines })
}

/// The headers that are known, those of a trust alone last: a trust may have the code `unit`.
fn known(rules: &ItemSheetRules<'_>) -> Vec<(String, ItemColumn)> {
    let fixed = [
        (ID, ItemColumn::Id),
        (DESCRIPTION, ItemColumn::Description),
        (UNIT, ItemColumn::Unit),
        (GTIN, ItemColumn::Gtin),
    ];
    let mut known: Vec<(String, ItemColumn)> = fixed.map(|(header, column)| (header.to_owned(), column)).into();
    for trust in rules.trusts {
        known.push((format!("{trust} {VOLUME}"), ItemColumn::Volume(trust.clone())));
        known.push((format!("{trust} {BASELINE}"), ItemColumn::Baseline(trust.clone())));
    }
    let bare = |trust: &OdsCode| match rules.bare_trust {
        BareTrust::Volume => Some(ItemColumn::Volume(trust.clone())),
        BareTrust::Baseline => Some(ItemColumn::Baseline(trust.clone())),
        BareTrust::Unknown => None,
    };
    for trust in rules.trusts {
        let header = trust.as_str();
        let is_taken = known.iter().any(|(taken, _)| taken.eq_ignore_ascii_case(header));
        known.extend(bare(trust).filter(|_| !is_taken).map(|column| (header.to_owned(), column)));
    }
    known
}

fn unknown_of_figures(header: &str) -> (SheetCode, String) {
    let figure = header
        .rsplit_once(' ')
        .filter(|(_, last)| [VOLUME, BASELINE].iter().any(|known| last.eq_ignore_ascii_case(known)));
    match figure {
        Some((trust, _)) => (SheetCode::UnknownTrust, no_trust(trust)),
        None => (SheetCode::UnknownColumn, no_column(header)),
    }
}

/// As [`unknown_of_figures`], where a trust's code alone is a header too.
fn unknown_of_trusts(header: &str) -> (SheetCode, String) {
    let is_code = (3..=8).contains(&header.len())
        && header.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    if is_code { (SheetCode::UnknownTrust, no_trust(header)) } else { unknown_of_figures(header) }
}

fn no_trust(trust: &str) -> String {
    format!("\"{}\" is not the ODS code of one of the event's trusts: add the trust first", excerpt(trust))
}

fn no_column(header: &str) -> String {
    format!(
        "the column \"{}\" is not known: the columns are {ID}, {DESCRIPTION}, {UNIT}, {GTIN}, and for a trust such as RFS \
         \"RFS {VOLUME}\" and \"RFS {BASELINE}\"",
        excerpt(header)
    )
}

/// The rows of a sheet of these items, the header first.
pub(crate) fn item_rows(trusts: &[OdsCode], items: &[SheetItem]) -> Vec<Vec<String>> {
    let mut header: Vec<String> = [ID, DESCRIPTION, UNIT, GTIN].map(str::to_owned).into();
    for trust in trusts {
        header.extend([format!("{trust} {VOLUME}"), format!("{trust} {BASELINE}")]);
    }
    let row = |item: &SheetItem| {
        let SheetItem { id, description, unit, gtin, volumes, baselines } = item;
        let or_blank = |text: &Option<String>| text.clone().unwrap_or_default();
        let mut row = vec![id.to_string(), description.clone(), or_blank(unit), or_blank(gtin)];
        let figure = |figures: &IndexMap<OdsCode, Amount>, trust| figures.get(trust).map(Amount::to_string);
        for trust in trusts {
            row.extend([volumes, baselines].map(|figures| figure(figures, trust).unwrap_or_default()));
        }
        row
    };
    std::iter::once(header).chain(items.iter().map(row)).collect()
}

#[cfg(test)]
mod tests;
