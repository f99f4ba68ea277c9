/**
 * The accepted offers of a past moment, for the graph of a pane: loaded while the moment rests. Until then the graph has
 * none, as a live page has none before its list has come.
 */
import { offersThen } from "../../api/replay";
import type { LotMessage, Offer } from "../../protocol/names";
import { Loader } from "../loader";
import { hasNewVoid, missesNames } from "../state/loaded-offers";
import type { Load, State } from "../state/state";
import type { Shown } from "./view-pages";

/** A moment rests once it has been shown for this long. */
const REST_MS = 400;
/** A moment is shortly after another one if there are no more records than this between them. */
const NEAR = 20;
const LOADED: Load = { status: "loaded", next_try_local: null };
const LOADING: Load = { status: "loading", next_try_local: null };

/** The offers as they were after one record. */
interface Known {
  readonly seq: number;
  readonly lot: LotMessage;
  readonly offers: readonly Offer[];
}

export class PaneOffers {
  private known: Known | null = null;
  private wanted: Shown | null = null;
  private load: Load = LOADING;
  private resting: ReturnType<typeof setTimeout> | undefined;
  private readonly loader: Loader;

  constructor(
    private readonly lot: string,
    private readonly as: string,
    private readonly changed: () => void,
  ) {
    this.loader = new Loader(
      () => this.run(),
      (pause_ms) => {
        this.load = { status: "failed", next_try_local: Date.now() + pause_ms };
        this.changed();
      },
    );
  }

  /**
   * The state with the offers that stood there. Those of a moment shortly before stay until the list has come, as they do
   * live; while it plays they stay longer, because the graph is not drawn then.
   */
  with(state: State, seq: number, playing: boolean): State {
    const { known, load } = this;
    const fits =
      known !== null && known.seq <= seq && (playing || isNear(known, seq) || isSameList(known, state));
    if (fits) return { ...state, offers: known.offers, offers_load: LOADED };
    return { ...state, offers: NONE, offers_load: load.status === "loaded" ? LOADING : load };
  }

  /** That view is shown, and may rest. */
  rest(shown: Shown | null): void {
    if (shown === null || shown.seq === this.wanted?.seq) return;
    this.wanted = shown;
    clearTimeout(this.resting);
    const { market } = shown.state.lot ?? {};
    if (market?.offers === undefined || market.offers === null) return;
    this.resting = setTimeout(() => {
      if (this.load.status === "failed") this.loader.tryNow();
      else this.loader.ask();
    }, REST_MS);
  }

  tryNow(): void {
    this.loader.tryNow();
  }

  stop(): void {
    clearTimeout(this.resting);
    this.loader.stop();
  }

  private async run(): Promise<boolean> {
    const { wanted, known } = this;
    const lot = wanted?.state.lot ?? null;
    if (wanted === null || lot === null || wanted.seq === known?.seq) return true;
    const goes_on = known !== null && known.seq < wanted.seq && isContinued(known, lot);
    const after = goes_on ? (known.offers.at(-1)?.seq ?? 0) : 0;
    const answer = await offersThen(this.lot, this.as, wanted.seq, after);
    if (!answer.ok) return false;
    const { offers } = answer.value;
    this.known = { seq: wanted.seq, lot, offers: goes_on ? [...known.offers, ...offers] : offers };
    this.load = LOADED;
    this.changed();
    return true;
  }
}

const NONE: readonly Offer[] = [];

function isNear(known: Known, seq: number): boolean {
  return seq - known.seq <= NEAR;
}

/** Whether nothing that changes offers of the list, or adds one, came after it was loaded. */
function isSameList(known: Known, { lot }: State): boolean {
  return lot !== null && lot.market === known.lot.market && lot.state === known.lot.state;
}

function isContinued(known: Known, lot: LotMessage): boolean {
  return !hasNewVoid(known.lot, lot) && !missesNames(lot, known.offers);
}
