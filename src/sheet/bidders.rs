//! The bidders of a lot as a sheet: one row a bidder, with its figures and its opening prices.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::cell::{SheetRow, SheetTable};
use super::code::SheetCode;
use super::columns::{Headers, normal, report_cells_without_header};
use super::fault::{NotTaken, SheetRefusal};
use super::items::ReadSheet;
use super::mark;
use super::row::{RowReader, TextForm};
use crate::ids::{BidderId, ItemId};
use crate::json::Bounds;
use crate::money::Amount;

const OPENING: &str = "opening ";

/// A bidder, with its figures for a lot. What the sheet leaves blank is null: the document's default counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SheetBidder {
    /// Its id.
    pub id: BidderId,
    /// Its name.
    pub name: String,
    /// `evaluated = total × factor ÷ divisor + addition`.
    pub factor: Option<Amount>,
    /// See `factor`.
    pub divisor: Option<Amount>,
    /// See `factor`.
    pub addition: Option<Amount>,
    /// Quality points in a weighted lot.
    pub quality: Option<Amount>,
    /// Prices from the tender stage by item; null where the row has none.
    pub opening: Option<IndexMap<ItemId, Amount>>,
}

/// How a sheet of bidders is to be read.
#[derive(Debug)]
pub(crate) struct BidderSheetRules {
    /// Bytes of a name.
    pub(crate) name_bytes_max: usize,
    /// Bounds of a factor and of a divisor.
    pub(crate) factor: Bounds,
    /// Bounds of an opening price.
    pub(crate) price: Bounds,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum BidderColumn {
    Id,
    Name,
    Factor,
    Divisor,
    Addition,
    Quality,
    Opening(ItemId),
}

/// Reads the bidders of a sheet.
///
/// # Errors
/// All wrong headers at once; without any, all wrong cells at once.
pub(crate) fn read_bidders(table: SheetTable, rules: &BidderSheetRules) -> Result<ReadSheet<SheetBidder>, NotTaken> {
    let known = known(&table.header);
    let needed = &[BidderColumn::Id, BidderColumn::Name];
    let columns = Headers { known: &known, needed, unknown }.read(&table.header).map_err(NotTaken::Refused)?;
    let openings: Vec<ItemId> = columns.values().filter_map(|column| opening(&column.meaning)).collect();
    let SheetTable { rows, skipped, warnings, .. } = table;
    let (mut refusal, mut entries, mut seen) = (SheetRefusal::default(), Vec::new(), IndexMap::new());
    for row in &rows {
        report_cells_without_header(row, &columns, &mut refusal);
        let mut reader = RowReader { row, columns: &columns, refusal: &mut refusal };
        let id = reader.needed(&BidderColumn::Id, "id", |reader| reader.id(&BidderColumn::Id, BidderId::parse));
        if let Some(first) = id.as_ref().and_then(|id| seen.insert(id.clone(), row.number)) {
            let message = format!("this id stands in row {first} already: each bidder has its own");
            reader.fault(&BidderColumn::Id, "id", SheetCode::IdTwice, message);
        }
        let name = reader.needed(&BidderColumn::Name, "name", |reader| {
            reader.text(&BidderColumn::Name, rules.name_bytes_max, TextForm::Line)
        });
        let factor = reader.number(&BidderColumn::Factor, &rules.factor);
        let divisor = reader.number(&BidderColumn::Divisor, &rules.factor);
        let addition = reader.number(&BidderColumn::Addition, &Bounds::ANY);
        let quality = reader.number(&BidderColumn::Quality, &Bounds::ANY);
        let price =
            |item: &ItemId| Some((item.clone(), reader.number(&BidderColumn::Opening(item.clone()), &rules.price)?));
        let opening: IndexMap<ItemId, Amount> = openings.iter().filter_map(price).collect();
        let opening = Some(opening).filter(|opening| !opening.is_empty());
        if let Some((id, name)) = id.zip(name) {
            entries.push(SheetBidder { id, name, factor, divisor, addition, quality, opening });
        }
    }
    refusal.or(ReadSheet { entries, skipped, warnings })
}

/// The headers that are known; those of opening prices name their items.
fn known(header: &SheetRow) -> Vec<(String, BidderColumn)> {
    let fixed = [
        ("id", BidderColumn::Id),
        ("name", BidderColumn::Name),
        ("factor", BidderColumn::Factor),
        ("divisor", BidderColumn::Divisor),
        ("addition", BidderColumn::Addition),
        ("quality", BidderColumn::Quality),
    ];
    let mut known: Vec<(String, BidderColumn)> = fixed.map(|(header, column)| (header.to_owned(), column)).into();
    for cell in header.cells.values() {
        let header = normal(mark::read(cell.written()));
        let item = header.get(..OPENING.len()).filter(|word| word.eq_ignore_ascii_case(OPENING));
        let item = item.and_then(|_| ItemId::parse(&header[OPENING.len()..]).ok()).map(BidderColumn::Opening);
        if let Some(column) = item.filter(|column| known.iter().all(|(_, known)| known != column)) {
            known.push((header, column));
        }
    }
    known
}

fn opening(column: &BidderColumn) -> Option<ItemId> {
    match column {
        BidderColumn::Opening(item) => Some(item.clone()),
        BidderColumn::Id
        | BidderColumn::Name
        | BidderColumn::Factor
        | BidderColumn::Divisor
        | BidderColumn::Addition
        | BidderColumn::Quality => None,
    }
}

fn unknown(header: &str) -> (SheetCode, String) {
    let message = format!(
        "the column \"{}\" is not known: the columns are id, name, factor, divisor, addition, quality, and for an opening \
         price \"opening\" with the item's id",
        crate::json::excerpt(header)
    );
    (SheetCode::UnknownColumn, message)
}

#[cfg(test)]
mod tests {
    use super::super::fixture::table;
    use super::*;

    fn read(text: &str) -> Result<ReadSheet<SheetBidder>, Vec<(String, SheetCode)>> {
        let rules = BidderSheetRules { name_bytes_max: 20, factor: Bounds::ABOVE_ZERO, price: Bounds::ABOVE_ZERO };
        read_bidders(table(text), &rules).map_err(super::super::fixture::codes)
    }

    // G22
    #[test]
    fn bidders_are_read_with_their_figures_and_opening_prices() {
        let sheet = "ID,Name,Factor,Divisor,Addition,Quality,Opening m,opening l\n\
                     acme,Acme Ltd,1.1,2,(5),60,\"£1,000.50\",2\nbolt,Bolt,,,,,n/a,\n";

        let read = read(sheet).unwrap();

        let amount = |text: &str| text.parse::<Amount>().unwrap();
        let [acme, bolt] = &read.entries[..] else { panic!("{read:?}") };
        let figures = [acme.factor, acme.divisor, acme.addition, acme.quality];
        assert_eq!(figures, ["1.1", "2", "-5", "60"].map(|text| Some(amount(text))));
        let opening = acme.opening.as_ref().unwrap();
        assert_eq!((opening["m"], opening["l"]), (amount("1000.50"), amount("2")));
        assert_eq!((bolt.id.as_str(), bolt.factor, &bolt.opening), ("bolt", None, &None));
    }

    // G22
    #[test]
    fn every_wrong_cell_of_a_bidder_is_reported_at_once() {
        let faults = read("id,name,factor,opening m\nacme,Acme,0,x\nacme,,1,1\n,Crux,,\n").unwrap_err();

        let fault = |path: &str, code| (path.to_owned(), code);
        assert_eq!(
            faults,
            [
                fault("/rows/2/factor", SheetCode::OutOfRange),
                fault("/rows/2/opening m", SheetCode::NotANumber),
                fault("/rows/3/id", SheetCode::IdTwice),
                fault("/rows/3/name", SheetCode::Missing),
                fault("/rows/4/id", SheetCode::Missing),
            ]
        );
        assert_eq!(
            read("name,colour,opening m,opening m\n").unwrap_err(),
            [
                fault("/rows/1/colour", SheetCode::UnknownColumn),
                fault("/rows/1/opening m", SheetCode::ColumnTwice),
                fault("/rows/1/id", SheetCode::ColumnMissing),
            ]
        );
    }
}
