//! A preview of an act shows the lot as its views show it once the act is done, and is refused as the act is.

use fairlot::auction::rules::Show;
use fairlot::auction::view::{LeadSaving, LimitsView, Notice, PreviewView, RankedView, SideView, Viewer};
use fairlot::auction::{Act, Command, State, WrongState};
use fairlot::clock::Instant;

use crate::bridge::{self, instant, owner, person};
use crate::campaign::try_many;
use crate::naive::strategy::{Caller, Gesture, history, setup};
use crate::naive::{Model, Setup};
use crate::stage::Stage;

// G30
#[test]
fn a_preview_shows_what_the_views_say_once_the_act_is_done() {
    try_many(9, 10, (setup(), history()), |(setup, history)| agree(setup, &history));
}

fn agree(setup: Setup, history: &[Gesture]) {
    let mut stage = Stage::new(bridge::setup(&setup, Show::default()));
    let mut model = Model::new(setup);
    let mut caller = Caller::default();
    for gesture in history {
        let input = caller.input(gesture, &model);
        model.run(&input);
        match stage.command(&input.kind) {
            command @ Command::Act { .. } => agree_on_an_act(&mut stage, &command, instant(input.now)),
            Command::PlaceBid(_)
            | Command::AcceptTerms { .. }
            | Command::RequestAnnulment { .. }
            | Command::Wake
            | Command::Outage { .. } => drop(stage.put(&input)),
        }
    }
}

fn agree_on_an_act(stage: &mut Stage, command: &Command, now: Instant) {
    let before = side(stage, now);
    let (seq, told) = (stage.lot.board().seq(), newest_notice(stage, now));

    let preview = preview(stage, command, now);

    assert_eq!(side(stage, now), before, "looking changes nothing");
    let done = stage.run(command, now);
    let preview = match (preview, done) {
        (Ok(preview), Ok(_)) => preview,
        (preview, done) => return assert_eq!(preview.err(), done.err(), "{command:?}"),
    };
    assert_eq!((preview.seq, preview.at, &preview.before), (seq, now, &before), "{command:?}");
    if preview.waits {
        assert_eq!(side(stage, now), before, "{command:?} waits");
        let approve = Act::Approve { act: stage.lot.board().seq(), reason: "agreed".to_owned() };
        let approve = Command::Act { by: person("another buyer"), act: approve };
        let mut approved = stage.clone();
        let looked_at = self::preview(&approved, &approve, now).unwrap();
        approved.run(&approve, now).unwrap();
        assert_eq!(preview.after, side(&approved, now), "{command:?} once it is approved");
        assert_eq!((looked_at.after, looked_at.told), (preview.after, preview.told), "both buyers see the same");
        return;
    }
    assert_eq!(preview.after, side(stage, now), "{command:?}");
    let newest = newest_notice(stage, now);
    let added = newest.filter(|notice| told.as_ref().is_none_or(|told| told.seq < notice.seq));
    let added = added.map(|notice| (notice.at, notice.kind, notice.cause, notice.reason, notice.closes_at));
    let told = preview.told.map(|told| (told.at, told.kind, told.cause, told.reason, told.closes_at));
    assert_eq!(told, added, "{command:?}");
}

fn preview(stage: &Stage, command: &Command, now: Instant) -> Result<PreviewView, WrongState> {
    let Command::Act { by, act } = command else { panic!("{command:?} is no act") };
    stage.lot.copy_for(act.clone()).preview(by, &Viewer::Buyer(owner()), now)
}

fn newest_notice(stage: &Stage, now: Instant) -> Option<Notice> {
    stage.view(&Viewer::Buyer(owner()), now).notices.pop()
}

/// What a preview should say of the lot, put together from the views of its buyer and of each bidder.
fn side(stage: &Stage, now: Instant) -> SideView {
    let view = stage.view(&Viewer::Buyer(owner()), now);
    let mut bidders = view.bidders.unwrap();
    bidders.sort_by_key(|bidder| (bidder.alias.len(), bidder.alias.clone()));
    let ranking = view.market.offers.unwrap().into_iter().map(|offer| RankedView {
        alias: offer.alias,
        bidder: offer.bidder,
        name: offer.name,
        rank: offer.rank,
        total: offer.total.unwrap(),
        evaluated: offer.evaluated,
        score: offer.score,
        seq: offer.seq,
    });
    let has_ended = matches!(view.state, State::Closed | State::Cancelled);
    let limits = bidders.iter().filter(|_| !has_ended).map(|bidder| {
        let you = stage.view(&Viewer::Bidder(bidder.bidder.clone().unwrap()), now).you.unwrap();
        let (highest_allowed, lowest_allowed) = (you.highest_allowed, you.lowest_allowed);
        LimitsView { alias: bidder.alias.clone(), highest_allowed, lowest_allowed }
    });
    SideView {
        state: view.state,
        opens_at: view.opens_at,
        closes_at: view.closes_at,
        latest_close: view.latest_close,
        resumes_at: view.resumes_at,
        extensions: view.extensions,
        ranking: ranking.collect(),
        limits: limits.collect(),
        excluded: bidders.iter().filter(|bidder| bidder.excluded).map(|bidder| bidder.alias.clone()).collect(),
        saving: view.savings.map(|savings| LeadSaving {
            baseline_spend: savings.total.baseline_spend,
            saving: savings.total.saving,
            percent: savings.total.percent,
            not_counted: savings.not_counted,
        }),
    }
}
