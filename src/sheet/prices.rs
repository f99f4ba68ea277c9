//! A bidder's prices as a sheet: one row an item, named by its id or by its description.

use indexmap::IndexMap;

use super::cell::SheetTable;
use super::code::SheetCode;
use super::columns::{Headers, normal, report_cells_without_header};
use super::fault::{NotTaken, SheetRefusal};
use super::items::ReadSheet;
use super::row::{RowReader, TextForm};
use crate::ids::ItemId;
use crate::json::Bounds;
use crate::money::Amount;

const ITEM: &str = "item";
const PRICE: &str = "price";
/// Bytes of a cell that names an item: of the longest description.
const ITEM_BYTES_MAX: usize = 2_000;

/// An item that can be priced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PricedItem<'i> {
    /// Its id.
    pub(crate) id: &'i ItemId,
    /// What it is.
    pub(crate) description: &'i str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PriceColumn {
    Item,
    Price,
}

/// Reads a price for every item.
///
/// # Errors
/// All wrong headers at once; without any, all wrong cells and all items without a price at once.
pub(crate) fn read_prices(
    table: SheetTable,
    items: &[PricedItem<'_>],
    price: &Bounds,
) -> Result<ReadSheet<(ItemId, Amount)>, NotTaken> {
    let known = [(ITEM.to_owned(), PriceColumn::Item), (PRICE.to_owned(), PriceColumn::Price)];
    let needed = &[PriceColumn::Item, PriceColumn::Price];
    let columns = Headers { known: &known, needed, unknown }.read(&table.header).map_err(NotTaken::Refused)?;
    let SheetTable { rows, skipped, warnings, .. } = table;
    let named = ItemNames::of(items);
    let (mut refusal, mut entries, mut seen) = (SheetRefusal::default(), Vec::new(), IndexMap::new());
    for row in &rows {
        report_cells_without_header(row, &columns, &mut refusal);
        let mut reader = RowReader { row, columns: &columns, refusal: &mut refusal };
        let item = reader.needed(&PriceColumn::Item, ITEM, |reader| {
            reader.text(&PriceColumn::Item, ITEM_BYTES_MAX, TextForm::Lines)
        });
        let item = item.and_then(|text| match named.find(&text) {
            Ok(item) => Some(item.clone()),
            Err(message) => {
                reader.fault(&PriceColumn::Item, ITEM, SheetCode::UnknownReference, message);
                None
            }
        });
        if let Some(first) = item.as_ref().and_then(|item| seen.insert(item.clone(), row.number)) {
            let message = format!("this item has its price in row {first} already");
            reader.fault(&PriceColumn::Item, ITEM, SheetCode::IdTwice, message);
        }
        let price = reader.needed(&PriceColumn::Price, PRICE, |reader| reader.number(&PriceColumn::Price, price));
        entries.extend(item.zip(price));
    }
    for item in items.iter().filter(|item| !seen.contains_key(item.id)) {
        refusal.add(without_price(item.id));
    }
    refusal.or(ReadSheet { entries, skipped, warnings })
}

fn without_price(item: &ItemId) -> super::SheetFault {
    let message =
        format!("the item \"{}\" has no price: an offer prices every item", crate::json::excerpt(item.as_str()));
    super::SheetFault::of_file(SheetCode::Missing, message)
}

/// The items by what a sheet may call them.
struct ItemNames<'i> {
    ids: IndexMap<&'i str, &'i ItemId>,
    /// None where several items have the description.
    descriptions: IndexMap<String, Option<&'i ItemId>>,
}

impl<'i> ItemNames<'i> {
    fn of(items: &[PricedItem<'i>]) -> Self {
        let ids = items.iter().map(|item| (item.id.as_str(), item.id)).collect();
        let mut descriptions = IndexMap::new();
        for item in items {
            let several = descriptions.contains_key(&folded(item.description));
            descriptions.insert(folded(item.description), Some(item.id).filter(|_| !several));
        }
        Self { ids, descriptions }
    }

    fn find(&self, text: &str) -> Result<&'i ItemId, String> {
        if let Some(item) = self.ids.get(text) {
            return Ok(item);
        }
        match self.descriptions.get(&folded(text)) {
            Some(Some(item)) => Ok(item),
            Some(None) => Err("several items have this description: name the item by its id".to_owned()),
            None => Err("is neither the id nor the description of an item of this lot".to_owned()),
        }
    }
}

fn folded(text: &str) -> String {
    normal(text).to_lowercase()
}

fn unknown(header: &str) -> (SheetCode, String) {
    let header = crate::json::excerpt(header);
    (SheetCode::UnknownColumn, format!("the column \"{header}\" is not known: the columns are {ITEM} and {PRICE}"))
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{codes, table};
    use super::*;

    fn read(text: &str) -> Result<Vec<String>, Vec<(String, SheetCode)>> {
        let ids = ["m", "l", "s"].map(|id| ItemId::parse(id).unwrap());
        let described = ids.iter().zip(["Medium glove", "Large glove", "large  GLOVE"]);
        let items: Vec<PricedItem<'_>> = described.map(|(id, description)| PricedItem { id, description }).collect();
        let read = read_prices(table(text), &items, &Bounds::ABOVE_ZERO.with_places(2)).map_err(codes)?;
        Ok(read.entries.into_iter().map(|(item, price)| format!("{item} {price}")).collect())
    }

    // G22
    #[test]
    fn an_item_is_named_by_its_id_or_by_a_description_that_no_other_has() {
        assert_eq!(read("price,item\n£3,l\n2.50,medium GLOVE\n4,s\n").unwrap(), ["l 3", "m 2.50", "s 4"]);
    }

    // G22
    #[test]
    fn every_wrong_price_and_every_item_without_one_is_reported() {
        let fault = |path: &str, code| (path.to_owned(), code);

        assert_eq!(
            read("item,price\nm,2.555\nm,0\nLarge glove,1\nxl,1\n,1\nl,\n").unwrap_err(),
            [
                fault("/rows/2/price", SheetCode::TooManyPlaces),
                fault("/rows/3/item", SheetCode::IdTwice),
                fault("/rows/3/price", SheetCode::OutOfRange),
                fault("/rows/4/item", SheetCode::UnknownReference),
                fault("/rows/5/item", SheetCode::UnknownReference),
                fault("/rows/6/item", SheetCode::Missing),
                fault("/rows/7/price", SheetCode::Missing),
                fault("", SheetCode::Missing),
            ]
        );
        assert_eq!(read("item,cost\n").unwrap_err().len(), 2);
    }
}
