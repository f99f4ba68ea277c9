//! The texts and numbers of the goals.

use crate::figures::Spread;

/// Which way is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    AtLeast,
    AtMost,
}

/// Which round decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum JudgedBy {
    /// The median round: a shared machine disturbs single rounds, which says nothing of the server.
    Median,
    /// The worst round: no exception is allowed.
    Worst,
}

/// The content of a goal.
#[derive(Debug)]
pub(crate) struct Terms {
    pub(crate) id: &'static str,
    pub(crate) says: &'static str,
    /// Its purpose, and how it is measured, for people.
    pub(crate) means: &'static str,
    pub(crate) unit: &'static str,
    pub(crate) direction: Direction,
    pub(crate) asked: f64,
    pub(crate) aim: f64,
    pub(crate) judged_by: JudgedBy,
    /// The parts that each have to meet the goal; empty for a goal without parts.
    pub(crate) parts: &'static [&'static str],
}

impl Direction {
    pub(crate) const fn sign(self) -> &'static str {
        match self {
            Self::AtLeast => "≥",
            Self::AtMost => "≤",
        }
    }

    /// Whether `value` meets `bound`.
    pub(crate) fn holds(self, value: f64, bound: f64) -> bool {
        match self {
            Self::AtLeast => value >= bound,
            Self::AtMost => value <= bound,
        }
    }

    /// The median and the worst of `values`.
    pub(super) fn spread(self, values: Vec<f64>) -> Option<Spread> {
        match self {
            Self::AtLeast => Spread::of_high(values),
            Self::AtMost => Spread::of_low(values),
        }
    }
}

const RATIO: &str = "ratio";

pub(super) const G1: Terms = Terms {
    id: "G1",
    says: "durable bids/s ÷ the same server with its journal in memory",
    means: "What being on stable storage before any answer costs. 50 bidders on one lot, each with one bid in flight: \
            the server on its SQLite file and the same server on a journal that is lost at its end, in turns.",
    unit: RATIO,
    direction: Direction::AtLeast,
    asked: 0.5,
    aim: 0.7,
    judged_by: JudgedBy::Median,
    parts: &[],
};

pub(super) const G2: Terms = Terms {
    id: "G2",
    says: "durable bids/s ÷ a raw WebSocket echo's messages/s",
    means: "What an auction leaves of what the machine's sockets can do. The echo is built on the same library with the \
            same buffers and hears the same bidders, one message in flight each.",
    unit: RATIO,
    direction: Direction::AtLeast,
    asked: 0.25,
    aim: 0.4,
    judged_by: JudgedBy::Median,
    parts: &[],
};

pub(super) const G3: Terms = Terms {
    id: "G3",
    says: "durable bids/s on PostgreSQL ÷ a PL/pgSQL function on the same cluster",
    means: "What group commit gains over the usual build, one transaction a bid on one hot row, on the same database \
            with the same protocol and the same clients in front of both.",
    unit: RATIO,
    direction: Direction::AtLeast,
    asked: 8.0,
    aim: 20.0,
    judged_by: JudgedBy::Median,
    parts: &[],
};

pub(super) const G4: Terms = Terms {
    id: "G4",
    says: "p99 of that function's answers ÷ p99 of ours, at the rate that the function can take",
    means: "How much sooner the slowest hundredth of the bidders knows. Both hear the same bids, which come at random and \
            wait for nothing, as many a second as the function took in the same round when bidders waited for it. Waits \
            count from when a bid was due, and so does a bid that is never answered. At lower rates less separates the \
            two: the notes of the goal say what.",
    unit: RATIO,
    direction: Direction::AtLeast,
    asked: 20.0,
    aim: 40.0,
    judged_by: JudgedBy::Median,
    parts: &[],
};

pub(super) const G5: Terms = Terms {
    id: "G5",
    says: "p99 of answers under load ÷ (p99 of an fdatasync during that load + p99 of the echo)",
    means: "How much the server adds to what disk and sockets take anyway.",
    unit: RATIO,
    direction: Direction::AtMost,
    asked: 2.0,
    aim: 1.3,
    judged_by: JudgedBy::Median,
    parts: &[],
};

pub(super) const G6: Terms = Terms {
    id: "G6",
    says: "bids/s with 10,000 observers ÷ with 10, observers at most 1 s behind (p99)",
    means: "Whether an audience slows the bidders. Ten thousand connections follow the lot while 50 bidders bid.",
    unit: RATIO,
    direction: Direction::AtLeast,
    asked: 0.7,
    aim: 0.9,
    judged_by: JudgedBy::Median,
    parts: &[],
};

pub(super) const G7: Terms = Terms {
    id: "G7",
    says: "server CPU for a delivery to an observer ÷ a raw write of a ready frame",
    means: "What telling one more observer costs beyond the system call that cannot be saved.",
    unit: RATIO,
    direction: Direction::AtMost,
    asked: 1.4,
    aim: 1.2,
    judged_by: JudgedBy::Median,
    parts: &[],
};

pub(super) const G8: Terms = Terms {
    id: "G8",
    says: "memory of a connected, quiet observer",
    means: "The server's resident memory with many quiet observers, less that without, for each of them.",
    unit: "KiB",
    direction: Direction::AtMost,
    asked: 16.0,
    aim: 9.0,
    judged_by: JudgedBy::Median,
    parts: &[],
};

pub(super) const G9: Terms = Terms {
    id: "G9",
    says: "CPU per bid as things grow",
    means: "Whether a bid costs the same in a large auction as in a small one, at a fixed rate of bids.",
    unit: RATIO,
    direction: Direction::AtMost,
    asked: 1.5,
    aim: 1.1,
    judged_by: JudgedBy::Median,
    parts: &["1,000 bidders ÷ 10 bidders", "history of 1,000,000 records ÷ 1,000", "100 lots ÷ 1 lot"],
};

pub(super) const G10: Terms = Terms {
    id: "G10",
    says: "records/s read, hash-checked and judged again on one core ÷ sha256sum of the same bytes",
    means: "How fast a server is back after a crash, and how fast an auditor is through, beside merely hashing the bytes.",
    unit: RATIO,
    direction: Direction::AtLeast,
    asked: 0.15,
    aim: 0.4,
    judged_by: JudgedBy::Median,
    parts: &["recovery", "verify"],
};

pub(super) const G11: Terms = Terms {
    id: "G11",
    says: "closing storm: bids judged wrongly as late, lost, or unanswered",
    means: "500 bidders, each with 20 bids in the last two seconds of a lot, whatever the answers do. Every bid is \
            looked up in the journal and compared with what its bidder was told and when it was sent.",
    unit: "bids",
    direction: Direction::AtMost,
    asked: 0.0,
    aim: 0.0,
    judged_by: JudgedBy::Worst,
    parts: &[],
};

pub(super) const G12: Terms = Terms {
    id: "G12",
    says: "bids/s with beats and consoles ÷ without, 10,000 observers",
    means: "What the pages' live features cost the bidders. In one of two turns all connections ask for beats, and a buyer, \
            an auditor and an observer follow the event's console. Presence is kept in both turns: it cannot be switched \
            off.",
    unit: RATIO,
    direction: Direction::AtLeast,
    asked: 0.97,
    aim: 1.0,
    judged_by: JudgedBy::Median,
    parts: &[],
};

pub(super) const G13: Terms = Terms {
    id: "G13",
    says: "server CPU with 10,000 observers on a quiet open lot, beats on",
    means: "What it costs to show ten thousand connections that they work, while nobody bids. Beats and pings together, as a \
            share of one core.",
    unit: "% of a core",
    direction: Direction::AtMost,
    asked: 3.0,
    aim: 2.0,
    judged_by: JudgedBy::Median,
    parts: &[],
};

pub(super) const G14: Terms = Terms {
    id: "G14",
    says: "p99 of answers to bids beside 200 practice lots ÷ without",
    means: "Whether bidders notice that others practise. 3,000 bids a second on live lots, whatever the answers do: while \
            200 organisations begin a practice lot each, and while those lots are played.",
    unit: RATIO,
    direction: Direction::AtMost,
    asked: 1.1,
    aim: 1.05,
    judged_by: JudgedBy::Median,
    parts: &["while they begin", "while they are played"],
};

pub(super) const G15: Terms = Terms {
    id: "G15",
    says: "updates a second to a console of 40 lots with 20 bids a second",
    means: "Whether a console stays readable and cheap when much happens: an update carries all that has changed since the \
            one before.",
    unit: "a second",
    direction: Direction::AtMost,
    asked: 4.0,
    aim: 4.0,
    judged_by: JudgedBy::Worst,
    parts: &[],
};

pub(super) const G16: Terms = Terms {
    id: "G16",
    says: "time of a program with openpyxl ÷ time of a report of 50,000 bids as a workbook",
    means: "Whether a buyer waits for a file. The program is given the rows of the server's report and writes the same cells, in the \
            mode of its library that only writes. The server reads the journal too.",
    unit: RATIO,
    direction: Direction::AtLeast,
    asked: 5.0,
    aim: 8.0,
    judged_by: JudgedBy::Median,
    parts: &[],
};

pub(super) const G17: Terms = Terms {
    id: "G17",
    says: "what that report adds to the server's memory ÷ the program's peak",
    means: "Whether a long file fills the server's memory. The program writes each row as soon as it reads it.",
    unit: RATIO,
    direction: Direction::AtMost,
    asked: 0.333,
    aim: 0.25,
    judged_by: JudgedBy::Median,
    parts: &[],
};

pub(super) const G18: Terms = Terms {
    id: "G18",
    says: "the first past moment of a lot of 1,000,000 records, by a server that has just started",
    means: "How long an auditor waits until a replay begins. The moment is the last record or one in the middle, in turns.",
    unit: "s",
    direction: Direction::AtMost,
    asked: 3.0,
    aim: 1.5,
    judged_by: JudgedBy::Median,
    parts: &[],
};

pub(super) const G19: Terms = Terms {
    id: "G19",
    says: "the slowest of 100 further moments of that lot",
    means: "Whether an auditor can go anywhere in a replay. The moments are records at random, as each kind of party saw them.",
    unit: "ms",
    direction: Direction::AtMost,
    asked: 100.0,
    aim: 50.0,
    judged_by: JudgedBy::Median,
    parts: &[],
};

pub(super) const G20: Terms = Terms {
    id: "G20",
    says: "the slowest page of 1,000 of 100,000 records of what a bidder was sent",
    means: "How long a replay of what a party saw waits for its next page.",
    unit: "s",
    direction: Direction::AtMost,
    asked: 1.0,
    aim: 0.5,
    judged_by: JudgedBy::Median,
    parts: &[],
};

pub(super) const G21: Terms = Terms {
    id: "G21",
    says: "p99 of answers to bids beside a reader of such pages ÷ without",
    means: "Whether bidders notice that an auditor replays another lot. 3,000 bids a second, whatever the answers do. What a reader \
            of the journal costs is told beside it.",
    unit: RATIO,
    direction: Direction::AtMost,
    asked: 1.1,
    aim: 1.05,
    judged_by: JudgedBy::Median,
    parts: &[],
};

pub(super) const R1A: Terms = Terms {
    id: "R1a",
    says: "time of a restart before ÷ now, with many ended lots",
    means: "Whether a start depends on what has ended. Both servers were killed, and start on the same journal; a start ends \
            when /readyz says so. Needs the program of an earlier build.",
    unit: RATIO,
    direction: Direction::AtLeast,
    asked: 20.0,
    aim: 40.0,
    judged_by: JudgedBy::Median,
    parts: &[],
};

pub(super) const R1B: Terms = Terms {
    id: "R1b",
    says: "time of a restart with many ended lots ÷ with the open lots alone",
    means: "The same, beside a journal in which nothing has ended.",
    unit: RATIO,
    direction: Direction::AtMost,
    asked: 1.3,
    aim: 1.1,
    judged_by: JudgedBy::Median,
    parts: &[],
};

pub(super) const R1C: Terms = Terms {
    id: "R1c",
    says: "p99 of answers to bids beside the check of ended lots after a start ÷ after that check",
    means: "Whether bidders notice that the server checks the records of ended lots in the background. The same bids, which \
            wait for nothing, right after a start and once the check has ended.",
    unit: RATIO,
    direction: Direction::AtMost,
    asked: 1.05,
    aim: 1.0,
    judged_by: JudgedBy::Median,
    parts: &[],
};

pub(super) const R2: Terms = Terms {
    id: "R2",
    says: "time of fairlot verify ÷ before",
    means: "How long an auditor waits, on all cores. At its peak it may need at most 64 MiB of memory more than before. Needs \
            the program of an earlier build.",
    unit: RATIO,
    direction: Direction::AtMost,
    asked: 0.55,
    aim: 0.5,
    judged_by: JudgedBy::Median,
    parts: &["many lots", "one long lot"],
};

pub(super) const R3: Terms = Terms {
    id: "R3",
    says: "what ended lots add to the memory of a server after its start ÷ before",
    means: "Resident memory with many ended lots, once all are checked, less that with the open lots alone. Needs the program \
            of an earlier build.",
    unit: RATIO,
    direction: Direction::AtMost,
    asked: 0.25,
    aim: 0.1,
    judged_by: JudgedBy::Median,
    parts: &[],
};

pub(super) const R4: Terms = Terms {
    id: "R4",
    says: "bids on a server with a long history",
    means: "Whether history ages well: the processor time of a bid on a database with all those records, beside an empty one; \
            and the p99 of answers while that database is backed up in the documented way, beside that without.",
    unit: RATIO,
    direction: Direction::AtMost,
    asked: 1.1,
    aim: 1.05,
    judged_by: JudgedBy::Median,
    parts: &["CPU per bid ÷ on an empty database", "p99 beside a backup ÷ without"],
};
