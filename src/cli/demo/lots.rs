//! The figures of the demo's three lots: what seven trusts buy, what they pay today, and how offers are compared.
//!
//! The first lot is ranked by totals, the second by a score of quality and price, the third by totals with whole-life cost.

use serde_json::{Value, json};

/// A trust that buys: its ODS code and its name.
pub(super) const TRUSTS: [(&str, &str); 7] = [
    ("RFF", "Barnsley Hospital"),
    ("RFS", "Chesterfield Royal Hospital"),
    ("RP5", "Doncaster and Bassetlaw Teaching Hospitals"),
    ("RXF", "Mid Yorkshire Hospitals"),
    ("RFR", "Rotherham Hospital"),
    ("RCU", "Sheffield Children's Hospital"),
    ("RHQ", "Sheffield Teaching Hospitals"),
];

/// The suppliers, in the order of the invitation. The last one is for the person who opens its link.
pub(super) const SUPPLIERS: [(&str, &str); 7] = [
    ("acme", "Acme Medical Ltd"),
    ("bolt", "Bolt Gloves plc"),
    ("corvus", "Corvus Healthcare Ltd"),
    ("dunmore", "Dunmore Safety Ltd"),
    ("everline", "Everline Supplies Ltd"),
    ("garner", "Garner Surgical Ltd"),
    ("fenwick", "Fenwick Medical Ltd"),
];

/// An item of a lot: the figures of each trust stand in the order of [`TRUSTS`].
pub(super) struct DemoItem {
    pub(super) id: &'static str,
    pub(super) description: &'static str,
    pub(super) unit: &'static str,
    pub(super) gtin: Option<&'static str>,
    /// Units a year.
    pub(super) volumes: [u32; 7],
    /// What a unit costs today, in pence.
    pub(super) pence_today: [u32; 7],
}

/// A lot of the demo.
pub(super) struct DemoLot {
    pub(super) title: &'static str,
    /// What ranks first, in a few words.
    pub(super) ranked_by: &'static str,
    pub(super) items: &'static [DemoItem],
    /// The rules beside extension and times.
    pub(super) rules: fn() -> Value,
    /// The figures of one supplier, by its place in the invitation.
    pub(super) figures: fn(usize) -> Value,
}

pub(super) const LOTS: [DemoLot; 3] = [
    DemoLot {
        title: "Examination gloves, nitrile",
        ranked_by: "the lowest total",
        items: &GLOVES,
        rules: || {
            json!({"ceiling": "2250000.00", "min_decrement": {"absolute": "2500.00"},
                   "max_decrement": {"percent": "15", "mode": "confirm"}, "reserve": "1900000.00"})
        },
        figures: |_| json!({}),
    },
    DemoLot {
        title: "Surgical gloves, sterile",
        ranked_by: "the best score of quality and price",
        items: &SURGICAL,
        rules: || {
            json!({"ceiling": "500000.00", "min_decrement": {"percent": "0.2"}, "scoring": "weighted",
                   "price_weight": "60"})
        },
        figures: |supplier| json!({"quality": QUALITY[supplier]}),
    },
    DemoLot {
        title: "Bladder scanners with service",
        ranked_by: "the lowest total with whole-life cost",
        items: &SCANNERS,
        rules: || json!({"ceiling": "520000.00", "min_decrement": {"absolute": "1000.00"}}),
        figures: |supplier| {
            let (factor, divisor, addition) = WHOLE_LIFE[supplier];
            json!({"factor": factor, "divisor": divisor, "addition": addition})
        },
    },
];

const GLOVES: [DemoItem; 3] = [
    box_of_gloves("nitrile-s", "Nitrile examination glove, powder free, small", "05012345678917")
        .bought([14_000, 16_000, 25_000, 30_000, 13_000, 11_000, 38_000])
        .at_pence([304, 312, 298, 295, 318, 329, 289]),
    box_of_gloves("nitrile-m", "Nitrile examination glove, powder free, medium", "05012345678900")
        .bought([36_000, 42_000, 66_000, 78_000, 34_000, 16_000, 96_000])
        .at_pence([306, 312, 301, 295, 321, 329, 289]),
    box_of_gloves("nitrile-l", "Nitrile examination glove, powder free, large", "05012345678924")
        .bought([22_000, 25_000, 38_000, 46_000, 20_000, 7_000, 55_000])
        .at_pence([309, 318, 304, 299, 325, 335, 294]),
];

const SURGICAL: [DemoItem; 3] = [
    pack_of_pairs("surgical-7", "Surgical glove, sterile, latex free, size 7")
        .bought([320, 380, 610, 720, 300, 180, 940])
        .at_pence([4_840, 4_910, 4_760, 4_720, 4_950, 4_980, 4_690]),
    pack_of_pairs("surgical-75", "Surgical glove, sterile, latex free, size 7½")
        .bought([410, 470, 760, 910, 380, 210, 1_180])
        .at_pence([4_840, 4_910, 4_760, 4_720, 4_950, 4_980, 4_690]),
    pack_of_pairs("surgical-8", "Surgical glove, sterile, latex free, size 8")
        .bought([260, 300, 480, 560, 240, 90, 700])
        .at_pence([4_860, 4_930, 4_780, 4_740, 4_970, 4_990, 4_710]),
];

const SCANNERS: [DemoItem; 2] = [
    item("scanner", "Bladder scanner with probe and trolley", "scanner")
        .bought([6, 8, 12, 15, 6, 4, 20])
        .at_pence([712_000, 725_000, 698_000, 694_000, 731_000, 739_000, 689_000]),
    item("service", "Service and calibration of a scanner", "year")
        .bought([6, 8, 12, 15, 6, 4, 20])
        .at_pence([57_500, 58_000, 56_500, 56_000, 59_000, 59_500, 55_000]),
];

const fn box_of_gloves(id: &'static str, description: &'static str, gtin: &'static str) -> DemoItem {
    DemoItem { gtin: Some(gtin), ..item(id, description, "box of 100") }
}

const fn pack_of_pairs(id: &'static str, description: &'static str) -> DemoItem {
    item(id, description, "pack of 50 pairs")
}

/// An item that nobody buys yet.
const fn item(id: &'static str, description: &'static str, unit: &'static str) -> DemoItem {
    DemoItem { id, description, unit, gtin: None, volumes: [0; 7], pence_today: [0; 7] }
}

impl DemoItem {
    const fn bought(self, volumes: [u32; 7]) -> Self {
        Self { volumes, ..self }
    }

    const fn at_pence(self, pence_today: [u32; 7]) -> Self {
        Self { pence_today, ..self }
    }
}

/// Points from the tender, by supplier.
const QUALITY: [&str; 7] = ["34", "28", "31", "25", "36", "30", "32"];

/// Factor, divisor and addition from the tender, by supplier: warranty, lifetime, and energy with training.
const WHOLE_LIFE: [(&str, &str, &str); 7] = [
    ("1", "1", "42000.00"),
    ("1.03", "1", "25000.00"),
    ("1", "1.02", "38000.00"),
    ("1", "1", "60000.00"),
    ("0.98", "1", "47000.00"),
    ("1", "1.05", "55000.00"),
    ("1", "1", "40000.00"),
];

/// Pence as pounds, exactly.
pub(super) fn pounds(pence: u32) -> String {
    format!("{}.{:02}", pence / 100, pence % 100)
}
