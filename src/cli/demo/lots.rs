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
    DemoItem {
        id: "nitrile-s",
        description: "Nitrile examination glove, powder free, small",
        unit: "box of 100",
        gtin: Some("05012345678917"),
        volumes: [14_000, 16_000, 25_000, 30_000, 13_000, 11_000, 38_000],
        pence_today: [304, 312, 298, 295, 318, 329, 289],
    },
    DemoItem {
        id: "nitrile-m",
        description: "Nitrile examination glove, powder free, medium",
        unit: "box of 100",
        gtin: Some("05012345678900"),
        volumes: [36_000, 42_000, 66_000, 78_000, 34_000, 16_000, 96_000],
        pence_today: [306, 312, 301, 295, 321, 329, 289],
    },
    DemoItem {
        id: "nitrile-l",
        description: "Nitrile examination glove, powder free, large",
        unit: "box of 100",
        gtin: Some("05012345678924"),
        volumes: [22_000, 25_000, 38_000, 46_000, 20_000, 7_000, 55_000],
        pence_today: [309, 318, 304, 299, 325, 335, 294],
    },
];

const SURGICAL: [DemoItem; 3] = [
    DemoItem {
        id: "surgical-7",
        description: "Surgical glove, sterile, latex free, size 7",
        unit: "pack of 50 pairs",
        gtin: None,
        volumes: [320, 380, 610, 720, 300, 180, 940],
        pence_today: [4_840, 4_910, 4_760, 4_720, 4_950, 4_980, 4_690],
    },
    DemoItem {
        id: "surgical-75",
        description: "Surgical glove, sterile, latex free, size 7½",
        unit: "pack of 50 pairs",
        gtin: None,
        volumes: [410, 470, 760, 910, 380, 210, 1_180],
        pence_today: [4_840, 4_910, 4_760, 4_720, 4_950, 4_980, 4_690],
    },
    DemoItem {
        id: "surgical-8",
        description: "Surgical glove, sterile, latex free, size 8",
        unit: "pack of 50 pairs",
        gtin: None,
        volumes: [260, 300, 480, 560, 240, 90, 700],
        pence_today: [4_860, 4_930, 4_780, 4_740, 4_970, 4_990, 4_710],
    },
];

const SCANNERS: [DemoItem; 2] = [
    DemoItem {
        id: "scanner",
        description: "Bladder scanner with probe and trolley",
        unit: "scanner",
        gtin: None,
        volumes: [6, 8, 12, 15, 6, 4, 20],
        pence_today: [712_000, 725_000, 698_000, 694_000, 731_000, 739_000, 689_000],
    },
    DemoItem {
        id: "service",
        description: "Service and calibration of a scanner",
        unit: "year",
        gtin: None,
        volumes: [6, 8, 12, 15, 6, 4, 20],
        pence_today: [57_500, 58_000, 56_500, 56_000, 59_000, 59_500, 55_000],
    },
];

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
