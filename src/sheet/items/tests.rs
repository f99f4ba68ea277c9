//! Sheets of items: what is read, what is refused, and that what is written reads back the same.

use proptest::prelude::*;

use super::super::fixture::{codes, table};
use super::super::{SheetKind, read, to_csv, to_xlsx};
use super::*;

fn trusts(codes: &[&str]) -> Vec<OdsCode> {
    codes.iter().map(|code| OdsCode::parse(code).unwrap()).collect()
}

fn rules(trusts: &[OdsCode], bare_trust: BareTrust) -> ItemSheetRules<'_> {
    ItemSheetRules {
        trusts,
        bare_trust,
        description_bytes_max: 2_000,
        unit_bytes_max: 500,
        volume: Bounds::FROM_ZERO.at_most(1_000_000_000).with_places(3).without_unit(),
        baseline: Bounds::FROM_ZERO,
    }
}

fn read_text(text: &str, bare_trust: BareTrust) -> Result<ReadSheet<SheetItem>, Vec<(String, SheetCode)>> {
    read_items(table(text), &rules(&trusts(&["RFS", "RHQ"]), bare_trust)).map_err(codes)
}

fn fault(path: &str, code: SheetCode) -> (String, SheetCode) {
    (path.to_owned(), code)
}

// G20, G21
#[test]
fn a_sheet_of_items_is_read_in_any_order_of_columns() {
    let text = "Unit,RFS Volume,GTIN,Description,id,RHQ baseline,RHQ volume\n\
                box,\"12,000\",5012345678900, Nitrile glove ,m,£3.20,\n\n\
                , ,, \"two\",,-,7\n";

    let read = read_text(text, BareTrust::Unknown).unwrap();

    let json = serde_json::to_value(&read.entries).unwrap();
    let expected = serde_json::json!([
        {
            "id": "m", "description": "Nitrile glove", "unit": "box", "gtin": "5012345678900",
            "volumes": {"RFS": "12000"}, "baselines": {"RHQ": "3.20"},
        },
        {
            "id": "line-2", "description": "\"two\"", "unit": null, "gtin": null,
            "volumes": {"RHQ": "7"}, "baselines": {},
        },
    ]);
    assert_eq!((json, read.skipped, read.warnings), (expected, 1, Vec::new()));
}

// G21
#[test]
fn a_trust_alone_is_a_column_where_the_request_says_what_it_means() {
    let text = "description,RFS\na,5\n";

    let volumes = read_text(text, BareTrust::Volume).unwrap();
    let baselines = read_text(text, BareTrust::Baseline).unwrap();

    assert_eq!(volumes.entries[0].volumes.len(), 1);
    assert_eq!(baselines.entries[0].baselines.len(), 1);
    assert_eq!(read_text(text, BareTrust::Unknown), Err(vec![fault("/rows/1/RFS", SheetCode::UnknownColumn)]));
}

// G21
#[test]
fn wrong_headers_are_refused_all_at_once_before_any_row() {
    let faults =
        read_text("id,ID,RXX volume,RYY,colour,RFS,RFS volume\n1,1,x,x,x,x,x\n", BareTrust::Volume).unwrap_err();

    assert_eq!(
        faults,
        [
            fault("/rows/1/ID", SheetCode::ColumnTwice),
            fault("/rows/1/RXX volume", SheetCode::UnknownTrust),
            fault("/rows/1/RYY", SheetCode::UnknownTrust),
            fault("/rows/1/colour", SheetCode::UnknownColumn),
            fault("/rows/1/RFS volume", SheetCode::ColumnTwice),
            fault("/rows/1/description", SheetCode::ColumnMissing),
        ]
    );
    assert_eq!(read_text("", BareTrust::Volume), Err(vec![fault("/rows/1/description", SheetCode::ColumnMissing)]));
}

// G21
#[test]
fn every_bad_cell_is_reported_at_once_with_its_row_its_column_and_its_text() {
    let long = "x".repeat(65);
    let text = format!(
        "id,description,gtin,RFS volume,RFS baseline\n\
         a,,5.01235E+12,-1,x\n\
         a,n/a,5012345678901,1.0005,(2)\n\
         {long},b\u{202e}c,,2000000000,#N/A\n\
         line-4,d,,,,extra\n"
    );

    let faults = read_text(&text, BareTrust::Unknown).unwrap_err();

    assert_eq!(
        faults,
        [
            fault("/rows/2/description", SheetCode::Missing),
            fault("/rows/2/gtin", SheetCode::Scientific),
            fault("/rows/2/RFS volume", SheetCode::Negative),
            fault("/rows/2/RFS baseline", SheetCode::NotANumber),
            fault("/rows/3/id", SheetCode::IdTwice),
            fault("/rows/3/description", SheetCode::Missing),
            fault("/rows/3/gtin", SheetCode::GtinCheckDigit),
            fault("/rows/3/RFS volume", SheetCode::TooManyPlaces),
            fault("/rows/3/RFS baseline", SheetCode::Negative),
            fault("/rows/4/id", SheetCode::TooLong),
            fault("/rows/4/description", SheetCode::BadText),
            fault("/rows/4/RFS volume", SheetCode::OutOfRange),
            fault("/rows/4/RFS baseline", SheetCode::CellError),
            fault("/rows/5/F", SheetCode::TooManyCells),
        ]
    );
}

// G21
#[test]
fn a_fault_repeats_at_most_a_hundred_characters_of_its_cell() {
    let refused = read_items(
        table(&format!("description,gtin\na,{}\n", "é".repeat(200))),
        &rules(&trusts(&[]), BareTrust::Unknown),
    );

    let Err(NotTaken::Refused(refusal)) = refused else { panic!("{refused:?}") };
    assert_eq!(refusal.faults[0].value.as_deref(), Some("é".repeat(100).as_str()));
    assert_eq!((refusal.faults[0].row, refusal.faults[0].column.as_deref()), (Some(2), Some("gtin")));
}

// G21
#[test]
fn a_thousand_faults_are_listed_and_the_others_counted() {
    let rows = "a,x,x\n".repeat(1_000);
    let refused = read_items(
        table(&format!("description,gtin,RFS volume\n{rows}")),
        &rules(&trusts(&["RFS"]), BareTrust::Unknown),
    );

    let Err(NotTaken::Refused(refusal)) = refused else { panic!("{refused:?}") };
    assert_eq!((refusal.faults.len(), refusal.more), (1_000, 1_000));
}

// G20
#[test]
fn what_a_person_should_look_at_is_a_warning() {
    let read = read_text("description,gtin\na,36000291452\nb,0000000000000\n", BareTrust::Unknown).unwrap();

    let warnings: Vec<_> = read.warnings.iter().map(|warning| (warning.path.as_str(), warning.code)).collect();
    assert_eq!(warnings, [("/rows/2/gtin", SheetCode::LeadingZerosLost), ("/rows/3/gtin", SheetCode::GtinZero)]);
    assert_eq!(read.entries[1].gtin, None);
}

fn amounts(trusts: Vec<OdsCode>, places: u32) -> impl Strategy<Value = IndexMap<OdsCode, Amount>> {
    let amount = (0_u64..1_000_000_000, any::<bool>());
    let figures = prop::collection::vec(prop::option::of(amount), trusts.len());
    figures.prop_map(move |figures| {
        let figure = |(whole, fraction): (u64, bool)| {
            let text = if fraction { format!("{whole}.{}", "5".repeat(places as usize)) } else { whole.to_string() };
            text.parse::<Amount>().unwrap()
        };
        let given = trusts.iter().zip(figures).filter_map(|(trust, given)| Some((trust.clone(), figure(given?))));
        given.collect()
    })
}

/// Texts that spreadsheets and readers are likely to take for something else.
fn awkward() -> impl Strategy<Value = String> {
    let known = [
        "=1+1", "+44", "-", "-5", "@x", "n/a", "None", "#N/A", "'=x", "''none", "007", "1e5", "TRUE", "a,b;c", "\"q\"",
        "_x000D_",
    ];
    prop_oneof![
        prop::sample::select(known.to_vec()).prop_map(str::to_owned),
        "[=+@'a-z0-9é,;\"-]([ a-z,;|\"'=-]{0,8}[a-z0-9\"'])?"
    ]
}

fn item(trusts: Vec<OdsCode>) -> impl Strategy<Value = SheetItem> {
    let gtin = prop::sample::select(vec!["5012345678900", "05012345678900", "96385074", "036000291452"]);
    let lines =
        prop_oneof![awkward(), ("[a-z]{1,4}(\r\n|\n|\r|\t)[a-z ]{0,4}[a-z]", Just(())).prop_map(|(text, ())| text)];
    let parts = (
        awkward(),
        lines,
        prop::option::of(awkward()),
        prop::option::of(gtin.prop_map(str::to_owned)),
        amounts(trusts.clone(), 3),
        amounts(trusts, 12),
    );
    parts.prop_map(|(id, description, unit, gtin, volumes, baselines)| SheetItem {
        id: ItemId::parse(&id).unwrap(),
        description,
        unit,
        gtin,
        volumes,
        baselines,
    })
}

proptest! {
    // G22
    #[test]
    fn what_is_written_is_read_back_as_the_same_items(
        items in prop::collection::vec(item(trusts(&["RFS", "rfs", "unit", "=A1", "R 1"])), 0..8),
    ) {
        let trusts = trusts(&["RFS", "rfs", "unit", "=A1", "R 1"]);
        let mut seen = std::collections::BTreeSet::new();
        let items: Vec<SheetItem> = items.into_iter().filter(|item| seen.insert(item.id.clone())).collect();
        let rows = item_rows(&trusts, &items);

        for bytes in [to_csv(&rows), to_xlsx("Items", &rows).unwrap()] {
            let table = read(&bytes, SheetKind::AsItIs).unwrap();
            let read = read_items(table, &rules(&trusts, BareTrust::Unknown)).unwrap();

            prop_assert_eq!(&read.entries, &items);
        }
    }

    // G20
    #[test]
    fn any_text_is_answered(text in "(id|description|RFS volume)?[,;\t\"\n a-z0-9£()-]{0,60}") {
        let table = read(text.as_bytes(), SheetKind::AsItIs);
        let _ = table.and_then(|table| read_items(table, &rules(&trusts(&["RFS"]), BareTrust::Volume)));
    }

    // G20
    #[test]
    fn any_bytes_are_answered(bytes in prop::collection::vec(any::<u8>(), 0..200), workbook: bool) {
        let start: &[u8] = if workbook { b"PK\x03\x04" } else { b"" };

        let _ = read(&[start, &bytes].concat(), SheetKind::Tabs);
    }
}
