// Where numbers may well lie: as the scenario says, or made up; and which of them were left out.
import type { Maybe } from "../data";
import { quantity } from "../format";
import { useUi } from "../ui";
import type { Left, Range } from "./document";

/** The mark of a range that the scenario does not give. */
export const madeUp = (range: Maybe<Range>) => (range && !range.given ? " †" : "");

/** A range as it is told in tables. */
export function useRange(): (range: Maybe<Range>, unit: string) => string {
  const { lang } = useUi();
  return (range, unit) => (range ? `${quantity(range.low, unit, lang)} … ${quantity(range.high, unit, lang)}${madeUp(range)}` : "–");
}

/** What the mark means, where it stands. */
export function MadeUp({ ranges }: { ranges: Maybe<Range>[] }) {
  const { t } = useUi();
  return ranges.some(madeUp) ? <p class="note">{t("† half to double the value, for the scenario gives no range.", "† 场景未给出范围，取一半至两倍。")}</p> : null;
}

/** Numbers that were not moved, by what kept them from it. */
export function LeftOut({ left }: { left: Left[] }) {
  const { t } = useUi();
  const reasons = new Map<string, string[]>();
  for (const one of left) reasons.set(t(one.why, one.zh), [...(reasons.get(t(one.why, one.zh)) ?? []), one.path]);
  if (left.length === 0) return null;
  return (
    <>
      <p class="note">{t("Left out:", "未变动：")}</p>
      <ul class="note">{[...reasons].map(([why, paths]) => <li key={why}>{paths.join(t(", ", "、"))}{t(" – ", "：")}{why}</li>)}</ul>
    </>
  );
}
