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
  | OwnPlace
  | EventAnswer
  | LotWords
  | EventCheck
  | CheckedLot
  | LotFacts
  | CopyBody
  | NewEvent
  | Kept
  | AcceptedTerms
  | TermsRecord
  | OfferList
  | OfferPoint
  | OfferVoid
  | RefusalList
  | OwnBidList
  | OwnBid
  | OwnBidOutcome
  | OwnOfferState
  | LeadList
  | LeadPoint
  | LotRecordList
  | LotRecord
  | RecordActor
  | RecordRole
  | ViewsPage
  | ViewsPageLine
  | ResultAnswer
  | CloseCause
  | PlaceInResult
  | TieView
  | ExcludedBidder
  | ResultCounts
  | ResultSavings
  | SavingTotal
  | ItemTotal
  | ActView
  | ActKind
  | ActWhat
  | ResultHead
  | PathPoint
  | Extension
  | Show
  | Act
  | AnnulmentRequest
  | RecordedAct
  | ActOnLots
  | LotOutcomes
  | LotOutcome
  | PreviewView
  | SideView
  | RankedView
  | LimitsView
  | LeadSaving
  | ToldView
  | Me
  | HeldPlaceView
  | Choices
  | Announcements
  | OwnPassword
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
  | ResetAsked
  | ResetAnswer
  | PersonView
  | MailFailure
  | InvitationView
  | PersonDeed
  | PersonList
  | PersonInvited
  | PersonWritten
  | PersonReason
  | PlaceGiven
  | InvitationAsked
  | OrganisationNamed
  | OrganisationView
  | OrganisationList
  | OrganisationEntry
  | OrganisationKind
  | SecurityEventList
  | SecurityEventView
  | Readiness
  | FailedStream
  | AboutAnswer
  | AboutContact
  | MailList
  | MailView
  | ProblemBody
  | ErrorEntry
  | SheetFault
  | SheetCode
  | FailedLot
  | SimulationBody
  | SimulationView
  | ChangedVerdict
  | BidVerdict
  | SimulatedPlace
  | SkippedAct
  | PreviewBody
  | PreviewState
  | PreviewOffer
  | PreviewAnswer
  | PreviewRefusal
  | PracticeBody
  | PracticeStarted
  | LobbyAnswer
  | LobbyEvent
  | LobbyLot
  | UnreadableLot
  | TermsAcceptance
  | LobbyPerson
  | ConnectionMeasured
  | TimesRequest
  | TimesAnswer
  | TimeEntry
  | TimeCode
  | TimeCandidate
  | ItemSheetAnswer
  | SheetItem
  | BidderSheetAnswer
  | SheetBidder
  | PriceSheetAnswer
  | BidBody
  | FitBody
  | Accepted
  | Refused
  | Fitted
  | SeenContact
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
/** Where an event stands. */
export type EventStatus = "draft" | "published" | "template" | "deleted";
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
  | "gtin_zero"
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
  | "decrement_small"
  | "restricted_number"
  | "gtin_twice"
  | "invisible_text"
  | "ids_look_alike"
  | "name_twice"
  | "reference_used"
  | "score_above_100"
  | "ceiling_far_below_spend"
  | "baseline_apart"
  | "no_baseline"
  | "no_contact";
/** What follows from a finding. */
export type Level = "missing" | "error" | "warning";
/** A lot of an event, in short. */
export type ListedLot = ListedLot1 &
  (
    | {
        you: OwnPlace;
      }
    | {
        lead: ws.LeadView | null;
      }
  );
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
export type SeenBand = SeenBand1 &
  (
    | {
        absolute: SeenAmount;
      }
    | {
        percent: SeenAmount;
      }
  );
/** The largest drop from the reference. */
export type SeenMaxDecrement = SeenMaxDecrement1 &
  (
    | {
        absolute: SeenAmount;
      }
    | {
        percent: SeenAmount;
      }
  );
/** What happens to a drop that is too large. */
export type SeenMaxMode = "confirm" | "refuse";
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
/** As what an event begins. */
export type NewEvent = "draft" | "template";
/** A part of an event that a copy may keep. */
export type Kept = "terms" | "baselines" | "bidders" | "figures" | "openings";
/** The act of a buyer that takes an offer out of the ranking. */
export type OfferVoid = "annulled" | "excluded";
/** Whether a bid was accepted. */
export type OwnBidOutcome = "accepted" | "refused";
/** What has become of an accepted offer. */
export type OwnOfferState = "standing" | "replaced" | "annulled" | "excluded";
/** As what somebody caused a record. */
export type RecordRole = "system" | "supplier" | "buyer" | "admin";
/** Which line it is. */
export type ViewsPageLine = "page";
/** What closed the lot. */
export type CloseCause = "time" | "buyer";
/** The kinds of acts, named as their records are. */
export type ActKind =
  | "lot_opened"
  | "lot_extended"
  | "lot_paused"
  | "lot_resumed"
  | "bid_annulled"
  | "bidder_excluded"
  | "lot_closed"
  | "lot_cancelled";
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
/** An act on several lots. */
export type ActOnLots = ActOnLots1 &
  (
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
        /** The new close of all. */
        closes_at?: ws.Instant | null;
        /** Seconds from each lot's own close. */
        by_s?: number | null;
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
  );
/** What a screen reader speaks by itself. Outcomes of own offers, and a lot that stops or closes, are always spoken. */
export type Announcements = "all" | "important" | "own";
/** What stands of the caller's password. */
export type OwnPassword = "set" | "none" | "reset";
/** The sessions of a person, the oldest first. */
export type SessionList = SessionEntry[];
/** Something that a caller asks for about a person. */
export type PersonDeed =
  | "read_all"
  | "read_contact"
  | "read_name"
  | "change_name"
  | "end_sessions"
  | "resend"
  | "disable"
  | "take_off_second_factor"
  | "make_lead"
  | "give_place"
  | "change_email"
  | "erase"
  | "read_security_events";
/** What an organisation is. */
export type OrganisationKind = "partnership" | "trust" | "supplier";
/** One thing that is wrong. */
export type ErrorEntry = Finding | SheetFault;
/** What a fault or a warning of a sheet is about. */
export type SheetCode =
  | "not_text"
  | "old_or_encrypted"
  | "not_a_workbook"
  | "unclosed_quote"
  | "text_after_quote"
  | "too_many_rows"
  | "too_many_columns"
  | "cell_too_long"
  | "unknown_column"
  | "unknown_trust"
  | "column_twice"
  | "column_missing"
  | "too_many_cells"
  | "missing"
  | "cell_error"
  | "bad_text"
  | "too_long"
  | "id_twice"
  | "unknown_reference"
  | "not_a_number"
  | "negative"
  | "too_many_places"
  | "out_of_range"
  | "scientific"
  | "gtin_not_digits"
  | "gtin_length"
  | "gtin_check_digit"
  | "gtin_decimal"
  | "leading_zeros_lost"
  | "gtin_zero"
  | "restricted_number"
  | "windows_1252"
  | "hidden_rows";
/** Whether a bid counts: `accepted`, or the reason why not. */
export type BidVerdict = "accepted" | ws.Reason;
/** The state of the lot that is shown. */
export type PreviewState = "scheduled" | "open" | "paused" | "closed";
/** The `lot` message that the party would get, and the offers that were refused. */
export type PreviewAnswer = PreviewAnswer1 &
  (
    | {
        type: "welcome";
        /** The version of these messages. */
        protocol: number;
        /** The server's time. */
        now: ws.Instant;
        /** What the caller is here for. */
        role: ws.Role;
        /** Whom the caller is here for. */
        org: ws.OrgId;
        /** When the connection will be closed unless it ends before. */
        expires_at: ws.Instant;
      }
    | {
        type: "lot";
        /** Which. */
        lot: ws.LotId;
        /** The place of the last record that is in it. */
        seq: ws.Seq;
        /** When it was rendered. */
        now: ws.Instant;
        /** The lot's title. */
        title: string;
        /** Where the lot is in its life. */
        state: ws.State;
        /** From when bids count. */
        opens_at: ws.Instant;
        /** Until when bids count, as things stand; while paused, as things stood. After an early close its instant. */
        closes_at: ws.Instant;
        /** When the lot ended: its closing time, or the instant of an early close or a cancellation; none until it ends. */
        ended_at?: ws.Instant | null;
        /** When a paused lot resumes by itself. */
        resumes_at?: ws.Instant | null;
        /** How often a bid moved the close. */
        extensions: number;
        /** What is priced. */
        items: ws.ItemView[];
        /** Decimal places of a unit price. */
        decimals: number;
        /** The rules that the viewer may see. */
        rules: ws.RulesView;
        /** The same rules in plain English, as fixed at publication. */
        words: ws.RuleWords[];
        /** How the supplier's own offers are compared; absent for others. */
        formula?: ws.FormulaView | null;
        /** What the lot shares with the rest of its event. */
        event: ws.EventView;
        /** Why the clock is frozen, and with how much left. */
        pause?: ws.PauseView | null;
        /** The close never moves past this. */
        latest_close?: ws.Instant | null;
        /** The supplier's own side; absent for others. */
        you?: ws.YouView | null;
        /** The others' side, as far as the viewer may see it. */
        market: ws.MarketView;
        /** What happened, oldest first. */
        notices: ws.Notice[];
        /** How the lot ended; none until it closes. */
        result?: ws.ResultView | null;
        /** What each trust gains or loses at the lead's prices; none for suppliers and without a lead. */
        savings?: ws.Savings | null;
        /** Acts that wait for a second buyer; absent for suppliers and observers. */
        proposals?: ws.ProposalView[] | null;
        /** Bidders' requests to annul their offers; absent for suppliers and observers. */
        requests?: ws.RequestView[] | null;
        /** Who is invited; absent for suppliers and observers. */
        bidders?: ws.BidderView[] | null;
      }
    | {
        type: "update";
        /** Which. */
        lot: ws.LotId;
        /** The place of the last record that is in it. */
        seq: ws.Seq;
        /** When it was rendered. */
        now: ws.Instant;
        /** The lot's title. */
        title?: string;
        /** Where the lot is in its life. */
        state?: ws.State;
        /** From when bids count. */
        opens_at?: ws.Instant;
        /** Until when bids count, as things stand; while paused, as things stood. After an early close its instant. */
        closes_at?: ws.Instant;
        /** When the lot ended: its closing time, or the instant of an early close or a cancellation; none until it ends. */
        ended_at?: ws.Instant | null;
        /** When a paused lot resumes by itself. */
        resumes_at?: ws.Instant | null;
        /** How often a bid moved the close. */
        extensions?: number;
        /** What is priced. */
        items?: ws.ItemView[];
        /** Decimal places of a unit price. */
        decimals?: number;
        /** The rules that the viewer may see. */
        rules?: ws.RulesView;
        /** The same rules in plain English, as fixed at publication. */
        words?: ws.RuleWords[];
        /** How the supplier's own offers are compared; absent for others. */
        formula?: ws.FormulaView | null;
        /** What the lot shares with the rest of its event. */
        event?: ws.EventView;
        /** Why the clock is frozen, and with how much left. */
        pause?: ws.PauseView | null;
        /** The close never moves past this. */
        latest_close?: ws.Instant | null;
        /** The supplier's own side; absent for others. */
        you?: ws.YouView | null;
        /** The others' side, as far as the viewer may see it. */
        market?: ws.MarketView;
        /** What happened, oldest first. */
        notices?: ws.Notice[];
        /** How the lot ended; none until it closes. */
        result?: ws.ResultView | null;
        /** What each trust gains or loses at the lead's prices; none for suppliers and without a lead. */
        savings?: ws.Savings | null;
        /** Acts that wait for a second buyer; absent for suppliers and observers. */
        proposals?: ws.ProposalView[] | null;
        /** Bidders' requests to annul their offers; absent for suppliers and observers. */
        requests?: ws.RequestView[] | null;
        /** Who is invited; absent for suppliers and observers. */
        bidders?: ws.BidderView[] | null;
      }
    | {
        type: "event";
        /** Which. */
        event: ws.EventId;
        /** The server's time. */
        now: ws.Instant;
        /** The event's title. */
        title: string;
        /** The partnership's own reference. */
        reference?: string | null;
        /** Nothing in it counts. */
        practice: boolean;
        /** The currency of all amounts, ISO 4217. */
        currency: string;
        /** The first of open, paused, scheduled, closed and cancelled that a lot has; null where no lot can be read. */
        state?: ws.State | null;
        /** Its lots, in the document's order. */
        lots: ws.ConsoleLot[];
        /** Its bidders, in the document's order; absent for observers. */
        presence?: ws.PresenceView[] | null;
      }
    | {
        type: "event_update";
        /** Which. */
        event: ws.EventId;
        /** The server's time. */
        now: ws.Instant;
        /** The event's state, where it has changed. */
        state?: ws.State | null;
        /** The lots that have changed, each whole. */
        lots: ws.ConsoleLot[];
        /** The bidders that have changed, each whole; absent for observers. */
        presence?: ws.PresenceView[] | null;
      }
    | {
        type: "beat";
        /** The server's time. */
        now: ws.Instant;
        /** Something is sent again within about this time, in milliseconds. */
        next_ms: number;
      }
    | ws.AcceptedMessage
    | ws.RefusedMessage
    | ws.FittedMessage
    | {
        type: "message";
        /** About which lot. */
        lot: ws.LotId;
        /** Its record. */
        seq: ws.Seq;
        /** When it was sent. */
        at: ws.Instant;
        /** What it says. */
        text: string;
      }
    | {
        type: "time";
        /** As it was asked with. */
        id: number;
        /** The server's time. */
        now: ws.Instant;
      }
    | ws.ErrorMessage
  );
/** What one text means. */
export type TimeEntry =
  | {
      /** The text. */
      text: string;
      /** The instant. */
      at: ws.Instant;
      /** The instant in words, so that a person can check it. */
      words: string;
    }
  | {
      /** The text. */
      text: string;
      /** Why, for programs. */
      code: TimeCode;
      /** Why, in plain English. */
      message: string;
      /** The two instants of a time that the clocks show twice; otherwise none. */
      candidates: TimeCandidate[];
    };
/** Why a text names no instant. */
export type TimeCode = "not_a_time" | "no_such_time" | "time_twice";
export type Accepted = ws.AcceptedMessage;
export type Refused = ws.RefusedMessage;
export type Fitted = ws.FittedMessage;

/** What an event's creation, revision, copy and publication answer. */
export interface EventSummary {
  /** The event. */
  id: ws.EventId;
  /** Where it stands. */
  status: EventStatus;
  /** Of the frozen document; only once published. */
  digest?: string | null;
  /** Which stored change of the draft this is, from 1. */
  revision: number;
  /** The event that it was copied from; absent where it is no copy. */
  copied_from?: ws.EventId | null;
  /** Whether it says all that a publication needs. */
  complete: boolean;
  /** What is missing or wrong in it. */
  findings: Finding[];
  /** What speaks against its settings. */
  lint: Finding[];
  /** One id for each lot, of the first 100. */
  lots: ws.LotId[];
}
/** A fault, a breach or a doubt. */
export interface Finding {
  /** Where: a JSON pointer. */
  path: string;
  /** What it is about, for programs. */
  code: Code;
  /**
   * Which rule of the lint: `PCR 2015 reg 35(16)`, `extension_longer_than_lot`. It is the code as well, but where it is
   * a paragraph of the law. Absent where the finding is no lint.
   */
  rule?: string | null;
  /** What follows. */
  level: Level;
  /** In plain English, with the nearest right value. */
  message: string;
}
/** The events that a viewer may see, or a page of them. */
export interface EventList {
  /** Newest first. */
  events: ListedEvent[];
  /** What `after` has to be for the next page; null on the last one. */
  next?: string | null;
}
/** An event in the list. */
export interface ListedEvent {
  /** The event. */
  id: ws.EventId;
  /** Its title; empty in a draft that has none yet. */
  title: string;
  /** The partnership's own reference. */
  reference?: string | null;
  /** Whom a reader may ask. */
  contact?: ws.Contact | null;
  /** Where it stands. */
  status: EventStatus;
  /** Nothing in it counts. */
  practice: boolean;
  /** Which stored change of the draft this is, from 1; only for buyers and auditors. */
  revision?: number | null;
  /** When the next of its lots opens or closes; null where none will. */
  next_at?: ws.Instant | null;
  /** The lots that the viewer may know of. */
  lots: ListedLot[];
}
export interface ListedLot1 {
  /** The lot. */
  id: ws.LotId;
  /** Its title; empty in a draft that has none yet. */
  title: string;
  /** Null in a draft, and where its records cannot be used. */
  state?: ws.State | null;
  /** When it opens or opened; `now` in a draft that opens when it is published, null in one that does not say it yet. */
  opens_at?: OpensAt | null;
  /** When it closes or closed; null in a draft from which it does not follow yet. */
  closes_at?: ws.Instant | null;
  /** When it ended: its closing time, or the instant of an early close or a cancellation; null before. */
  ended_at?: ws.Instant | null;
}
/** Where a supplier stands on a lot. */
export interface OwnPlace {
  /** Its rank; null without a standing offer, and once excluded. */
  rank?: number | null;
  /** Its standing offer's total. */
  total?: ws.Amount | null;
}
/** An event as a viewer may see it. */
export interface EventAnswer {
  /** The event. */
  id: ws.EventId;
  /** Where it stands. */
  status: EventStatus;
  /** When its first draft was made. */
  created_at: ws.Instant;
  /** Of the frozen document; null in a draft. */
  digest?: string | null;
  /** The members of the document that the viewer may know; the object as it was sent where it is not complete. */
  document: SeenEventDocument | {};
  /** Its number, from 1. */
  revision?: number;
  /** Who made it. */
  changed_by?: ws.PersonId;
  /** That person's name; null where it is not known. */
  changed_by_name?: string | null;
  /** When. */
  changed_at?: ws.Instant;
  /** The event that it was copied from; absent where it is no copy. */
  copied_from?: ws.EventId | null;
  /** Whether it says all that a publication needs. */
  complete?: boolean;
  /** What is missing or wrong in it. */
  findings?: Finding[];
  /** What speaks against its settings. */
  lint?: Finding[];
  /** The lots that the viewer may know of. */
  lots: ListedLot[];
  /** The rules of these lots in plain English; a draft's as they would be published, none where it is not complete. */
  rules_words: LotWords[];
}
/** An event as its buyer states it, checked, every default written out. */
export interface SeenEventDocument {
  /** Its title. */
  title?: string;
  /** The partnership's own reference. */
  reference?: string | null;
  /** Whom a reader may ask. */
  contact?: SeenContact | null;
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
  /** The day on which it starts. */
  contract_starts_on?: string | null;
  /** What a bidder has to accept before it bids. */
  terms?: string | null;
  /** The trusts that buy. */
  trusts?: SeenTrustDocument[];
  /** The suppliers invited. */
  bidders?: SeenBidderDocument[];
  /** What is bid for. */
  lots?: SeenLotDocument[];
}
/** Whom a reader of an event may ask. Everybody who may see the event may know it. */
export interface SeenContact {
  /** A person or an office. */
  name?: string;
  /** As it is dialled from the United Kingdom; there is a telephone number or an e-mail address. */
  telephone?: string | null;
  /** Its e-mail address. */
  email?: string | null;
  /** When somebody answers. */
  hours?: string | null;
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
export interface SeenBand1 {
  /** The least reference that the band is for. */
  from?: SeenAmount;
}
export interface SeenMaxDecrement1 {
  /** What happens to a larger one. */
  mode?: SeenMaxMode;
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
  /**
   * An observer sees the volumes, the baselines and the savings of all trusts, not its own alone. Lots that were
   * published before this was a rule do not state it.
   */
  other_trusts?: boolean;
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
/** What there is to say about an event document, whole or not. */
export interface EventCheck {
  /** Whether nothing is missing and nothing is wrong. */
  complete: boolean;
  /** What is missing and what is wrong, in the order of the text. */
  findings: Finding[];
  /** What speaks against its settings, as far as they can be judged. */
  lint: Finding[];
  /** One for each lot, in the document's order; null for a lot that is not whole. */
  lots: (CheckedLot | null)[];
}
/** What follows from a lot's settings. */
export interface CheckedLot {
  /** Its rules in plain English, as they would be published. */
  words: ws.RuleWords[];
  /** Its figures. */
  facts: LotFacts;
}
/** Exact figures of a lot. */
export interface LotFacts {
  /** What the trusts pay a year at today's prices, over all pairs of a trust and an item that have a baseline. */
  spend_today: ws.Amount;
  /** Pairs of a trust and an item that have a volume and no baseline: they are in none of the figures. */
  pairs_without_baseline: number;
  /** The least amount by which a total can change: one step of the price of the item with the smallest volume. */
  smallest_step: ws.Amount;
  /**
   * The instant that nothing but a buyer's act or a pause moves the close past, as of a publication now; null where
   * offers can move it without end.
   */
  latest_close?: ws.Instant | null;
  /** The ceiling in per cent of `spend_today`, one place; null without a ceiling or a spend. */
  ceiling_percent_of_spend?: ws.Amount | null;
}
/** What a copy is to be, as it is sent. Every member may be left out. */
export interface CopyBody {
  /** Its title; null keeps that of the source. */
  title?: string | null;
  /** `draft` or `template`; null is a draft. */
  as?: NewEvent | null;
  /** What of the source it keeps; null is all but `openings`. */
  keep?: Kept[] | null;
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
  /** Whose it is; left out where the viewer may not know it. */
  bidder?: ws.BidderId | null;
  /** Its name; left out where the viewer may not know it. */
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
/** A page of a lot's refused bids. */
export interface RefusalList {
  /** Refused bids in order, as the viewer may see them. */
  items: ws.RefusalView[];
  /** What `after` of the next page has to be; null on the last one. */
  next?: string | null;
}
/** A page of a supplier's own bids on a lot. */
export interface OwnBidList {
  /** Which lot. */
  lot: ws.LotId;
  /** Accepted and refused bids, in the order in which they were judged. */
  items: OwnBid[];
  /** What `after` of the next page has to be; null on the last one. */
  next?: string | null;
}
/** One of a supplier's own bids. */
export interface OwnBid {
  /** Its place in the journal. */
  seq: ws.Seq;
  /** When it was decided. */
  at: ws.Instant;
  /** When the server had read it from the connection. */
  received_at: ws.Instant;
  /** The client's own name for the bid. */
  ref: ws.BidRef;
  /** Whether it was accepted. */
  outcome: OwnBidOutcome;
  /** What has become of an accepted offer; null for a refused bid. */
  state?: OwnOfferState | null;
  /** Why it was refused; null for an accepted offer. */
  reason?: ws.Reason | null;
  /** The total up to which, or from which on, the bid would have been accepted, where the reason has such a limit. */
  limit?: ws.Amount | null;
  /** The refusal in plain English; null for an accepted offer. */
  message?: string | null;
  /** The prices as they were sent. */
  prices: {
    [k: string]: ws.Amount;
  };
  /** Σ price × volume; null where the prices make no offer. */
  total?: ws.Amount | null;
  /** The evaluated price, which is compared with other offers; null where the prices make no offer. */
  evaluated?: ws.Amount | null;
  /** The bidder's rank right after the bid; null for a refused one. */
  rank_then?: number | null;
  /** The record's hash. */
  hash: ws.Hash;
  /** Reserved for a signature; null until signatures are built. */
  receipt?: string | null;
}
/** A page of the changes of a lot's lead. */
export interface LeadList {
  /** The changes in order, as the viewer may see them. */
  items: LeadPoint[];
  /** What `after` of the next page has to be; null on the last one. */
  next?: string | null;
}
/** A change of the lead, as one viewer may see it: a record after which another offer led, or none. */
export interface LeadPoint {
  /** The record; the lot's publication for an opening offer. */
  seq: ws.Seq;
  /** From when on the offer led; the lot's opening for an opening offer. */
  at: ws.Instant;
  /**
   * The alias of the bidder whose offer led, as this viewer knows it. Null where no offer was left; then all members
   * below are null or left out.
   */
  alias?: string | null;
  /** The bidder; left out where the viewer may not know it. */
  bidder?: ws.BidderId | null;
  /** Its name; left out where the viewer may not know it. */
  name?: string | null;
  /** Its total. */
  total?: ws.Amount | null;
  /** Its evaluated price, which is compared with other offers. */
  evaluated?: ws.Amount | null;
  /**
   * What an observer's own trust would spend and save in a year at these prices; null for other viewers, where the
   * trust buys nothing, and after a cancellation.
   */
  own?: ws.Saving | null;
}
/** A page of a lot's records in short. */
export interface LotRecordList {
  /** Those that match, in the journal's order. */
  items: LotRecord[];
  /**
   * What `after` of the next page has to be; null on the last one. A page may be short, or empty, and have a next one:
   * one request looks at a bounded number of records.
   */
  next?: string | null;
}
/** What one record says, in short. */
export interface LotRecord {
  /** Its place in the journal. */
  seq: ws.Seq;
  /** When it was decided. */
  at: ws.Instant;
  /** What happened, such as `bid_accepted`. */
  kind: string;
  /** Who caused it. */
  actor: RecordActor;
  /** The bidder that it is about; null where it is about none, or about all. */
  bidder?: ws.BidderId | null;
  /** That bidder's name. */
  name?: string | null;
  /** The client's own name for the bid, or for the offer that it asks to be annulled; null for other records. */
  ref?: ws.BidRef | null;
  /** Whether a bid was accepted; null for other records. */
  outcome?: OwnBidOutcome | null;
  /** Why: the code of a refusal, or what a person wrote. */
  reason?: string | null;
  /** The total of the bid; null where its prices make no offer, and for other records. */
  total?: ws.Amount | null;
  /** The bidder's rank right after an accepted bid; null for other records. */
  rank?: number | null;
  /** The record's hash. */
  hash: ws.Hash;
}
/** Who caused a record. */
export interface RecordActor {
  /** As what. */
  role: RecordRole;
  /** The organisation that the person acted for; null for the server. */
  org?: ws.OrgId | null;
  /** The person; null for the server. */
  person?: ws.PersonId | null;
  /** The person's name; null for the server, for a person without one, and for one who is erased. */
  person_name?: string | null;
}
/** The last line of a page of a party's messages. A page without it was cut off. */
export interface ViewsPage {
  /** Always `page`. */
  type: ViewsPageLine;
  /** The record after which the page's whole `lot` message stands. */
  from: ws.Seq;
  /** The last record that the page has looked at. */
  to: ws.Seq;
  /** What `from` of the next page has to be; null where this one has reached the end that was asked for. */
  next?: ws.Seq | null;
  /** The lot's last record. */
  head: ws.Seq;
}
/** How a lot ended, for one caller. Written piece by piece: this type is its schema. */
export interface ResultAnswer {
  /** Which lot. */
  lot: ws.LotId;
  /** Its title. */
  title: string;
  /** `closed` or `cancelled`. */
  state: ws.State;
  /** What ended it. A cancellation is a buyer's act. */
  cause: CloseCause;
  /** The buyer's reason; null where the closing time came. */
  reason?: string | null;
  /** From when bids counted. */
  opens_at: ws.Instant;
  /** When the lot ended: its closing time, or the instant of an early close or a cancellation. */
  ended_at: ws.Instant;
  /** Nothing in it counts. */
  practice: boolean;
  /** `sha256:` and the digest of the frozen document. */
  digest: string;
  /** What the lot shares with the rest of its event. */
  event: ws.EventView;
  /** The rules in plain English, as fixed at publication. */
  words: ws.RuleWords[];
  /** What was priced. */
  items: ws.ItemView[];
  /** Decimal places of a unit price. */
  decimals: number;
  /** The standing offers that the viewer may see, best first; none where the lot was cancelled. */
  ranking: PlaceInResult[];
  /** The bidders that were excluded, in the order of the acts; for a supplier itself alone. */
  excluded: ExcludedBidder[];
  /** How many were invited, where that is shown. */
  of?: number | null;
  /** How many bids there were; for a supplier of its own. */
  counts: ResultCounts;
  /** What each trust gains or loses in a year; null for suppliers, without an offer, and where the lot was cancelled. */
  savings?: ResultSavings | null;
  /** What buyers and the clock did, in order. */
  acts: ActView[];
  /** Whether the leading offer met the reserve, null where there was none; left out for suppliers and observers. */
  reserve_met?: boolean | null;
  /** The lot's newest record. */
  head: ResultHead;
  /** The command that checks the lot's whole record, saved as that file. It prints the last record and its hash. */
  check: string;
  /** Which offer led from which record on. For a supplier: which of its own offers counted from which record on. */
  path: PathPoint[];
  /** For a supplier alone: which offer led from which record on; null where it may not see the lead. */
  lead_path?: PathPoint[] | null;
}
/** A bidder's place in a result. */
export interface PlaceInResult {
  /** Its place in the journal; none for an opening offer. */
  seq?: ws.Seq | null;
  /** Whose it is, as this viewer knows it. */
  alias: string;
  /** Whose it is; left out where the viewer may not know it. */
  bidder?: ws.BidderId | null;
  /** Its name; left out where the viewer may not know it. */
  name?: string | null;
  /** Present, and true, on the viewer's own offer. */
  own?: boolean | null;
  /** Its rank. */
  rank: number;
  /** Its total; none for a supplier on another's offer, whose figures would follow from it. */
  total?: ws.Amount | null;
  /** What is compared. */
  evaluated: ws.Amount;
  /** Its score in a weighted lot; none for a supplier on another's offer. */
  score?: ws.Amount | null;
  /** When it was accepted. */
  at: ws.Instant;
  /** Its unit prices; absent for suppliers. */
  prices?: {
    [k: string]: ws.Amount;
  } | null;
  /** Which offers equal it, and why it stands where it does; null where none does that the viewer may see. */
  tie?: TieView | null;
}
/** Which standing offers equal this one, and why it stands where it does. */
export interface TieView {
  /** Whose offers equal it, best first, as this viewer knows the bidders; those that the viewer may see. */
  with: string[];
  /** The lot's rule for equal offers. */
  rule: ws.Ties;
  /** Both in words. */
  text: string;
}
/** A bidder that a buyer took out of the ranking. */
export interface ExcludedBidder {
  /** Who, as this viewer knows it. */
  alias: string;
  /** Who; left out where the viewer may not know it. */
  bidder?: ws.BidderId | null;
  /** Its name; left out where the viewer may not know it. */
  name?: string | null;
  /** Present, and true, where it is the viewer itself. */
  own?: boolean | null;
  /** The act's place in the journal. */
  seq: ws.Seq;
  /** When. */
  at: ws.Instant;
  /** The buyer's reason. */
  reason: string;
  /** The total of its last standing offer; null where it had none. */
  total?: ws.Amount | null;
  /** What is compared of that offer. */
  evaluated?: ws.Amount | null;
}
/** How many bids a lot had. */
export interface ResultCounts {
  /** How many bidders were invited, where that is shown. */
  invited?: number | null;
  /** Accepted bids, annulled since or not. An opening offer is no bid. */
  accepted: number;
  /** Refused bids; null for observers. */
  refused?: number | null;
  /** Annulled offers, opening offers too. */
  annulled: number;
}
/** A year's savings of a result. */
export interface ResultSavings {
  /** At whose prices. */
  basis: ws.Basis;
  /** Each trust that the viewer may see, in the document's order, with its lines. */
  trusts: ws.TrustSaving[];
  /** All trusts of the lot. */
  total: SavingTotal;
  /** How many pairs of trust and item have a volume but no baseline, and are in none of the figures. */
  not_counted: number;
}
/** All trusts of a lot. */
export interface SavingTotal {
  /** At today's prices. */
  baseline_spend: ws.Amount;
  /** At the offer's prices. */
  spend: ws.Amount;
  /** The difference; negative for a loss. */
  saving: ws.Amount;
  /** The saving in per cent of today's spend, one place; none where nothing is spent today. */
  percent?: ws.Amount | null;
  /**
   * The lines of the lot, in its order. Left out for an observer that sees its own trust alone: they would tell what
   * the others pay.
   */
  items?: ItemTotal[] | null;
}
/** One line of the lot, all trusts together. */
export interface ItemTotal {
  /** Which line. */
  item: ws.ItemId;
  /** Units a year of all trusts. */
  volume: ws.Amount;
  /** What one costs by the offer. */
  price: ws.Amount;
  /** The counted volume at today's prices; null where no trust's volume is counted. */
  today?: ws.Amount | null;
  /** The counted volume at the offer's price. */
  offer?: ws.Amount | null;
  /** The difference; negative for a loss. */
  saving?: ws.Amount | null;
  /** The saving in per cent of today's spend, one place; none where nothing is spent today. */
  percent?: ws.Amount | null;
  /** How many trusts have a volume of it but no baseline, and are in none of the figures. */
  not_counted: number;
}
/** An act on a lot. */
export interface ActView {
  /** Its place in the journal. */
  seq: ws.Seq;
  /** When. */
  at: ws.Instant;
  /** What kind of record it is. */
  kind: ActKind;
  /** The person; null for the clock and for the server. */
  by?: ws.PersonId | null;
  /** Their name. Null once the person is erased, and for a person who is not among the people who sign in. */
  by_name?: string | null;
  /** The buyer's reason; null where the clock or the server did it. */
  reason?: string | null;
  /** What it did. */
  what: ActWhat;
}
/** What an act did. A member that does not belong to the kind, or that the viewer may not see, is left out. */
export interface ActWhat {
  /** What stopped the clock or ended the lot. */
  cause?: ws.NoticeCause | null;
  /** The close from then on. */
  closes_at?: ws.Instant | null;
  /** The close before. */
  was?: ws.Instant | null;
  /** When the lot resumes by itself. */
  resumes_at?: ws.Instant | null;
  /** Whose offer it took away, as this viewer knows it. */
  alias?: string | null;
  /** Whose; left out where the viewer may not know it. */
  bidder?: ws.BidderId | null;
  /** Its name; left out where the viewer may not know it. */
  name?: string | null;
  /** Present, and true, where it was the viewer's own. */
  own?: boolean | null;
  /** The record of the offer that it took away; left out for an opening offer. */
  offer?: ws.Seq | null;
  /** That offer's total. */
  total?: ws.Amount | null;
  /** What was compared of it. */
  evaluated?: ws.Amount | null;
}
/** A record and its hash. */
export interface ResultHead {
  /** Its place in the journal. */
  seq: ws.Seq;
  /** Its hash. */
  hash: ws.Hash;
}
/**
 * A record after which another offer stood first than before it, or, in the course of a supplier's own offer, after
 * which another offer of its own counted. All figures are null where none was left.
 */
export interface PathPoint {
  /** The record; the lot's opening for an opening offer. Null for a supplier that may not see the offer itself. */
  seq?: ws.Seq | null;
  /** When. */
  at: ws.Instant;
  /** Whose offer it was, as this viewer knows it; null where the viewer may not know even that. */
  alias?: string | null;
  /** Whose it was; left out where the viewer may not know it. */
  bidder?: ws.BidderId | null;
  /** Its name; left out where the viewer may not know it. */
  name?: string | null;
  /** Present, and true, where it was the viewer's own. */
  own?: boolean | null;
  /** Its total; null for a supplier on another's offer. */
  total?: ws.Amount | null;
  /** What is compared of it. */
  evaluated?: ws.Amount | null;
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
  /**
   * An observer sees the volumes, the baselines and the savings of all trusts, not its own alone. Lots that were
   * published before this was a rule do not state it.
   */
  other_trusts?: boolean;
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
export interface ActOnLots1 {
  /**
   * The lots, each named once.
   *
   * @minItems 1
   * @maxItems 100
   */
  lots: [ws.LotId, ...ws.LotId[]];
}
/** What became of the act on each lot, in the order in which the lots were named. */
export interface LotOutcomes {
  /** One for each lot. */
  lots: LotOutcome[];
}
/** What became of the act on one lot. */
export interface LotOutcome {
  /** The lot. */
  lot: ws.LotId;
  /** 200: it took effect; 202: it waits for a second buyer; otherwise why it did not happen. */
  status: number;
  /** The record's place. */
  seq?: ws.Seq | null;
  /** When it was decided. */
  at?: ws.Instant | null;
  /** The record's hash. */
  hash?: ws.Hash | null;
  /** What it would do; in the answer to a preview. */
  preview?: PreviewView | null;
  /** Why it did not happen, for programs. */
  code?: string | null;
  /** Why it did not happen, in plain English. */
  detail?: string | null;
}
/** What an act would do, as one buyer may see it. Nothing has happened. */
export interface PreviewView {
  /** The lot's newest record. */
  seq: ws.Seq;
  /** The moment that was looked at. */
  at: ws.Instant;
  /** A second buyer has to approve the act before it has this effect. */
  waits: boolean;
  /** The buyer has to prove the second factor again before the act. */
  step_up: boolean;
  /** The lot as it is. */
  before: SideView;
  /** The lot as it would be. Bidders are named as far as this viewer may know them now. */
  after: SideView;
  /** The notice that bidders would get; none where they would get none. */
  told?: ToldView | null;
}
/** A lot on one side of an act. */
export interface SideView {
  /** The lot's state. */
  state: ws.State;
  /** From when bids count. */
  opens_at: ws.Instant;
  /** Until when bids count; after an early close its instant. */
  closes_at: ws.Instant;
  /** The close never moves past this. */
  latest_close?: ws.Instant | null;
  /** When a paused lot resumes by itself. */
  resumes_at?: ws.Instant | null;
  /** How often a bid moved the close. */
  extensions: number;
  /** The standing offers, best first. */
  ranking: RankedView[];
  /** The aliases of excluded bidders. */
  excluded: string[];
  /** What each bidder may offer next; empty once the lot has ended. */
  limits: LimitsView[];
  /** A year's saving of all trusts at the lead's prices; none without a lead, and for a lot without a result. */
  saving?: LeadSaving | null;
}
/** A standing offer and its rank. */
export interface RankedView {
  /** Whose it is, as this viewer knows it. */
  alias: string;
  /** Whose it is; left out where the viewer may not know it. */
  bidder?: ws.BidderId | null;
  /** Its name; left out where the viewer may not know it. */
  name?: string | null;
  /** Its rank. */
  rank: number;
  /** Its total. */
  total: ws.Amount;
  /** What is compared. */
  evaluated: ws.Amount;
  /** Its score in a weighted lot. */
  score?: ws.Amount | null;
  /** Its place in the journal; none for an opening offer. */
  seq?: ws.Seq | null;
}
/** What a bidder may offer next. */
export interface LimitsView {
  /** Who, as this viewer knows it. */
  alias: string;
  /** The highest total. */
  highest_allowed?: ws.Amount | null;
  /** The lowest total. */
  lowest_allowed?: ws.Amount | null;
}
/** A year's saving of all trusts at the lead's prices. */
export interface LeadSaving {
  /** At today's prices. */
  baseline_spend: ws.Amount;
  /** The difference; negative for a loss. */
  saving: ws.Amount;
  /** The saving in per cent of today's spend, one place; none where nothing is spent today. */
  percent?: ws.Amount | null;
  /** How many pairs of trust and item have a volume but no baseline, and are in none of the figures. */
  not_counted: number;
}
/** The notice that bidders would get. It has no place in the journal, because it is not there. */
export interface ToldView {
  /** When. */
  at: ws.Instant;
  /** What. */
  kind: ws.NoticeKind;
  /** What moves the clock or closes the lot. */
  cause?: ws.NoticeCause | null;
  /** The buyer's reason. */
  reason?: string | null;
  /** The close from then on. */
  closes_at?: ws.Instant | null;
  /** The buyer's message. */
  text?: string | null;
  /** The alias of the only bidder who would get it; none where all would. */
  to?: string | null;
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
  /**
   * Whether the role needs a second factor that the person does not have yet. Until it is set up, the session may do
   * nothing else. False for a token.
   */
  second_factor_needed: boolean;
  /** What the person chose for the pages; the defaults for a token whose person is not among the people. */
  choices: Choices;
  /** What stands of the person's password. `none` for a token. */
  password: OwnPassword;
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
/** What a person chose. The defaults stand for a person who has chosen nothing. */
export interface Choices {
  /** What is spoken. */
  announcements: Announcements;
  /** Whether the page asks before it sends an offer, each time. */
  confirm: boolean;
  /** Whether the pages give a sound. */
  sound: boolean;
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
  /** When the mail with that link was written. Null where no mail is set up. */
  mailed_at?: ws.Instant | null;
  /** Whether that was before: its link still holds, so no other mail was sent. */
  mailed_before: boolean;
}
/** What a browser sends to ask for a link to a new password. */
export interface ResetAsked {
  /** The person's e-mail address. */
  email: string;
}
/** The answer to a request for a link to a new password. It is the same for every address. */
export interface ResetAnswer {
  /** What to do now, and whom to ask. */
  words: string;
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
  /** That the newest mail with a link did not reach the person. Null where it did, and once the person has signed in. */
  mail_failed?: MailFailure | null;
  /** Whether the person has a second factor. */
  second_factor?: boolean;
  /** When the person last signed in. */
  last_sign_in?: ws.Instant | null;
  /** The newest invitation. */
  invitation?: InvitationView | null;
  /** What the caller may do with the person. */
  may: PersonDeed[];
}
/** A mail that the mail server did not take. */
export interface MailFailure {
  /** When it was written. */
  at: ws.Instant;
  /** What went wrong with the last try, in words. They name no address. */
  why: string;
  /** Whether it was given up. Otherwise it is tried again by itself. */
  given_up: boolean;
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
  /** The people, the earliest added first. */
  items: PersonView[];
  /** The `after` of the next page; null at the end. */
  next?: string | null;
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
/** Which organisations the caller knows of. */
export interface OrganisationList {
  /** By kind, then by id. */
  items: OrganisationEntry[];
}
/** An organisation that people may be here for. */
export interface OrganisationEntry {
  /** Its id. Organisations of two kinds may have the same. */
  id: ws.OrgId;
  /** What it is. */
  kind: OrganisationKind;
  /** Its name; null where nothing names it. */
  name?: string | null;
  /** Whether the caller may give it another name. */
  may_name: boolean;
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
  /** The path of the file, of an export. */
  file?: string | null;
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
/** What a server says of itself. */
export interface AboutAnswer {
  /** The partnership's name, or what the operator calls the server. */
  name: string;
  /** Whom to ask; null where the operator names nobody. */
  contact?: AboutContact | null;
  /** The server sends mail. Without it an administrator hands links over. */
  mail: boolean;
  /** Browsers reach the server over https. */
  https: boolean;
  /** Further ways to sign in, by the words on their buttons. */
  sign_in: string[];
}
/** Whom to ask about a server. */
export interface AboutContact {
  /** A person or an office. */
  name: string;
  /** As it is dialled from the United Kingdom. */
  telephone?: string | null;
  /** An e-mail address. */
  email?: string | null;
  /** When somebody answers. */
  hours?: string | null;
}
/** Mails, the newest first. */
export interface MailList {
  /** The mails of this page. */
  items: MailView[];
  /** What `after` of the next page has to be; null on the last one. */
  next?: string | null;
}
/** A mail without its text. */
export interface MailView {
  /** Its id. */
  id: string;
  /**
   * `invitation`, `sign_in_link`, `password_reset`, `readmission`, `annulment_request`, `lot_opening`, `lock_out` or
   * `test`.
   */
  kind: string;
  /** The address. */
  to: string;
  /** `waiting`, `sent` or `failed`. */
  state: string;
  /** How often it was tried. */
  tries: number;
  /** Why the last try failed. */
  last_error?: string | null;
  /** When it was written. */
  queued_at: ws.Instant;
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
  /** Everything that is wrong with a document, or with the cells of a sheet. */
  errors?: ErrorEntry[];
  /** How many faults of a sheet are not listed; absent where all are. */
  more?: number | null;
  /** What the profile has against publishing. */
  lint?: Finding[];
  /** What became of an act on several lots, lot by lot. */
  lots?: LotOutcome[];
  /** The practice lot of the caller's organisation that has not ended yet, where it keeps another one from beginning. */
  practice?: ws.LotId | null;
  /** Of a lot whose records cannot be used. */
  failed?: FailedLot | null;
  /** Its number, from 1. */
  revision?: number;
  /** Who made it. */
  changed_by?: ws.PersonId;
  /** That person's name; null where it is not known. */
  changed_by_name?: string | null;
  /** When. */
  changed_at?: ws.Instant;
}
/** A fault or a warning. */
export interface SheetFault {
  /** Where: a JSON pointer, `/rows/3/RFS volume`; empty for the whole file. */
  path: string;
  /** The row, counted from 1 as a spreadsheet does; null for the whole file. */
  row?: number | null;
  /** The header of the column, or its letter where it has none; null for a whole row or file. */
  column?: string | null;
  /** What it is about, for programs. */
  code: SheetCode;
  /** The text of the cell, cut to 100 characters; null where there is none. */
  value?: string | null;
  /** In plain English, with the nearest right value. */
  message: string;
}
/** A lot whose records cannot be used. */
export interface FailedLot {
  /** The first record that is wrong. Null where no record is. */
  first_bad?: ws.Seq | null;
}
/** The body of a request for a simulation, as it is published. */
export interface SimulationBody {
  /**
   * A JSON Merge Patch (RFC 7396) on the lot's rules in the frozen document: a rule that is left out stays, null takes
   * one out. An empty object changes nothing.
   */
  rules: {
    [k: string]: unknown;
  };
}
/** What other rules would have done on a lot. */
export interface SimulationView {
  /** What the simulation takes for granted. */
  assumption: string;
  /** When the lot ended; null where it would have stayed paused. */
  close: {
    /** As it was. */
    was?: ws.Instant | null;
    /** As it would have been. */
    would?: ws.Instant | null;
  };
  /** How often a bid moved the close. */
  extensions: {
    /** As it was. */
    was: number;
    /** As it would have been. */
    would: number;
  };
  /** The bids that would have been judged otherwise, in order. */
  verdicts: ChangedVerdict[];
  /** The standing offers at the end, best first; none of a cancelled lot. */
  ranking: {
    /** As it was. */
    was: SimulatedPlace[];
    /** As it would have been. */
    would: SimulatedPlace[];
  };
  /** The total of the offer that led at the end; null without one, and for a cancelled lot. */
  lead_total: {
    /** As it was. */
    was?: ws.Amount | null;
    /** As it would have been. */
    would?: ws.Amount | null;
  };
  /** What each trust that buys saves in a year at the leading offer's prices, by its ODS code; null without such an offer. */
  saving: {
    /** A fact of the lot that was, and the same with other rules. */
    [k: string]: {
      /** As it was. */
      was?: ws.Amount | null;
      /** As it would have been. */
      would?: ws.Amount | null;
    };
  };
  /** Acts, requests and outages that the rules leave no room for, in order. */
  skipped: SkippedAct[];
  /**
   * How long the lot would have been open since its last bid, microseconds: what bidders would have done then, nobody
   * knows.
   */
  idle_at_the_end_us: number;
}
/** A bid that would have been judged otherwise. */
export interface ChangedVerdict {
  /** Its record's place in the journal. */
  seq: ws.Seq;
  /** Whose: the bidder's id, or its alias where the viewer may not know who it is. */
  bidder: string;
  /** The verdict as it was. */
  was: BidVerdict;
  /** The verdict with other rules. */
  would: BidVerdict;
  /** The total that would have passed with other rules, where the refusal has one. */
  limit?: ws.Amount | null;
}
/** A bidder's place at the end. */
export interface SimulatedPlace {
  /** Whose: the bidder's id, or its alias where the viewer may not know who it is. */
  bidder: string;
  /** Its rank. */
  rank: number;
  /** Its offer's total. */
  total: ws.Amount;
  /** What is compared of its offer. */
  evaluated: ws.Amount;
  /** Its score in a weighted lot. */
  score?: ws.Amount | null;
}
/** A record that has no effect with other rules. */
export interface SkippedAct {
  /** Its place in the journal. */
  seq: ws.Seq;
  /** In plain English. */
  why: string;
}
/** The body of a request for a preview, as it is published. */
export interface PreviewBody {
  /** An event that is stored; either this or `document`. */
  event?: ws.EventId | null;
  /** An event that is not stored. */
  document?: EventDocument & {
    [k: string]: unknown;
  };
  /** The lot, by its place in the document; the first where it is left out. */
  lot?: number | null;
  /** Who looks: `bidder:` with an id, `observer:` with an ODS code, `buyer` or `auditor`. */
  as: string;
  /** The lot's state. */
  state: PreviewState;
  /** Offers, judged in this order. */
  offers?: PreviewOffer[] | null;
}
/** An event as its buyer states it, checked, every default written out. */
export interface EventDocument {
  /** Its title. */
  title: string;
  /** The partnership's own reference. */
  reference?: string | null;
  /** Whom a reader may ask. */
  contact?: ws.Contact | null;
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
  /** The day on which it starts. */
  contract_starts_on?: string | null;
  /** What a bidder has to accept before it bids. */
  terms?: string | null;
  /** The trusts that buy. */
  trusts: TrustDocument[];
  /** The suppliers invited. */
  bidders: BidderDocument[];
  /** What is bid for. */
  lots: LotDocument[];
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
/** An offer that is tried out. */
export interface PreviewOffer {
  /** Whose. */
  bidder: ws.BidderId;
  /** A unit price for every item of the lot. */
  prices: {
    [k: string]: ws.Amount;
  };
  /** The bidder confirms an unusually large drop. */
  confirmed?: boolean;
}
export interface PreviewAnswer1 {
  /** In the order of the offers. */
  refused: PreviewRefusal[];
}
/** An offer that was refused. */
export interface PreviewRefusal {
  /** Which of the offers, from 0. */
  offer: number;
  /** Whose. */
  bidder: ws.BidderId;
  /** Why. */
  reason: ws.Reason;
  /** The total that would have passed, where the reason has one. */
  limit?: ws.Amount | null;
  /** In plain English, as the bidder would read it. */
  message: string;
}
/** Which lot is played, as it is sent. */
export interface PracticeBody {
  /** The lot of the event, published or in a draft. */
  lot: ws.LotId;
  /** A buyer's: every length of the lot is divided by it, 1 where it is left out. */
  speed?: number | null;
}
/** A practice lot that has begun. */
export interface PracticeStarted {
  /** Its own id, for all addresses and messages of a lot. */
  lot: ws.LotId;
  /** When it opens. */
  opens_at: ws.Instant;
  /** When it closes, if nothing moves the close. */
  closes_at: ws.Instant;
}
/** What one bidder has to read and to do before the lots of an event open. */
export interface LobbyAnswer {
  /** The event. */
  event: LobbyEvent;
  /** What the event calls the bidder. */
  bidder_name: string;
  /** The server's time. */
  now: ws.Instant;
  /**
   * The lots that invite the bidder, in the document's order. Each is shown as the bidder sees it, without `market`. A
   * buyer is not shown `you`, `notices` and `result` either: they would tell which bidder an alias stands for.
   */
  lots: LobbyLot[];
  /** Lots of the bidder that cannot be read at the moment. */
  unreadable: UnreadableLot[];
  /** The bidder's newest connection test and practice; null where there was neither. */
  ready?: ws.ReadyView | null;
  /** The practice lot that the bidder plays now; null without one, and for a buyer. */
  practice?: PracticeStarted | null;
  /** The newest record of an acceptance of the terms among these lots; null without one, and for a buyer. */
  terms_accepted?: TermsAcceptance | null;
  /** The people of the bidder who can sign in, and those who are connected with a token. */
  people: LobbyPerson[];
}
/** What the lobby says of the event. */
export interface LobbyEvent {
  /** Its title. */
  title: string;
  /** The partnership's own reference. */
  reference?: string | null;
  /** Whom a reader can ask. */
  contact?: ws.Contact | null;
  /** What a bidder has to accept before it bids. */
  terms?: string | null;
  /** Whether the event is only for practice: nothing in it counts. */
  practice: boolean;
}
/** The body of the `lot` message. Every top-level member is sent whole when it changes. */
export interface LobbyLot {
  /** The place of the last record that is in it. */
  seq: ws.Seq;
  /** When it was rendered. */
  now: ws.Instant;
  /** The lot's title. */
  title: string;
  /** Where the lot is in its life. */
  state: ws.State;
  /** From when bids count. */
  opens_at: ws.Instant;
  /** Until when bids count, as things stand; while paused, as things stood. After an early close its instant. */
  closes_at: ws.Instant;
  /** When the lot ended: its closing time, or the instant of an early close or a cancellation; none until it ends. */
  ended_at?: ws.Instant | null;
  /** When a paused lot resumes by itself. */
  resumes_at?: ws.Instant | null;
  /** How often a bid moved the close. */
  extensions: number;
  /** What is priced. */
  items: ws.ItemView[];
  /** Decimal places of a unit price. */
  decimals: number;
  /** The rules that the viewer may see. */
  rules: ws.RulesView;
  /** The same rules in plain English, as fixed at publication. */
  words: ws.RuleWords[];
  /** How the supplier's own offers are compared; absent for others. */
  formula?: ws.FormulaView | null;
  /** What the lot shares with the rest of its event. */
  event: ws.EventView;
  /** Why the clock is frozen, and with how much left. */
  pause?: ws.PauseView | null;
  /** The close never moves past this. */
  latest_close?: ws.Instant | null;
  /** The supplier's own side; absent for others. */
  you?: ws.YouView | null;
  /** Who is invited; absent for suppliers and observers. */
  bidders?: ws.BidderView[] | null;
  /** What happened, oldest first. */
  notices?: ws.Notice[];
  /** How the lot ended; none until it closes. */
  result?: ws.ResultView | null;
  /** What each trust gains or loses at the lead's prices; none for suppliers and without a lead. */
  savings?: ws.Savings | null;
  /** Acts that wait for a second buyer; absent for suppliers and observers. */
  proposals?: ws.ProposalView[] | null;
  /** Bidders' requests to annul their offers; absent for suppliers and observers. */
  requests?: ws.RequestView[] | null;
  type: "lot";
  lot: ws.LotId;
}
/** A lot whose journal cannot be read. */
export interface UnreadableLot {
  /** Its id. */
  lot: ws.LotId;
  /** Its title. */
  title: string;
}
/** When the terms were accepted for a bidder, and by whom. */
export interface TermsAcceptance {
  /** When. */
  at: ws.Instant;
  /** Who, a person of the bidder. */
  by?: ws.PersonId | null;
  /** The person's name; null for a person without one, and for one who is erased. */
  by_name?: string | null;
}
/** A person of the bidder. */
export interface LobbyPerson {
  /** The person's id. */
  person: ws.PersonId;
  /** The person's name; null for a person who is known only by a token. */
  name?: string | null;
  /** Whether a connection of this person follows a lot of the event; null where a buyer may not know that. */
  connected?: boolean | null;
  /** When the person last signed in; null before the first time, and for a buyer. */
  last_sign_in?: ws.Instant | null;
}
/** What a page has measured of its connection. */
export interface ConnectionMeasured {
  /** How long a question to the server and its answer took, in milliseconds. */
  round_trip_ms: number;
  /** How far the device's clock is ahead of the server's, in milliseconds; below zero where it is behind. */
  clock_ms: number;
}
/** Texts to be read as UK time. */
export interface TimesRequest {
  /**
   * Such as `2:30pm on 1 December 2026`; 50 at most.
   *
   * @maxItems 50
   */
  texts: string[];
}
/** What the texts mean, in their order. */
export interface TimesAnswer {
  /** One for each text. */
  items: TimeEntry[];
}
/** An instant that a text can mean. */
export interface TimeCandidate {
  /** The instant. */
  at: ws.Instant;
  /** What tells it from the other. */
  words: string;
}
/** The items of a sheet. */
export interface ItemSheetAnswer {
  /** As a document states them. */
  items: SheetItem[];
  /** How many rows were read, without the header. */
  rows: number;
  /** How many blank rows were passed over. */
  skipped: number;
  /** What a person should look at. */
  warnings: SheetFault[];
}
/** An item as a document of an event states it, except that a unit may be missing still. */
export interface SheetItem {
  /** Its id. */
  id: ws.ItemId;
  /** What it is. */
  description: string;
  /** What one price buys. */
  unit?: string | null;
  /** Its trade item number. */
  gtin?: string | null;
  /** Units a year for each trust. */
  volumes: {
    [k: string]: ws.Amount;
  };
  /** What each trust pays today for one unit. */
  baselines: {
    [k: string]: ws.Amount;
  };
}
/** The bidders of a sheet. */
export interface BidderSheetAnswer {
  /** One for each row. */
  bidders: SheetBidder[];
  /** How many rows were read, without the header. */
  rows: number;
  /** How many blank rows were passed over. */
  skipped: number;
  /** What a person should look at. */
  warnings: SheetFault[];
}
/** A bidder, with its figures for a lot. What the sheet leaves blank is null: the document's default counts. */
export interface SheetBidder {
  /** Its id. */
  id: ws.BidderId;
  /** Its name. */
  name: string;
  /** `evaluated = total × factor ÷ divisor + addition`. */
  factor?: ws.Amount | null;
  /** See `factor`. */
  divisor?: ws.Amount | null;
  /** See `factor`. */
  addition?: ws.Amount | null;
  /** Quality points in a weighted lot. */
  quality?: ws.Amount | null;
  /** Prices from the tender stage by item; null where the row has none. */
  opening?: {
    [k: string]: ws.Amount;
  } | null;
}
/** The prices of a sheet, and what they come to. Nothing was bid. */
export interface PriceSheetAnswer {
  /** One for every item of the lot, in the lot's order. */
  prices: {
    [k: string]: ws.Amount;
  };
  /** Σ price × volume. */
  total: ws.Amount;
  /** What is compared. */
  evaluated: ws.Amount;
  /** What a person should look at. */
  warnings: SheetFault[];
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
/** Asks for the bidder's own prices, all scaled by one ratio, so that they come to a given total. Nothing is bid. */
export interface FitBody {
  /** On which lot. */
  lot?: ws.LotId;
  /** The question's id. The answer repeats it. */
  id?: number | null;
  /** A unit price for every item of the lot. */
  prices: {
    [k: string]: ws.Amount;
  };
  /**
   * The total to scale to. Prices are rounded down, so they may come to a little less. Where it is left out, it is the
   * bidder's highest allowed total.
   */
  total?: ws.Amount | null;
}
