// How evenly: the worst areas with intervals, the Lorenz curve of misses.
import { shareAxis } from "../charts/axis";
import { Dots } from "../charts/bars";
import { Chart, Empty } from "../charts/frame";
import { Lines } from "../charts/lines";
import { BLUE, FAINT } from "../colour";
import type { Arm, Ground } from "../data";
import { decimal, percent } from "../format";
import { useUi } from "../ui";
import { alike } from "./headline";

export function FairnessPanel({ arm, ground, id }: { arm: Arm; ground: Ground | null; id: string }) {
  const { t, of, target: nameOf } = useUi();
  const { summary, view } = arm;
  const equity = view.detail.equity;
  const level = equity ? ground?.levels[equity.level] : undefined;
  if (!equity || !level) return <Empty title={t("Fairness", "公平性")} why={t("The city has no level of 2 to 200 areas to compare.", "城市没有可比较的 2–200 个区域的层级。")} />;
  const p = Math.max(summary.targets.findIndex((x) => x.primary), 0);
  const target = summary.targets[p]!;
  const name = nameOf(target);
  const cells = view.detail.levels[equity.level]!;
  const shares = cells.targets[p]!.share;
  const misses = cells.incidents.map((n, i) => ({ n, m: n * (1 - (shares[i] ?? 1)) })).filter((c) => c.n > 0).sort((a, b) => a.m / a.n - b.m / b.n);
  const [all, missed] = [misses.reduce((s, c) => s + c.n, 0), misses.reduce((s, c) => s + c.m, 0)];
  let [x, y] = [0, 0];
  const curve: [number, number][] = [[0, 0], ...misses.map((c): [number, number] => [(x += c.n / all), (y += missed > 0 ? c.m / missed : c.n / all)])];
  const title = t(`The worst by ${of(level.name)}: ${name}`, `最差的${of(level.name)}：${name}`);
  const same = alike(cells, p);
  const single = summary.replications < 2;
  const chosen = single
    ? t(`Of the ${equity.eligible} (of ${level.cells.length} in all) with 30 incidents or more. One run only: picked and estimated on the same, so partly luck.`, `${level.cells.length} 个中事件不少于 30 件的 ${equity.eligible} 个。仅一次重复，选取与估计相同，部分出于偶然。`)
    : t(`Of the ${equity.eligible} (of ${level.cells.length} in all) with 30 incidents or more in each half of the runs: picked on one half, estimated on the other.`, `${level.cells.length} 个中两半重复里事件均不少于 30 件的 ${equity.eligible} 个：以一半重复选出，另一半估计。`);
  const lorenz = t("Lorenz curve of misses", "未达事件的洛伦兹曲线");
  const { gini } = equity;
  const whole = target.attainment?.estimate ?? null;
  return (
    <>
      {same ? <Empty title={title} why={t(`None differs: ${percent(same.share)} in each of the ${same.cells} with 30 incidents or more.`, `并无高下：事件不少于 30 件的 ${same.cells} 个均为 ${percent(same.share)}。`)} /> : equity.worst.length === 0
        ? <Empty title={title} why={single ? t("No area has 30 measured incidents.", "没有区域有 30 件考核事件。") : t("No area has 30 measured incidents in each half of the runs.", "没有区域在两半重复中各有 30 件考核事件。")} />
        : (
          <Chart id={`${id}-worst`} title={title}
            note={`${chosen}${t(` The whole city: ${percent(whole)}.`, `全市：${percent(whole)}。`)}`}
            rows={() => [["area", "incidents", "attainment", "lower", "upper"], ...equity.worst.map((w) => [level.cells[w.cell]!.name, w.incidents, w.attainment?.estimate ?? null, w.attainment?.lower ?? null, w.attainment?.upper ?? null])]}>
            {(width) => <Dots width={width} label={title} axis={shareAxis} dots={equity.worst.map((w) => ({ label: of(level.cells[w.cell]!), value: w.attainment?.estimate ?? null, lower: w.attainment?.lower ?? null, upper: w.attainment?.upper ?? null, colour: BLUE, told: `${percent(w.attainment?.estimate)}` }))} />}
          </Chart>
        )}
      <Chart id={`${id}-lorenz`} title={lorenz}
        note={<>{t("Areas from the best to the worst: what share of the misses falls on what share of the incidents. On the diagonal all bear the same.", "区域由好到差：多少比例的事件承担多少比例的未达。对角线表示完全均等。")} {t("Gini of the areas' miss rates, areas in the order of the other half of the runs: ", "各区域未达率的基尼系数（区域按另一半重复的顺序排列）：")}<b>{decimal(gini?.estimate, 3)}</b>{gini && gini.lower !== null && gini.upper !== null ? t(` (${decimal(gini.lower, 3)} … ${decimal(gini.upper, 3)})`, `（${decimal(gini.lower, 3)} … ${decimal(gini.upper, 3)}）`) : ""}</>}
        rows={() => [["share_of_incidents", "share_of_misses"], ...curve]}>
        {(width) => <Lines width={Math.min(width, 460)} height={Math.min(width, 420)} label={lorenz} x={[0, 1]} y={[0, 1]} yLabel={(v) => percent(v, 0)} xTicks={[0, 0.25, 0.5, 0.75, 1].map((at) => ({ at, label: percent(at, 0) }))} xName={t("incidents", "事件")}
          lines={[{ label: "=", colour: FAINT, points: [[0, 0], [1, 1]], dash: true }, { label: lorenz, colour: BLUE, points: curve }]} />}
      </Chart>
    </>
  );
}
