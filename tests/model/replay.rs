//! A lot that is read back from its records is the same lot, and decides later inputs in the same way.

use fairlot::auction::Event;
use fairlot::auction::rules::Show;
use fairlot::auction::setup::Setup;
use fairlot::auction::view::Viewer;
use fairlot::clock::Instant;
use fairlot::ids::Seq;

use crate::bridge::{self, instant, owner, trust};
use crate::campaign::try_many;
use crate::naive::strategy::{Caller, Gesture, history, setup};
use crate::naive::{Input, Model};
use crate::stage::Stage;

#[test]
fn a_lot_read_back_from_its_records_is_the_same_and_decides_the_same() {
    let case = (setup(), history(), 0_usize..60);
    try_many(4, 10, case, |(model, history, cut)| {
        let setup = bridge::setup(&model, Show::default());
        let inputs = inputs(Model::new(model), &history);
        let (before, after) = inputs.split_at(cut.min(inputs.len()));
        let mut lived = Stage::new(setup.clone());
        for input in before {
            lived.put(input);
        }

        let mut read = read_back(&lived, setup);

        let now = before.last().map_or(instant(0), |input| instant(input.now));
        assert_eq!(all_views(&read, now), all_views(&lived, now));
        assert_eq!(read.lot.next_wake(), lived.lot.next_wake());
        for input in after {
            assert_eq!(read.put(input), lived.put(input), "{input:?}");
        }
        assert_eq!(read.journal, lived.journal);
    });
}

/// The inputs that the gestures become.
fn inputs(mut model: Model, history: &[Gesture]) -> Vec<Input> {
    let mut caller = Caller::default();
    let mut inputs = Vec::new();
    for gesture in history {
        let input = caller.input(gesture, &model);
        model.run(&input);
        inputs.push(input);
    }
    inputs
}

/// A lot that is made only from the JSON text of the other lot's records.
fn read_back(lived: &Stage, setup: Setup) -> Stage {
    let mut read = Stage::new(setup);
    for record in &lived.journal {
        let text = serde_json::to_string(&record.event).unwrap();
        let event: Event = serde_json::from_str(&text).unwrap();
        assert_eq!(event, record.event, "{text}");
        assert_eq!(serde_json::to_string(&event).unwrap(), text, "the same text again");
        read.lot.apply(record.seq, record.at, &event);
        read.journal.push(record.clone());
    }
    read
}

/// Everything that anybody can be shown of the lot.
fn all_views(stage: &Stage, now: Instant) -> Vec<String> {
    let lot = &stage.lot;
    let bidders = lot.setup().bidders.iter().map(|invited| Viewer::Bidder(invited.id.clone()));
    let others =
        [Viewer::Buyer(owner()), Viewer::Auditor(owner()), Viewer::Observer(trust(0)), Viewer::Observer(trust(1))];
    let mut texts = Vec::new();
    for viewer in bidders.chain(others) {
        texts.push(serde_json::to_string(&stage.view(&viewer, now)).unwrap());
        texts.push(serde_json::to_string(&lot.board().messages(&viewer, Seq::ZERO)).unwrap());
        texts.push(serde_json::to_string(&lot.offers(&viewer, Seq::ZERO, 1_000).offers).unwrap());
    }
    texts
}
