// Two or more arms: by how much each target differs, with the margin that counts as none.
import { pointAxis } from "../charts/axis";
import { Dots } from "../charts/bars";
import { Chart, Empty } from "../charts/frame";
import { BLUE, FAINT, GREEN, RED } from "../colour";
import { margin as toldMargin, points } from "../format";
import { MapPanel } from "../map/panel";
import type { Land } from "../map/ground";
import type { Arm } from "../data";
import { armName, useUi } from "../ui";
import { DifferenceSentences, verdict } from "./headline";

/** Of two folders of `run`: what differs, and by how much. */
export function ComparisonPanel() {
  const ui = useUi();
  const { t, page, lang } = ui;
  const of = (arm: Arm) => armName(ui, arm);
  const [base, ...others] = page.arms;
  if (!base) return null;
  const margin = base.view.indifference;
  const title = t("Differences from the baseline, percentage points", "与基准之差（百分点）");
  const dots = others.flatMap((arm, a) => {
    const whole = page.differences?.[a]?.levels.find((l) => l.shown === null);
    if (!whole) return [];
    return base.summary.targets.map((target, i) => {
      const shares = whole.targets[i]!;
      const [value, lower, upper] = [shares.share[0] ?? null, shares.lower[0] ?? null, shares.upper[0] ?? null];
      const v = verdict(lower, upper, margin);
      const name = ui.target(target);
      return {
        arm, target, label: others.length > 1 ? `${of(arm)}: ${name}` : name, value, lower, upper, told: points(value),
        colour: { better: BLUE, worse: RED, equal: GREEN, undecided: FAINT }[v], verdict: v,
      };
    });
  });
  return (
    <>
      {others.map((arm, a) => {
        const difference = page.differences?.[a];
        return difference ? <DifferenceSentences key={a} base={base} arm={arm} difference={difference} /> : <Empty key={a} title={of(arm)} why={t("The counts of its replications are not in the folder: run it again.", "文件夹中没有各次重复的计数，请重新运行。")} />;
      })}
      {dots.length === 0 ? <Empty title={title} why={t("Nothing to compare.", "没有可比较的内容。")} /> : (
        <Chart id="differences" title={title}
          note={t(`To the right of 0: better than ${of(base)}. Grey band: the margin of ±${toldMargin(margin, lang)} that counts as none. Blue better, orange worse, green equal, grey undecided.`,
            `0 右侧：优于${of(base)}。灰带：±${toldMargin(margin, lang)}视为相当。蓝更好，橙更差，绿相当，灰未定。`)}
          rows={() => [["arm", "target", "difference", "lower", "upper", "verdict"], ...dots.map((d) => [of(d.arm), d.target.name, d.value, d.lower, d.upper, d.verdict])]}>
          {(width) => <Dots width={width} dots={dots} label={title} axis={pointAxis} band={[-margin, margin]} zero />}
        </Chart>
      )}
    </>
  );
}

/** Where the arms differ: a map for each. */
export function DifferenceMaps({ land }: { land: Land | null }) {
  const ui = useUi();
  const { t, page } = ui;
  const of = (arm: Arm) => armName(ui, arm);
  const [base, ...others] = page.arms;
  if (!base) return null;
  const margin = base.view.indifference;
  return (
    <>
      {others.map((arm, a) => {
        const difference = page.differences?.[a];
        const why = land === null && arm.view.map === null
          ? t("The scenarios give no outlines of areas (or the city is a single point): there is no ground to draw.", "场景未给出区域边界（或城市为单点），无底图可绘。")
          : t("The arms do not have the same areas: no difference map.", "两者区域不同，无差异地图。");
        const name = t(`Where it differs: ${of(arm)}`, `差在何处：${of(arm)}`);
        return difference && difference.levels.some((l) => l.shown !== null)
          ? <div key={a}><h3>{name}</h3><MapPanel land={land} arm={{ ...arm, view: { ...arm.view, indifference: margin } }} base={base} difference={difference} id={`diff${a}`} /></div>
          : <Empty key={a} title={name} why={why} />;
      })}
    </>
  );
}
