/** Generated from the server's schema by `npm run types`; not to be edited by hand. */
import type * as ws from "./ws";

/** Every body that a request or an answer of HTTP has. */
export type HttpBodies =
  | EventSummary
  | EventStatus
  | Finding
  | Code
  | Level
  | EventList
  | ListedEvent
  | ListedLot
  | OpensAt
  | Now
  | EventAnswer
  | LotWords
  | AcceptedTerms
  | TermsRecord
  | OfferList
  | OfferPoint
  | OfferVoid
  | Extension
  | Show
  | Act
  | AnnulmentRequest
  | RecordedAct
  | Me
  | HeldPlaceView
  | SignIn
  | PlaceChoice
  | CodeProof
  | PasswordChange
  | ProposedFactor
  | RecoveryList
  | FactorRemoval
  | SessionList
  | SessionEntry
  | ReadmissionRequest
  | Readmitted
  | PersonView
  | InvitationView
  | PersonList
  | PersonInvited
  | PersonWritten
  | PersonReason
  | PlaceGiven
  | InvitationAsked
  | OrganisationNamed
  | OrganisationView
  | SecurityEventList
  | SecurityEventView
  | Readiness
  | FailedStream
  | ProblemBody
  | Problem
  | BidBody
  | Accepted
  | Refused
  | SeenProfile
  | SeenTrustDocument
  | SeenOdsCode
  | SeenBidderDocument
  | SeenBidderId
  | SeenLotDocument
  | SeenOpensAt
  | SeenInstant
  | SeenNow
  | SeenItemDocument
  | SeenItemId
  | SeenAmount
  | SeenRules
  | SeenFormat
  | SeenScoring
  | SeenBeat
  | SeenMinDecrement
  | SeenBand
  | SeenMaxDecrement
  | SeenMaxMode
  | SeenTies
  | SeenExtension
  | SeenExtendFrom
  | SeenTrigger
  | SeenIdle
  | SeenShow
  | SeenGate
  | SeenBuyerSees
  | SeenLotBidderDocument
  | SeenEventDocument
  | TrustDocument
  | BidderDocument
  | LotDocument
  | ItemDocument
  | Rules
  | LotBidderDocument
  | EventDocument;
/** Where an event is in its life. */
export type EventStatus = "draft" | "published";
/** What a fault or a finding is about. */
export type Code =
  | "missing"
  | "unknown_member"
  | "wrong_type"
  | "bad_json"
  | "bad_text"
  | "bad_decimal"
  | "bad_instant"
  | "not_a_whole_number"
  | "unknown_choice"
  | "out_of_range"
  | "too_many_places"
  | "too_long"
  | "too_many"
  | "stands_twice"
  | "unknown_reference"
  | "contradiction"
  | "bid_too_large"
  | "gtin_not_digits"
  | "gtin_length"
  | "gtin_check_digit"
  | "bad_query"
  | "bad_header"
  | "weak_password"
  | "notice_period"
  | "identities_named"
  | "opening_in_the_past"
  | "closing_in_the_past"
  | "closing_before_opening"
  | "latest_close_before_close"
  | "bank_holidays_unknown"
  | "bidder_without_lot"
  | "trust_without_volume"
  | "few_bidders"
  | "rank_in_doubt"
  | "lead_price_shown_anyway"
  | "reserve_above_ceiling"
  | "quality_ignored"
  | "quality_missing"
  | "no_latest_close"
  | "extension_without_effect"
  | "extension_longer_than_lot"
  | "decrement_large"
  | "decrement_small";
/** What follows from a finding. */
export type Level = "error" | "warning";
/** When a lot opens. */
export type OpensAt = ws.Instant | Now;
/** The word `now`. */
export type Now = "now";
/** Under which law an event runs. */
export type SeenProfile = "reg35" | "custom";
/** A trust's ODS code. */
export type SeenOdsCode = string;
/** A supplier invited to bid, named by the event's document. */
export type SeenBidderId = string;
/** When a lot opens. */
export type SeenOpensAt = SeenInstant | SeenNow;
/** RFC 3339, UTC, microseconds */
export type SeenInstant = string;
/** The word `now`. */
export type SeenNow = "now";
/** A line of a lot, named by the event's document. */
export type SeenItemId = string;
/** exact decimal */
export type SeenAmount = string;
/** The shape of the auction. */
export type SeenFormat = "english";
/** What ranks. */
export type SeenScoring = "price" | "weighted";
/** What a new offer has to beat. */
export type SeenBeat = "own" | "lead";
/** The least drop from the reference. */
export type SeenMinDecrement =
  | {
      absolute: SeenAmount;
    }
  | {
      percent: SeenAmount;
    }
  | {
      bands: SeenBand[];
    };
/** One band of a minimum decrement. */
export type SeenBand =
  | {
      absolute: SeenAmount;
    }
  | {
      percent: SeenAmount;
    };
/** The largest drop from the reference. */
export type SeenMaxDecrement =
  | {
      absolute: SeenAmount;
    }
  | {
      percent: SeenAmount;
    };
/** How equal offers are told apart, at every place. */
export type SeenTies = "earliest" | "equal_best" | "equal_worst" | "forbid_first";
/** From where an extended close is counted. */
export type SeenExtendFrom = "close" | "bid";
/** Which accepted bids extend. */
export type SeenTrigger = "any" | "rank_within" | "lead_change";
/** When a bidder begins to see the market. */
export type SeenGate = "none" | "first_bid";
/** When buyers see who bids. */
export type SeenBuyerSees = "always" | "after_close";
/** The act of a buyer that takes an offer out of the ranking. */
export type OfferVoid = "annulled" | "excluded";
/** A buyer's act on a live lot. Every one but `approve` needs a reason. */
export type Act =
  | {
      type: "pause";
      /** Resumes by itself at this instant. */
      resumes_at?: ws.Instant | null;
      /** Why. */
      reason: string;
    }
  | {
      type: "resume";
      /** Why. */
      reason: string;
    }
  | {
      type: "extend";
      /** The new close. */
      closes_at: ws.Instant;
      /** Why. */
      reason: string;
    }
  | {
      type: "annul";
      /** Whose. */
      bidder: ws.BidderId;
      /** Which: refused unless this record's offer is the one that stands. Absent: whichever stands. */
      offer?: ws.Seq | null;
      /** Why. */
      reason: string;
    }
  | {
      type: "exclude";
      /** Whom. */
      bidder: ws.BidderId;
      /** Why. */
      reason: string;
    }
  | {
      type: "close";
      /** Why. */
      reason: string;
    }
  | {
      type: "cancel";
      /** Why. */
      reason: string;
    }
  | {
      type: "broadcast";
      /** What. */
      text: string;
      /** To whom; absent: to all. */
      to?: ws.BidderId | null;
      /** Why. */
      reason: string;
    }
  | {
      type: "approve";
      /** The proposal's place in the journal. */
      act: ws.Seq;
      /** Why. */
      reason: string;
    }
  | {
      type: "decline";
      /** The proposal's or the request's place in the journal. */
      act: ws.Seq;
      /** Why. */
      reason: string;
    };
/** The sessions of a person, the oldest first. */
export type SessionList = SessionEntry[];
export type Accepted = ws.AcceptedMessage;
export type Refused = ws.RefusedMessage;
/** What happens to a drop that is too large. */
export type SeenMaxMode = "confirm" | "refuse";

/** What an event's creation, revision and publication answer. */
export interface EventSummary {
  /** The event. */
  id: string;
  /** `draft` or `published`. */
  status: EventStatus;
  /** Of the frozen document; only once published. */
  digest?: string | null;
  /** What speaks against its settings. */
  lint: Finding[];
  /** One id for each lot of the document. */
  lots: string[];
}
/** A breach or a doubt. */
export interface Finding {
  /** Where: a JSON pointer. */
  path: string;
  /** What it is about, for programs. The same as `rule` but where that is a paragraph of the law. */
  code: Code;
  /** Which rule: `PCR 2015 reg 35(16)`, `extension_longer_than_lot`. */
  rule: string;
  /** What follows. */
  level: Level;
  /** In plain English, with the nearest right value. */
  message: string;
}
/** All events that a viewer may see. */
export interface EventList {
  /** Newest first. */
  events: ListedEvent[];
}
/** An event in the list. */
export interface ListedEvent {
  /** The event. */
  id: string;
  /** Its title. */
  title: string;
  /** The partnership's own reference. */
  reference?: string | null;
  /** `draft` or `published`. */
  status: EventStatus;
  /** Nothing in it counts. */
  practice: boolean;
  /** The lots that the viewer may know of. */
  lots: ListedLot[];
}
/** A lot of an event, in short. */
export interface ListedLot {
  /** The lot. */
  id: ws.LotId;
  /** Its title. */
  title: string;
  /** Null in a draft, and where its records cannot be used. */
  state?: ws.State | null;
  /** When it opens or opened; `now` in a draft that opens when it is published. */
  opens_at: OpensAt;
  /** When it closes or closed; null in a draft that opens when it is published and states a duration. */
  closes_at?: ws.Instant | null;
  /** When it ended: its closing time, or the instant of an early close or a cancellation; null before. */
  ended_at?: ws.Instant | null;
}
/** An event as a viewer may see it. */
export interface EventAnswer {
  /** The event. */
  id: string;
  /** `draft` or `published`. */
  status: EventStatus;
  /** When its first draft was made. */
  created_at: ws.Instant;
  /** Of the frozen document; null in a draft. */
  digest?: string | null;
  /** The members of the document that the viewer may know. */
  document: SeenEventDocument;
  /** What speaks against its settings; only for buyers and auditors. */
  lint?: Finding[] | null;
  /** The lots that the viewer may know of. */
  lots: ListedLot[];
  /** The rules of these lots in plain English; a draft's as they would be published. */
  rules_words: LotWords[];
}
/** An event as its buyer states it, checked, every default written out. */
export interface SeenEventDocument {
  /** Its title. */
  title?: string;
  /** The partnership's own reference. */
  reference?: string | null;
  /** ISO 4217. */
  currency?: string;
  /** How strict the lint is. */
  profile?: SeenProfile & string;
  /** Why the profile is not the strict one. */
  justification?: string | null;
  /** Nothing in it counts. */
  practice?: boolean;
  /** Delicate acts wait for a second buyer. */
  four_eyes?: boolean;
  /** How long the contract runs. */
  contract_months?: number | null;
  /** What a bidder has to accept before it bids. */
  terms?: string | null;
  /** The trusts that buy. */
  trusts?: SeenTrustDocument[];
  /** The suppliers invited. */
  bidders?: SeenBidderDocument[];
  /** What is bid for. */
  lots?: SeenLotDocument[];
}
/** A trust. */
export interface SeenTrustDocument {
  /** Its ODS code. */
  ods?: SeenOdsCode;
  /** Its name. */
  name?: string;
}
/** A supplier. */
export interface SeenBidderDocument {
  /** Its id. */
  id?: SeenBidderId;
  /** Its name. */
  name?: string;
}
/** A lot. */
export interface SeenLotDocument {
  /** Its title. */
  title?: string;
  /** Decimal places of a unit price, 0 to 4. */
  decimals?: number;
  /** From when bids count. */
  opens_at?: SeenOpensAt;
  /** Until when; exactly one of this, `duration_s` and `rules.idle`. */
  closes_at?: SeenInstant | null;
  /** How long, seconds. */
  duration_s?: number | null;
  /** What is priced. */
  items?: SeenItemDocument[];
  /** What bids are judged by. */
  rules?: SeenRules;
  /** Who may bid on this lot. */
  bidders?: SeenLotBidderDocument[];
  index?: number;
  bidder_count?: number;
}
/** A line of a lot. */
export interface SeenItemDocument {
  /** Its id. */
  id?: SeenItemId;
  /** What it is. */
  description?: string;
  /** What one price buys. */
  unit?: string;
  /** GS1 GTIN. */
  gtin?: string | null;
  /** Units a year for each trust. */
  volumes?: {
    [k: string]: SeenAmount;
  };
  /** What each trust pays today for one unit. */
  baselines?: {
    [k: string]: SeenAmount;
  };
  /** of all trusts together */
  volume?: string;
}
/** What a lot is judged by. Checked by `event` before a lot ever sees it. */
export interface SeenRules {
  /** The shape of the auction. */
  format?: SeenFormat & string;
  /** What ranks: the price alone, or quality as well. */
  scoring?: SeenScoring & string;
  /** Weight of the price in a weighted lot. */
  price_weight?: SeenAmount | null;
  /** What a new offer has to beat. */
  beat?: SeenBeat & string;
  /** The highest total that is taken. */
  ceiling?: SeenAmount | null;
  /** The least drop from the reference. */
  min_decrement?: SeenMinDecrement & {
    [k: string]: unknown;
  };
  /** Drops are whole multiples of the decrement. */
  whole_steps?: boolean;
  /** The largest drop from the reference. */
  max_decrement?: SeenMaxDecrement | null;
  /** Whether the bidder that leads alone may bid again. */
  leader_may_rebid?: boolean;
  /** How equal offers are told apart. */
  ties?: SeenTies & string;
  /** A total, secret from bidders and observers; changes no verdict. */
  reserve?: SeenAmount | null;
  /** When a late bid moves the close. */
  extension?: SeenExtension | null;
  /** Close after silence. */
  idle?: SeenIdle | null;
  /** How long the lot holds on at its close, milliseconds. */
  settle_ms?: number;
  /** After an outage: seconds from the restart until the lot resumes by itself. */
  auto_resume_s?: number | null;
  /** Who is shown what. */
  show?: SeenShow & {
    [k: string]: unknown;
  };
}
/** When a late bid moves the close. */
export interface SeenExtension {
  /** A bid extends when no more than this is left, seconds. */
  window_s?: number;
  /** By how much, seconds. */
  extend_s?: number;
  /** From where the new close is counted. */
  from?: SeenExtendFrom & string;
  /** Which bids extend. */
  trigger?: SeenTrigger & string;
  /** The rank of `rank_within`. */
  rank?: number | null;
  /** No more extensions than this. */
  max_count?: number | null;
  /** The close never moves past this. */
  latest_close?: SeenInstant | null;
}
/** Close after silence. */
export interface SeenIdle {
  /** Silence that closes, seconds. */
  idle_s?: number;
  /** The close never moves past this. */
  latest_close?: SeenInstant | null;
}
/** Who is shown what. */
export interface SeenShow {
  /** Bidders see the lead's evaluated price. */
  lead_price?: boolean;
  /** Bidders see all prices, without names. */
  all_prices?: boolean;
  /** Bidders see how many they are. */
  bidder_count?: boolean;
  /** When a bidder begins to see the market. */
  gate?: SeenGate & string;
  /** When buyers see who bids. */
  identities_to_buyer?: SeenBuyerSees & string;
  /** Observers see after the close who bid. */
  identities_to_observer?: boolean;
}
/** A bidder's own figures for a lot. */
export interface SeenLotBidderDocument {
  /** Who. */
  bidder?: SeenBidderId;
  /** `evaluated = total × factor ÷ divisor + addition`. */
  factor?: SeenAmount;
  /** See `factor`. */
  divisor?: SeenAmount;
  /** See `factor`. */
  addition?: SeenAmount;
  /** Quality points in a weighted lot. */
  quality?: SeenAmount | null;
  /** Prices from the tender stage, one for every item. */
  opening?: {
    [k: string]: SeenAmount;
  } | null;
}
/** One lot's rules in plain English. */
export interface LotWords {
  /** The lot. */
  lot: ws.LotId;
  /** One text for each rule that the lot has. */
  words: ws.RuleWords[];
}
/** Where a supplier's acceptance of the terms is recorded. */
export interface AcceptedTerms {
  /** One for each lot that has not ended. */
  lots: TermsRecord[];
}
/** Where an acceptance stands in a lot's journal. */
export interface TermsRecord {
  /** The lot. */
  lot: ws.LotId;
  /** Its place. */
  seq: ws.Seq;
  /** When it was recorded. */
  at: ws.Instant;
  /** The record's hash. */
  hash: ws.Hash;
}
/** The bid graph of a lot. */
export interface OfferList {
  /** Accepted offers in order, as the viewer may see them. */
  offers: OfferPoint[];
}
/** A point of the bid graph: an accepted offer as one viewer may see it. */
export interface OfferPoint {
  /** Its place in the journal; an opening offer has that of the lot's publication. */
  seq: ws.Seq;
  /** When it was accepted; an opening offer's is the opening. */
  at: ws.Instant;
  /** Whose it is, as this viewer knows it. */
  alias: string;
  /** Whose it is, for those who may know. */
  bidder?: ws.BidderId | null;
  /** Its name, for those who may know. */
  name?: string | null;
  /** Present, and true, on the viewer's own offers. */
  own?: boolean | null;
  /** What is compared. */
  evaluated: ws.Amount;
  /** Its total; none for a supplier on another's offer, whose figures would follow from it. */
  total?: ws.Amount | null;
  /** The bidder's rank right after it; an opening offer's is that with which the lot was published. */
  rank: number;
  /** Whether it was annulled since. */
  annulled: boolean;
  /** Which buyer's act took it out of the ranking; none where none did. Where two did, the earlier. */
  void?: OfferVoid | null;
  /** When that act was done. */
  void_at?: ws.Instant | null;
}
/** When a late bid moves the close. */
export interface Extension {
  /** A bid extends when no more than this is left, seconds. */
  window_s: number;
  /** By how much, seconds. */
  extend_s: number;
  /** From where the new close is counted. */
  from?: ws.ExtendFrom;
  /** Which bids extend. */
  trigger?: ws.Trigger;
  /** The rank of `rank_within`. */
  rank?: number | null;
  /** No more extensions than this. */
  max_count?: number | null;
  /** The close never moves past this. */
  latest_close?: ws.Instant | null;
}
/** Who is shown what. */
export interface Show {
  /** Bidders see the lead's evaluated price. */
  lead_price?: boolean;
  /** Bidders see all prices, without names. */
  all_prices?: boolean;
  /** Bidders see how many they are. */
  bidder_count?: boolean;
  /** When a bidder begins to see the market. */
  gate?: ws.Gate;
  /** When buyers see who bids. */
  identities_to_buyer?: ws.BuyerSees;
  /** Observers see after the close who bid. */
  identities_to_observer?: boolean;
}
/** What a supplier sends to have its standing offer annulled. */
export interface AnnulmentRequest {
  /** The standing offer's own name. */
  ref: ws.BidRef;
  /** Why. */
  reason: string;
}
/** Where an act stands in the journal. */
export interface RecordedAct {
  /** Its place. */
  seq: ws.Seq;
  /** When it was decided. */
  at: ws.Instant;
  /** The record's hash. */
  hash: ws.Hash;
}
/** Who the caller is. */
export interface Me {
  /** The person. */
  person: ws.PersonId;
  /** What they are here for. */
  role: ws.Role;
  /** Whom they are here for. */
  org: ws.OrgId;
  /** The person's own name. Null where nobody has set one, and for a token whose person is not among the people. */
  name?: string | null;
  /** Where links for the person are sent. Null for a token whose person is not among the people who sign in. */
  email?: string | null;
  /**
   * The name of the caller's organisation: the one that was set, else the one in the newest published event. Null where
   * nothing names it.
   */
  org_name?: string | null;
  /** Where the person can be rung. */
  telephone?: string | null;
  /** All places of the person; none for a token whose person is not among the people. */
  places: HeldPlaceView[];
  /** Whether the person has a second factor. */
  second_factor: boolean;
  /** When the session ends if it is not used any more, or when the token ends. */
  expires_at: ws.Instant;
}
/** A place of a person. */
export interface HeldPlaceView {
  /** What the person there may do. */
  role: ws.Role;
  /** Supplier: its bidder id. Observer: its trust's ODS code. Others: the partnership's id. */
  org: ws.OrgId;
  /** Whether the person looks after the others of that role at that organisation. */
  lead: boolean;
}
/** What a browser sends to sign in. */
export interface SignIn {
  /** The person's e-mail address. */
  email: string;
  /** The person's password. */
  password: string;
  /** A code of the person's authenticator, or a recovery code. Needed where the person has a second factor. */
  code?: string | null;
  /** The place at which the session is to stand; without it the person's first one. */
  place?: PlaceChoice | null;
}
/** A role at an organisation at which a session is to stand. */
export interface PlaceChoice {
  /** What the person is here for. */
  role: ws.Role;
  /** Whom the person is here for. */
  org: ws.OrgId;
}
/** A code of a person's authenticator, or a recovery code. */
export interface CodeProof {
  /** The code. */
  code: string;
}
/** What a browser sends to change the person's password. */
export interface PasswordChange {
  /** The present password. Left out by a person who has none. */
  old?: string | null;
  /** The new password. */
  new: string;
}
/** A second factor that waits for its first code. Shown once. */
export interface ProposedFactor {
  /** The address that an authenticator app reads. */
  uri: string;
  /** The secret in base 32, for an app that cannot read the picture. */
  secret: string;
  /** A picture of the address: a `data:` address with an SVG. */
  qr: string;
}
/** The recovery codes of a second factor. Shown once; each takes the place of one code. */
export interface RecoveryList {
  /** Ten codes. */
  recovery_codes: string[];
}
/** What a browser sends to take the person's second factor off. */
export interface FactorRemoval {
  /** The person's password. Left out by a person who has none. */
  password?: string | null;
  /** A code of the authenticator, or a recovery code. */
  code: string;
}
/** A session as its person sees it. */
export interface SessionEntry {
  /** Its id. It proves nothing. */
  id: string;
  /** Whether it is the one that asks. */
  current: boolean;
  /** The role at which it stands. */
  role: ws.Role;
  /** The organisation at which it stands. */
  org: ws.OrgId;
  /** When the person signed in. */
  created_at: ws.Instant;
  /** When it was last used, to the minute. */
  last_used_at: ws.Instant;
  /** When it ends if it is not used any more. */
  expires_at: ws.Instant;
  /** What the browser calls itself. */
  device?: string | null;
  /** The address from which the person signed in. */
  address?: string | null;
}
/** What a buyer sends to let a person back in. */
export interface ReadmissionRequest {
  /** The person. */
  person: ws.PersonId;
  /** Why. */
  reason: string;
}
/** A person who was let back in. */
export interface Readmitted {
  /** The record's place in the event's stream. */
  seq: ws.Seq;
  /** When. */
  at: ws.Instant;
  /** The record's hash. */
  hash: ws.Hash;
  /** Where a link was sent, shortened. Null where no mail is set up. */
  mailed?: string | null;
}
/** A person, as far as the caller may know. */
export interface PersonView {
  /** The id that stands in journals. */
  id: ws.PersonId;
  /** How others see the person. Null for a person who was added before people had names. */
  name?: string | null;
  /** The places that the caller may know of. */
  places: HeldPlaceView[];
  /** Where links are sent. */
  email?: string;
  /** Where the person can be rung. */
  telephone?: string | null;
  /** `invited`, `active` or `disabled`. */
  state?: string;
  /** Whether the person has a second factor. */
  second_factor?: boolean;
  /** When the person last signed in. */
  last_sign_in?: ws.Instant | null;
  /** The newest invitation. */
  invitation?: InvitationView | null;
}
/** An invitation. */
export interface InvitationView {
  /** Its id. */
  id: string;
  /** `sent`, `to_hand_over`, `opened`, `accepted`, `expired` or `withdrawn`. */
  state: string;
  /** When it was made. */
  sent_at: ws.Instant;
  /** Until when it can be used. */
  expires_at: ws.Instant;
  /** The link. Only in the answer to the administrator who made it, where no mail is set up, and only once. */
  link?: string | null;
}
/** A page of people. */
export interface PersonList {
  /** The people, those who were added first at the beginning. */
  items: PersonView[];
  /** The `after` of the next page; null at the end. */
  next?: ws.PersonId | null;
}
/** Somebody who is invited. */
export interface PersonInvited {
  /** How others will see the person. */
  name: string;
  /** Where the invitation is sent. */
  email: string;
  /** Where the person can be rung. */
  telephone?: string | null;
  /** What the person there may do. */
  role: ws.Role;
  /** Supplier: its bidder id. Observer: its trust's ODS code. Others: the partnership's id. */
  org: ws.OrgId;
  /** The name of an organisation that nothing names yet. */
  org_name?: string | null;
  /** Whether the person looks after the others there. By default the first person of a supplier or a trust does. */
  lead?: boolean | null;
  /** The page to which the invitation leads, a path of this server. */
  to?: string | null;
}
/** A person's details, written again. */
export interface PersonWritten {
  /** How others see the person. */
  name: string;
  /** Where the person can be rung; absent or null: nowhere. */
  telephone?: string | null;
  /** Where links are sent; absent: as before. */
  email?: string | null;
}
/** Why something is done to a person. */
export interface PersonReason {
  /** The reason, for the security events. */
  reason: string;
}
/** A place that a person gets. */
export interface PlaceGiven {
  /** What the person there may do. */
  role: ws.Role;
  /** Supplier: its bidder id. Observer: its trust's ODS code. Others: the partnership's id. */
  org: ws.OrgId;
  /** The name of an organisation that nothing names yet. */
  org_name?: string | null;
  /** Whether the person looks after the others there. By default the first person of a supplier or a trust does. */
  lead?: boolean | null;
}
/** The page to which another invitation leads. */
export interface InvitationAsked {
  /** A path of this server. */
  to?: string | null;
}
/** The name of an organisation. */
export interface OrganisationNamed {
  /** The name. */
  name: string;
}
/** An organisation. */
export interface OrganisationView {
  /** Its id. */
  id: ws.OrgId;
  /** Its name. */
  name: string;
}
/** A page of security events. */
export interface SecurityEventList {
  /** The newest first. */
  items: SecurityEventView[];
  /** The `after` of the next page; null at the end. */
  next?: string | null;
}
/** Something that happened around sign-in and people. */
export interface SecurityEventView {
  /** Its id. */
  id: string;
  /** When. */
  at: ws.Instant;
  /** What. */
  kind: string;
  /** To whom. */
  person?: ws.PersonId | null;
  /** Their name. Null once the person is erased. */
  person_name?: string | null;
  /** Who did it. */
  by?: ws.PersonId | null;
  /** Their name. Null once the person is erased. */
  by_name?: string | null;
  /** The client's address, for 90 days. Null for auditors. */
  address?: string | null;
  /** The client's program, for 90 days. */
  device?: string | null;
  /** Why, where somebody had to say so. */
  reason?: string | null;
}
/** Whether the server is ready. */
export interface Readiness {
  /** The journal takes writes. */
  ready: boolean;
  /** What keeps the whole server from being ready. */
  reason?: string | null;
  /** Streams that recovery refused. */
  failed_streams: FailedStream[];
}
/** A stream that recovery refused. */
export interface FailedStream {
  /** Its name. */
  stream: string;
  /** What is wrong with it. */
  reason: string;
}
/** An error (RFC 9457): `code` is stable, the words are not. */
export interface ProblemBody {
  /** Always `about:blank`: the code says what happened. */
  type: string;
  /** The status in words. */
  title: string;
  /** The HTTP status. */
  status: number;
  /** What a client can act on. */
  code: string;
  /** What is wrong, in plain English. */
  detail: string;
  /** Everything that is wrong with a document. */
  errors?: Problem[];
  /** What the profile has against publishing. */
  lint?: Finding[];
}
/** A fault in a document. */
export interface Problem {
  /** Where: a JSON pointer, `/lots/0/rules/ties`. */
  path: string;
  /** What is wrong, for programs: stable, where the message is not. */
  code: Code;
  /** What is wrong, the rule, and the nearest right value. */
  message: string;
}
/** A bid. */
export interface BidBody {
  /** On which lot. */
  lot?: ws.LotId;
  /** The client's own name for the bid, unique for its organisation on the lot; at most 64 bytes. */
  ref: ws.BidRef;
  /** A unit price for every item of the lot. */
  prices: {
    [k: string]: ws.Amount;
  };
  /** The bidder confirms an unusually large drop. */
  confirmed?: boolean | null;
}
/** A trust. */
export interface TrustDocument {
  /** Its ODS code. */
  ods: ws.OdsCode;
  /** Its name. */
  name: string;
}
/** A supplier. */
export interface BidderDocument {
  /** Its id. */
  id: ws.BidderId;
  /** Its name. */
  name: string;
}
/** A lot. */
export interface LotDocument {
  /** Its title. */
  title: string;
  /** Decimal places of a unit price, 0 to 4. */
  decimals?: number;
  /** From when bids count. */
  opens_at: OpensAt;
  /** Until when; exactly one of this, `duration_s` and `rules.idle`. */
  closes_at?: ws.Instant | null;
  /** How long, seconds. */
  duration_s?: number | null;
  /** What is priced. */
  items: ItemDocument[];
  /** What bids are judged by. */
  rules?: Rules;
  /** Who may bid on this lot. */
  bidders?: LotBidderDocument[];
}
/** A line of a lot. */
export interface ItemDocument {
  /** Its id. */
  id: ws.ItemId;
  /** What it is. */
  description: string;
  /** What one price buys. */
  unit: string;
  /** GS1 GTIN. */
  gtin?: string | null;
  /** Units a year for each trust. */
  volumes: {
    [k: string]: ws.Amount;
  };
  /** What each trust pays today for one unit. */
  baselines?: {
    [k: string]: ws.Amount;
  };
}
/** What a lot is judged by. Checked by `event` before a lot ever sees it. */
export interface Rules {
  /** The shape of the auction. */
  format?: ws.Format;
  /** What ranks: the price alone, or quality as well. */
  scoring?: ws.Scoring;
  /** Weight of the price in a weighted lot. */
  price_weight?: ws.Amount | null;
  /** What a new offer has to beat. */
  beat?: ws.Beat;
  /** The highest total that is taken. */
  ceiling?: ws.Amount | null;
  /** The least drop from the reference. */
  min_decrement?: ws.MinDecrement;
  /** Drops are whole multiples of the decrement. */
  whole_steps?: boolean;
  /** The largest drop from the reference. */
  max_decrement?: ws.MaxDecrement | null;
  /** Whether the bidder that leads alone may bid again. */
  leader_may_rebid?: boolean;
  /** How equal offers are told apart. */
  ties?: ws.Ties;
  /** A total, secret from bidders and observers; changes no verdict. */
  reserve?: ws.Amount | null;
  /** When a late bid moves the close. */
  extension?: Extension | null;
  /** Close after silence. */
  idle?: ws.Idle | null;
  /** How long the lot holds on at its close, milliseconds. */
  settle_ms?: number;
  /** After an outage: seconds from the restart until the lot resumes by itself. */
  auto_resume_s?: number | null;
  /** Who is shown what. */
  show?: Show & {
    [k: string]: unknown;
  };
}
/** A bidder's own figures for a lot. */
export interface LotBidderDocument {
  /** Who. */
  bidder: ws.BidderId;
  /** `evaluated = total × factor ÷ divisor + addition`. */
  factor?: ws.Amount;
  /** See `factor`. */
  divisor?: ws.Amount;
  /** See `factor`. */
  addition?: ws.Amount;
  /** Quality points in a weighted lot. */
  quality?: ws.Amount | null;
  /** Prices from the tender stage, one for every item. */
  opening?: {
    [k: string]: ws.Amount;
  } | null;
}
/** An event as its buyer states it, checked, every default written out. */
export interface EventDocument {
  /** Its title. */
  title: string;
  /** The partnership's own reference. */
  reference?: string | null;
  /** ISO 4217. */
  currency?: string;
  /** How strict the lint is. */
  profile?: ws.Profile;
  /** Why the profile is not the strict one. */
  justification?: string | null;
  /** Nothing in it counts. */
  practice?: boolean;
  /** Delicate acts wait for a second buyer. */
  four_eyes?: boolean;
  /** How long the contract runs. */
  contract_months?: number | null;
  /** What a bidder has to accept before it bids. */
  terms?: string | null;
  /** The trusts that buy. */
  trusts: TrustDocument[];
  /** The suppliers invited. */
  bidders: BidderDocument[];
  /** What is bid for. */
  lots: LotDocument[];
}
