//! All followers of one lot, by audience and in groups.
//!
//! One lock guards who belongs to which group. It guards no auction state, and is not held while followers are served.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::direct::Beats;
use super::follower::Follower;
use super::group::{Audience, FollowerGroup, GROUP_FOLLOWERS_MAX};
use super::progress::{Progress, PublisherName};
use crate::auction::view::Viewer;
use crate::clock::{Clock, Instant};
use crate::ids::Seq;

/// The followers of a lot, as its actor and its handles see them.
#[derive(Debug)]
pub(in crate::engine) struct Followers {
    progress: Arc<Progress>,
    members: Mutex<Members>,
}

#[derive(Debug, Default)]
struct Members {
    audiences: BTreeMap<Viewer, AudienceGroups>,
    parties_publisher_runs: bool,
    observers_publisher_runs: bool,
    beat_lane_runs: bool,
}

#[derive(Debug)]
struct AudienceGroups {
    audience: Arc<Audience>,
    groups: Vec<Arc<FollowerGroup>>,
}

/// A follower that was added.
#[derive(Debug)]
pub(super) struct Added {
    pub(super) group: Arc<FollowerGroup>,
    pub(super) follower: Arc<Follower>,
    /// It is served by this publisher, which does not run. It counts as running from now on.
    pub(super) publisher_to_start: Option<PublisherName>,
    /// It asks for beats, and no task sends them yet. One counts as running from now on.
    pub(super) starts_beats: bool,
}

/// What a publisher serves at a moment.
#[derive(Debug, Default)]
pub(super) struct ServedGroups {
    pub(super) audiences: Vec<Arc<Audience>>,
    pub(super) groups: Vec<Arc<FollowerGroup>>,
}

impl Followers {
    /// No followers yet. `seq` is the last committed record.
    pub(in crate::engine) fn new(seq: Seq, clock: Clock) -> Self {
        Self { progress: Arc::new(Progress::new(seq, clock)), members: Mutex::default() }
    }

    /// Notes a commit. Renders nothing and notifies no follower: the publishers do that.
    pub(in crate::engine) fn changed(&self, seq: Seq, now: Instant) {
        self.progress.changed(seq, now);
    }

    /// Notes that names of people have changed, which only buyers and auditors are shown.
    pub(in crate::engine) fn names_changed(&self, now: Instant) {
        self.progress.mark(PublisherName::Parties).raise(now);
    }

    /// Notifies all followers that the lot's actor has stopped.
    pub(in crate::engine) fn close(&self) {
        let members = self.members();
        self.progress.end();
        members.audiences.values().flat_map(|audience| &audience.groups).for_each(|group| group.end());
        drop(members);
        self.progress.notify_publishers();
    }

    /// The last committed record that the feed knows of.
    pub(in crate::engine) fn seq(&self) -> Seq {
        self.progress.seq()
    }

    /// Whether the lot's actor has stopped.
    pub(in crate::engine) fn is_over(&self) -> bool {
        self.progress.is_over()
    }

    pub(super) fn progress(&self) -> &Progress {
        &self.progress
    }

    /// Adds a follower. None where the lot's actor has stopped.
    pub(super) fn add(&self, viewer: &Viewer, beats: Beats) -> Option<Added> {
        let name = PublisherName::of(viewer);
        let mark = self.progress.mark(name);
        let mut members = self.members();
        if self.progress.is_over() {
            return None;
        }
        let audience = members.audiences.entry(viewer.clone()).or_insert_with(|| AudienceGroups::new(viewer.clone()));
        let group = audience.group_with_room(&self.progress).clone();
        let follower = group.add(beats);
        let is_new = !std::mem::replace(members.publisher_runs(name), true);
        if is_new {
            // No state has been rendered yet.
            mark.note(self.progress.clock.now());
        }
        let starts_beats = beats == Beats::Asked && !std::mem::replace(&mut members.beat_lane_runs, true);
        drop(members);
        // Notified even where there is a rendering: a publisher in the middle of a round may not know a new group.
        mark.notify();
        Some(Added { group, follower, publisher_to_start: is_new.then_some(name), starts_beats })
    }

    /// Removes empty groups and returns what a publisher serves. None where no follower is left or the actor has stopped:
    /// the publisher counts as ended from now on.
    pub(super) fn served_by(&self, name: PublisherName) -> Option<ServedGroups> {
        let mut members = self.members();
        members.audiences.retain(|_, audience| {
            audience.groups.retain(|group| group.len() > 0);
            !audience.groups.is_empty()
        });
        let audiences = members.audiences.iter().filter(|(viewer, _)| PublisherName::of(viewer) == name);
        let mut served = ServedGroups::default();
        for (_, audience) in audiences {
            served.audiences.push(audience.audience.clone());
            served.groups.extend(audience.groups.iter().cloned());
        }
        if served.groups.is_empty() || self.progress.is_over() {
            *members.publisher_runs(name) = false;
            return None;
        }
        Some(served)
    }

    /// The groups with followers who ask for beats. None where there is none or the actor has stopped: the task that sends
    /// them counts as ended from now on.
    pub(super) fn groups_for_beats(&self) -> Option<Vec<Arc<FollowerGroup>>> {
        let mut members = self.members();
        let groups = members.audiences.values().flat_map(|audience| &audience.groups);
        let groups: Vec<_> = groups.filter(|group| group.wants_beats()).cloned().collect();
        if groups.is_empty() || self.progress.is_over() {
            members.beat_lane_runs = false;
            return None;
        }
        Some(groups)
    }

    fn members(&self) -> MutexGuard<'_, Members> {
        self.members.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Members {
    fn publisher_runs(&mut self, name: PublisherName) -> &mut bool {
        match name {
            PublisherName::Parties => &mut self.parties_publisher_runs,
            PublisherName::Observers => &mut self.observers_publisher_runs,
        }
    }
}

impl AudienceGroups {
    fn new(viewer: Viewer) -> Self {
        Self { audience: Arc::new(Audience::new(viewer)), groups: Vec::new() }
    }

    fn group_with_room(&mut self, progress: &Arc<Progress>) -> &Arc<FollowerGroup> {
        let index = self.groups.iter().position(|group| group.len() < GROUP_FOLLOWERS_MAX);
        let index = index.unwrap_or_else(|| {
            self.groups.push(Arc::new(FollowerGroup::new(self.audience.clone(), progress.clone())));
            self.groups.len() - 1
        });
        &self.groups[index]
    }
}

impl ServedGroups {
    pub(super) fn followers(&self) -> usize {
        self.groups.iter().map(|group| group.len()).sum()
    }
}
