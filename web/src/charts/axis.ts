// The ticks of an axis: at round numbers of the unit they are told in, each told as what it is.
import type { Lang } from "../data";
import { count, decimal, points, ticks, timeUnit } from "../format";

/** What an axis is told in: how much one of it is, and a value with so many decimals. */
interface Told { one: number; told: (v: number, digits: number) => string }
/** The same for an axis that reaches as far as this, either way. */
export type Axis = (most: number) => Told;

export const shareAxis: Axis = () => ({ one: 0.01, told: (v, digits) => `${decimal(v * 100, digits)}%` });
/** Signed differences of shares. */
export const pointAxis: Axis = () => ({ one: 0.01, told: points });
/** Sizes of differences of shares. */
export const sizeAxis: Axis = () => ({ one: 0.01, told: (v, digits) => decimal(v * 100, digits) });
/** Numbers of something; `of` is one of them. */
export const countAxis = (unit = "", of = 1): Axis => () => ({ one: of, told: (v, digits) => `${digits === 0 ? count(v / of) : decimal(v / of, digits)} ${unit}`.trimEnd() });
/** Lengths of time in seconds. */
export const timeAxis = (lang: Lang): Axis => (most) => {
  const [one, name] = timeUnit(most, lang);
  return { one, told: (v, digits) => `${decimal(v / one, digits)} ${name}` };
};

/** About `wanted` ticks of an axis from `low` to `high`. */
export function axisTicks(axis: Axis, low: number, high: number, wanted: number): { at: number; label: string }[] {
  const { one, told } = axis(Math.max(Math.abs(low), Math.abs(high)));
  const found = ticks(low / one, high / one, wanted).map((v) => v * one);
  const label = apart(found, { one, told });
  return found.map((at) => ({ at, label: label(at) }));
}

/** Values told with as many decimals as they have, or at least as tell them apart. */
export function apart(values: number[], { one, told }: Told): (v: number) => string {
  const all = [0, 1, 2, 3, 4, 5, 6];
  const exact = (digits: number) => values.every((v) => Math.abs(+(v / one).toFixed(digits) - v / one) < 1e-7);
  const different = (digits: number) => new Set(values.map((v) => told(v, digits))).size === values.length;
  const digits = all.find((n) => exact(n) && different(n)) ?? all.find(different) ?? 6;
  return (v) => told(v, digits);
}
