/** The pages' names for types of the protocol. Owns aliases only; the types themselves are generated. */
import type * as http from "./http";
import type * as ws from "./ws";

/** The least or the largest drop. */
export type Decrement = ws.MinDecrement | ws.MaxDecrement;
export type LotState = ws.State;
export type Item = ws.ItemView;
export type Rules = ws.RulesView;
export type You = ws.YouView;
export type StandingOffer = ws.OfferView;
export type Market = ws.MarketView;
export type EventSummary = ws.EventView;
export type Contact = ws.Contact;
export type LotResult = ws.ResultView;
export type RankedOffer = ws.PlaceView;
export type SpendFigures = ws.Saving;
export type Proposal = ws.ProposalView;
export type AnnulmentRequest = ws.RequestView;
export type InvitedBidder = ws.BidderView;
/** Unit price by item id. */
export type Prices = Record<string, string>;

/** The person who is signed in. */
export type Person = http.Me;
/** What the person chose for the pages of lots. */
export type Choices = http.Choices;
/** What a person may be here for, and for whom. */
export type Place = http.PlaceChoice;
export type OwnSession = http.SessionEntry;
/** A person as far as the one who asks may know. */
export type ListedPerson = http.PersonView;
export type PersonDeed = http.PersonDeed;
export type Organisation = http.OrganisationEntry;
export type OrganisationKind = http.OrganisationKind;
export type SecurityEvent = http.SecurityEventView;
export type Mail = http.MailView;
/** One of the bidder's own bids, accepted or refused. */
export type OwnBid = http.OwnBid;
/** An accepted offer, as the route for the graph gives it. */
export type Offer = http.OfferPoint;
/** A change of a lot's lead, with the year of an observer's own trust. */
export type LeadPoint = http.LeadPoint;
export type EventListed = Omit<http.ListedEvent, "lots"> & { lots: LotListed[] };
export type LotListed = Omit<http.ListedLot, "you" | "lead">;

type FromServer<Kind extends ws.ServerMessage["type"]> = Extract<ws.ServerMessage, { type: Kind }>;
export type LotMessage = FromServer<"lot">;
/** A lot without the market. */
export type LobbyLot = Omit<LotMessage, "market">;
export type Lobby = Omit<http.LobbyAnswer, "lots"> & { lots: LobbyLot[] };
export type LobbyPerson = http.LobbyPerson;
export type TermsAcceptance = http.TermsAcceptance;
/** How ready a bidder is. */
export type Ready = ws.ReadyView;
export type UpdateMessage = FromServer<"update">;
/** An event with all its lots in short. */
export type EventMessage = FromServer<"event">;
export type EventUpdateMessage = FromServer<"event_update">;
export type LotSummary = ws.ConsoleLot;
/** A bidder of an event, with its connection. */
export type Presence = ws.PresenceView;
export type Refusal = ws.RefusalView;
/** What an act would do, and each of its two sides. */
export type ActPreview = http.PreviewView;
export type LotSide = http.SideView;
/** What became of an act on one lot. */
export type LotOutcome = http.LotOutcome;
export type WelcomeMessage = FromServer<"welcome">;
export type AcceptedMessage = FromServer<"accepted">;
export type RefusedMessage = FromServer<"refused">;
export type ErrorMessage = FromServer<"error">;
export type BidMessage = Extract<ws.ClientMessage, { type: "bid" }>;
