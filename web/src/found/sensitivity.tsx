// What `sensitivity` found: which numbers matter, as a tornado, and how much of it is noise.
import { useMemo, useState } from "preact/hooks";
import { countAxis, sizeAxis } from "../charts/axis";
import { Dots } from "../charts/bars";
import { Chart, Empty } from "../charts/frame";
import { Scatter } from "../charts/scatter";
import { BLUE, FAINT, ORANGE } from "../colour";
import type { Maybe } from "../data";
import { counted, decimal, percent } from "../format";
import { Replayed, type Replaying } from "../replayed";
import { Table } from "../table";
import { useUi } from "../ui";
import { type Left, type Range, change, measureAxis, namesOf } from "./document";
import { LeftOut, MadeUp, useRange } from "./range";
import { type Refusal, Refusals } from "./refused";
import { type Sentence, Sentences } from "./sentences";

interface Index { estimate: Maybe<number>; lower: Maybe<number>; upper: Maybe<number> }
/** Of Morris: `mu`, `mu_star` with its `half_width`, `sigma`; of Sobol': `first` and `total`. */
type Answer = Record<string, Maybe<number> | Index>;

/** A number of an answer with its interval, where it has one. */
function value(answer: Maybe<Answer> | undefined, which: string): Index {
  const found = answer?.[which];
  if (typeof found === "number") {
    const half = which === "mu_star" ? answer?.half_width : null;
    return { estimate: found, lower: typeof half === "number" ? Math.max(0, found - half) : null, upper: typeof half === "number" ? found + half : null };
  }
  return found ?? { estimate: null, lower: null, upper: null };
}

interface Factor { path: string; path_zh: string; value: number; unit: string; range: Maybe<Range>; grade: Maybe<string>; description: string; zh: string; measures: Record<string, Maybe<Answer>> }
export interface SensitivityDocument extends Replaying {
  sentences?: Sentence[]; method: "morris" | "sobol"; scenario: string; measure: string; days: number; replications: number; seed: string;
  points: number; done: number; rough: boolean; invalid: number; refused?: Refusal[]; interrupted: boolean;
  without_range: number; left_out: Left[];
  /** By measure: points with a value, and trajectories or rows that the answer is from; not in results of older versions. */
  valued?: Record<string, number>; used?: Record<string, number>;
  mean: Record<string, Maybe<number>>; variance: Record<string, Maybe<number>>; noise_share: Record<string, Maybe<number>>; factors: Factor[];
}

/** Of fewer rows the intervals of indices are too narrow. */
const ENOUGH_ROWS = 64;

export function SensitivityAnswer({ document: d }: { document: SensitivityDocument }) {
  const ui = useUi();
  const { t, key, page, lang, clock } = ui;
  const range = useRange();
  const measures = Object.keys(d.mean).filter((m) => m === d.measure || d.mean[m] !== null);
  const [measure, setMeasure] = useState(d.measure);
  const named = useMemo(() => namesOf(d.factors, lang), [d.factors, lang]);
  const name = (f: Factor) => named.get(f.path) ?? f.path;
  const told = (v: number) => change(ui, measure, v);
  const axis = measureAxis(ui, measure, sizeAxis);
  const unit = page.names.units[measure] === "share" ? t(" points", " 个百分点") : "";
  const morris = d.method === "morris";
  const main = morris ? "mu_star" : "total";
  const size = (f: Factor) => value(f.measures[measure], main).estimate;
  const withEnds = (f: Factor, which: string) => {
    const { estimate, lower, upper } = value(f.measures[measure], which);
    const shown = (v: number) => (morris ? told(v) : decimal(v, 3));
    if (estimate === null) return "–";
    return lower === null || upper === null ? shown(estimate) : morris ? `${shown(estimate)} ± ${shown(upper - estimate)}` : `${shown(estimate)} [${decimal(lower, 2)}, ${decimal(upper, 2)}]`;
  };
  // Told from nothing: the interval ends above it.
  const sure = (f: Factor) => (value(f.measures[measure], main).lower ?? 0) > 0;
  // What could not be measured stands at the end.
  const all = [...d.factors].sort((a, b) => (size(b) ?? -Infinity) - (size(a) ?? -Infinity) || 0);
  const rows = all.filter((f) => size(f) !== null);
  const unknown = all.filter((f) => size(f) === null);
  const used = d.used?.[measure] ?? d.done;
  const valued = d.valued?.[measure] ?? d.points;
  const rough = d.used ? !morris && used < ENOUGH_ROWS : d.rough;
  const effects = (f: Factor) => value(f.measures[measure], "effects").estimate;
  const gaps = morris && all.some((f) => (effects(f) ?? 0) < d.done);
  const from = [
    ...(valued < d.points ? [t(`${counted(valued, "point")} with a value`, `${valued} 个点有数值`)] : []),
    ...(used < d.done ? [morris ? t(`effects from ${used} of ${d.done} trajectories`, `效应来自 ${d.done} 条轨迹中的 ${used} 条`) : t(`indices, variance and noise from the ${used} of ${d.done} rows that have a value at all of their points; in these the factors are not independent, so that indices are not to be trusted as shares`, `指数、方差与噪声来自 ${d.done} 行中各点均有数值的 ${used} 行，其中各参数并不相互独立，指数不可视为可靠的份额`)] : []),
  ].map((said) => t("; ", "；") + said).join("");
  const title = morris ? t("What moving a number over its range does, on average", "参数在其范围内移动的平均影响") : t("Share of the variance that a number has a part in", "参数对方差的贡献");
  const spread = t("Size against spread", "均值与离散");
  const noise = d.noise_share[measure];
  const matter = rows.filter((f) => size(f)! > 0);
  const most = matter[0];
  const what = key(page.names.measures, measure);
  const nothing = (d.mean[measure] ?? null) === null ? t(`"${what}" has no value at any point, so that nothing can be said of what moves it.`, `“${what}”在任何点上都没有数值，无从得知其影响因素。`)
    : rows.length === 0 || most ? null
    : unknown.length > 0 ? t(`Only ${rows.length} of these ${all.length} numbers could be measured, and ${rows.length === 1 ? "it has" : "they have"} no effect on "${what}". Nothing is known of the others.`, `${all.length} 个参数中仅 ${rows.length} 个得以测量，对“${what}”无影响；其余情况不明。`)
    : t(`None of these numbers has any effect on "${what}".`, `这些参数对“${what}”均无影响。`);
  const next = matter.slice(1, 4).filter(sure);
  return (
    <>
      <Sentences sentences={d.sentences} />
      <div class="controls"><label>{t("of ", "指标 ")}<select value={measure} onChange={(e) => setMeasure((e.currentTarget as HTMLSelectElement).value)}>{measures.map((m) => <option key={m} value={m}>{key(page.names.measures, m)}</option>)}</select></label></div>
      {nothing && <p class="lead">{nothing}</p>}
      {most && <p class="lead">{t("What matters most, by the estimates: ", "按估计影响最大：")}<b>{name(most)}</b>{morris
        ? t(`. Moved over its range it changes "${what}" by ${withEnds(most, main)}${unit} on average.`, `。在其范围内移动，“${what}”平均变化 ${withEnds(most, main)}${unit}。`)
        : t(`, with a total index of ${withEnds(most, main)}: its part in the variance of "${what}", alone and together with others.`, `，总效应指数 ${withEnds(most, main)}：其单独及与其他参数共同对“${what}”方差的贡献。`)}
        {!sure(most) ? t(" Even that is not told from nothing.", "即便如此，仍不能与零区分。") : next.length > 0 ? t(` Next: ${next.map(name).join("; ")}.`, `其次：${next.map(name).join("；")}。`) : matter.length > 1 && t(" No other is told from nothing.", "其余均不能与零区分。")}</p>}
      {d.invalid > 0 && <Refusals refused={d.refused} said={[`${counted(d.invalid, "point")} ${d.invalid === 1 ? "is" : "are"} no valid scenario or could not be run, of which nothing is made.`, `${d.invalid} 个点不是有效场景或无法运行，未计入。`]} />}
      {rough && <p class="alert mild">{t("Rough: of so few rows these intervals are too narrow, and do not hold the share 95 times in 100.", "结果粗略：行数过少，区间偏窄，包含真值的概率不足 95%。")}</p>}
      <p class="note">{t(`${counted(d.points, "point")} of ${counted(d.days, "day")}, ${counted(d.replications, "replication")} each, the same luck ${morris ? "along a trajectory, other luck along the next" : "in a row, other luck in the next"}; ${noise === null || noise === undefined ? "the share of noise is not known" : `${percent(noise)} of the variance is chance`}${from}; ${clock}.`, `${d.points} 个点，每点 ${d.days} 天、${d.replications} 次重复，${morris ? "同一轨迹" : "同一行"}各点共用随机数，其余各异；${noise === null || noise === undefined ? "随机部分未知" : `方差中 ${percent(noise)} 为随机`}${from}；${clock}。`)}</p>
      <Replayed arms={[d]} />
      {rows.length > 0 && unknown.length > 0 && <p class="alert mild">{t(`Could not be measured, for no two points that differ in one of these alone have a value: ${unknown.map(name).join("; ")}.`, `无法测量（没有仅在其中一个上不同且均有数值的两个点）：${unknown.map(name).join("；")}。`)}</p>}
      {rows.length === 0 ? <Empty title={title} why={d.variance[measure] === 0 ? t("Nothing varies: there is no variance to share out.", "结果不变：没有可分解的方差。") : t("Could not be measured: too few points were run, or have a value.", "无法测量：运行的点或有数值的点过少。")} /> : (
        <Chart id="found-tornado" title={title}
          note={morris ? t("Bar: mean size of the change over the range (μ*) with its 95% interval; blue where more of it raises the measure, orange where it lowers it. Ring: the spread of the change (σ): far from 0 where it hangs on other numbers or is no straight line.", "条：在其范围内变化的平均幅度（μ*）及其 95% 区间；蓝：增大则指标升高，橙：降低。环：变化的离散（σ），偏离 0 表示依赖其他参数或非线性。") : t("Bar: total index, with all that it does together with others. Ring: by itself alone.", "条：总效应指数；环：一阶指数。")}
          rows={() => [["path", "quantity", "estimate", "lower", "upper"], ...all.flatMap((f) => (morris ? ["mu_star", "mu", "sigma"] : ["total", "first"]).map((which) => { const v = value(f.measures[measure], which); return [f.path, which, v.estimate, v.lower, v.upper]; }))]}>
          {(width) => <Dots width={width} label={title} zero bars axis={morris ? axis : countAxis()}
            dots={all.slice(0, 24).map((f) => {
              const [first, second] = morris ? ["mu_star", "sigma"] : ["total", "first"];
              const { estimate, lower, upper } = value(f.measures[measure], first!);
              const falls = morris && (value(f.measures[measure], "mu").estimate ?? 0) < 0;
              return { label: name(f), value: estimate, lower, upper, colour: falls ? ORANGE : BLUE, ring: value(f.measures[measure], second!).estimate, told: estimate === null ? "–" : morris ? told(estimate) : decimal(estimate, 3) };
            })} />}
        </Chart>
      )}
      {morris && rows.length > 0 && (
        <Chart id="found-morris" title={spread} note={t("Upper left: little by itself, much with others.", "左上：单独影响小，与其他参数共同作用大。")} rows={() => [["path", "mu_star", "sigma"], ...rows.map((f) => [f.path, value(f.measures[measure], "mu_star").estimate, value(f.measures[measure], "sigma").estimate])]}>
          {(width) => <Scatter width={width} label={spread} xName="μ*" yName="σ" xAxis={axis} yAxis={axis} named={width > 700} points={rows.slice(0, 24).map((f, i) => ({ x: value(f.measures[measure], "mu_star").estimate ?? 0, y: value(f.measures[measure], "sigma").estimate ?? 0, label: i < 8 ? name(f) : "", told: f.path, colour: i < 8 ? BLUE : FAINT }))} />}
        </Chart>
      )}
      <Table caption={title} rows={all} most={40} columns={[
        { key: "what", title: t("number", "参数"), show: name },
        { key: "range", title: t("range", "范围"), show: (f) => range(f.range, f.unit) },
        { key: "grade", title: t("grade", "等级"), show: (f) => f.grade ?? "–" },
        ...(morris ? [["mu_star", "μ*"], ["mu", "μ"], ["sigma", "σ"]] : [["total", t("total", "总效应")], ["first", t("alone", "一阶")]]).map(([field, heading]) => ({ key: field!, title: heading!, show: (f: Factor) => withEnds(f, field!), value: (f: Factor) => value(f.measures[measure], field!).estimate, number: true })),
        ...(gaps ? [{ key: "effects", title: t("effects", "效应数"), show: (f: Factor) => `${effects(f) ?? 0}`, value: effects, number: true }] : []),
        { key: "path", title: t("path", "路径"), show: (f) => f.path },
      ]} />
      <MadeUp ranges={all.map((f) => f.range)} />
      {d.without_range > 0 && <p class="note">{t(`Not moved, being graded but without a range, or with one of a single value: ${counted(d.without_range, "number")}.`, `有等级但未给定范围或范围仅一值而未变动的参数：${d.without_range} 个。`)}</p>}
      <LeftOut left={d.left_out} />
    </>
  );
}
