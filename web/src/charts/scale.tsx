// The legend of a colour scale: classes with their numbers and how many fall into each.
import { EMPTY, type Scale } from "../colour";
import type { Lang } from "../data";
import { count, decimal, points, timeUnit } from "../format";
import { useUi } from "../ui";

/** Bounds told with as many decimals as they have, or at least as tell them apart. */
function apart({ bounds }: Scale, unit: number, told: (v: number, digits: number) => string): (v: number) => string {
  const all = [0, 1, 2, 3, 4, 5, 6];
  const exact = (digits: number) => bounds.every((b) => Math.abs(+(b * unit).toFixed(digits) - b * unit) < 1e-7);
  const different = (digits: number) => new Set(bounds.map((b) => told(b, digits))).size === bounds.length;
  const digits = all.find((n) => exact(n) && different(n)) ?? all.find(different) ?? 6;
  return (v) => told(v, digits);
}

/** Bounds of shares in percent: they lie between values, so that none is more or less than what is shown of it. */
export const shareBounds = (scale: Scale) => apart(scale, 100, (v, digits) => `${decimal(v * 100, digits)}%`);

/** Bounds of differences of shares in points. */
export const pointBounds = (scale: Scale) => apart(scale, 100, points);

/** Bounds of numbers of something. */
export const countBounds = (scale: Scale) => apart(scale, 1, (v, digits) => (digits === 0 ? count(v) : decimal(v, digits)));

/** Bounds of lengths of time in seconds. */
export function timeBounds(scale: Scale, lang: Lang): (v: number) => string {
  const [length, name] = timeUnit(scale.bounds.at(-1) ?? 0, lang);
  return apart(scale, 1 / length, (v, digits) => `${decimal(v / length, digits)} ${name}`);
}

export function ScaleLegend({ scale, bound, values, hatched, title }: {
  scale: Scale; bound: (v: number) => string; values?: (number | null)[]; hatched?: boolean; title: string;
}) {
  const { t } = useUi();
  const counts = values ? values.reduce((found, v) => { const c = scale.of(v) + 1; found[c] = (found[c] ?? 0) + 1; return found; }, [] as number[]) : null;
  const label = (i: number) => {
    const { bounds } = scale;
    if (bounds.length === 0) return t("all alike", "全部相同");
    if (i === 0) return `< ${bound(bounds[0]!)}`;
    if (i === bounds.length) return `≥ ${bound(bounds[i - 1]!)}`;
    return `${bound(bounds[i - 1]!)} – ${bound(bounds[i]!)}`;
  };
  return (
    <div class="scale" role="group" aria-label={title}>
      <span class="scale-title">{title}</span>
      {scale.colours.map((colour, i) => (scale.bounds.length > 0 || !counts || (counts[1] ?? 0) > 0) && (
        <span key={i} class="class"><i style={{ background: colour }} />{label(i)}{counts && <small> ({counts[i + 1] ?? 0})</small>}</span>
      ))}
      {counts && (counts[0] ?? 0) > 0 && <span class="class"><i style={{ background: EMPTY }} />{t("no incidents", "无事件")}<small> ({counts[0]})</small></span>}
      {hatched && <span class="class"><i class="hatched" />{t("not significant", "不显著")}</span>}
    </div>
  );
}
