// Colours that people with any colour vision can tell apart: Okabe & Ito's for kinds, ColorBrewer's for amounts
// (sequences whose lightness falls steadily), orange and purple for worse and better.
import { timeUnit } from "./format";

export const BLUE = "#0072B2";
export const ORANGE = "#E69F00";
export const GREEN = "#009E73";
export const RED = "#D55E00";
export const SKY = "#56B4E9";
export const PINK = "#B7508A";
export const INK = "#1c2733";
export const FAINT = "#5d6b78";
export const RULE = "#d5dbe1";
export const EMPTY = "#eceff2";

/** One colour for each part of the way and each cause, everywhere. */
const OF_CAUSE: Record<string, string> = {
  desk_queue: "#332288", receipt: "#56B4E9", triage: "#009E73", transfer: "#c9a800", later_desk_queue: "#6b4fa0", later_desk: "#8a8a2d",
  in_vain: "#CC79A7", crew_queue: "#882255", refused: "#a65c28", accept: "#E69F00", turnout: "#4a6fb5", travel: "#0072B2",
  partner_wait: "#5c1f1f", work: "#7d8790",
  no_crew_idle: "#D55E00", shift_gap: "#3b3b3b", committed_work: "#882255", boundary: "#6b4fa0", joint_partner: "#5c1f1f",
  held_back: "#8a8a2d", lost: "#111111", withdrawn: "#b0b6bc",
};

export function causeColour(cause: string): string {
  return OF_CAUSE[cause] ?? "#7d8790";
}

/** Pale is good, dark is bad. */
const POOR = ["#b10026", "#e31a1c", "#fc4e2a", "#fd8d3c", "#feb24c", "#fed976", "#ffffb2"];
const MUCH = ["#eff8fb", "#c7e9e4", "#7fcdbb", "#41b6c4", "#1d91c0", "#225ea8", "#0c2c84"];
const APART = ["#b35806", "#f1a340", "#fee0b6", "#f7f7f7", "#d8daeb", "#998ec3", "#542788"];

/** Classes of values: their bounds and colours. */
export interface Scale { bounds: number[]; colours: string[]; of: (value: number | null | undefined) => number }

function scale(bounds: number[], colours: string[]): Scale {
  const of = (value: number | null | undefined) => {
    if (value === null || value === undefined || Number.isNaN(value)) return -1;
    let at = 0;
    while (at < bounds.length && value >= bounds[at]!) at++;
    return at;
  };
  return { bounds, colours, of };
}

/** The next larger of 1, 2, 2.5 or 5 times a power of ten. */
function roundUp(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 2.5, 5, 10].map((m) => m * power).find((s) => s >= rough) ?? rough;
}

/** Bounds at round numbers of a unit, that of the highest, between the 2nd and the 98th percentile, between the ends where these are the same; none where nothing differs. */
function roundBounds(values: number[], classes: number, unitOf = (_: number) => 1): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (order: number) => sorted[Math.min(sorted.length - 1, Math.floor(order * sorted.length))] ?? 0;
  let [low, high] = [at(0.02), at(0.98)];
  if (high - low < 1e-9) [low, high] = [sorted[0] ?? 0, sorted.at(-1) ?? 0];
  if (high - low < 1e-9) return [];
  const unit = unitOf(high);
  const step = roundUp((high - low) / classes / unit) * unit;
  const bounds = [];
  for (let b = Math.ceil(low / step + 1e-9) * step; b < high && bounds.length < classes - 1; b += step) bounds.push(+b.toFixed(10));
  return bounds.length ? bounds : [(low + high) / 2];
}

function spreadOver(palette: string[], n: number): string[] {
  return Array.from({ length: n }, (_, i) => palette[n === 1 ? 0 : Math.round((i * (palette.length - 1)) / (n - 1))]!);
}

const known = (values: (number | null)[]) => values.filter((v): v is number => v !== null && Number.isFinite(v));

/** For shares of which more is better. */
export function attainmentScale(values: (number | null)[]): Scale {
  const shares = known(values);
  const bounds = roundBounds(shares, 7);
  return scale(bounds, bounds.length > 0 ? spreadOver(POOR, bounds.length + 1) : [POOR[Math.round((shares[0] ?? 1) * (POOR.length - 1))]!]);
}

/** For amounts; dark is much. */
export function amountScale(values: (number | null)[]): Scale {
  const bounds = roundBounds(known(values), 7);
  return scale(bounds, spreadOver(MUCH, bounds.length + 1));
}

/** For lengths of time in seconds of which less is better. */
export function timeScale(values: (number | null)[]): Scale {
  const bounds = roundBounds(known(values), 7, (most) => timeUnit(most, "en")[0]);
  return scale(bounds, spreadOver([...POOR].reverse(), bounds.length + 1));
}

/** For differences around none. */
export function differenceScale(values: (number | null)[], margin: number): Scale {
  const most = Math.max(...known(values).map(Math.abs), margin * 2);
  const step = roundUp(Math.max(most / 3, 1e-6));
  return scale([-2 * step, -step, -step / 4, step / 4, step, 2 * step], APART);
}

/** Black or white, whichever is read better on a colour. */
export function inkOn(colour: string): string {
  const n = parseInt(colour.slice(1), 16);
  const part = (c: number) => ((c / 255 + 0.055) / 1.055) ** 2.4;
  const light = 0.2126 * part(n >> 16) + 0.7152 * part((n >> 8) & 255) + 0.0722 * part(n & 255);
  return light > 0.3 ? "#111" : "#fff";
}
