//! Checks the parts of a workbook's package before the library for workbooks reads them.
//!
//! The library trusts a file: it reserves memory for as many texts as a part claims to have, computes with a column of
//! any number of letters, and copies a format for each style that names it. A small file could so take all memory. Here
//! each part is unpacked once and kept nowhere; its bytes are counted, and what it claims is compared with bounds. The
//! same parser reads the same bytes in both places.

use std::collections::BTreeMap;
use std::io::{BufReader, Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

/// Most texts that cells share.
const TEXTS_MAX: u64 = 1_000_000;
/// Most of each other thing that the library keeps for a whole workbook. A spreadsheet itself takes fewer styles.
const KEPT_MAX: u64 = 65_536;
/// Bytes of a name or a format in a style. A spreadsheet itself takes 255 characters.
const STYLE_TEXT_BYTES_MAX: usize = 1_024;
/// Letters of a column, and digits of a row.
const PLACE_MAX: (usize, usize) = (3, 7);

/// Elements that the library keeps, with the most that a package may have of each.
const KEPT: [(&str, u64); 10] = [
    ("si", TEXTS_MAX),
    ("xf", KEPT_MAX),
    ("font", KEPT_MAX),
    ("fill", KEPT_MAX),
    ("border", KEPT_MAX),
    ("numFmt", KEPT_MAX),
    ("sheet", KEPT_MAX),
    ("definedName", KEPT_MAX),
    ("Relationship", KEPT_MAX),
    ("dxf", KEPT_MAX),
];

/// What was seen in a package.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct SeenPackage {
    pub(super) has_hidden_rows: bool,
}

/// Why a package is not read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum BadPackage {
    /// Its parts are too large when they are unpacked.
    TooLarge,
    /// It claims to have what it cannot have.
    Claims(&'static str),
    /// It is no package.
    NoPackage,
}

/// Unpacks every part and checks what it claims; all parts together may have `bytes_max`.
pub(super) fn check(bytes: &[u8], bytes_max: u64) -> Result<SeenPackage, BadPackage> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| BadPackage::NoPackage)?;
    let (mut seen, mut kept, mut room) = (SeenPackage::default(), BTreeMap::new(), bytes_max);
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|_| BadPackage::NoPackage)?;
        // One byte more than there is room for shows that the part is too large.
        let mut part = part.take(room + 1);
        let checked = check_part(&mut part, &mut kept, &mut seen);
        // What the parser left is unpacked too, so that all of it counts.
        let rest = std::io::copy(&mut part, &mut std::io::sink());
        if part.limit() == 0 {
            return Err(BadPackage::TooLarge);
        }
        checked?;
        rest.map_err(|_| BadPackage::NoPackage)?;
        room = part.limit() - 1;
    }
    Ok(seen)
}

/// Reads a part as the library does, up to where it cannot be read: the library comes no further.
fn check_part(
    part: impl Read,
    kept: &mut BTreeMap<&'static str, u64>,
    seen: &mut SeenPackage,
) -> Result<(), BadPackage> {
    let mut reader = Reader::from_reader(BufReader::new(part));
    reader.config_mut().check_end_names = false;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(element) | Event::Empty(element)) => check_element(&element, kept, seen)?,
            Ok(Event::Eof) | Err(_) => return Ok(()),
            Ok(_) => {}
        }
    }
}

fn check_element(
    element: &BytesStart<'_>,
    kept: &mut BTreeMap<&'static str, u64>,
    seen: &mut SeenPackage,
) -> Result<(), BadPackage> {
    let name = element.local_name();
    let name = name.as_ref();
    if let Some((known, most)) = KEPT.iter().find(|(known, _)| *known == name) {
        let count = kept.entry(known).or_insert(0);
        *count += 1;
        if *count > *most {
            return Err(BadPackage::Claims("it has too many texts, styles, sheets or names"));
        }
    }
    let mut attributes = element.attributes();
    attributes.with_checks(false);
    for attribute in attributes.flatten() {
        check_attribute(name, attribute.key.as_ref(), &attribute.value, seen)?;
    }
    Ok(())
}

fn check_attribute(element: &str, name: &str, value: &str, seen: &mut SeenPackage) -> Result<(), BadPackage> {
    let is_place = (name == "r" && matches!(element, "c" | "row")) || (name == "ref" && element == "dimension");
    let is_style_text = matches!(name, "formatCode" | "val" | "rgb");
    if name == "uniqueCount" && value.trim().parse::<u64>().is_ok_and(|count| count > TEXTS_MAX) {
        return Err(BadPackage::Claims("it claims to have more texts than a sheet may have"));
    }
    if is_place && !is_right_place(value) {
        return Err(BadPackage::Claims("it has a cell beyond the last row or column"));
    }
    if is_style_text && value.len() > STYLE_TEXT_BYTES_MAX {
        return Err(BadPackage::Claims("the name of a font or a format is too long"));
    }
    seen.has_hidden_rows |= element == "row" && name == "hidden" && matches!(value, "1" | "true");
    Ok(())
}

/// Whether the text is one place such as `B7`, or two whose second is not before the first.
fn is_right_place(text: &str) -> bool {
    let (first, second) = text.split_once(':').unwrap_or((text, text));
    place(first).zip(place(second)).is_some_and(|(first, second)| first.0 <= second.0 && first.1 <= second.1)
}

/// The column, as a number of base 26, and the row of a place. A row alone has column 0.
fn place(text: &str) -> Option<(u32, u32)> {
    let (letters, digits) = text.split_at(text.bytes().take_while(u8::is_ascii_alphabetic).count());
    let is_short = letters.len() <= PLACE_MAX.0 && digits.len() <= PLACE_MAX.1;
    let is_right = is_short && digits.bytes().all(|digit| digit.is_ascii_digit());
    let column =
        letters.bytes().fold(0, |column, letter| column * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1);
    Some((column, digits.parse().ok()?)).filter(|_| is_right)
}

/// Packages that tests write byte by byte.
#[cfg(test)]
pub(super) mod fixture {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::{Cursor, Read, ZipArchive};

    const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    /// The parts of a workbook of one sheet, whose content is `sheet`.
    pub(in crate::sheet::workbook) fn with_sheet(sheet: &str) -> Vec<(String, String)> {
        let relationship = |kind: &str, target: &str| {
            format!(
                "<Relationships><Relationship Id=\"rId1\" Type=\"{RELATIONSHIPS}/{kind}\" Target=\"{target}\"/></Relationships>"
            )
        };
        let parts = [
            ("_rels/.rels", relationship("officeDocument", "xl/workbook.xml")),
            ("xl/_rels/workbook.xml.rels", relationship("worksheet", "worksheets/sheet1.xml")),
            (
                "xl/workbook.xml",
                format!(
                    "<workbook xmlns:r=\"{RELATIONSHIPS}\"><sheets><sheet name=\"Items\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
                ),
            ),
            ("xl/worksheets/sheet1.xml", format!("<worksheet>{sheet}</worksheet>")),
        ];
        parts.map(|(name, text)| (name.to_owned(), text)).to_vec()
    }

    pub(in crate::sheet::workbook) fn package(parts: &[(String, String)]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in parts {
            writer.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
            writer.write_all(text.as_bytes()).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    /// The package with another text for one of its parts.
    pub(in crate::sheet::workbook) fn repacked(bytes: &[u8], name: &str, text: &str) -> Vec<u8> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut parts: Vec<(String, String)> = Vec::new();
        for index in 0..archive.len() {
            let mut part = archive.by_index(index).unwrap();
            let mut old = String::new();
            part.read_to_string(&mut old).unwrap();
            let part_name = part.name().unwrap().to_string();
            parts.push(if part_name == name { (part_name, text.to_owned()) } else { (part_name, old) });
        }
        package(&parts)
    }
}

#[cfg(test)]
mod tests {
    use super::fixture::{package, with_sheet};
    use super::*;

    fn part(name: &str, text: impl Into<String>) -> Vec<u8> {
        let mut parts = with_sheet("<sheetData/>");
        parts.push((name.to_owned(), text.into()));
        package(&parts)
    }

    // G20
    #[test]
    fn the_bytes_of_all_parts_are_counted_while_they_are_unpacked() {
        let bomb = part("xl/media/image1.png", "0".repeat(5_000));

        assert!(bomb.len() < 2_500, "{}", bomb.len());
        assert_eq!(check(&bomb, 5_000), Err(BadPackage::TooLarge));
        assert_eq!(check(&bomb, 10_000), Ok(SeenPackage::default()));
    }

    // G20
    #[test]
    fn a_part_that_claims_more_than_it_can_have_is_refused_before_the_library_believes_it() {
        let styles = |inner: &str| part("xl/styles.xml", format!("<styleSheet>{inner}</styleSheet>"));
        let cell = |place: &str| package(&with_sheet(&format!("<sheetData><row><c r=\"{place}\"/></row></sheetData>")));
        let long = "x".repeat(STYLE_TEXT_BYTES_MAX + 1);
        let texts = "<si/>".repeat(usize::try_from(TEXTS_MAX).unwrap() + 1);
        for (nth, package) in [
            part("xl/sharedStrings.xml", "<sst uniqueCount=\"99999999999999\"/>"),
            part("xl/sharedStrings.xml", "<sst uniqueCount = '1000001'/>"),
            part("XL/SHAREDSTRINGS.XML", format!("<sst>{texts}</sst>")),
            styles(&format!("<numFmts><numFmt numFmtId=\"200\" formatCode=\"{long}\"/></numFmts>")),
            styles(&format!("<fonts><font><name val=\"{long}\"/></font></fonts>")),
            styles(&"<xf/>".repeat(65_537)),
            cell("ZZZZ1"),
            cell("A12345678"),
            cell("A1:B2:C3"),
            cell(""),
            package(&with_sheet("<dimension ref=\"B2:A1\"/><sheetData/>")),
        ]
        .into_iter()
        .enumerate()
        {
            assert!(matches!(check(&package, 64 << 20), Err(BadPackage::Claims(_))), "{nth}");
        }
        assert_eq!(check(&cell("XFD1048576"), 64 << 20), Ok(SeenPackage::default()));
    }
}
