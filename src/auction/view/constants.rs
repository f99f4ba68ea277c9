//! The members of a view that never change, rendered once for each class of viewers.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use indexmap::IndexMap;
use jiff::civil::Date;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;
use serde_json::Value;
use serde_json::value::{RawValue, to_raw_value};

use super::formula::FormulaView;
use super::sight::{Class, Sight};
use super::words::{self, StatedLot};
use crate::auction::index::ByBidder;
use crate::auction::rules::{Rules, Show};
use crate::auction::setup::{Contact, EventFacts, Item, Profile, Setup};
use crate::ids::{EventId, ItemId, OdsCode};
use crate::money::Amount;

/// Members of `show` that suppliers do not see.
const HIDDEN_OF_SHOW: [&str; 3] = ["identities_to_buyer", "identities_to_observer", "other_trusts"];

/// What never changes in the views of a lot. Rendered once for a lot and shared by all its views.
#[derive(Debug)]
pub struct Constants {
    pub(super) title: Arc<str>,
    /// One for each bidder, rendered when it is first shown.
    formulas: ByBidder<OnceLock<Arc<RawValue>>>,
    /// The items with one trust's figures alone, one text for each trust; nothing where observers see all trusts.
    items_of_one: Vec<(OdsCode, OnceLock<Arc<RawValue>>)>,
    supplier: ClassTexts,
    observer: ClassTexts,
    buyer: ClassTexts,
}

#[derive(Debug)]
struct ClassTexts {
    items: Arc<RawValue>,
    rules: Arc<RawValue>,
    words: Arc<RawValue>,
    event: Arc<RawValue>,
}

/// A line of the lot.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ItemView {
    /// Its id.
    pub id: ItemId,
    /// What it is.
    pub description: String,
    /// What one price buys.
    pub unit: String,
    /// Its trade item number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gtin: Option<String>,
    /// Units a year, all trusts together.
    pub volume: Amount,
    /// Units a year for each trust that the viewer may see; absent for suppliers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub volumes: Option<IndexMap<OdsCode, Amount>>,
    /// What each trust that the viewer may see pays today; absent for suppliers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub baselines: Option<IndexMap<OdsCode, Amount>>,
}

/// The rules that a viewer may see, for the schema. The rendered rules are the document's, without the hidden members.
#[derive(Debug)]
pub struct RulesView;

/// `show` without the members that suppliers do not see, for the schema.
#[derive(Debug)]
struct ShowView;

impl JsonSchema for RulesView {
    fn schema_name() -> Cow<'static, str> {
        "RulesView".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = Rules::json_schema(generator);
        let show = generator.subschema_for::<ShowView>();
        schema.remove("additionalProperties");
        if let Some(Value::Object(members)) = schema.get_mut("properties") {
            members.insert("show".to_owned(), show.into());
        }
        schema
    }
}

impl JsonSchema for ShowView {
    fn schema_name() -> Cow<'static, str> {
        "ShowView".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = Show::json_schema(generator);
        schema.remove("additionalProperties");
        if let Some(Value::Array(required)) = schema.get_mut("required") {
            required.retain(|name| !HIDDEN_OF_SHOW.iter().any(|hidden| name == hidden));
        }
        schema
    }
}

/// What the lot shares with the rest of its event.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct EventView {
    /// The event's id.
    pub id: EventId,
    /// Its title.
    pub title: String,
    /// The partnership's own reference.
    pub reference: Option<String>,
    /// Whom a reader may ask.
    pub contact: Option<Contact>,
    /// ISO 4217.
    pub currency: String,
    /// Nothing in it counts.
    pub practice: bool,
    /// How long the contract runs.
    pub contract_months: Option<u32>,
    /// The day on which it starts, `2027-04-01`.
    #[schemars(with = "Option<String>")]
    pub contract_starts_on: Option<Date>,
    /// What a bidder has to accept before it bids.
    pub terms: Option<String>,
    /// The trusts that buy; absent for suppliers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trusts: Option<Vec<TrustView>>,
    /// Under which law it runs; for buyers and auditors.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profile: Option<Profile>,
    /// Whether delicate acts wait for a second buyer; for buyers and auditors.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub four_eyes: Option<bool>,
}

/// A trust that buys.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TrustView {
    /// Its ODS code.
    pub ods: OdsCode,
    /// Its name.
    pub name: String,
}

impl Constants {
    /// Renders what all views of a lot with that setup share.
    #[must_use]
    pub fn new(setup: &Setup) -> Self {
        Self {
            title: setup.title.as_str().into(),
            formulas: setup.bidders.iter().map(|_| OnceLock::new()).collect(),
            items_of_one: items_of_one(setup),
            supplier: ClassTexts::new(setup, Class::Supplier),
            observer: ClassTexts::new(setup, Class::Observer),
            buyer: ClassTexts::new(setup, Class::Buyer),
        }
    }

    pub(super) fn items(&self, sight: &Sight<'_>) -> Arc<RawValue> {
        let Some(only) = sight.only_trust() else { return Arc::clone(&self.parts(sight).items) };
        let render = || {
            let items = &sight.board.facts.setup.items;
            raw(&items.iter().map(|item| item_view_of_one(item, only)).collect::<Vec<_>>())
        };
        let kept = self.items_of_one.iter().find(|(trust, _)| trust == only);
        kept.map_or_else(render, |(_, text)| Arc::clone(text.get_or_init(render)))
    }

    pub(super) fn rules(&self, sight: &Sight<'_>) -> Arc<RawValue> {
        Arc::clone(&self.parts(sight).rules)
    }

    pub(super) fn words(&self, sight: &Sight<'_>) -> Arc<RawValue> {
        Arc::clone(&self.parts(sight).words)
    }

    /// The formula of the supplier that looks; none for others.
    pub(super) fn formula(&self, sight: &Sight<'_>) -> Option<Arc<RawValue>> {
        let own = sight.own()?;
        let facts = &sight.board.facts;
        let render = || raw(&FormulaView::new(&facts.setup, facts.invited(own)));
        Some(Arc::clone(self.formulas[own].get_or_init(render)))
    }

    pub(super) fn event(&self, sight: &Sight<'_>) -> Arc<RawValue> {
        Arc::clone(&self.parts(sight).event)
    }

    fn parts(&self, sight: &Sight<'_>) -> &ClassTexts {
        match sight.class() {
            Class::Supplier => &self.supplier,
            Class::Observer => &self.observer,
            Class::Buyer => &self.buyer,
        }
    }
}

impl ClassTexts {
    fn new(setup: &Setup, class: Class) -> Self {
        let items: Vec<ItemView> = setup.items.iter().map(|item| item_view(item, class)).collect();
        Self {
            items: raw(&items),
            rules: raw(&rules_view(&setup.rules, class)),
            words: raw(&words::for_class(&StatedLot::of(setup), class)),
            event: raw(&event_view(&setup.event, class)),
        }
    }
}

fn items_of_one(setup: &Setup) -> Vec<(OdsCode, OnceLock<Arc<RawValue>>)> {
    if setup.rules.show.other_trusts {
        return Vec::new();
    }
    setup.event.trusts.iter().map(|trust| (trust.ods.clone(), OnceLock::new())).collect()
}

/// The item as an observer sees it that sees `only` its own trust's figures.
fn item_view_of_one(item: &Item, only: &OdsCode) -> ItemView {
    let of_one = |figures: &IndexMap<OdsCode, Amount>| {
        figures.iter().filter(|(trust, _)| *trust == only).map(|(trust, figure)| (trust.clone(), *figure)).collect()
    };
    let view = item_view(item, Class::Supplier);
    ItemView { volumes: Some(of_one(&item.volumes)), baselines: Some(of_one(&item.baselines)), ..view }
}

fn item_view(item: &Item, class: Class) -> ItemView {
    let of_trusts = class != Class::Supplier;
    ItemView {
        id: item.id.clone(),
        description: item.description.clone(),
        unit: item.unit.clone(),
        gtin: item.gtin.clone(),
        volume: item.volume,
        volumes: of_trusts.then(|| item.volumes.clone()),
        baselines: of_trusts.then(|| item.baselines.clone()),
    }
}

fn rules_view(rules: &Rules, class: Class) -> Value {
    let mut view = serde_json::to_value(rules).expect("rules came from JSON");
    let members = view.as_object_mut().expect("rules are an object");
    if class != Class::Buyer {
        members.shift_remove("reserve");
    }
    if class == Class::Supplier
        && let Some(show) = members.get_mut("show").and_then(Value::as_object_mut)
    {
        for hidden in HIDDEN_OF_SHOW {
            show.shift_remove(hidden);
        }
    }
    view
}

fn event_view(event: &EventFacts, class: Class) -> EventView {
    let trusts =
        || event.trusts.iter().map(|trust| TrustView { ods: trust.ods.clone(), name: trust.name.clone() }).collect();
    EventView {
        id: event.id.clone(),
        title: event.title.clone(),
        reference: event.reference.clone(),
        contact: event.contact.clone(),
        currency: event.currency.clone(),
        practice: event.practice,
        contract_months: event.contract_months,
        contract_starts_on: event.contract_starts_on,
        terms: event.terms.clone(),
        trusts: (class != Class::Supplier).then(trusts),
        profile: (class == Class::Buyer).then_some(event.profile),
        four_eyes: (class == Class::Buyer).then_some(event.four_eyes),
    }
}

fn raw(value: &impl Serialize) -> Arc<RawValue> {
    to_raw_value(value).expect("setups hold nothing that JSON cannot").into()
}
