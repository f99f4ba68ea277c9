/**
 * One live lot: holds its state and has all the effects (connection, loading, announcements, local storage).
 * The views draw `state` and call the methods. What follows from an act is decided in `state/reduce.ts`, not here.
 */
import { acceptTerms } from "../api/events";
import { historyAfter, leadsAfter, lotStatus, offersAfter, requestAnnulment } from "../api/lots";
import type { Answer } from "../api/request";
import type { Choices, LotMessage, Person, Prices } from "../protocol/names";
import { sendBlocked } from "../words/bid";
import { timeLeft } from "../words/standing";
import { Announcements } from "./announcer/announcements";
import { Speaker, type Voice } from "./announcer/speaker";
import { asksConfirmation, read } from "./bid";
import { Connection } from "./connection";
import { Loader } from "./loader";
import { loadDraft, saveDraft } from "./local-storage";
import type { Sound } from "./sound/sound";
import type { Act } from "./state/acts";
import { hasNewVoid, missesNames } from "./state/loaded-offers";
import { reduce } from "./state/reduce";
import { isFresh, isSupplier, now, staleMs, start, type State } from "./state/state";

const TICK_MS = 200;
/** A tick as late as this means that the machine or the tab was suspended. */
const SUSPENDED_MS = 3_000;

export class LiveLot {
  state: State;
  private readonly connection: Connection;
  private readonly announcements: Announcements;
  private readonly offers: Loader;
  private readonly history: Loader;
  /** An annulment, an exclusion and the close change offers that are loaded already. */
  private reload_offers = false;
  private names_asked = false;
  private readonly watchers = new Set<() => void>();
  private ticking: ReturnType<typeof setInterval> | undefined;
  private sound: Sound | null = null;
  choices: Choices;

  /** `choose` keeps what the person chooses on the page of the lot. */
  constructor(
    readonly lot: string,
    person: Person,
    voice: Voice,
    readonly choose: (choices: Choices) => void,
  ) {
    this.state = start(person, Date.now());
    this.announcements = new Announcements(new Speaker(voice));
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    this.connection = new Connection({
      url: `${scheme}://${location.host}/ws`,
      topic: { lot },
      dispatch: (act) => this.dispatch(act),
      unanswered: () => this.state.sent,
      staleMs: () => staleMs(this.state),
      isSignedIn: async () => (await lotStatus(lot)) !== 401,
    });
    this.offers = new Loader(() => this.loadOffers(), this.loadFailed("offers"));
    this.history = new Loader(() => this.loadHistory(), this.loadFailed("history"));
    this.choices = person.choices;
    this.chosen(person.choices);
    const draft = loadDraft(person.person, lot);
    if (draft !== null) this.dispatch({ type: "restored", ...draft });
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
    this.ticking = undefined;
    this.silence();
    this.connection.stop();
    this.offers.stop();
    this.history.stop();
    removeEventListener("online", this.tryNow);
    removeEventListener("offline", this.networkGone);
    document.removeEventListener("visibilitychange", this.tryNow);
  }

  /** The person has signed in again on this page. */
  sessionBack(): void {
    this.connection.resume();
  }

  watch(watcher: () => void): () => void {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  dispatch(act: Act): void {
    const before = this.state;
    this.state = reduce(before, act);
    if (this.state === before) return;
    this.announcements.observe(before, this.state);
    this.sound?.observe(before, this.state);
    this.load(before, this.state);
    this.saveDraft(before, this.state);
    for (const watcher of this.watchers) watcher();
  }

  /** Takes what the person chose. */
  chosen(choices: Choices): void {
    this.choices = choices;
    this.announcements.level = choices.announcements;
    this.dispatch({ type: "ask_every_time", on: choices.confirm });
    for (const watcher of this.watchers) watcher();
    if (choices.sound) void this.loadSound();
    else this.silence();
  }

  /** The code of the tones is loaded only for those who want them. */
  private async loadSound(): Promise<void> {
    // Without it the page goes on in silence.
    const loaded = await import("./sound/sound").catch(() => null);
    if (loaded !== null && this.choices.sound && this.ticking !== undefined)
      this.sound ??= new loaded.Sound();
  }

  private silence(): void {
    this.sound?.stop();
    this.sound = null;
  }

  type(item: string, text: string): void {
    this.dispatch({ type: "typed", item, text, local: Date.now() });
  }

  useSuggested(): void {
    const suggested = this.state.lot?.you?.suggested;
    if (suggested) this.dispatch({ type: "filled", prices: suggested.prices });
  }

  /** Fills in the suggested price of one item. */
  useSuggestedFor(item: string): void {
    const price = this.state.lot?.you?.suggested?.prices[item];
    if (price !== undefined) this.dispatch({ type: "filled", prices: { [item]: price } });
  }

  undoFill(): void {
    this.dispatch({ type: "fill_undone" });
  }

  /** The reason why no bid can be sent now; null when one can be sent. */
  blocked(): string | null {
    const { lot } = this.state;
    if (lot === null) return null;
    return sendBlocked(lot, isFresh(this.state), this.state.sent !== null);
  }

  send(): void {
    const { lot } = this.state;
    if (lot === null || this.blocked() !== null) return;
    const reading = read(lot, this.state.typed);
    if (!reading.readable) {
      this.dispatch({ type: "unreadable", problems: reading.problems });
      return;
    }
    const { prices, total } = reading;
    const rule = asksConfirmation(lot, total);
    if (rule || this.state.ask_every_time) {
      this.dispatch({
        type: "asked_to_confirm",
        confirming: { prices, total, because: rule ? "rule" : "person" },
      });
    } else {
      this.transmit(prices, total, false);
    }
  }

  confirm(): void {
    const { confirming } = this.state;
    if (confirming === null || this.blocked() !== null) return;
    this.transmit(confirming.prices, confirming.total, confirming.because === "rule");
  }

  changeIt(): void {
    this.dispatch({ type: "changed_mind" });
  }

  async acceptTerms(): Promise<boolean> {
    const { lot } = this.state;
    return lot !== null && (await acceptTerms(lot.event.id)).ok;
  }

  /** A page of the changes of the lead, for those who watch the lot. */
  leadsAfter(seq: number): ReturnType<typeof leadsAfter> {
    return leadsAfter(this.lot, seq);
  }

  askForAnnulment(ref: string, reason: string): Promise<Answer<unknown>> {
    return requestAnnulment(this.lot, ref, reason);
  }

  private transmit(prices: Prices, total: string, confirmed: boolean): void {
    const bid = { ref: freshRef(), prices, total, confirmed, sent_local: Date.now(), unknown: false };
    this.dispatch({ type: "sent", bid });
    this.connection.bid(bid);
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
    if (isSupplier(after) && answered) this.history.ask();
    // Also after a load: one that was under way at the close may have brought offers without names.
    if (!this.names_asked && missesNames(lot, after.offers)) {
      this.names_asked = this.reload_offers = true;
      this.offers.ask();
    }
    if (lot === before.lot) return;
    const back = before.link.status !== "joined" && after.link.status === "joined";
    if (back) {
      this.offers.tryNow();
      this.history.tryNow();
    }
    if (seesOffers(lot)) {
      if (hasNewVoid(before.lot, lot)) this.reload_offers = true;
      if (lot.market !== before.lot?.market || this.reload_offers) this.offers.ask();
    }
    // The counts change with every bid of the bidder, whichever of its connections sent it.
    if (isSupplier(after) && (back || ownBids(lot) !== ownBids(before.lot))) this.history.ask();
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

  private async loadHistory(): Promise<boolean> {
    const after = this.state.history.at(-1)?.seq ?? 0;
    const answer = await historyAfter(this.lot, after);
    if (answer.ok && after !== (this.state.history.at(-1)?.seq ?? 0)) return this.loadHistory();
    if (answer.ok) this.dispatch({ type: "history_loaded", after, records: answer.value });
    return answer.ok;
  }

  private loadFailed(what: "offers" | "history"): (pause_ms: number) => void {
    return (pause_ms) => this.dispatch({ type: "load_failed", what, next_try_local: Date.now() + pause_ms });
  }

  private saveDraft(before: State, after: State): void {
    if (!isSupplier(after) || (before.typed === after.typed && before.sent === after.sent)) return;
    const { typed, sent } = after;
    const empty = sent === null && Object.values(typed).every((text) => text === "");
    const over = after.lot !== null && timeLeft(after.lot, now(after)) === null && sent === null;
    saveDraft(after.person.person, this.lot, empty || over ? null : { typed, sent });
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

/** 128 random bits. Not `crypto.randomUUID`, because that needs a secure context. */
function freshRef(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
