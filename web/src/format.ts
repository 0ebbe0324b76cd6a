// Numbers as people read them. The same rules in both languages but for units.
import type { Estimate, Lang, Maybe } from "./data";

export const NONE = "–";

/** A number with the minus that a page writes. */
export function minus(text: string): string {
  return text.replace(/^-/, "−");
}

/** 1 replication, 2 replications. */
export function counted(n: number, noun: string): string {
  return `${count(n)} ${noun}${n === 1 ? "" : "s"}`;
}

/** 0.9634 → 96.3%. What is short of all is never shown as all, nor something as nothing. */
export function percent(share: Maybe<number> | undefined, digits = 1): string {
  if (share === null || share === undefined) return NONE;
  const value = share * 100;
  const text = value.toFixed(digits);
  if (share < 1 && Number(text) >= 100) return `>${(100 - 10 ** -digits).toFixed(digits)}%`;
  if (share > 0 && Number(text) === 0) return `<${(10 ** -digits).toFixed(digits)}%`;
  return `${minus(text)}%`;
}

/** What somebody has set as a share, as it was set: 0.975 → 97.5%, 0.9995 → 99.95%. */
export function given(share: Maybe<number>): string {
  return share === null ? NONE : `${exact(share * 100)}%`;
}

/** The decimals with which a goal in percent is told as it was set and apart from every other of `shares`. */
export function digitsBeside(goal: number, shares: Maybe<number>[]): number {
  const enough = (digits: number) => Number.parseFloat(percent(goal, digits)) === +(goal * 100).toFixed(6) && shares.every((share) => share === goal || percent(share, digits) !== percent(goal, digits));
  return [1, 2, 3, 4, 5].find(enough) ?? 6;
}

/** The ends of an interval in percent, told like what lies between them. */
export function between(e: Maybe<{ lower: Maybe<number> | undefined; upper: Maybe<number> | undefined }> | undefined): string {
  if (typeof e?.lower !== "number" || typeof e.upper !== "number") return "";
  return `${percent(e.lower).replace("%", "")}–${percent(e.upper)}`;
}

/** A share with its interval, where it has one. */
export function attained(e: Maybe<Estimate> | undefined): string {
  const ends = between(e);
  return `${percent(e?.estimate)}${ends && ` (${ends})`}`;
}

/** Signed percentage points that somebody has set. */
export function pointsGiven(difference: number): string {
  return `${difference > 0 ? "+" : ""}${exact(difference * 100)}`;
}

/** Signed percentage points. */
export function points(difference: Maybe<number> | undefined, digits = 2): string {
  if (difference === null || difference === undefined) return NONE;
  const value = Math.abs(difference * 100).toFixed(digits);
  return `${Number.parseFloat(value) === 0 ? "" : difference > 0 ? "+" : "−"}${value}`;
}

/** About how wide a text is at 11 pixels: Chinese characters take twice the room. */
export function widthOf(text: string): number {
  return [...text].reduce((sum, c) => sum + (c > "\u2e80" ? 11 : 6.2), 0);
}

/** Where the middle of a text stands so that a drawing so wide has all of it. */
export function inside(x: number, text: string, width: number): number {
  const half = widthOf(text) / 2;
  return Math.min(Math.max(x, half), width - half);
}

/** A text that fits into so many pixels. */
export function clip(text: string, pixels: number): string {
  if (widthOf(text) <= pixels) return text;
  const short = [...text];
  while (short.length > 1 && widthOf(short.join("")) > pixels - 11) short.pop();
  return `${short.join("")}…`;
}

export function count(n: number): string {
  return minus(Math.round(n).toString()).replace(/\B(?=(\d{3})+$)/g, ",");
}

export function decimal(n: Maybe<number> | undefined, digits = 1): string {
  return n === null || n === undefined ? NONE : minus(n.toFixed(digits));
}

/** The same of what is never less than nothing: something is not shown as nothing. */
export function size(n: Maybe<number> | undefined, digits: number): string {
  const told = decimal(n, digits);
  return n && Number(told) === 0 ? `<${10 ** -digits}` : told;
}

/** 2,700 s → 45 min, with so many digits `more` where others are to be told from it. */
export function duration(seconds: Maybe<number> | undefined, lang: Lang, more = 0): string {
  if (seconds === null || seconds === undefined) return NONE;
  if (seconds < 0) return seconds > -0.05 ? duration(0, lang, more) : `−${duration(-seconds, lang, more)}`;
  const [length, name] = timeUnit(seconds, lang);
  const value = seconds / length;
  return `${+value.toFixed((value < 10 ? 1 : 0) + more)} ${name}`;
}

/** The unit that suits a time: its length in seconds and its name. */
export function timeUnit(seconds: number, lang: Lang): [number, string] {
  const units: [number, number, string, string][] = [[60, 1, "s", "秒"], [5_400, 60, "min", "分"], [48 * 3_600, 3_600, "h", "小时"]];
  const [, length, en, zh] = units.find(([below]) => seconds < below) ?? [Infinity, 86_400, "d", "天"];
  return [length, lang === "zh" ? zh : en];
}

/** To so many significant digits, whole ones all kept. */
export function digits(value: number, most = 4): string {
  return minus(String(Math.abs(value) < 10 ** most ? +value.toPrecision(most) : Math.round(value)));
}

const LENGTHS: [number, string, string][] = [[86_400, "d", "天"], [3_600, "h", "小时"], [60, "min", "分"], [1, "s", "秒"]];

/** What somebody has set, to the millionth. */
function exact(value: number): string {
  return minus(String(Math.abs(value) < 1e9 ? +value.toFixed(6) || value : value));
}

/** A length of time that somebody has set: exactly, in the largest unit of which it has whole `parts`, else in seconds. */
function timeSet(seconds: number, lang: Lang, parts: number): string {
  const [length, en, zh] = LENGTHS.find(([length]) => seconds >= length && (seconds * parts) % length === 0) ?? LENGTHS.at(-1)!;
  return `${exact(seconds / length)} ${lang === "zh" ? zh : en}`;
}

/** The limit of a target, exactly: 45 min, 12.5 min, 75 s. */
export function limit(seconds: number, lang: Lang): string {
  return timeSet(seconds, lang, 2);
}

/** A time over a limit, near it in its unit and with so many digits that it is seen to be over. */
export function over(seconds: number, limit_s: number, lang: Lang): string {
  if (seconds >= 2 * limit_s) return duration(seconds, lang);
  const [most, unit] = limit(limit_s, lang).split(" ");
  const length = limit_s / Number(most) || 1;
  const told = [0, 1, 2, 3].map((digits) => (seconds / length).toFixed(digits)).find((told) => Number(told) > Number(most));
  return `${told ?? `>${most}`} ${unit}`;
}

/** A margin in attainment: 0.0025 → 0.25 points. */
export function margin(share: number, lang: Lang): string {
  const told = exact(share * 100);
  return lang === "zh" ? `${told} 个百分点` : `${told} point${told === "1" ? "" : "s"}`;
}

/** Working days are whole ones. */
const wholeDays = (value: number, unit: string) => (unit === "working days" ? Math.floor(value + 0.5) : value);

/** What somebody has set, exactly: 2,700 in s → 45 min; 3 in /day → 3 /day. */
export function quantity(value: Maybe<number> | undefined, unit: string, lang: Lang): string {
  if (value === null || value === undefined) return NONE;
  return unit === "s" ? timeSet(value, lang, 4) : `${exact(wholeDays(value, unit))} ${unit}`.trimEnd();
}

/** Values of one number; long ones at their beginning, where that tells all of them apart. */
export function quantities(values: number[], unit: string, lang: Lang): (value: number) => string {
  const short = (value: number) => quantity(value, unit, lang).replace(/^[−\d.]+/, (told) => {
    const few = digits(Number(told.replace("−", "-")));
    return few.length < told.length ? few : told;
  });
  const different = [...new Set(values)];
  return new Set(different.map(short)).size === different.length ? short : (value) => quantity(value, unit, lang);
}

/** To four digits, as what a search has found between two values is told: 229.8 s, 23.85 min. */
export function finely(value: Maybe<number> | undefined, unit: string, lang: Lang): string {
  if (value === null || value === undefined) return NONE;
  if (unit !== "s") return `${digits(wholeDays(value, unit))} ${unit}`.trimEnd();
  const [length, en, zh] = LENGTHS.find(([length]) => Math.abs(value) >= 10 * length) ?? LENGTHS.at(-1)!;
  return `${digits(value / length)} ${lang === "zh" ? zh : en}`;
}

/** 28,800 → 08:00. */
export function clock(secondOfDay: number): string {
  const s = Math.floor(secondOfDay);
  const two = (n: number) => String(n).padStart(2, "0");
  return `${two(Math.floor(s / 3_600))}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;
}

/** The date so many days after `start` (YYYY-MM-DD). */
export function date(start: string, day: number): string {
  return new Date(Date.parse(`${start}T00:00:00Z`) + day * 86_400_000).toISOString().slice(0, 10);
}

/** Steps of 1, 2, 2.5 or 5 that divide a range into about `wanted` parts. */
export function ticks(low: number, high: number, wanted = 5): number[] {
  const span = high - low || 1;
  const rough = span / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((m) => m * power).find((s) => s >= rough) ?? rough;
  const found = [];
  for (let at = Math.ceil(low / step - 1e-9) * step; at <= high + step * 1e-9; at += step) found.push(+at.toFixed(12));
  return found;
}

/** A word of a command, in quotes where a shell would read it otherwise. */
export const quoted = (word: string) => (/^[\w\-./=:,+@%]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

/** A table as CSV (RFC 4180). */
export function csv(rows: (string | number | null)[][]): string {
  const cell = (value: string | number | null) => {
    const text = value === null ? "" : String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return rows.map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
}

export function download(name: string, type: string, text: string): void {
  const link = document.createElement("a");
  const url = URL.createObjectURL(new Blob([text], { type }));
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1_000);
}
