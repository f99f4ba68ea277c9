//! How a lot ended: who led when, which offers were equal, what each trust saves by each line.

use super::happened::Happened;
use super::lot::Model;
use super::number::Number;
use super::ranking::{Place, ranking, standing};
use super::setup::Instant;

/// A record after which another offer counted than before it: when, and whose offer with which evaluated price.
pub type Course = Vec<(Instant, Option<(String, Number)>)>;

impl Model {
    /// Each record from the opening on after which another offer led than before it.
    pub fn course_of_lead(&self) -> Course {
        self.course(|model, upto| {
            let lead = ranking(&model.setup, &model.records[..upto]).into_iter().next()?;
            Some((lead.accepted, lead.offer.bidder, lead.offer.evaluated))
        })
    }

    /// Each record from the opening on after which another offer of the bidder counted than before it.
    pub fn course_of(&self, bidder: &str) -> Course {
        self.course(|model, upto| {
            let (accepted, offer) = standing(&model.records[..upto], bidder)?;
            Some((accepted, offer.bidder, offer.evaluated))
        })
    }

    fn course(&self, counts: impl Fn(&Self, usize) -> Option<(usize, String, Number)>) -> Course {
        let Some(opened) = self.records.iter().position(|record| matches!(record.what, Happened::Opened)) else {
            return Vec::new();
        };
        let mut course = Vec::new();
        let mut before: Option<(usize, String, Number)> = None;
        for nth in opened..self.records.len() {
            let after = counts(self, nth + 1);
            if before.as_ref().map(|(accepted, ..)| *accepted) != after.as_ref().map(|(accepted, ..)| *accepted) {
                let offer = after.clone().map(|(_, bidder, evaluated)| (bidder, evaluated));
                course.push((self.records[nth].at, offer));
            }
            before = after;
        }
        course
    }

    /// Whose standing offers rank by the same figure as this one, best first.
    pub fn equals(&self, place: &Place) -> Vec<String> {
        let same = |other: &Place| match (&other.score, &place.score) {
            (Some(one), Some(another)) => one == another,
            _ => other.offer.evaluated == place.offer.evaluated,
        };
        let others = self.ranking().into_iter().filter(|other| other.offer.bidder != place.offer.bidder);
        others.filter(same).map(|other| other.offer.bidder).collect()
    }
}
