/** All records on lanes over time, the same as one sentence, and as a table. */
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { type Axis, fractionOf, lanesOf, type Lanes, MARK, momentOf, OPEN } from "../../live/replay/lanes";
import type { Replay } from "../../live/replay/replay";
import { LANES, lanesSentence } from "../../words/replay/lanes";
import { clockTimeToSecond, millis } from "../../words/time";
import { RecordsTable } from "./records-table";
import { useDrawn } from "./use-drawn";

/** While it plays, lanes change only where newer records come. */
const DRAWN_MS = 500;
const HEIGHT_PX = 14;
/** Each colour has a contrast of at least 3:1 on white. */
const COLOURS = {
  offers: "#005eb8",
  refusals: "#b3140a",
  extensions: "#7c2855",
  state: "#007f3b",
  acts: "#212b32",
};
const PAUSED_COLOUR = "#b14d00";

export function LanesFigure({ replay }: { replay: Replay }) {
  useDrawn(replay, DRAWN_MS);
  const { index, lot } = replay;
  const track = useRef<HTMLDivElement>(null);
  const width = useWidth(track);
  const bidders = (lot.bidders ?? []).flatMap(({ bidder, name, alias }) =>
    bidder ? [{ id: bidder, name: name ?? alias }] : [],
  );
  const span = index.span();
  const axis = axisOf(replay, span);
  const columns = Math.round(width * devicePixelRatio);
  const lanes = useMemo(
    () =>
      lanesOf(
        index,
        bidders.map(({ id }) => id),
        axis,
        columns,
      ),
    [index.loaded, index.head, axis.from, axis.until, columns],
  );
  const seek = (fraction: number): void => replay.seek(index.seqAt(momentOf(axis, fraction)));
  return (
    <figure class="card lanes" aria-labelledby="lanes">
      <h2 class="card__heading" id="lanes">
        Records over time
      </h2>
      <p>
        {span === null
          ? "Loading the records."
          : lanesSentence(index.counts, bidders.length, span[0], span[1])}
      </p>
      <div class="lanes__box" aria-hidden="true">
        <div class="lanes__lane">
          <span />
          <div class="lanes__track lanes__track--empty" ref={track} />
        </div>
        {rowsOf(bidders, lanes).map(({ name, columns: marks, colour }) => (
          <div class="lanes__lane" key={name}>
            <span class="lanes__name">{name}</span>
            <Lane marks={marks} colour={colour} seek={seek} />
          </div>
        ))}
        <div class="lanes__lane">
          <span />
          <div class="lanes__ends">
            <span>{clockTimeToSecond(axis.from)}</span>
            <span>{clockTimeToSecond(axis.until)}</span>
          </div>
        </div>
        <Cursor replay={replay} axis={axis} />
      </div>
      <RecordsTable replay={replay} />
    </figure>
  );
}

interface Row {
  readonly name: string;
  readonly columns: Uint8Array;
  readonly colour: string;
}

function rowsOf(bidders: ReadonlyArray<{ id: string; name: string }>, lanes: Lanes): Row[] {
  const none = new Uint8Array(0);
  return [
    ...bidders.map(({ id, name }) => ({
      name,
      columns: lanes.offers.get(id) ?? none,
      colour: COLOURS.offers,
    })),
    ...(["refusals", "extensions", "state", "acts"] as const).map((lane) => ({
      name: LANES[lane],
      columns: lanes[lane],
      colour: COLOURS[lane],
    })),
  ];
}

/** From the opening, where the lot has opened, to its end or to the moment at which the page was opened. */
function axisOf({ lot, index, newest }: Replay, span: readonly [number, number] | null): Axis {
  const opened = millis(lot.opens_at);
  const until = Math.max(millis(lot.ended_at ?? lot.now), newest > lot.seq ? (span?.[1] ?? 0) : 0);
  const from = opened < until ? opened : (index.atOf(1) ?? until);
  return { from, until: Math.max(until, from + 1) };
}

interface LaneProps {
  marks: Uint8Array;
  colour: string;
  seek: (fraction: number) => void;
}

function Lane({ marks, colour, seek }: LaneProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    if (canvas.current !== null) draw(canvas.current, marks, colour);
  }, [marks, colour]);
  const picked = (event: MouseEvent): void => {
    const { left, width } = (event.currentTarget as HTMLElement).getBoundingClientRect();
    if (width > 0) seek((event.clientX - left) / width);
  };
  return (
    <div class="lanes__track" onClick={picked}>
      <canvas class="lanes__canvas" height={HEIGHT_PX} ref={canvas} />
    </div>
  );
}

function draw(canvas: HTMLCanvasElement, marks: Uint8Array, colour: string): void {
  const height = HEIGHT_PX * devicePixelRatio;
  canvas.width = Math.max(1, marks.length);
  canvas.height = height;
  const context = canvas.getContext("2d");
  if (context === null) return;
  const point = Math.max(1, Math.round(2 * devicePixelRatio));
  for (let column = 0; column < marks.length; column++) {
    const mark = marks[column];
    if (!mark) continue;
    context.fillStyle = mark === MARK || mark === OPEN ? colour : PAUSED_COLOUR;
    // Time that goes on is a low bar, a pause a high one; a single record is a tick of the whole height.
    const tall = mark === MARK ? height : mark === OPEN ? height / 4 : (height * 3) / 4;
    // A tick in the last column stays within the picture.
    const left = mark === MARK ? Math.min(column, marks.length - point) : column;
    context.fillRect(left, (height - tall) / 2, mark === MARK ? point : 1, tall);
  }
}

/** The line at the moment that is shown. Moved without drawing anything else again. */
function Cursor({ replay, axis }: { replay: Replay; axis: Axis }) {
  const line = useRef<HTMLDivElement>(null);
  const newest = useRef(axis);
  newest.current = axis;
  useEffect(() => {
    const move = (): void => {
      const at = replay.playing.at ?? replay.index.atOf(replay.playing.seq);
      const style = line.current?.style;
      if (style === undefined) return;
      style.visibility = at === null ? "hidden" : "visible";
      // The last point of the width stays within it.
      if (at !== null)
        style.transform = `translateX(${Math.min(99.8, 100 * fractionOf(newest.current, at))}%)`;
    };
    move();
    return replay.watch(move);
  }, [replay, axis.from, axis.until]);
  return (
    <div class="lanes__cursor">
      <div class="lanes__line" ref={line} />
    </div>
  );
}

function useWidth(place: { current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return width;
}
