/** Generated from the server's schema by `npm run types`; not to be edited by hand. */

/** A client sends ClientMessage, the server sends ServerMessage; one object in each text frame. */
export type FairlotWebSocketMessages = ClientMessage | ServerMessage;
/** A message from a client. */
export type ClientMessage =
  | ({
      type: "join";
      /** Send a `beat` while what is followed is open or paused and nothing else was sent for a while. */
      beat?: boolean;
    } & (
      | {
          /** Its id. */
          lot: LotId;
        }
      | {
          /** Its id. */
          event: EventId;
        }
    ))
  | ({
      type: "leave";
    } & (
      | {
          /** Its id. */
          lot: LotId;
        }
      | {
          /** Its id. */
          event: EventId;
        }
    ))
  | (BidMessage & {
      type: "bid";
    })
  | (FitMessage & {
      type: "fit";
    })
  | {
      type: "time";
      /** Comes back in the answer. */
      id: number;
    };
/** A lot, named by the server. */
export type LotId = string;
/** An e-auction event, named by the server. */
export type EventId = string;
/** A bid's own name, chosen by the client, unique for a bidder on a lot. */
export type BidRef = string;
/** exact decimal */
export type Amount = string;
/** A message from the server. Members that a viewer may not see are absent or null. */
export type ServerMessage =
  | {
      type: "welcome";
      /** The version of these messages. */
      protocol: number;
      /** The server's time. */
      now: Instant;
      /** What the caller is here for. */
      role: Role;
      /** Whom the caller is here for. */
      org: OrgId;
      /** When the connection will be closed unless it ends before. */
      expires_at: Instant;
    }
  | {
      type: "lot";
      /** Which. */
      lot: LotId;
      /** The place of the last record that is in it. */
      seq: Seq;
      /** When it was rendered. */
      now: Instant;
      /** The lot's title. */
      title: string;
      /** Where the lot is in its life. */
      state: State;
      /** From when bids count. */
      opens_at: Instant;
      /** Until when bids count, as things stand; while paused, as things stood. After an early close its instant. */
      closes_at: Instant;
      /** When the lot ended: its closing time, or the instant of an early close or a cancellation; none until it ends. */
      ended_at?: Instant | null;
      /** When a paused lot resumes by itself. */
      resumes_at?: Instant | null;
      /** How often a bid moved the close. */
      extensions: number;
      /** What is priced. */
      items: ItemView[];
      /** Decimal places of a unit price. */
      decimals: number;
      /** The rules that the viewer may see. */
      rules: RulesView;
      /** The same rules in plain English, as fixed at publication. */
      words: RuleWords[];
      /** How the supplier's own offers are compared; absent for others. */
      formula?: FormulaView | null;
      /** What the lot shares with the rest of its event. */
      event: EventView;
      /** Why the clock is frozen, and with how much left. */
      pause?: PauseView | null;
      /** The close never moves past this. */
      latest_close?: Instant | null;
      /** The supplier's own side; absent for others. */
      you?: YouView | null;
      /** The others' side, as far as the viewer may see it. */
      market: MarketView;
      /** What happened, oldest first. */
      notices: Notice[];
      /** How the lot ended; none until it closes. */
      result?: ResultView | null;
      /** What each trust gains or loses at the lead's prices; none for suppliers and without a lead. */
      savings?: Savings | null;
      /** Acts that wait for a second buyer; absent for suppliers and observers. */
      proposals?: ProposalView[] | null;
      /** Bidders' requests to annul their offers; absent for suppliers and observers. */
      requests?: RequestView[] | null;
      /** Who is invited; absent for suppliers and observers. */
      bidders?: BidderView[] | null;
    }
  | {
      type: "update";
      /** Which. */
      lot: LotId;
      /** The place of the last record that is in it. */
      seq: Seq;
      /** When it was rendered. */
      now: Instant;
      /** The lot's title. */
      title?: string;
      /** Where the lot is in its life. */
      state?: State;
      /** From when bids count. */
      opens_at?: Instant;
      /** Until when bids count, as things stand; while paused, as things stood. After an early close its instant. */
      closes_at?: Instant;
      /** When the lot ended: its closing time, or the instant of an early close or a cancellation; none until it ends. */
      ended_at?: Instant | null;
      /** When a paused lot resumes by itself. */
      resumes_at?: Instant | null;
      /** How often a bid moved the close. */
      extensions?: number;
      /** What is priced. */
      items?: ItemView[];
      /** Decimal places of a unit price. */
      decimals?: number;
      /** The rules that the viewer may see. */
      rules?: RulesView;
      /** The same rules in plain English, as fixed at publication. */
      words?: RuleWords[];
      /** How the supplier's own offers are compared; absent for others. */
      formula?: FormulaView | null;
      /** What the lot shares with the rest of its event. */
      event?: EventView;
      /** Why the clock is frozen, and with how much left. */
      pause?: PauseView | null;
      /** The close never moves past this. */
      latest_close?: Instant | null;
      /** The supplier's own side; absent for others. */
      you?: YouView | null;
      /** The others' side, as far as the viewer may see it. */
      market?: MarketView;
      /** What happened, oldest first. */
      notices?: Notice[];
      /** How the lot ended; none until it closes. */
      result?: ResultView | null;
      /** What each trust gains or loses at the lead's prices; none for suppliers and without a lead. */
      savings?: Savings | null;
      /** Acts that wait for a second buyer; absent for suppliers and observers. */
      proposals?: ProposalView[] | null;
      /** Bidders' requests to annul their offers; absent for suppliers and observers. */
      requests?: RequestView[] | null;
      /** Who is invited; absent for suppliers and observers. */
      bidders?: BidderView[] | null;
    }
  | {
      type: "event";
      /** Which. */
      event: EventId;
      /** The server's time. */
      now: Instant;
      /** The event's title. */
      title: string;
      /** The partnership's own reference. */
      reference?: string | null;
      /** Nothing in it counts. */
      practice: boolean;
      /** The currency of all amounts, ISO 4217. */
      currency: string;
      /** The first of open, paused, scheduled, closed and cancelled that a lot has; null where no lot can be read. */
      state?: State | null;
      /** Its lots, in the document's order. */
      lots: ConsoleLot[];
      /** Its bidders, in the document's order; absent for observers. */
      presence?: PresenceView[] | null;
    }
  | {
      type: "event_update";
      /** Which. */
      event: EventId;
      /** The server's time. */
      now: Instant;
      /** The event's state, where it has changed. */
      state?: State | null;
      /** The lots that have changed, each whole. */
      lots: ConsoleLot[];
      /** The bidders that have changed, each whole; absent for observers. */
      presence?: PresenceView[] | null;
    }
  | {
      type: "beat";
      /** The server's time. */
      now: Instant;
      /** Something is sent again within about this time, in milliseconds. */
      next_ms: number;
    }
  | (AcceptedMessage & {
      type: "accepted";
    })
  | (RefusedMessage & {
      type: "refused";
    })
  | (FittedMessage & {
      type: "fitted";
    })
  | {
      type: "message";
      /** About which lot. */
      lot: LotId;
      /** Its record. */
      seq: Seq;
      /** When it was sent. */
      at: Instant;
      /** What it says. */
      text: string;
    }
  | {
      type: "time";
      /** As it was asked with. */
      id: number;
      /** The server's time. */
      now: Instant;
    }
  | (ErrorMessage & {
      type: "error";
    });
/** RFC 3339, UTC, microseconds */
export type Instant = string;
/** What a person is here for. */
export type Role = "admin" | "buyer" | "supplier" | "observer" | "auditor";
/** An organisation: a bidder's id, a trust's ODS code, or the partnership's id. */
export type OrgId = string;
/** A record's place in its stream; the first is 1. */
export type Seq = number;
/** Where a lot is in its life. */
export type State = "scheduled" | "open" | "paused" | "closed" | "cancelled";
/** A line of a lot, named by the event's document. */
export type ItemId = string;
/** The shape of the auction. */
export type Format = "english";
/** What ranks. */
export type Scoring = "price" | "weighted";
/** What a new offer has to beat. */
export type Beat = "own" | "lead";
/** The least drop from the reference. */
export type MinDecrement =
  | {
      absolute: Amount;
    }
  | {
      percent: Amount;
    }
  | {
      bands: Band[];
    };
/** One band of a minimum decrement. */
export type Band = {
  /** The least reference that the band is for. */
  from: Amount;
} & (
  | {
      absolute: Amount;
    }
  | {
      percent: Amount;
    }
);
/** The largest drop from the reference. */
export type MaxDecrement = {
  /** What happens to a larger one. */
  mode: MaxMode;
} & (
  | {
      absolute: Amount;
    }
  | {
      percent: Amount;
    }
);
/** What happens to a drop that is too large. */
export type MaxMode = "confirm" | "refuse";
/** How equal offers are told apart, at every place. */
export type Ties = "earliest" | "equal_best" | "equal_worst" | "forbid_first";
/** From where an extended close is counted. */
export type ExtendFrom = "close" | "bid";
/** Which accepted bids extend. */
export type Trigger = "any" | "rank_within" | "lead_change";
/** When a bidder begins to see the market. */
export type Gate = "none" | "first_bid";
/** When buyers see who bids. */
export type BuyerSees = "always" | "after_close";
/** What a rule is about. */
export type RuleAbout =
  | "step"
  | "drop"
  | "ceiling"
  | "extension"
  | "idle"
  | "close"
  | "ties"
  | "leader"
  | "scoring"
  | "visibility"
  | "decimals"
  | "terms";
/** What makes up the figure that is ranked. */
export type FormulaKind = "price" | "figures" | "weighted";
/** A trust's ODS code. */
export type OdsCode = string;
/** Under which law an event runs. */
export type Profile = "reg35" | "custom";
/** What moved the clock. */
export type Cause = "bid" | "buyer" | "outage";
/** A supplier invited to bid, named by the event's document. */
export type BidderId = string;
/** What a notice is about. */
export type NoticeKind =
  | "lot_opened"
  | "lot_extended"
  | "lot_paused"
  | "lot_resumed"
  | "bid_annulled"
  | "annulment_declined"
  | "bidder_excluded"
  | "lot_closed"
  | "lot_cancelled"
  | "message";
/** What moved the clock or closed the lot. */
export type NoticeCause = "bid" | "buyer" | "outage" | "time";
/** How the lot ended. */
export type ResultView =
  | {
      /** Its final rank; none without an offer. */
      rank?: number | null;
      /** How many were invited, where that is shown. */
      of?: number | null;
      /** Its final total. */
      total?: Amount | null;
    }
  | {
      /** Best first. */
      ranking: PlaceView[];
      /** Whether the lead met the reserve; absent for observers. */
      reserve_met?: boolean | null;
    };
/** At whose prices savings are computed. */
export type Basis = "lead" | "result";
/** A person; the journal knows people by nothing else. */
export type PersonId = string;
/** The first reason that applies, in the order of judgement. */
export type Reason =
  | "ref_reused"
  | "not_open"
  | "paused"
  | "closed"
  | "cancelled"
  | "excluded"
  | "terms_not_accepted"
  | "missing_price"
  | "unknown_item"
  | "not_positive"
  | "too_many_decimals"
  | "price_too_large"
  | "above_ceiling"
  | "not_improved"
  | "already_leading"
  | "decrement_too_small"
  | "decrement_too_large"
  | "needs_confirmation"
  | "ties_with_lead";
/** SHA-256 of a record, chained */
export type Hash = string;
/** What a client can act on. */
export type ErrorCode = "forbidden" | "not_found" | "bad_message" | "overloaded" | "unavailable";

/** A bid. */
export interface BidMessage {
  /** On which lot. */
  lot: LotId;
  /** The client's own name for the bid, unique for its organisation on the lot; at most 64 bytes. */
  ref: BidRef;
  /** A unit price for every item of the lot. */
  prices: {
    [k: string]: Amount;
  };
  /** The bidder confirms an unusually large drop. */
  confirmed?: boolean;
}
/** Asks for the bidder's own prices, all scaled by one ratio, so that they come to a given total. Nothing is bid. */
export interface FitMessage {
  /** On which lot. */
  lot: LotId;
  /** The question's id. The answer repeats it. */
  id: number;
  /** A unit price for every item of the lot. */
  prices: {
    [k: string]: Amount;
  };
  /**
   * The total to scale to. Prices are rounded down, so they may come to a little less. Where it is left out, it is the
   * bidder's highest allowed total.
   */
  total?: Amount | null;
}
/** A line of the lot. */
export interface ItemView {
  /** Its id. */
  id: ItemId;
  /** What it is. */
  description: string;
  /** What one price buys. */
  unit: string;
  /** Its trade item number. */
  gtin?: string | null;
  /** Units a year, all trusts together. */
  volume: Amount;
  /** Units a year for each trust that the viewer may see; absent for suppliers. */
  volumes?: {
    [k: string]: Amount;
  } | null;
  /** What each trust that the viewer may see pays today; absent for suppliers. */
  baselines?: {
    [k: string]: Amount;
  } | null;
}
/** What a lot is judged by. Checked by `event` before a lot ever sees it. */
export interface RulesView {
  /** The shape of the auction. */
  format: Format;
  /** What ranks: the price alone, or quality as well. */
  scoring: Scoring;
  /** Weight of the price in a weighted lot. */
  price_weight?: Amount | null;
  /** What a new offer has to beat. */
  beat: Beat;
  /** The highest total that is taken. */
  ceiling?: Amount | null;
  /** The least drop from the reference. */
  min_decrement: MinDecrement;
  /** Drops are whole multiples of the decrement. */
  whole_steps: boolean;
  /** The largest drop from the reference. */
  max_decrement?: MaxDecrement | null;
  /** Whether the bidder that leads alone may bid again. */
  leader_may_rebid: boolean;
  /** How equal offers are told apart. */
  ties: Ties;
  /** A total, secret from bidders and observers; changes no verdict. */
  reserve?: Amount | null;
  /** When a late bid moves the close. */
  extension?: Extension | null;
  /** Close after silence. */
  idle?: Idle | null;
  /** How long the lot holds on at its close, milliseconds. */
  settle_ms: number;
  /** After an outage: seconds from the restart until the lot resumes by itself. */
  auto_resume_s?: number | null;
  show: ShowView;
}
/** When a late bid moves the close. */
export interface Extension {
  /** A bid extends when no more than this is left, seconds. */
  window_s: number;
  /** By how much, seconds. */
  extend_s: number;
  /** From where the new close is counted. */
  from: ExtendFrom;
  /** Which bids extend. */
  trigger: Trigger;
  /** The rank of `rank_within`. */
  rank?: number | null;
  /** No more extensions than this. */
  max_count?: number | null;
  /** The close never moves past this. */
  latest_close?: Instant | null;
}
/** Close after silence. */
export interface Idle {
  /** Silence that closes, seconds. */
  idle_s: number;
  /** The close never moves past this. */
  latest_close?: Instant | null;
}
/** Who is shown what. */
export interface ShowView {
  /** Bidders see the lead's evaluated price. */
  lead_price: boolean;
  /** Bidders see all prices, without names. */
  all_prices: boolean;
  /** Bidders see how many they are. */
  bidder_count: boolean;
  /** When a bidder begins to see the market. */
  gate: Gate;
  /** When buyers see who bids. */
  identities_to_buyer?: BuyerSees;
  /** Observers see after the close who bid. */
  identities_to_observer?: boolean;
  /**
   * An observer sees the volumes, the baselines and the savings of all trusts, not its own alone. Lots that were
   * published before this was a rule do not state it.
   */
  other_trusts?: boolean;
}
/** One rule of a lot in plain English. */
export interface RuleWords {
  /** Which rule. */
  about: RuleAbout;
  /** What it says. */
  text: string;
}
/** How a bidder's own offers are compared. */
export interface FormulaView {
  /** What makes up the figure that is ranked. */
  kind: FormulaKind;
  /** The formula in plain English. */
  text: string;
  /** The bidder's own factor. */
  factor: Amount;
  /** The bidder's own divisor. */
  divisor: Amount;
  /** The bidder's own addition. */
  addition: Amount;
  /** The bidder's own quality points; none without. */
  quality?: Amount | null;
  /** The weight of the price in a weighted lot. */
  price_weight?: Amount | null;
  /** The formula worked out once. */
  example: FormulaExample;
}
/** A formula worked out once. */
export interface FormulaExample {
  /** The total of an offer. */
  total: Amount;
  /** The price that is compared. */
  evaluated: Amount;
  /** The lowest compared price that the example assumes; in a weighted lot only. */
  lowest?: Amount | null;
  /** The score; in a weighted lot only. */
  score?: Amount | null;
  /** The example in plain English. */
  text: string;
}
/** What the lot shares with the rest of its event. */
export interface EventView {
  /** The event's id. */
  id: EventId;
  /** Its title. */
  title: string;
  /** The partnership's own reference. */
  reference?: string | null;
  /** Whom a reader may ask. */
  contact?: Contact | null;
  /** ISO 4217. */
  currency: string;
  /** Nothing in it counts. */
  practice: boolean;
  /** How long the contract runs. */
  contract_months?: number | null;
  /** The day on which it starts, `2027-04-01`. */
  contract_starts_on?: string | null;
  /** What a bidder has to accept before it bids. */
  terms?: string | null;
  /** The trusts that buy; absent for suppliers. */
  trusts?: TrustView[] | null;
  /** Under which law it runs; for buyers and auditors. */
  profile?: Profile | null;
  /** Whether delicate acts wait for a second buyer; for buyers and auditors. */
  four_eyes?: boolean | null;
}
/** Whom a reader of an event may ask. Everybody who may see the event may know it. */
export interface Contact {
  /** A person or an office. */
  name: string;
  /** As it is dialled from the United Kingdom; there is a telephone number or an e-mail address. */
  telephone?: string | null;
  /** Its e-mail address. */
  email?: string | null;
  /** When somebody answers. */
  hours?: string | null;
}
/** A trust that buys. */
export interface TrustView {
  /** Its ODS code. */
  ods: OdsCode;
  /** Its name. */
  name: string;
}
/** A stopped clock. */
export interface PauseView {
  /** What stopped the clock: a buyer, or an outage. */
  cause: Cause;
  /** When the clock was stopped. */
  since: Instant;
  /** How long the server was away, in microseconds; null for a buyer's pause, and where it is not known. */
  outage_us?: number | null;
  /** The time that is left, in microseconds. */
  remaining_us: number;
  /** The buyer's reason. */
  reason?: string | null;
}
/** What a supplier is told of itself. */
export interface YouView {
  /** Its present rank; none without a standing offer, and once excluded. */
  rank?: number | null;
  /** Its standing offer's total. */
  total?: Amount | null;
  /** Its standing offer's evaluated price. */
  evaluated?: Amount | null;
  /** Its score in a weighted lot, where the lead's price is shown. */
  score?: Amount | null;
  /** Its standing offer's unit prices. */
  prices?: {
    [k: string]: Amount;
  } | null;
  /** The highest total that it may offer next. */
  highest_allowed?: Amount | null;
  /** The lowest total that it may offer next. */
  lowest_allowed?: Amount | null;
  /** The nearest offer that can be typed. */
  suggested?: SuggestedView | null;
  /** Its own figures for this lot. */
  figures: FiguresView;
  /** Whether it has accepted the event's terms; none where there are none. */
  terms_accepted?: boolean | null;
  /** Whether the buyer has excluded it from the lot. */
  excluded: boolean;
  /** When and why. */
  exclusion?: ExclusionView | null;
  /** Whether a bid of it would be looked at now: the lot is open, and nothing but the price can stand in its way. */
  may_bid: boolean;
  /** Its standing bid; none for an opening offer. */
  standing?: StandingView | null;
  /** Whether its request to annul that offer waits for the buyer. */
  annulment_requested: boolean;
  /** Its latest annulled offer, until a later bid of it is accepted. */
  annulled?: AnnulledView | null;
  /** How many of its bids on this lot were judged so far. An opening offer is no bid. */
  bids: BidCounts;
}
/** The nearest offer that can be typed. */
export interface SuggestedView {
  /** Unit prices on the tick grid. */
  prices: {
    [k: string]: Amount;
  };
  /** Their total. */
  total: Amount;
}
/** `evaluated = total × factor ÷ divisor + addition`. */
export interface FiguresView {
  /** See above. */
  factor: Amount;
  /** See above. */
  divisor: Amount;
  /** See above. */
  addition: Amount;
  /** Quality points in a weighted lot. */
  quality?: Amount | null;
}
/** A buyer's act that took a bidder out of the ranking for good. */
export interface ExclusionView {
  /** When. */
  at: Instant;
  /** The buyer's reason. */
  reason: string;
}
/** A standing bid. */
export interface StandingView {
  /** Its place in the journal. */
  seq: Seq;
}
/** An annulled offer. */
export interface AnnulledView {
  /** Its place in the journal; none for an opening offer. */
  seq?: Seq | null;
  /** Its total. */
  total: Amount;
  /** What was compared. */
  evaluated: Amount;
  /** When it was accepted. */
  at: Instant;
  /** When it was annulled. */
  annulled_at: Instant;
  /** The buyer's reason. */
  reason: string;
}
/** How many bids were accepted and refused. */
export interface BidCounts {
  /** Accepted, annulled since or not. */
  accepted: number;
  /** Refused. */
  refused: number;
}
/** The market as one viewer may see it. */
export interface MarketView {
  /** The evaluated price ranked first. */
  lead?: Amount | null;
  /** How many are invited. */
  bidders?: number | null;
  /** The standing offers, best first; none for a supplier that may not see them. */
  offers?: OfferView[] | null;
}
/** A standing offer. */
export interface OfferView {
  /** Its place in the journal; none for an opening offer. */
  seq?: Seq | null;
  /** Whose it is, as this viewer knows it. */
  alias: string;
  /** Whose it is; left out where the viewer may not know it. */
  bidder?: BidderId | null;
  /** Its name; left out where the viewer may not know it. */
  name?: string | null;
  /** Present, and true, on the viewer's own offer. */
  own?: boolean | null;
  /** Its rank. */
  rank: number;
  /** Its total; none for a supplier on another's offer, whose figures would follow from it. */
  total?: Amount | null;
  /** What is compared. */
  evaluated: Amount;
  /** Its score in a weighted lot; none for a supplier on another's offer. */
  score?: Amount | null;
  /** When it was accepted. */
  at: Instant;
  /** Its unit prices; absent for suppliers. */
  prices?: {
    [k: string]: Amount;
  } | null;
}
/** Something that happened on the lot. */
export interface Notice {
  /** Its place in the journal. */
  seq: Seq;
  /** When. */
  at: Instant;
  /** What. */
  kind: NoticeKind;
  /** What moved the clock or closed the lot. */
  cause?: NoticeCause | null;
  /** The buyer's reason. */
  reason?: string | null;
  /** The close from then on. */
  closes_at?: Instant | null;
  /** The buyer's message. */
  text?: string | null;
  /** True for the bidder that the notice is about; left out for all others. */
  own?: boolean | null;
  /** The alias of the one bidder that the notice is for. Only buyers and auditors get it. */
  to?: string | null;
}
/** A bidder's place in the result. */
export interface PlaceView {
  /** Who, as this viewer knows it. */
  alias: string;
  /** Who; left out where the viewer may not know it. */
  bidder?: BidderId | null;
  /** Its name; left out where the viewer may not know it. */
  name?: string | null;
  /** Its rank. */
  rank: number;
  /** The place of its final offer in the journal; none for an opening offer. */
  seq?: Seq | null;
  /** Its final total. */
  total: Amount;
  /** Its final evaluated price. */
  evaluated: Amount;
  /** Its final score in a weighted lot. */
  score?: Amount | null;
}
/** A year's savings of all trusts that take part in the lot. */
export interface Savings {
  /** At whose prices. */
  basis: Basis;
  /** Each trust that the viewer may see, in the document's order. */
  trusts: TrustSaving[];
  /** All of them. */
  total: Saving;
  /** How many pairs of trust and item have a volume but no baseline, and are in none of the figures. */
  not_counted: number;
}
/** One trust's year. */
export interface TrustSaving {
  /** Its ODS code. */
  ods: OdsCode;
  /** Its name. */
  name: string;
  /** At today's prices. */
  baseline_spend: Amount;
  /** At the offer's prices. */
  spend: Amount;
  /** The difference; negative for a loss. */
  saving: Amount;
  /** The saving in per cent of today's spend, one place; none where nothing is spent today. */
  percent?: Amount | null;
  /** The lines that it buys, in the lot's order. In a view of a lot for its own observers only. */
  items?: ItemSaving[] | null;
}
/** One trust's year of one line of the lot. */
export interface ItemSaving {
  /** Which line. */
  item: ItemId;
  /** Units a year. */
  volume: Amount;
  /** What the trust pays for one today; null where that is not known. Then the line is in no figure. */
  baseline?: Amount | null;
  /** What one costs by the offer. */
  price: Amount;
  /** The volume at today's price. */
  today?: Amount | null;
  /** The volume at the offer's price; null where the line is not counted. */
  offer?: Amount | null;
  /** The difference; negative for a loss. */
  saving?: Amount | null;
  /** The saving in per cent of today's spend, one place; none where nothing is spent today. */
  percent?: Amount | null;
}
/** A year's figures. */
export interface Saving {
  /** At today's prices. */
  baseline_spend: Amount;
  /** At the offer's prices. */
  spend: Amount;
  /** The difference; negative for a loss. */
  saving: Amount;
  /** The saving in per cent of today's spend, one place; none where nothing is spent today. */
  percent?: Amount | null;
}
/** An act that waits for a second buyer. */
export interface ProposalView {
  /** Its place in the journal; approve and decline name it. */
  seq: Seq;
  /**
   * The act as it was sent, with the bidder's alias. A viewer that may not know who it is sees the alias alone, others
   * the name too.
   */
  act: {
    [k: string]: unknown;
  };
  /** Who proposed it. */
  by: PersonId;
  /** Their name. Null once the person is erased, and for a person who is not among the people who sign in. */
  by_name?: string | null;
  /** When. */
  at: Instant;
}
/** A bidder's request to annul its standing offer. */
export interface RequestView {
  /** Its place in the journal; decline names it. */
  seq: Seq;
  /** Who asks, as this viewer knows it. */
  alias: string;
  /** Who asks; left out where the viewer may not know it. */
  bidder?: BidderId | null;
  /** Its name; left out where the viewer may not know it. */
  name?: string | null;
  /** The bid that made the offer, by its own name; none for an opening offer. */
  ref?: BidRef | null;
  /** The record of the offer that is to be annulled; none for an opening offer. */
  offer?: Seq | null;
  /** That offer's total. */
  total?: Amount | null;
  /** That offer's evaluated price. */
  evaluated?: Amount | null;
  /** The offer that would count again; none where the bidder would have no offer. */
  back_to?: BackToView | null;
  /** Who. */
  by?: PersonId;
  /** Their name. Null once the person is erased, and for a person who is not among the people who sign in. */
  by_name?: string | null;
  /** Why. */
  reason: string;
  /** When. */
  at: Instant;
}
/** The offer that counts again once a bidder's standing offer is annulled. */
export interface BackToView {
  /** Its total. */
  total: Amount;
  /** The rank that the bidder would have; none once the bidder is excluded. */
  rank?: number | null;
}
/** An invited bidder. */
export interface BidderView {
  /** Who, as this viewer knows it. */
  alias: string;
  /** Who; left out where the viewer may not know it. */
  bidder?: BidderId | null;
  /** Its name; left out where the viewer may not know it. */
  name?: string | null;
  /** Whether it has accepted the event's terms; none where there are none. */
  terms_accepted?: boolean | null;
  /** Whether it is excluded from the lot. */
  excluded: boolean;
  /** When and why it was excluded. */
  exclusion?: ExclusionView | null;
  /** The total of its last standing offer, also once it is excluded. */
  total?: Amount | null;
  /** What is compared of that offer. */
  evaluated?: Amount | null;
  /** How many of its bids were refused. */
  refused_count: number;
  /** How many of its bids were refused since its last accepted one. */
  refused_in_a_row: number;
}
/** A lot's summary, for one viewer who is no supplier. */
export interface ConsoleLot {
  /** Which lot. */
  lot: LotId;
  /** The record that the summary is up to date with. */
  seq?: Seq | null;
  /** The lot's title. */
  title: string;
  /** Where the lot is in its life. Null, like all that follows, while the lot's journal cannot be read. */
  state?: State | null;
  /** From when bids count. */
  opens_at?: Instant | null;
  /** Until when bids count, as things stand. */
  closes_at?: Instant | null;
  /** The close never moves past this. */
  latest_close?: Instant | null;
  /** When a paused lot resumes by itself. */
  resumes_at?: Instant | null;
  /** Why the clock of a paused lot stands still, and with how much left. */
  pause?: PauseView | null;
  /** When the lot ended; null until it ends. */
  ended_at?: Instant | null;
  /** How often a bid moved the close. */
  extensions?: number | null;
  /** The offer that leads; null without one. */
  lead?: LeadView | null;
  /** What the trusts gain or lose in a year at the lead's prices; null without a lead, and after a cancellation. */
  saving?: ConsoleSaving | null;
  /** How many bidders there are. */
  bidders?: BidderCounts | null;
  /** How many bids there were. */
  offers?: OfferCounts | null;
  /** What waits for a buyer; absent for observers. */
  waiting?: WaitingCounts | null;
  /** The bidders whose last three bids or more were refused, while the lot runs; absent for observers. */
  repeatedly_refused?: RepeatedlyRefused[] | null;
  /** The newest refused bids, oldest first; absent for observers. */
  refusals?: RefusalView[] | null;
}
/** The offer that leads. */
export interface LeadView {
  /** Whose it is, as this viewer knows it. */
  alias: string;
  /** Whose it is; left out where the viewer may not know it. */
  bidder?: BidderId | null;
  /** Its name; left out where the viewer may not know it. */
  name?: string | null;
  /** Its total. */
  total: Amount;
  /** What is compared. */
  evaluated: Amount;
  /** Its score in a weighted lot. */
  score?: Amount | null;
  /** Its place in the journal; null for an opening offer. */
  seq?: Seq | null;
}
/** A year's saving at the lead's prices. */
export interface ConsoleSaving {
  /** At today's prices. */
  baseline_spend: Amount;
  /** The difference; negative for a loss. */
  saving: Amount;
  /** The saving in per cent of today's spend, one place; none where nothing is spent today. */
  percent?: Amount | null;
  /** How many pairs of trust and item have a volume but no baseline, and are in none of the figures. */
  not_counted: number;
  /** Of the observer's own trust; absent for others, and where the trust takes no part in the lot. */
  own?: Saving | null;
}
/** How many bidders a lot has. */
export interface BidderCounts {
  /** All that are invited. */
  invited: number;
  /** Those with an offer that counts. */
  with_offer: number;
  /** Those that a buyer has excluded. */
  excluded: number;
  /** Those that are connected; absent for observers. */
  connected?: number | null;
  /** Those that have not accepted the event's terms and are not excluded; absent for observers. */
  terms_missing?: number | null;
}
/** How many bids a lot has had. */
export interface OfferCounts {
  /** Accepted bids. */
  accepted: number;
  /** Refused bids; absent for observers. */
  refused?: number | null;
  /** Bids that were accepted in the last 60 seconds. */
  last_minute: number;
}
/** What waits for a buyer. */
export interface WaitingCounts {
  /** Requests of bidders for an annulment. */
  requests: number;
  /** Acts that wait for a second buyer. */
  proposals: number;
  /** Since when the one that has waited longest waits; null where nothing does. */
  oldest_at?: Instant | null;
}
/** A bidder whose last bids were all refused. */
export interface RepeatedlyRefused {
  /** Who, as this viewer knows it. */
  alias: string;
  /** Who; left out where the viewer may not know it. */
  bidder?: BidderId | null;
  /** Its name; left out where the viewer may not know it. */
  name?: string | null;
  /** How many of its bids were refused since its last accepted one. */
  refused_in_a_row: number;
}
/** A refused bid. */
export interface RefusalView {
  /** Its place in the journal. */
  seq: Seq;
  /** When it was decided. */
  at: Instant;
  /** When its frame had been read. */
  received_at: Instant;
  /** Whose it is, as this viewer knows it. */
  alias: string;
  /** Whose it is; left out where the viewer may not know it. */
  bidder?: BidderId | null;
  /** Its name; left out where the viewer may not know it. */
  name?: string | null;
  /** Why it does not count. */
  reason: Reason;
  /** The total that would have passed, where the reason has one. */
  limit?: Amount | null;
  /** What was offered, as it was sent. In the summary of a lot null where there are more than ten prices. */
  prices?: {
    [k: string]: Amount;
  } | null;
  /** The total at these prices; none where they make no offer. */
  total?: Amount | null;
  /** What is compared of it; none where they make no offer. */
  evaluated?: Amount | null;
  /** How many bids of this bidder were refused since its last accepted one, this one included. */
  in_a_row: number;
}
/**
 * A bidder of an event, for a viewer who is no supplier and no observer.
 *
 * While a lot that hides its bidders' names from the viewer is open or paused, whatever says who is connected is null:
 * it would tell which bidder an alias stands for.
 */
export interface PresenceView {
  /** Who. */
  bidder: BidderId;
  /** Its name. */
  name: string;
  /** The lots that it is invited to, in the document's order. */
  lots: PresenceLot[];
  /** Whether a connection of its organisation follows a lot of the event, and was heard of in the last 10 seconds. */
  connected?: boolean | null;
  /** When the present value of `connected` began; null for a bidder that was never connected since the server's start. */
  since?: Instant | null;
  /** How many connections it has. */
  connections?: number | null;
  /** The people of its organisation, and those who are connected for it by a token. */
  people: PresencePerson[];
  /** Its connection test and its practice; null where there was neither. */
  ready?: ReadyView | null;
  /**
   * Whether it has accepted the event's terms. This and what follows count only lots whose names the viewer may see;
   * null without any, and where there are no terms.
   */
  terms_accepted?: boolean | null;
  /** How many of its bids were accepted. */
  offers?: number | null;
  /** How many of its bids were refused. */
  refused?: number | null;
  /** How many of its bids were refused since its last accepted one, on the lot where these are the most. */
  refused_in_a_row?: number | null;
}
/** A lot that a bidder is invited to. */
export interface PresenceLot {
  /** Which. */
  lot: LotId;
  /** The bidder's alias there; left out where the viewer may not know whose it is. */
  alias?: string | null;
}
/** A person of a bidder. */
export interface PresencePerson {
  /** Who. */
  person: PersonId;
  /** The person's name; null for a person who is not among the people who sign in. */
  name?: string | null;
  /** Where the person can be rung. */
  telephone?: string | null;
  /** Whether a connection of this person follows a lot of the event. */
  connected?: boolean | null;
}
/** How ready a bidder is for its event. */
export interface ReadyView {
  /** When a person of it last tested its connection; null, as the two figures, where nobody has. */
  tested_at?: Instant | null;
  /** How long a question to the server and its answer took, in milliseconds. */
  round_trip_ms?: number | null;
  /** How far the device's clock was ahead of the server's, in milliseconds; below zero where it was behind. */
  clock_ms?: number | null;
  /** When a practice lot of it last ended in which a bid of it was accepted; null where none has. */
  practised_at?: Instant | null;
}
/** The answer to a bid that counts. */
export interface AcceptedMessage {
  /** On which lot. */
  lot: LotId;
  /** The client's own name for the bid. */
  ref: BidRef;
  /** Its record. */
  seq: Seq;
  /** When it was decided. */
  at: Instant;
  /** When its frame had been read: the close is compared with this instant. */
  received_at: Instant;
  /** The record's hash. */
  hash: Hash;
  /** The bidder's rank right after the bid. */
  rank: number;
  /** Σ price × volume. */
  total: Amount;
  /** What is compared. */
  evaluated: Amount;
  /** Reserved for a signature; null until signatures are built. */
  receipt?: string | null;
}
/** The answer to a bid that does not count. */
export interface RefusedMessage {
  /** On which lot. */
  lot: LotId;
  /** The client's own name for the bid. */
  ref: BidRef;
  /** Its record. */
  seq: Seq;
  /** When it was decided. */
  at: Instant;
  /** When its frame had been read: the close is compared with this instant. */
  received_at: Instant;
  /** The record's hash. */
  hash: Hash;
  /** Why. */
  reason: Reason;
  /** The total that would have passed, where the reason has one. */
  limit?: Amount | null;
  /** In plain English. */
  message: string;
}
/** The scaled prices. */
export interface FittedMessage {
  /** On which lot. */
  lot: LotId;
  /** The question's id; null where a request over HTTP had none. */
  id?: number | null;
  /** A unit price for every item, each rounded down to the smallest step; null where there are no such prices. */
  prices?: {
    [k: string]: Amount;
  } | null;
  /** Σ price × volume; null without prices. */
  total?: Amount | null;
  /** The evaluated price, which would be compared with other offers; null without prices. */
  evaluated?: Amount | null;
}
/** Something could not be done; the connection lives on. */
export interface ErrorMessage {
  /** What a client can act on. */
  code: ErrorCode;
  /** About which lot, where that could be read. */
  lot?: string | null;
  /** About which bid, where that could be read. */
  ref?: string | null;
  /** About which event; left out where it is about none. */
  event?: string | null;
  /** About which question; left out where it is about none. */
  id?: number | null;
  /** In plain English: the member, the rule, the nearest right value. */
  message: string;
}
