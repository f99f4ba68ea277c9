/**
 * The accepted offers over time: a graph, the same as one sentence, a slider that shows each point in a line of text,
 * and a table of the same figures.
 */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Offer } from "../../api/answers";
import { shownLot, shownOffers } from "../../live/state/state";
import { graphSummary, offerSentence } from "../../words/market";
import type { GraphCanvas } from "./graph-canvas";
import { OffersTable } from "./offers-table";
import type { PartProps } from "./part";

/** After this pause the screen reader gets the text of a point, so that a held key gives one message. */
const REST_MS = 300;

export function OffersGraph({ state, lot: present }: PartProps) {
  const lot = shownLot(state) ?? present;
  const { currency } = lot.event;
  const offers = shownOffers(state);
  const facts = { offers, currency };
  const [chosen, setChosen] = useState<number | null>(null);
  const at = chosen === null ? null : Math.min(chosen, offers.length - 1);
  const graph = useMemo(() => <Graph {...facts} chosen={at} choose={setChosen} />, [offers, currency, at]);
  const table = useMemo(() => <OffersTable {...facts} />, [offers, currency]);
  return (
    <figure class="card graph" aria-labelledby="graph">
      <h2 class="card__heading" id="graph">
        Offers over time
      </h2>
      <p>{graphSummary(offers, lot)}</p>
      {offers.length > 0 && graph}
      {offers.length > 1 && <PointReader {...facts} chosen={at} choose={setChosen} />}
      {offers.length > 0 && table}
    </figure>
  );
}

interface ChooseProps {
  offers: readonly Offer[];
  currency: string;
  chosen: number | null;
  choose: (nth: number) => void;
}

function Graph({ offers, currency, chosen, choose }: ChooseProps) {
  const holder = useRef<HTMLDivElement>(null);
  const [ready, setReady] = useState(false);
  const canvas = useRef<GraphCanvas | null>(null);
  useEffect(() => {
    let removed = false;
    // The drawing library is loaded only when a graph is shown.
    void import("./graph-canvas").then(({ GraphCanvas }) => {
      if (removed || holder.current === null) return;
      canvas.current = new GraphCanvas(holder.current, currency, choose);
      setReady(true);
    });
    return () => {
      removed = true;
      canvas.current?.remove();
    };
  }, []);
  useEffect(() => {
    const drawing = requestAnimationFrame(() => canvas.current?.show(offers, chosen));
    return () => cancelAnimationFrame(drawing);
  }, [offers, chosen, ready]);
  return <div class="graph__picture" aria-hidden="true" ref={holder} />;
}

function PointReader({ offers, currency, chosen, choose }: ChooseProps) {
  const nth = chosen ?? offers.length - 1;
  const offer = offers[nth];
  const sentence = offer ? offerSentence(offer, nth + 1, offers.length, currency) : "";
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
