// The legend of a colour scale: classes with their numbers and how many fall into each.
import { EMPTY, type Scale } from "../colour";
import { percent } from "../format";
import { useUi } from "../ui";

/** Bounds of shares in percent, with as many decimals as they have. */
export function bound({ bounds }: Scale): (v: number) => string {
  const exact = (digits: number) => bounds.every((b) => Math.abs(+(b * 100).toFixed(digits) - b * 100) < 1e-7);
  const digits = bounds.length < 2 ? 1 : ([0, 1, 2, 3, 4].find(exact) ?? 5);
  return (v) => percent(v, digits);
}

export function ScaleLegend({ scale, told, values, hatched, title }: {
  scale: Scale; told: (v: number) => string; values?: (number | null)[]; hatched?: boolean; title: string;
}) {
  const { t } = useUi();
  const counts = values ? values.reduce((found, v) => { const c = scale.of(v) + 1; found[c] = (found[c] ?? 0) + 1; return found; }, [] as number[]) : null;
  const label = (i: number) => {
    const { bounds } = scale;
    if (bounds.length === 0) return t("all", "全部");
    if (i === 0) return `< ${told(bounds[0]!)}`;
    if (i === bounds.length) return `≥ ${told(bounds[i - 1]!)}`;
    return `${told(bounds[i - 1]!)} – ${told(bounds[i]!)}`;
  };
  return (
    <div class="scale" role="group" aria-label={title}>
      <span class="scale-title">{title}</span>
      {scale.colours.map((colour, i) => (
        <span key={i} class="class"><i style={{ background: colour }} />{label(i)}{counts && <small> ({counts[i + 1] ?? 0})</small>}</span>
      ))}
      {counts && (counts[0] ?? 0) > 0 && <span class="class"><i style={{ background: EMPTY }} />{t("no incidents", "无事件")}<small> ({counts[0]})</small></span>}
      {hatched && <span class="class"><i class="hatched" />{t("not significant", "不显著")}</span>}
    </div>
  );
}
