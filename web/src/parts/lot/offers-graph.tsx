/**
 * The course of the offers: a picture, one sentence that says the same, a slider that reads each point out in
 * a line below, and a table of the same figures one action away.
 */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Offer } from "../../api/answers";
import { shownLot, shownOffers } from "../../live/state/state";
import { graphSummary, offerSentence } from "../../words/market";
import type { GraphCanvas } from "./graph-canvas";
import { OffersTable } from "./offers-table";
import type { PartProps } from "./part";

/** Keys held down give one message when they rest, not one for each step. */
const REST_MS = 300;

export function OffersGraph({ state, lot: present }: PartProps) {
  const lot = shownLot(state) ?? present;
  const offers = shownOffers(state);
  const [chosen, setChosen] = useState<number | null>(null);
  const at = chosen === null ? null : Math.min(chosen, offers.length - 1);
  const drawn = useMemo(() => <Picture offers={offers} chosen={at} choose={setChosen} />, [offers, at]);
  const listed = useMemo(() => <OffersTable offers={offers} />, [offers]);
  return (
    <figure class="card graph" aria-labelledby="graph">
      <h2 class="card__heading" id="graph">
        Offers over time
      </h2>
      <p>{graphSummary(offers, lot)}</p>
      {offers.length > 0 && drawn}
      {offers.length > 1 && <Reader offers={offers} chosen={at} choose={setChosen} />}
      {offers.length > 0 && listed}
    </figure>
  );
}

interface ChooseProps {
  offers: readonly Offer[];
  chosen: number | null;
  choose: (nth: number) => void;
}

function Picture({ offers, chosen, choose }: ChooseProps) {
  const holder = useRef<HTMLDivElement>(null);
  const [ready, setReady] = useState(false);
  const picture = useRef<GraphCanvas | null>(null);
  useEffect(() => {
    let gone = false;
    // The drawing library comes only to those who see a graph.
    void import("./graph-canvas").then(({ GraphCanvas }) => {
      if (gone || holder.current === null) return;
      picture.current = new GraphCanvas(holder.current, choose);
      setReady(true);
    });
    return () => {
      gone = true;
      picture.current?.remove();
    };
  }, []);
  useEffect(() => {
    const frame = requestAnimationFrame(() => picture.current?.show(offers, chosen));
    return () => cancelAnimationFrame(frame);
  }, [offers, chosen, ready]);
  return <div class="graph__picture" aria-hidden="true" ref={holder} />;
}

function Reader({ offers, chosen, choose }: ChooseProps) {
  const nth = chosen ?? offers.length - 1;
  const offer = offers[nth];
  const sentence = offer ? offerSentence(offer, nth + 1, offers.length) : "";
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
