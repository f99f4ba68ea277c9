/**
 * Draws the offers on a canvas: a stepped line for each bidder from the opening to now, with its rank and name at its
 * end, and lines for today's spend and the ceiling. This is the only file that turns money into floating point, to place
 * a point.
 */
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { forDrawing } from "../../money";
import { currencySign } from "../../words/numbers";
import { clockTime, clockTimeToSecond } from "../../words/time";
import type { Line } from "./graph-lines";

/** What is drawn. Times are milliseconds of the server's clock. */
export interface Picture {
  readonly lines: readonly Line[];
  readonly from: number;
  readonly until: number;
  /** Levels to compare with, such as the ceiling. */
  readonly levels: ReadonlyArray<{ readonly name: string; readonly value: string }>;
  /** The offer that a person reads. */
  readonly chosen: { readonly alias: string; readonly at: number; readonly value: string } | null;
}

const HEIGHT_PX = 260;
const HEIGHT_OF_MANY_PX = 360;
/** With more bidders than this, all but the leader and the chosen one are grey. */
const LOOKS_MAX = 5;
/** With more steps than this the points would run into each other. */
const POINTS_MAX = 150;
const LABEL_ROW_PX = 17;
/** The labels take no more than this part of the width, so that the lines stay visible. */
const LABEL_PART_MAX = 0.38;
/** With less room than this a label is the rank alone, because of a name too little would be left. */
const NAME_MIN_PX = 100;
/** Between the end of a line and its label, and between the names of two levels. */
const LABEL_GAP_PX = 6;
/** What the values of the axis take of the width, about, until the library has measured them. */
const AXIS_PX = 100;
/** Only whole seconds, so that no two marks of the axis have the same text. */
const TIME_STEPS_S = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200, 86_400];
const FAMILY = '"Liberation Sans", Arial, Helvetica, sans-serif';
const INK = "#212b32";
const GREY = "#768692";
const GRID = "#d8dde0";
const LEADER = { stroke: "#005eb8", dash: [] };
const CHOSEN = { stroke: "#7c2855", dash: [10, 4] };
/** Every colour has a contrast of at least 3:1 on white. */
const LOOKS: readonly Look[] = [
  LEADER,
  CHOSEN,
  { stroke: "#007f3b", dash: [3, 3] },
  { stroke: "#330072", dash: [12, 4, 3, 4] },
  { stroke: "#b14d00", dash: [6, 6] },
];

interface Look {
  readonly stroke: string;
  readonly dash: number[];
}

function lookOf(nth: number, { lines, chosen }: Picture): Look {
  if (lines.length <= LOOKS_MAX) return LOOKS[nth] ?? LEADER;
  if (nth === 0) return LEADER;
  return lines[nth]?.alias === chosen?.alias ? CHOSEN : { stroke: GREY, dash: [] };
}

export class GraphCanvas {
  private plot: uPlot | null = null;
  private picture: Picture | null = null;
  private drawn_looks = "";
  private readonly resized: ResizeObserver;

  constructor(
    private readonly holder: HTMLElement,
    private readonly currency: string,
    private readonly choose: (at: number) => void,
  ) {
    this.resized = new ResizeObserver(() => this.plot?.setSize(this.size()));
    this.resized.observe(holder);
  }

  /** Draws all the lines. The library takes whole arrays, also for data that grows. */
  show(picture: Picture): void {
    this.picture = picture;
    const data = columns(picture);
    const looks = JSON.stringify(picture.lines.map(({ alias }, nth) => [alias, lookOf(nth, picture)]));
    if (this.plot !== null && looks === this.drawn_looks) {
      this.plot.setData(data);
      return;
    }
    this.drawn_looks = looks;
    this.plot?.destroy();
    this.holder.style.height = `${this.size().height}px`;
    this.plot = new uPlot(this.options(picture), data, this.holder);
    this.plot.over.addEventListener("click", (event) => this.picked(event));
  }

  remove(): void {
    this.resized.disconnect();
    this.plot?.destroy();
  }

  private size(): { width: number; height: number } {
    const many = (this.picture?.lines.length ?? 0) > LOOKS_MAX;
    return { width: Math.max(200, this.holder.clientWidth), height: many ? HEIGHT_OF_MANY_PX : HEIGHT_PX };
  }

  private picked(event: MouseEvent): void {
    if (this.plot !== null) this.choose(this.plot.posToVal(event.offsetX, "x") * 1000);
  }

  private options(picture: Picture): uPlot.Options {
    const stepped = uPlot.paths.stepped?.({ align: 1 });
    const series = picture.lines.map((line, nth): uPlot.Series => {
      const { stroke, dash } = lookOf(nth, picture);
      return {
        label: line.alias,
        stroke,
        dash,
        width: stroke === GREY ? 1.5 : 2.5,
        points: { show: true, size: 6, fill: stroke, filter: ownPoints },
        ...(stepped ? { paths: stepped } : {}),
      };
    });
    const axis: uPlot.Axis = {
      stroke: INK,
      font: `14px ${FAMILY}`,
      grid: { stroke: GRID, width: 1 },
      ticks: { stroke: GRID, width: 1 },
    };
    // Beyond now there are only the labels.
    const past = (_plot: uPlot, splits: number[]): Array<number | null> =>
      splits.map((at) => (at * 1000 > this.until() ? null : at));
    return {
      ...this.size(),
      padding: [12, 4, 0, 0],
      legend: { show: false },
      cursor: { show: false },
      scales: {
        x: { time: true, range: (plot) => this.times(plot) },
        y: { range: (_plot, least, most) => this.values(least, most) },
      },
      series: [{}, ...series],
      axes: [
        {
          ...axis,
          grid: { ...axis.grid, filter: past },
          ticks: { ...axis.ticks, filter: past },
          filter: past,
          size: 36,
          space: 92,
          incrs: TIME_STEPS_S,
          values: (_plot, splits, _axis, _space, step) =>
            splits.map((at) => (at === null ? null : (step < 60 ? clockTimeToSecond : clockTime)(at * 1000))),
        },
        {
          ...axis,
          size: (_plot, values) => Math.max(60, ...(values ?? []).map((value) => 20 + 8 * value.length)),
          values: (_plot, splits) =>
            splits.map(
              (value) =>
                `${value < 0 ? "\u2212" : ""}${currencySign(this.currency)}${Math.abs(value).toLocaleString("en-GB")}`,
            ),
        },
      ],
      hooks: {
        draw: [
          (plot) => this.drawLevels(plot),
          (plot) => this.nameLines(plot),
          (plot) => this.drawCrosses(plot),
          (plot) => this.markChosen(plot),
        ],
      },
    };
  }

  private until(): number {
    const { from, until } = this.picture ?? { from: 0, until: 0 };
    return Math.max(until, from + 1000);
  }

  /** From the opening to now, and after that the room for the labels. */
  private times(plot: uPlot): [number, number] {
    const from = this.picture?.from ?? 0;
    const until = this.until();
    const width = plot.bbox.width || (this.size().width - AXIS_PX) * devicePixelRatio;
    const part = this.labelsWidth(plot.ctx, width) / width;
    return [from / 1000, (until + ((until - from) * part) / (1 - part)) / 1000];
  }

  /** The width of the widest label with its gap, within what is left for the labels. */
  private labelsWidth(ctx: CanvasRenderingContext2D, width: number): number {
    const most = width * LABEL_PART_MAX;
    ctx.save();
    ctx.font = fontOf("bold ");
    const widths = (this.picture?.lines ?? [])
      .filter(reachesNow)
      .map((line) => ctx.measureText(labelOf(line, most)).width);
    ctx.restore();
    if (widths.length === 0) return 0;
    return Math.min(most, Math.max(...widths) + 2 * LABEL_GAP_PX * devicePixelRatio);
  }

  /** All the figures and levels, with room for the names above and below. */
  private values(least: number | null, most: number | null): [number, number] {
    const levels = this.picture?.levels.map(({ value }) => forDrawing(value)) ?? [];
    const all = [least, most, ...levels].filter((value) => value !== null);
    const low = Math.min(...all);
    const high = Math.max(...all);
    const room = (high - low || Math.abs(high) || 1) * 0.1;
    return [low - room, high + room];
  }

  /** A horizontal line for each level, with its name above it. */
  private drawLevels(plot: uPlot): void {
    const { ctx, bbox } = plot;
    const right = plot.valToPos(this.until() / 1000, "x", true);
    const gap = LABEL_GAP_PX * devicePixelRatio;
    // The names stand at the right, where lines that fall are furthest below, and beside each other, because levels may
    // be close to each other.
    let end = right - gap;
    ctx.save();
    ctx.font = fontOf("");
    ctx.strokeStyle = INK;
    ctx.lineWidth = devicePixelRatio;
    ctx.setLineDash([2 * devicePixelRatio, 4 * devicePixelRatio]);
    for (const { name, value } of this.picture?.levels ?? []) {
      const y = plot.valToPos(forDrawing(value), "y", true);
      ctx.beginPath();
      ctx.moveTo(bbox.left, y);
      ctx.lineTo(right, y);
      ctx.stroke();
      const width = ctx.measureText(name).width;
      const x = Math.max(bbox.left, end - width);
      write(ctx, name, x, y - 9 * devicePixelRatio, INK, "");
      end = x - 2 * gap;
    }
    ctx.restore();
  }

  private drawCrosses(plot: uPlot): void {
    const { ctx } = plot;
    const arm = 6 * devicePixelRatio;
    ctx.save();
    ctx.strokeStyle = "#b3140a";
    ctx.lineWidth = 3 * devicePixelRatio;
    for (const { at, value } of this.picture?.lines.flatMap(({ crosses }) => crosses) ?? []) {
      const x = plot.valToPos(at / 1000, "x", true);
      const y = plot.valToPos(forDrawing(value), "y", true);
      ctx.beginPath();
      ctx.moveTo(x - arm, y - arm);
      ctx.lineTo(x + arm, y + arm);
      ctx.moveTo(x + arm, y - arm);
      ctx.lineTo(x - arm, y + arm);
      ctx.stroke();
    }
    ctx.restore();
  }

  /** Writes rank and name at the end of each line, from the lowest line up, so that none overlap. */
  private nameLines(plot: uPlot): void {
    const { picture } = this;
    if (picture === null) return;
    const { ctx, bbox } = plot;
    const row = LABEL_ROW_PX * devicePixelRatio;
    const gap = LABEL_GAP_PX * devicePixelRatio;
    const left = plot.valToPos(this.until() / 1000, "x", true) + gap;
    const room = bbox.left + bbox.width - left;
    const ends = picture.lines
      .map((line, nth) => ({ line, nth, value: line.steps.at(-1)?.value ?? "0" }))
      .filter(({ line }) => reachesNow(line))
      .map(({ line, nth, value }) => ({ line, nth, y: plot.valToPos(forDrawing(value), "y", true) }))
      .sort((a, b) => b.y - a.y);
    let most = bbox.top + bbox.height - row / 2;
    for (const { line, nth, y } of ends) {
      const at = Math.min(y, most);
      const { stroke } = lookOf(nth, picture);
      ctx.save();
      ctx.font = fontOf("bold ");
      const text = shortened(ctx, labelOf(line, bbox.width * LABEL_PART_MAX), room);
      ctx.restore();
      write(ctx, text, left, at, stroke === GREY ? "#425563" : stroke, "bold ");
      most = at - row;
    }
  }

  private markChosen(plot: uPlot): void {
    const chosen = this.picture?.chosen ?? null;
    if (chosen === null) return;
    const { ctx, bbox } = plot;
    const x = plot.valToPos(chosen.at / 1000, "x", true);
    const y = plot.valToPos(forDrawing(chosen.value), "y", true);
    ctx.save();
    ctx.strokeStyle = INK;
    ctx.lineWidth = devicePixelRatio;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.lineWidth = 3 * devicePixelRatio;
    ctx.beginPath();
    ctx.arc(x, y, 7 * devicePixelRatio, 0, 2 * Math.PI);
    ctx.stroke();
    ctx.restore();
  }
}

function reachesNow({ steps }: Line): boolean {
  return typeof steps.at(-1)?.value === "string";
}

function labelOf(line: Line, room: number): string {
  return room < NAME_MIN_PX * devicePixelRatio ? line.short_label : line.label;
}

function fontOf(weight: string): string {
  return `${weight}${14 * devicePixelRatio}px ${FAMILY}`;
}

/** Writes with a white edge, so that lines behind the text do not make it unreadable. */
function write(
  ctx: CanvasRenderingContext2D,
  text: string,
  x: number,
  y: number,
  colour: string,
  weight: string,
): void {
  ctx.save();
  ctx.font = fontOf(weight);
  ctx.textBaseline = "middle";
  ctx.textAlign = "left";
  ctx.setLineDash([]);
  ctx.lineJoin = "round";
  ctx.lineWidth = 4 * devicePixelRatio;
  ctx.strokeStyle = "#fff";
  ctx.fillStyle = colour;
  ctx.strokeText(text, x, y);
  ctx.fillText(text, x, y);
  ctx.restore();
}

/** The text, without its middle where it is wider than `most`: long names often differ only at their ends. */
function shortened(ctx: CanvasRenderingContext2D, text: string, most: number): string {
  if (ctx.measureText(text).width <= most) return text;
  const without = (cut: number): string => {
    const head = Math.ceil((text.length - cut) * 0.6);
    return `${text.slice(0, head).trimEnd()}\u2026${text.slice(head + cut)}`;
  };
  let cut = 1;
  while (cut < text.length - 2 && ctx.measureText(without(cut)).width > most) cut += 1;
  return without(cut);
}

/** The last step only extends a line to the right edge. It is not an offer, so it has no point. */
const ownPoints: uPlot.Series.Points.Filter = (plot, nth) => {
  const column = plot.data[nth] ?? [];
  const places: number[] = [];
  for (let i = 0; i < column.length - 1; i++) {
    if (column[i] !== null && column[i] !== undefined) places.push(i);
  }
  return places.length > POINTS_MAX ? [] : places;
};

/** One column for each moment of any line. `undefined` is no step at that moment, `null` is a gap. */
function columns({ lines }: Picture): uPlot.AlignedData {
  const moments = [...new Set(lines.flatMap(({ steps }) => steps.map(({ at }) => at)))].sort((a, b) => a - b);
  const place = new Map(moments.map((at, nth) => [at, nth]));
  const values = lines.map(({ steps }) => {
    const column = new Array<number | null | undefined>(moments.length).fill(undefined);
    for (const { at, value } of steps) column[place.get(at) ?? 0] = value === null ? null : forDrawing(value);
    return column;
  });
  return [moments.map((at) => at / 1000), ...values];
}
