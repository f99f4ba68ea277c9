//! Beats: small frames that show a client that its quiet connection works.
//!
//! One task for each feed that has followers who ask for them. It writes the same ready frame to all of them, past their
//! tasks, and only to connections that were sent nothing for a while.

use std::sync::Arc;
use std::time::Duration;

use super::followers::Followers;
use super::group::FollowerGroup;
use super::progress::PublisherName;
use super::source::Source;
use crate::protocol::{ReadyFrame, ServerMessage};

/// How often connections are looked at.
const LOOK_EVERY: Duration = Duration::from_millis(250);
/// After this time without a frame a connection is sent a beat.
const QUIET_MAX: Duration = Duration::from_secs(2);
/// The same for observers, while there are many of them.
const QUIET_MAX_OF_MANY: Duration = Duration::from_secs(10);
/// With more observers than this there are many.
const OBSERVERS_MAX: usize = 2_000;
/// Beats that may always be written at one look.
const WRITES_MIN: usize = 64;

/// Sends the beats of one feed.
#[derive(Debug)]
pub(super) struct BeatLane {
    source: Arc<dyn Source>,
    followers: Arc<Followers>,
    /// The group at which the next look begins.
    begin_at: usize,
}

/// The beat for one class of followers at one look.
struct DueBeat {
    quiet_max: Duration,
    frame: Option<ReadyFrame>,
    /// How many may still be written at this look.
    writes_left: usize,
}

impl BeatLane {
    pub(super) const fn new(source: Arc<dyn Source>, followers: Arc<Followers>) -> Self {
        Self { source, followers, begin_at: 0 }
    }

    /// Runs until no follower asks for beats, or what is followed has stopped.
    pub(super) async fn run(mut self) {
        loop {
            tokio::time::sleep(LOOK_EVERY).await;
            let Some(groups) = self.followers.groups_for_beats() else { return };
            if self.source.is_running() {
                self.send(&groups).await;
            }
        }
    }

    /// Sends the beats that are due. Where very many are due at once, the rest follows at the next looks.
    async fn send(&mut self, groups: &[Arc<FollowerGroup>]) {
        let count = |name| groups.iter().filter(|group| group.publisher() == name).map(|group| group.len()).sum();
        let mut parties = DueBeat::new(QUIET_MAX, count(PublisherName::Parties));
        let observers: usize = count(PublisherName::Observers);
        let are_many = observers > OBSERVERS_MAX;
        let mut watching = DueBeat::new(if are_many { QUIET_MAX_OF_MANY } else { QUIET_MAX }, observers);
        for nth in 0..groups.len() {
            let group = &groups[(self.begin_at + nth) % groups.len()];
            let beat = match group.publisher() {
                PublisherName::Parties => &mut parties,
                PublisherName::Observers => &mut watching,
            };
            if beat.writes_left == 0 {
                self.begin_at = (self.begin_at + nth) % groups.len();
                return;
            }
            let now = self.followers.progress().clock.now();
            let next_ms = u64::try_from(beat.quiet_max.as_millis()).unwrap_or(u64::MAX);
            let frame =
                beat.frame.get_or_insert_with(|| ReadyFrame::of(ServerMessage::Beat { now, next_ms }.to_text()));
            beat.writes_left = beat.writes_left.saturating_sub(group.beat(frame, beat.quiet_max));
            tokio::task::yield_now().await;
        }
    }
}

impl DueBeat {
    /// Twice the writes that would be due if the followers' quiet times were spread evenly: so a round of beats takes at
    /// most half of the time after which the next one is due.
    fn new(quiet_max: Duration, followers: usize) -> Self {
        let looks = usize::try_from(quiet_max.as_millis() / LOOK_EVERY.as_millis()).unwrap_or(1);
        Self { quiet_max, frame: None, writes_left: WRITES_MIN.max(followers * 2 / looks) }
    }
}
