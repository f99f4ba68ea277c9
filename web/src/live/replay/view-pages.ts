/**
 * The messages that one party was sent, as far as they are loaded: pages, each with the whole lot after one record and
 * what came after it. Folds them with the reducer of the live pages, so that what is shown is what was shown then.
 */
import type { LotMessage, Person } from "../../protocol/names";
import type { ServerMessage } from "../../protocol/ws";
import { reduce } from "../state/reduce";
import { start, type State } from "../state/state";

/** One message of a page, with the record that caused it. */
export interface ViewLine {
  readonly seq: number;
  readonly message: ServerMessage;
}

export interface ViewPage {
  readonly from: number;
  /** The last record that is known: it grows while the page is being read. */
  to: number;
  readonly base: LotMessage;
  readonly lines: ViewLine[];
}

/** What the party saw right after that record, or at a moment before the next one. */
export interface Shown {
  readonly seq: number;
  readonly state: State;
}

/** No more records than about this are kept for one party. */
const KEPT_MAX = 8_000;

/** Where a fold stands, so that going on does not begin again. */
interface Folded {
  readonly page: ViewPage;
  line: number;
  seq: number;
  state: State;
}

export class ViewPages {
  private pages: ViewPage[] = [];
  private folded: Folded | null = null;

  constructor(private readonly person: Person) {}

  add(page: ViewPage): void {
    this.pages.push(page);
  }

  /** The page that knows what was so after that record: of several the one that reaches furthest. */
  covering(seq: number): ViewPage | null {
    const covering = this.pages.filter(({ from, to }) => from <= seq && seq <= to);
    return covering.reduce<ViewPage | null>(
      (best, page) => (best === null || page.to > best.to ? page : best),
      null,
    );
  }

  /** The last record up to which everything after `seq` is known; null where `seq` itself is not. */
  reachesFrom(seq: number): number | null {
    let page = this.covering(seq);
    let to: number | null = null;
    while (page !== null && page.to !== to) {
      to = page.to;
      page = this.covering(to);
    }
    return to;
  }

  /** What the party saw right after the record; null where it is not loaded. */
  stateAfter(seq: number): State | null {
    const page = this.pageFor(seq);
    if (page === null) return null;
    const folded = this.begun(page, seq);
    for (;;) {
      const next = page.lines[folded.line];
      if (next === undefined || next.seq > seq) break;
      folded.state = received(folded.state, next.message);
      folded.line += 1;
    }
    folded.seq = seq;
    return folded.state;
  }

  /** Drops the pages that are furthest away, where there are too many. */
  trim(seq: number): void {
    const away = ({ from, to }: ViewPage): number => Math.max(from - seq, seq - to, 0);
    const nearest = this.pages.toSorted((one, other) => away(one) - away(other));
    let records = 0;
    const kept = nearest.filter((page) => {
      records += page.to - page.from + 1;
      return records <= KEPT_MAX || away(page) === 0;
    });
    if (kept.length < this.pages.length) this.pages = kept;
  }

  /** The page that is being folded goes on as long as it can, so that nothing is folded twice. */
  private pageFor(seq: number): ViewPage | null {
    const { folded } = this;
    if (folded !== null && folded.seq <= seq && seq <= folded.page.to) return folded.page;
    return this.covering(seq);
  }

  private begun(page: ViewPage, seq: number): Folded {
    if (this.folded?.page === page && this.folded.seq <= seq) return this.folded;
    const at = Date.parse(page.base.now);
    const state = received(start(this.person, at), page.base);
    this.folded = { page, line: 0, seq: page.from, state };
    return this.folded;
  }
}

/** The state after a message that came at the moment which it names: this machine's clock plays no part. */
function received(state: State, message: ServerMessage): State {
  const local = "now" in message ? Date.parse(message.now) : state.local;
  const known = reduce(state, { type: "received", message, local });
  return { ...known, local, link: { ...known.link, last_frame_local: local } };
}

/** The same state at a later moment, before the next record. */
export function seenAt(state: State, at: number): State {
  const local = Math.max(at, state.local);
  return reduce(state, { type: "line", local, last_frame_local: local, clock: state.clock });
}
