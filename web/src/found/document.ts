// The documents of commands with several arms, as far as the page draws them (docs/json.md), and how they are told.
import { type Axis, countAxis, shareAxis, timeAxis } from "../charts/axis";
import { BLUE, FAINT, GREEN, RED } from "../colour";
import type { Estimate, Lang, Maybe, Name, Page } from "../data";
import { count, decimal, digits, duration, percent } from "../format";
import type { Replaying } from "../replayed";
import type { Ui } from "../ui";

/** Where a number may well lie; half to double of it where the scenario has `given` nothing. */
export interface Range { low: number; high: number; given: boolean }
/** A number that was not moved, and why. */
export interface Left { path: string; why: string; zh: string }
export interface Interval { estimate: number; lower: Maybe<number>; upper: Maybe<number> }
export interface Judged extends Interval {
  arm: string; against: string; measure: string; endpoint: "primary" | "secondary" | "other";
  level: number; verdict: string; p_holm: Maybe<number>; replications: number;
}
export interface FoundArm extends Replaying {
  letter: string; scenario: string; set: string[]; about: string; about_zh: string; digest: string; trace_digest: string;
  incidents: number; officers: number; crews: number; posts: number; posts_by_role: { name: string; zh: string; count: number }[];
  posts_per_10000: Maybe<number>; vehicles: number; cost_per_year: Maybe<number>; currency: Maybe<string>; currency_zh: Maybe<string>;
  collapsed_replications: number; overloaded_replications: number; measures: Record<string, Maybe<Estimate>>;
}
export interface Part extends Interval { part: string; origin: "assumed" | "emergent" | "both"; arm_s: number; against_s: number }
export interface CompareDocument {
  traces_identical: boolean; paired: boolean; primary: string; indifference: number; level: number; replications: number; days: number; seed: string;
  targets: { name: string; limit_s: number; primary: boolean }[]; arms: FoundArm[];
  sentences: { arm: string; measure: string; verdict: string; en: string; zh: string }[];
  differences: Judged[]; best: (Interval & { arm: string; may_be_best: boolean })[];
  assumptions: { path: string; path_zh: string; arms: string[]; value: number; unit: string; range: Maybe<Range>; grade: Maybe<string>; source: Maybe<string>; source_zh: Maybe<string>; description: string; zh: string }[];
  left_out: Left[];
  draws: Maybe<{ posts_kept: Maybe<number>; pairs: { arm: string; against: string; held: number; of: number; share: Maybe<number>; lower: Maybe<number>; upper: Maybe<number>; quantiles: Maybe<number[]>; nominal: Maybe<number> }[] }>;
  parts: { arm: string; response: Part; assumed: Part; emergent: Part; segments: Part[] }[];
  breakdowns: { arm: string; dimension: string; name: Name; rows: { name: Name; incidents: number; few: boolean; targets: Maybe<Interval & { verdict: string; p_holm: number }>[] }[] }[];
  equity: Maybe<{
    level: Name; areas: number; left_out: number; few: number; tenth: number;
    arms: { arm: string; worst_decile: Maybe<Estimate>; gap: Maybe<Estimate>; gini: Maybe<Estimate> }[];
    differences: (Interval & { arm: string; measure: string })[];
  }>;
  pairing: { arm: string; against: string; correlation: number; variance_ratio: number }[];
  stopping: { reason: string; replications: number; plan: { half_width: Maybe<number> }; looks: { replications: number; undecided: number; half_width: Maybe<number> }[] };
}

export const VERDICTS: Record<string, string> = { better: BLUE, worse: RED, equal: GREEN, higher: FAINT, lower: FAINT, undecided: FAINT };

/** What an arm costs a year, where it is a million or more in millions, in Chinese in ten thousands. */
export function cost(a: FoundArm, ui: Ui): string {
  if (a.cost_per_year === null) return "–";
  const amount = a.cost_per_year >= 1e6 ? ui.t(`${decimal(a.cost_per_year / 1e6)} million `, `${count(Math.round(a.cost_per_year / 1e4))} 万`) : `${count(Math.round(a.cost_per_year))} `;
  return amount + (ui.t(a.currency ?? "", a.currency_zh ?? ""));
}

/** A verdict in words; only targets are judged against a margin. */
export function verdictWord(ui: Ui, verdict: string, endpoint: Judged["endpoint"] = "primary"): string {
  if (verdict === "equal" && endpoint === "other") return ui.t("equal", "相同");
  const words: Record<string, [string, string]> = {
    better: ["better", "更好"], worse: ["worse", "更差"], equal: ["equal within the margin", "在界限内相当"],
    higher: ["higher", "更高"], lower: ["lower", "更低"], undecided: ["undecided", "未定"],
  };
  const word = words[verdict];
  return word ? ui.t(...word) : verdict;
}

/** What a measure is called; targets have their own names. */
export function measureName(page: Page, ui: Ui, measure: string): string {
  return ui.key(page.names.measures, measure);
}

/** A value of a measure in its unit. */
export function level(ui: Ui, measure: string, value: Maybe<number> | undefined): string {
  if (value === null || value === undefined) return "–";
  const unit = ui.page.names.units[measure];
  return unit === "seconds" ? duration(value, ui.lang) : unit === "count" ? counts(value) : percent(value);
}

/** The axis of a measure, told like its values; `shares` of one that is a share. */
export function measureAxis(ui: Ui, measure: string, shares: Axis = shareAxis): Axis {
  const unit = ui.page.names.units[measure];
  return unit === "seconds" ? timeAxis(ui.lang) : unit === "count" ? countAxis() : shares;
}

/** The size of a change of a measure in its unit; of a share in percentage points, of which the caller says so. */
export function change(ui: Ui, measure: string, value: number): string {
  const unit = ui.page.names.units[measure];
  return unit === "seconds" ? duration(value, ui.lang) : unit === "count" ? counts(value) : decimal(value * 100, 2);
}

/** The same of what went up or down. */
export function amount(ui: Ui, measure: string, value: Maybe<number>): string {
  if (value === null) return "–";
  const size = change(ui, measure, Math.abs(value));
  return `${Number.parseFloat(size) === 0 ? "" : value < 0 ? "−" : "+"}${size}`;
}

/** A mean of counts: whole from 100 on, three decimals where there is less than one, more where these say nothing. */
function counts(value: number): string {
  const size = Math.abs(value);
  return size > 0 && size < 0.01 ? digits(value, 2) : size < 100 ? decimal(value, size > 0 && size < 0.95 ? 3 : 1) : count(value);
}

/** The path and the value of a setting: what stands before the first `=` outside of quotes, and behind it. */
export function pathAndValue(set: string): [string, string] {
  const [, path, value] = /^((?:"(?:\\.|[^"\\])*"|[^="])*)=([^]*)$/.exec(set) ?? [];
  return [path ?? set, value ?? ""];
}

/** Each path by as much of its end as no other shares. */
export function toldApart(paths: string[]): Map<string, string> {
  const names = (path: string) => [...path.matchAll(/"(?:\\.|[^"\\])*"|\[[^\]]*\]|[^.[\]"]+/g)].filter(([name]) => !name.startsWith("["));
  const endings = (path: string) => names(path).map(({ index }) => path.slice(index)).reverse();
  const shared = (ending: string) => paths.filter((path) => endings(path).includes(ending)).length > 1;
  return new Map(paths.map((path) => [path, endings(path).find((ending) => !shared(ending)) ?? path]));
}

interface Numbered { path: string; path_zh: string; description: string; zh: string }

/** What numbers are called, by path; those of one name after what tells their paths apart. */
export function namesOf(rows: Numbered[], lang: Lang): Map<string, string> {
  const own = (row: Numbered) => (lang === "zh" ? row.zh : row.description) || row.path;
  const alike = new Map<string, string[][]>();
  for (const row of rows) alike.set(own(row), [...(alike.get(own(row)) ?? []), row.path.split(".")]);
  return new Map(rows.map((row) => {
    const parts = row.path.split(".");
    const shown = lang === "zh" ? row.path_zh.split(".") : parts;
    const others = alike.get(own(row))!;
    const differ = (i: number) => others.some((other) => other[i] !== parts[i]);
    // Keys have no Chinese name: they stand only where names do not tell the paths apart.
    const named = parts.flatMap((part, i) => (differ(i) && shown[i] !== part ? [i] : []));
    const enough = others.every((other) => other.join(".") === row.path || named.some((i) => other[i] !== parts[i]));
    const apart = shown.filter((_, i) => (enough ? named.includes(i) : differ(i)));
    return [row.path, apart.length > 0 ? `${apart.join(" ").replaceAll("_", " ")}${lang === "zh" ? "：" : ": "}${own(row)}` : own(row)];
  }));
}
