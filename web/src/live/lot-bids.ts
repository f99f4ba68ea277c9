/**
 * One lot for a person who bids: holds its state, and takes what the person types, sends and confirms. Keeps drafts on
 * this machine. Has no connection: `live-lot.ts` has one of its own, `many/` has one for many lots.
 */
import { acceptTerms } from "../api/events";
import { fitPrices, requestAnnulment } from "../api/lots";
import type { Answer } from "../api/request";
import type { Person, Prices } from "../protocol/names";
import { sendBlocked } from "../words/bid";
import { timeLeft } from "../words/standing";
import { asksConfirmation, read } from "./bid";
import { loadDraft, saveDraft } from "./local-storage";
import type { Act } from "./state/acts";
import { reduce } from "./state/reduce";
import { isFresh, isSupplier, now, type SentBid, start, type State } from "./state/state";

export abstract class LotBids {
  state: State;
  private readonly watchers = new Set<() => void>();

  constructor(
    readonly lot: string,
    person: Person,
  ) {
    this.state = start(person, Date.now());
  }

  /** Hands a bid to the connection. */
  protected abstract submit(bid: SentBid): void;

  /** Called after each change, before the watchers. */
  protected abstract changed(before: State, after: State): void;

  /** Whether the watchers are told of a change. */
  protected isSeen(_before: State, _after: State): boolean {
    return true;
  }

  watch(watcher: () => void): () => void {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  protected tellWatchers(): void {
    for (const watcher of this.watchers) watcher();
  }

  dispatch(act: Act): void {
    const before = this.state;
    this.state = reduce(before, act);
    if (this.state === before) return;
    this.changed(before, this.state);
    this.saveDraft(before, this.state);
    if (this.isSeen(before, this.state)) this.tellWatchers();
  }

  /** Takes what was typed before the page was loaded again, and a bid that had no answer then. */
  protected restore(): void {
    const draft = loadDraft(this.state.person.person, this.lot);
    if (draft !== null) this.dispatch({ type: "restored", ...draft });
  }

  type(item: string, text: string): void {
    this.dispatch({ type: "typed", item, text, local: Date.now() });
  }

  useSuggested(): void {
    const suggested = this.state.lot?.you?.suggested;
    if (suggested) this.dispatch({ type: "filled", prices: suggested.prices });
  }

  /** Asks the server for these prices, all scaled by one ratio to the highest total allowed. */
  fit(prices: Prices): ReturnType<typeof fitPrices> {
    return fitPrices(this.lot, prices);
  }

  undoFill(): void {
    this.dispatch({ type: "fill_undone" });
  }

  /** The reason why no bid can be sent now; null when one can be sent. */
  blocked(): string | null {
    const { lot } = this.state;
    if (lot === null) return null;
    const failed = this.state.link.status === "failed";
    const line = failed ? "failed" : isFresh(this.state) ? "fresh" : "lost";
    return sendBlocked(lot, line, this.state.sent !== null);
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

  askForAnnulment(ref: string, reason: string): Promise<Answer<unknown>> {
    return requestAnnulment(this.lot, ref, reason);
  }

  /** Sends a bid, and returns its reference. */
  protected transmit(prices: Prices, total: string, confirmed: boolean): string {
    const bid = { ref: freshRef(), prices, total, confirmed, sent_local: Date.now(), unknown: false };
    this.dispatch({ type: "sent", bid });
    this.submit(bid);
    return bid.ref;
  }

  private saveDraft(before: State, after: State): void {
    if (!isSupplier(after) || (before.typed === after.typed && before.sent === after.sent)) return;
    const { typed, sent } = after;
    const empty = sent === null && Object.values(typed).every((text) => text === "");
    const over = after.lot !== null && timeLeft(after.lot, now(after)) === null && sent === null;
    saveDraft(after.person.person, this.lot, empty || over ? null : { typed, sent });
  }
}

/** 128 random bits. Not `crypto.randomUUID`, because that needs a secure context. */
function freshRef(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
