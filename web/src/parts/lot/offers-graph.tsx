/**
 * The accepted offers over time: a graph, the same as one sentence, a slider that shows each point in a line of text,
 * and a table of the same figures.
 */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { asAt, isCurrent, now, shownLot, shownOffers } from "../../live/state/state";
import type { LotMessage, Offer } from "../../protocol/names";
import { endedAt } from "../../words/lot";
import { graphSummary, levels, levelsSentence, offerSentence } from "../../words/market";
import { millis } from "../../words/time";
import { loadingSentence } from "../../words/loading";
import type { GraphCanvas, Picture } from "./graph-canvas";
import { graphLines } from "./graph-lines";
import { OffersTable } from "./offers-table";
import type { PartProps } from "./part";

const RETRY_MS = 5_000;

/** After this pause the screen reader gets the text of a point, so that a held key gives one message. */
const REST_MS = 300;
/** The right edge of the graph moves on at this pace. */
const EDGE_MS = 1_000;

/** The graph; in a replay that moves a note in its place, because its list is of a moment that rests. */
export function GraphOfOffers(part: PartProps) {
  return part.replayed === "moving" ? <GraphLater /> : <OffersGraph {...part} />;
}

function GraphLater() {
  return (
    <section class="card graph graph--later" aria-labelledby="graph">
      <h2 class="card__heading" id="graph">
        Offers over time
      </h2>
      <p class="quiet">Drawn once the replay is paused.</p>
    </section>
  );
}

export function OffersGraph({ state, lot: present }: PartProps) {
  const lot = shownLot(state) ?? present;
  const { currency } = lot.event;
  const offers = shownOffers(state);
  const [chosen, setChosen] = useState<number | null>(null);
  const at = chosen === null ? null : Math.min(chosen, offers.length - 1);
  const until = Math.floor(rightEdge(state, lot) / EDGE_MS) * EDGE_MS;
  const picture = useMemo(() => pictureOf(offers, lot, until, at), [offers, lot, until, at]);
  const table = useMemo(() => <OffersTable offers={offers} lot={lot} />, [offers, lot]);
  const chooseAt = (moment: number): void => setChosen(nearest(offers, moment));
  const current = isCurrent(state);
  const loading = loadingSentence("offers of this lot", state.offers_load, state.local);
  return (
    <figure class={`card graph${current ? "" : " card--stale"}`} aria-labelledby="graph">
      <h2 class="card__heading" id="graph">
        Offers over time
      </h2>
      {loading !== null && <p>{loading}</p>}
      {(state.offers_load.status === "loaded" || offers.length > 0) && (
        <p>
          {graphSummary(offers, lot, current ? null : asAt(state))} {levelsSentence(lot)}
        </p>
      )}
      {offers.length > 0 && <Graph picture={picture} currency={currency} choose={chooseAt} />}
      {offers.length > 1 && <PointReader offers={offers} lot={lot} chosen={at} choose={setChosen} />}
      {offers.length > 0 && table}
    </figure>
  );
}

/** The graph ends now, or when the lot ended. While frozen or not connected it ends when that began. */
export function rightEdge(state: PartProps["state"], lot: LotMessage): number {
  const ended = endedAt(lot);
  if (ended !== null) return ended;
  if (state.frozen !== null) return state.frozen.at;
  return isCurrent(state) ? now(state) : (asAt(state) ?? now(state));
}

function pictureOf(offers: readonly Offer[], lot: LotMessage, until: number, nth: number | null): Picture {
  const offer = nth === null ? undefined : offers[nth];
  const last = millis(offers.at(-1)?.at ?? lot.opens_at);
  const edge = Math.max(until, last);
  return {
    lines: graphLines(offers, lot, edge),
    from: Math.min(millis(lot.opens_at), millis(offers[0]?.at ?? lot.opens_at)),
    until: edge,
    levels: levels(lot),
    chosen: offer === undefined ? null : { alias: offer.alias, at: millis(offer.at), value: offer.evaluated },
  };
}

function nearest(offers: readonly Offer[], moment: number): number {
  const away = offers.map(({ at }) => Math.abs(millis(at) - moment));
  return away.indexOf(Math.min(...away));
}

interface GraphProps {
  picture: Picture;
  currency: string;
  choose: (moment: number) => void;
}

export function Graph({ picture, currency, choose }: GraphProps) {
  const holder = useRef<HTMLDivElement>(null);
  const [ready, setReady] = useState(false);
  const canvas = useRef<GraphCanvas | null>(null);
  // The canvas is made once, and calls what the newest drawing chose.
  const chooser = useRef(choose);
  chooser.current = choose;
  useEffect(() => {
    let removed = false;
    let retry: ReturnType<typeof setTimeout> | undefined;
    // The drawing library is loaded only when a graph is shown. Without a connection it is asked for again.
    const load = async (): Promise<void> => {
      try {
        const { GraphCanvas } = await import("./graph-canvas");
        if (removed || holder.current === null) return;
        canvas.current = new GraphCanvas(holder.current, currency, (moment) => chooser.current(moment));
        setReady(true);
      } catch {
        if (!removed) retry = setTimeout(() => void load(), RETRY_MS);
      }
    };
    void load();
    return () => {
      removed = true;
      clearTimeout(retry);
      canvas.current?.remove();
    };
  }, []);
  useEffect(() => {
    const drawing = requestAnimationFrame(() => canvas.current?.show(picture));
    return () => cancelAnimationFrame(drawing);
  }, [picture, ready]);
  return <div class="graph__picture" aria-hidden="true" ref={holder} />;
}

interface PointReaderProps {
  offers: readonly Offer[];
  lot: LotMessage;
  chosen: number | null;
  choose: (nth: number) => void;
}

function PointReader({ offers, lot, chosen, choose }: PointReaderProps) {
  const nth = chosen ?? offers.length - 1;
  const offer = offers[nth];
  const sentence = offer ? offerSentence(offer, nth + 1, offers.length, lot) : "";
  const spoken = useRested(sentence);
  return (
    <div class="graph__reader">
      <label class="graph__label" for="graph-reader">
        Read one offer: move with the arrow keys
      </label>
      <input
        id="graph-reader"
        class="graph__slider"
        type="range"
        min={0}
        max={offers.length - 1}
        step={1}
        value={nth}
        aria-valuetext={spoken}
        onInput={(event) => choose(Number(event.currentTarget.value))}
      />
      <p class="graph__read">{sentence}</p>
    </div>
  );
}

function useRested(text: string): string {
  const [rested, setRested] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), REST_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return rested;
}
