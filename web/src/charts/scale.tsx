// The legend of a colour scale: classes with their numbers and how many fall into each.
import { EMPTY, type Scale } from "../colour";
import type { Lang } from "../data";
import { useUi } from "../ui";
import { apart, countAxis, pointAxis, shareAxis, timeAxis } from "./axis";

/** Bounds of shares in percent: they lie between values, so that none is more or less than what is shown of it. */
export const shareBounds = ({ bounds }: Scale) => apart(bounds, shareAxis(0));

/** Bounds of differences of shares in points. */
export const pointBounds = ({ bounds }: Scale) => apart(bounds, pointAxis(0));

/** Bounds of numbers of something. */
export const countBounds = ({ bounds }: Scale) => apart(bounds, countAxis()(0));

/** Bounds of lengths of time in seconds. */
export const timeBounds = ({ bounds }: Scale, lang: Lang) => apart(bounds, timeAxis(lang)(bounds.at(-1) ?? 0));

export function ScaleLegend({ scale, bound, values, none, hatched, title }: {
  scale: Scale; bound: (v: number) => string; values: (number | null)[]; /** What those are that have no value. */ none: string; hatched?: boolean; title: string;
}) {
  const { t } = useUi();
  const counts = values.reduce((found, v) => { const c = scale.of(v) + 1; found[c] = (found[c] ?? 0) + 1; return found; }, [] as number[]);
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
      {scale.colours.map((colour, i) => (scale.bounds.length > 0 || (counts[1] ?? 0) > 0) && (
        <span key={i} class="class"><i style={{ background: colour }} />{label(i)}<small> ({counts[i + 1] ?? 0})</small></span>
      ))}
      {(counts[0] ?? 0) > 0 && <span class="class"><i style={{ background: EMPTY }} />{none}<small> ({counts[0]})</small></span>}
      {hatched && <span class="class"><i class="hatched" />{t("not significant", "不显著")}</span>}
    </div>
  );
}
