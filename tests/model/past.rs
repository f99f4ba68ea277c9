//! Any past board of a lot goes on to the same boards, and shows what was shown then.

use std::collections::BTreeMap;
use std::sync::Arc;

use fairlot::auction::rules::Show;
use fairlot::auction::view::{Board, Constants, Viewer};
use fairlot::ids::Seq;

use crate::bridge::{self, owner, trust};
use crate::campaign::try_many;
use crate::naive::Model;
use crate::naive::strategy::{Caller, history, setup};
use crate::stage::{Record, Stage};

/// What each viewer was shown after each record at which an input ended: the view without its instant, and the offers.
type Shown = BTreeMap<Seq, Vec<(String, String)>>;

// E45, E48
#[test]
fn a_board_of_the_past_shows_what_was_shown_then_from_wherever_it_is_folded() {
    let case = (setup(), history(), 0_usize..60);
    try_many(11, 10, case, |(model, history, from)| {
        let setup = bridge::setup(&model, Show::default());
        let constants = Constants::new(&setup);
        let mut lived = Stage::new(setup.clone());
        let (mut model, mut caller, mut shown) = (Model::new(model), Caller::default(), Shown::new());
        shown.insert(lived.lot.board().seq(), all_shown(lived.lot.board(), &lived, &constants));
        for gesture in &history {
            let input = caller.input(gesture, &model);
            model.run(&input);
            lived.put(&input);
            shown.insert(lived.lot.board().seq(), all_shown(lived.lot.board(), &lived, &constants));
        }

        let mut board = Board::published(Arc::new(setup));
        let from = from.min(lived.journal.len());
        let (before, after) = lived.journal.split_at(from);
        go_on(&mut board, before, &lived, &shown, &constants);
        // Two folds go on from one board, and neither disturbs the other.
        let mut other = board.clone();
        go_on(&mut other, after, &lived, &shown, &constants);
        go_on(&mut board, after, &lived, &shown, &constants);
    });
}

/// Applies the records, and compares wherever something was shown.
fn go_on(board: &mut Board, records: &[Record], lived: &Stage, shown: &Shown, constants: &Constants) {
    for Record { seq, at, event } in records {
        board.apply(*seq, *at, event);
        if let Some(then) = shown.get(seq) {
            assert_eq!(&all_shown(board, lived, constants), then, "after record {seq}");
        }
    }
}

/// What each viewer is shown of that board, and of the offers until then.
fn all_shown(board: &Board, lived: &Stage, constants: &Constants) -> Vec<(String, String)> {
    let bidders = board.setup().bidders.iter().map(|invited| Viewer::Bidder(invited.id.clone()));
    let others =
        [Viewer::Buyer(owner()), Viewer::Auditor(owner()), Viewer::Observer(trust(0)), Viewer::Observer(trust(1))];
    let now = board.opens_at();
    let shown = |viewer: Viewer| {
        let view = serde_json::to_string(&board.view(constants, &viewer, now)).unwrap();
        let offers = lived.lot.offers_at(board, &viewer, Seq::ZERO, 1_000).offers;
        (view, serde_json::to_string(&offers).unwrap())
    };
    bidders.chain(others).map(shown).collect()
}
