/**
 * Draws the offers on a canvas: a stepped line for each bidder, with its own dash, its own colour and its name at the
 * end. This is the only file that turns money into floating point, to place a point.
 */
import uPlot from "uplot";
import type { Offer } from "../../api/answers";
import { forDrawing } from "../../money";
import { currencySign } from "../../words/numbers";
import { clockTime, clockTimeToSecond, millis } from "../../words/time";

const HEIGHT_PX = 250;
/** With more offers than this the points would run into each other. */
const POINTS_MAX = 150;
const LABEL_ROW_PX = 16;
const LABEL_WIDTH_PX = 84;
/** Only whole seconds, so that no two marks of the axis have the same text. */
const TIME_STEPS_S = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200, 86_400];
const FONT = '14px "Liberation Sans", Arial, Helvetica, sans-serif';
const INK = "#212b32";
const GRID = "#d8dde0";
/** Every colour has a contrast of at least 3:1 on white. */
const LINES: ReadonlyArray<{ stroke: string; dash: number[] }> = [
  { stroke: "#005eb8", dash: [] },
  { stroke: "#7c2855", dash: [10, 4] },
  { stroke: "#007f3b", dash: [3, 3] },
  { stroke: "#330072", dash: [12, 4, 3, 4] },
  { stroke: "#b14d00", dash: [6, 6] },
  { stroke: "#425563", dash: [16, 4] },
  { stroke: "#00727d", dash: [3, 6] },
  { stroke: "#ae2573", dash: [12, 3, 3, 3, 3, 3] },
];

function look(nth: number): { stroke: string; dash: number[] } {
  return LINES[nth % LINES.length] ?? { stroke: INK, dash: [] };
}

export class GraphCanvas {
  private plot: uPlot | null = null;
  private aliases: string[] = [];
  private offers: readonly Offer[] = [];
  private chosen: number | null = null;
  private readonly resized: ResizeObserver;

  constructor(
    private readonly holder: HTMLElement,
    private readonly currency: string,
    private readonly choose: (nth: number) => void,
  ) {
    this.resized = new ResizeObserver(() => this.plot?.setSize({ width: this.width(), height: HEIGHT_PX }));
    this.resized.observe(holder);
  }

  /** Draws all the offers. The library takes whole arrays, also for data that grows. */
  show(offers: readonly Offer[], chosen: number | null): void {
    this.chosen = chosen;
    this.offers = offers;
    const aliases = [...new Set(offers.map(({ alias }) => alias))].sort();
    const data = columns(offers, aliases);
    if (this.plot === null || aliases.join() !== this.aliases.join()) {
      this.aliases = aliases;
      this.plot?.destroy();
      this.plot = new uPlot(this.options(), data, this.holder);
      this.plot.over.addEventListener("click", (event) => this.picked(event));
    } else {
      this.plot.setData(data);
    }
  }

  remove(): void {
    this.resized.disconnect();
    this.plot?.destroy();
  }

  private width(): number {
    return Math.max(200, this.holder.clientWidth);
  }

  private picked(event: MouseEvent): void {
    if (this.plot !== null) this.choose(Math.min(this.plot.posToIdx(event.offsetX), this.offers.length - 1));
  }

  private options(): uPlot.Options {
    const stepped = uPlot.paths.stepped?.({ align: 1 });
    const series = this.aliases.map((alias, nth): uPlot.Series => {
      const { stroke, dash } = look(nth);
      return {
        label: alias,
        stroke,
        dash,
        width: 2.5,
        spanGaps: true,
        points: { show: true, size: 6, fill: stroke, filter: ownPoints },
        ...(stepped ? { paths: stepped } : {}),
      };
    });
    const axis: uPlot.Axis = {
      stroke: INK,
      font: FONT,
      grid: { stroke: GRID, width: 1 },
      ticks: { stroke: GRID, width: 1 },
    };
    return {
      width: this.width(),
      height: HEIGHT_PX,
      padding: [10, LABEL_WIDTH_PX, 0, 0],
      legend: { show: false },
      cursor: { show: false },
      scales: { x: { time: true } },
      series: [{}, ...series],
      axes: [
        {
          ...axis,
          size: 36,
          space: 84,
          incrs: TIME_STEPS_S,
          values: (_plot, splits, _axis, _space, step) =>
            splits.map((at) => (step < 60 ? clockTimeToSecond : clockTime)(at * 1000)),
        },
        {
          ...axis,
          size: (_plot, values) => Math.max(60, ...(values ?? []).map((value) => 20 + 8 * value.length)),
          values: (_plot, splits) =>
            splits.map((value) => `${currencySign(this.currency)}${value.toLocaleString("en-GB")}`),
        },
      ],
      hooks: { draw: [(plot) => this.nameLines(plot), (plot) => this.markChosen(plot)] },
    };
  }

  /** Writes the names at the ends of the lines, and moves them apart so that none overlap. */
  private nameLines(plot: uPlot): void {
    const { ctx } = plot;
    const ratio = devicePixelRatio;
    const ends = this.aliases
      .map((alias, nth) => ({ alias, nth, y: plot.valToPos(plot.data[nth + 1]?.at(-1) ?? 0, "y", true) }))
      .sort((a, b) => a.y - b.y);
    ctx.save();
    ctx.font = FONT.replace("14px", `bold ${14 * ratio}px`);
    ctx.textBaseline = "middle";
    ctx.textAlign = "left";
    let least = Number.NEGATIVE_INFINITY;
    for (const { alias, nth, y } of ends) {
      const free = Math.max(y, least);
      ctx.fillStyle = look(nth).stroke;
      ctx.fillText(alias, plot.bbox.left + plot.bbox.width + 8 * ratio, free);
      least = free + LABEL_ROW_PX * ratio;
    }
    ctx.restore();
  }

  private markChosen(plot: uPlot): void {
    const offer = this.chosen === null ? undefined : this.offers[this.chosen];
    if (offer === undefined) return;
    const { ctx, bbox } = plot;
    const x = plot.valToPos(millis(offer.at) / 1000, "x", true);
    const y = plot.valToPos(forDrawing(offer.evaluated), "y", true);
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

/** The last column only extends the lines to the right edge. It is not an offer, so it has no point. */
const ownPoints: uPlot.Series.Points.Filter = (plot, nth) => {
  const column = plot.data[nth] ?? [];
  if (column.length > POINTS_MAX) return [];
  const places: number[] = [];
  for (let i = 0; i < column.length - 1; i++)
    if (column[i] !== null && column[i] !== undefined) places.push(i);
  return places;
};

function columns(offers: readonly Offer[], aliases: readonly string[]): uPlot.AlignedData {
  const times = offers.map(({ at }) => millis(at) / 1000);
  const last = times.at(-1) ?? 0;
  const lines = aliases.map((alias) => {
    const values: Array<number | null> = offers.map((offer) =>
      offer.alias === alias ? forDrawing(offer.evaluated) : null,
    );
    return [...values, values.findLast((value) => value !== null) ?? null];
  });
  return [[...times, last + 0.001], ...lines];
}
