/**
 * One live lot: has all the effects that its page needs besides bids (connection, loading, announcements, sound).
 * The views draw `state` and call the methods. What follows from an act is decided in `state/reduce.ts`, not here.
 */
import { leadsAfter, lotStatus, offersAfter, recordAfter } from "../api/lots";
import type { Choices, LotMessage, Person } from "../protocol/names";
import { Announcements } from "./announcer/announcements";
import { Speaker, type Voice } from "./announcer/speaker";
import { Connection } from "./connection";
import { Loader } from "./loader";
import { LotBids } from "./lot-bids";
import { isVoidedAnew } from "./own-offers";
import { SoundSwitch } from "./sound/sound-switch";
import { hasNewVoid, missesNames } from "./state/loaded-offers";
import { isSupplier, type SentBid, staleMs, type State } from "./state/state";

const TICK_MS = 200;
/** A tick as late as this means that the machine or the tab was suspended. */
const SUSPENDED_MS = 3_000;

export class LiveLot extends LotBids {
  private readonly connection: Connection;
  private readonly announcements: Announcements;
  private readonly offers: Loader;
  private readonly record: Loader;
  /** An annulment, an exclusion and the close change offers that are loaded already. */
  private reload_offers = false;
  /** So does an annulment with the bidder's own record. */
  private reload_record = false;
  private names_asked = false;
  private ticking: ReturnType<typeof setInterval> | undefined;
  private readonly sound = new SoundSwitch(() => import("./sound/sound").then(({ Sound }) => Sound));
  choices: Choices;

  /** `choose` keeps what the person chooses on the page of the lot. */
  constructor(
    lot: string,
    person: Person,
    voice: Voice,
    readonly choose: (choices: Choices) => void,
  ) {
    super(lot, person);
    this.announcements = new Announcements(new Speaker(voice));
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    this.connection = new Connection({
      url: `${scheme}://${location.host}/ws`,
      lots: [lot],
      dispatch: (act) => this.dispatch(act),
      unanswered: () => (this.state.sent === null ? [] : [{ lot, bid: this.state.sent }]),
      staleMs: () => staleMs(this.state),
      isSignedIn: async () => (await lotStatus(lot)) !== 401,
    });
    this.offers = new Loader(() => this.loadOffers(), this.loadFailed("offers"));
    this.record = new Loader(() => this.loadRecord(), this.loadFailed("record"));
    this.choices = person.choices;
    this.chosen(person.choices);
    this.restore();
  }

  start(): void {
    this.connection.start();
    this.ticking = setInterval(() => this.tick(), TICK_MS);
    addEventListener("online", this.tryNow);
    addEventListener("offline", this.networkGone);
    document.addEventListener("visibilitychange", this.tryNow);
  }

  stop(): void {
    clearInterval(this.ticking);
    this.sound.stop();
    this.connection.stop();
    this.offers.stop();
    this.record.stop();
    removeEventListener("online", this.tryNow);
    removeEventListener("offline", this.networkGone);
    document.removeEventListener("visibilitychange", this.tryNow);
  }

  /** The person has signed in again on this page. */
  sessionBack(): void {
    this.connection.resume();
  }

  protected override changed(before: State, after: State): void {
    this.announcements.observe(before, after);
    this.sound.tones?.observe(before, after);
    this.load(before, after);
  }

  protected override submit(bid: SentBid): void {
    this.connection.bid(this.lot, bid);
  }

  /** Takes what the person chose. */
  chosen(choices: Choices): void {
    this.choices = choices;
    this.announcements.level = choices.announcements;
    this.dispatch({ type: "ask_every_time", on: choices.confirm });
    this.tellWatchers();
    this.sound.turn(choices.sound);
  }

  /** A page of the changes of the lead. Bidders are not given them. */
  leadsAfter(seq: number): ReturnType<typeof leadsAfter> {
    return leadsAfter(this.lot, seq);
  }

  private tick(): void {
    const local = Date.now();
    if (local - this.state.local > SUSPENDED_MS || local < this.state.local) this.connection.tryNow();
    this.dispatch({ type: "tick", local });
  }

  private readonly tryNow = (): void => {
    if (document.visibilityState === "visible") this.connection.tryNow();
  };

  private readonly networkGone = (): void => this.connection.networkGone();

  private load(before: State, after: State): void {
    const { lot } = after;
    if (lot === null) return;
    const answered = before.sent !== null && after.sent === null;
    if (isSupplier(after) && answered) this.record.ask();
    // Also after a load: one that was under way at the close may have brought offers without names.
    if (!this.names_asked && missesNames(lot, after.offers)) {
      this.names_asked = this.reload_offers = true;
      this.offers.ask();
    }
    if (lot === before.lot) return;
    const back = before.link.status !== "joined" && after.link.status === "joined";
    if (back) {
      this.offers.tryNow();
      this.record.tryNow();
    }
    if (seesOffers(lot)) {
      if (hasNewVoid(before.lot, lot)) this.reload_offers = true;
      if (lot.market !== before.lot?.market || this.reload_offers) this.offers.ask();
    }
    // The counts change with every bid of the bidder, whichever of its connections sent it.
    if (isVoidedAnew(before.lot, lot)) this.reload_record = true;
    if (isSupplier(after) && (back || ownBids(lot) !== ownBids(before.lot))) this.record.ask();
  }

  private async loadOffers(): Promise<boolean> {
    const whole = this.reload_offers;
    const after = whole ? 0 : (this.state.offers.at(-1)?.seq ?? 0);
    this.reload_offers = false;
    const answer = await offersAfter(this.lot, after);
    this.reload_offers ||= whole && !answer.ok;
    // The list was cleared meanwhile, because the server came back before what was shown.
    if (answer.ok && !whole && after !== (this.state.offers.at(-1)?.seq ?? 0)) return this.loadOffers();
    if (answer.ok) this.dispatch({ type: "offers_loaded", after, offers: answer.value.offers });
    return answer.ok;
  }

  private async loadRecord(): Promise<boolean> {
    const whole = this.reload_record;
    this.reload_record = false;
    const last = (): number => this.state.record.at(-1)?.seq ?? 0;
    let after = whole ? 0 : last();
    for (;;) {
      const before = last();
      const answer = await recordAfter(this.lot, after);
      this.reload_record ||= whole && !answer.ok;
      if (!answer.ok) return false;
      // The list was cleared meanwhile, because the server came back before what was shown.
      if (before !== last()) return this.loadRecord();
      const { items: bids, next = null } = answer.value;
      this.dispatch({ type: "record_loaded", after, bids, more: next !== null });
      if (next === null) return true;
      after = Number(next);
    }
  }

  private loadFailed(what: "offers" | "record"): (pause_ms: number) => void {
    return (pause_ms) => this.dispatch({ type: "load_failed", what, next_try_local: Date.now() + pause_ms });
  }
}

function seesOffers(lot: LotMessage): boolean {
  return lot.market.offers !== undefined && lot.market.offers !== null;
}

/** What changes when a record about the bidder's own offers is written. */
function ownBids(lot: LotMessage | null): string | null {
  const you = lot?.you;
  if (!you) return null;
  const { bids, total, annulled, excluded } = you;
  return [bids?.accepted, bids?.refused, total, annulled?.annulled_at, excluded].join(" ");
}
