// What `compare` found: the sentences first, then by how much, why, for whom, what it hangs on, and what it takes.
import { useState } from "preact/hooks";
import { pointAxis, timeAxis } from "../charts/axis";
import { Dots, Stacked } from "../charts/bars";
import { Chart, Empty } from "../charts/frame";
import { FAINT, causeColour } from "../colour";
import { attained, count, counted, decimal, duration, margin, percent, points, quantity } from "../format";
import { Replayed } from "../replayed";
import { Table } from "../table";
import { useUi } from "../ui";
import { type CompareDocument, type FoundArm, type Part, VERDICTS, amount, cost, measureName, namesOf, verdictWord } from "./document";
import { LeftOut, MadeUp, useRange } from "./range";
import { Saturations } from "./saturated";

export function CompareAnswer({ document: d }: { document: CompareDocument }) {
  const ui = useUi();
  const { t, lang, clock } = ui;
  const name = useNames(d);
  const sentence = (s: CompareDocument["sentences"][number]) => <li key={`${s.arm}-${s.measure}`} class={`verdict-${s.verdict}`}>{lang === "zh" ? s.zh : s.en}</li>;
  return (
    <>
      <Saturations arms={d.arms.map((arm) => ({ ...arm, name: name(arm.name), replications: d.replications }))} />
      <ul class="verdicts lead">{d.sentences.filter((s) => s.measure === d.primary).map(sentence)}</ul>
      <ul class="verdicts">{d.sentences.filter((s) => s.measure !== d.primary).map(sentence)}</ul>
      <Best d={d} />
      <p class="note">{t(`${counted(d.days, "day")}, ${counted(d.replications, "replication")} of each arm, seed ${d.seed}; ${d.traces_identical ? "the same incidents in every arm" : "the arms met different incidents"}; ${clock}. Sentences are about the scenarios named, not about a city: no records to compare them with are published.`,
        `${d.days} 天，各方案 ${d.replications} 次重复，种子 ${d.seed}；${d.traces_identical ? "各方案面对相同事件" : "各方案事件不同"}；${clock}。结论针对所列场景，而非现实城市：尚无公开记录可资验证。`)}</p>
      <Replayed arms={d.arms} />
      <Differences d={d} name={name} />
      <ArmsTable d={d} />
    </>
  );
}

/** With three arms or more: which may be best. */
function Best({ d }: { d: CompareDocument }) {
  const { t } = useUi();
  const name = useNames(d);
  if (d.best.length === 0) return null;
  const [may, out] = [true, false].map((may) => d.best.filter((x) => x.may_be_best === may).map((x) => name(x.arm)).join(t(", ", "、")));
  return <p>{t(`By the primary target, best may be: ${may}. Ruled out: ${out || "none"} (multiple comparisons with the best, jointly).`, `按首要目标，可能最优：${may}；已排除：${out || "无"}（与最优者的多重比较）。`)}</p>;
}

/** The name of an arm in the language of the page. */
function useNames(d: CompareDocument): (arm: string) => string {
  const { lang } = useUi();
  return (arm) => (lang === "zh" ? d.arms.find((a) => a.name === arm)?.zh : undefined) || arm;
}

/** With more than one arm beside the baseline charts have room for letters only; `legend` says which is which. */
function useLetters(d: CompareDocument): { before: (arm: string) => string; legend: string } {
  const name = useNames(d);
  const few = d.arms.length <= 2;
  return {
    before: (arm) => (few ? "" : `${d.arms.find((a) => a.name === arm)?.letter ?? arm}: `),
    legend: few ? "" : d.arms.map((a) => `${a.letter} ${name(a.name)}`).join(" · "),
  };
}

type Named = { d: CompareDocument; name: (arm: string) => string };

function Differences({ d, name }: Named) {
  const ui = useUi();
  const { t, lang } = ui;
  const targets = new Map(d.targets.map((target) => [target.name, ui.target(target)]));
  const rows = d.differences.filter((x) => targets.has(x.measure));
  const { before, legend } = useLetters(d);
  const label = (x: { arm: string; measure: string }) => `${before(x.arm)}${targets.get(x.measure)}`;
  const title = t("Differences from the baseline, percentage points of attainment", "与基准的达标率之差（百分点）");
  const by = margin(d.indifference, lang);
  return (
    <Chart id="found-differences" title={title}
      note={t(`To the right of 0: better than ${name(d.arms[0]!.name)}. Grey band: the margin of ±${by} that counts as none. Blue better, orange worse, green equal, grey undecided. ${legend}`,
        `0 右侧：优于${name(d.arms[0]!.name)}。灰带：±${by}视为相当。蓝更好，橙更差，绿相当，灰未定。${legend}`)}
      rows={() => [["arm", "against", "target", "difference", "lower", "upper", "verdict"], ...rows.map((x) => [x.arm, x.against, x.measure, x.estimate, x.lower, x.upper, x.verdict])]}>
      {(width) => <Dots width={width} label={title} zero band={[-d.indifference, d.indifference]} axis={pointAxis}
        dots={rows.map((x) => ({ label: label(x), value: x.estimate, lower: x.lower, upper: x.upper, colour: VERDICTS[x.verdict] ?? FAINT, told: points(x.estimate) }))} />}
    </Chart>
  );
}

/** At most so much of the variance is left where differences are far surer than the arms by themselves. */
const FAR_SURER = 0.5;

/** What sharing luck does for the differences, where it helps all of them. */
function surerBy({ pairing }: CompareDocument): [string, string] {
  const most = Math.max(...pairing.map((p) => p.variance_ratio));
  if (pairing.length === 0 || most >= 1) return ["", ""];
  return most <= FAR_SURER ? ["; differences are far surer, for luck is shared", "；差异因共用随机数而精确得多"] : ["; differences are surer, for luck is shared", "；差异因共用随机数而更精确"];
}

function ArmsTable({ d }: { d: CompareDocument }) {
  const ui = useUi();
  const { t, lang } = ui;
  const time = (arm: FoundArm, measure: string) => duration(arm.measures[measure]?.estimate, lang);
  const title = t("The arms side by side", "各方案并列");
  const surer = surerBy(d);
  return (
    <>
      <h3>{title}</h3>
      <Table caption={title} rows={d.arms} columns={[
        { key: "arm", title: t("arm", "方案"), show: (a) => `${a.letter}  ${lang === "zh" ? a.zh : a.name}` },
        ...d.targets.map((x) => ({ key: x.name, title: `${ui.target(x)}${x.primary ? " *" : ""}`, show: (a: FoundArm) => attained(a.measures[x.name]), value: (a: FoundArm) => a.measures[x.name]?.estimate ?? null, number: true })),
        { key: "median", title: t("median response", "到场中位"), show: (a) => time(a, "response_p50_s"), value: (a) => a.measures.response_p50_s?.estimate ?? null, number: true },
        { key: "p90", title: t("9 in 10 within", "九成在"), show: (a) => time(a, "response_p90_s"), value: (a) => a.measures.response_p90_s?.estimate ?? null, number: true },
        { key: "posts", title: t("paid posts", "在编岗位"), show: (a) => count(a.posts), value: (a) => a.posts, number: true },
        { key: "per", title: t("per 10,000 residents", "每万居民"), show: (a) => decimal(a.posts_per_10000), value: (a) => a.posts_per_10000, number: true },
        { key: "cost", title: t("cost a year", "年成本"), show: (a) => cost(a, ui), value: (a) => a.cost_per_year, number: true },
      ]} />
      <p class="note">{t(`* primary target. Intervals are those of each arm alone${surer[0]}. Median and 90% point are means over replications; – if in one of them too few are ever reached.`, `* 首要目标。区间为各方案单独的区间${surer[1]}。中位数与九成位为各次重复的均值；若某次重复中到场者过少则为 –。`)}</p>
    </>
  );
}

export function CompareWhy({ document: d }: { document: CompareDocument }) {
  const ui = useUi();
  const { t, page, lang } = ui;
  const { before, legend } = useLetters(d);
  const name = useNames(d);
  const without = (measure: string) => d.arms.filter((arm) => !arm.measures[measure]).map((arm) => name(arm.name)).join(t(", ", "、"));
  const [unmeasured, unreached] = [without(d.primary), without("response_s")];
  const why = unmeasured ? t(`No incident was measured: ${unmeasured}.`, `未统计到任何事件：${unmeasured}。`) : unreached ? t(`Nobody arrived: ${unreached}.`, `无人到场：${unreached}。`) : "";
  const little = t("Too little to compare.", "可比内容过少。");
  if (d.parts.length === 0) return <Empty title={t("Where the minutes go", "时间去向")} why={why || little} />;
  const drawn = (part: Part) => part.origin === "assumed";
  const pieces = (segments: Part[], of: (part: Part) => number) => segments.map((x) => ({ label: `${measureName(page, ui, x.part)}${drawn(x) ? t(" (assumed)", "（假设）") : ""}`, value: of(x), colour: causeColour(x.part.replace(/_s$/, "")), told: duration(of(x), lang), hatched: drawn(x) }));
  const rows = [
    { label: before(d.arms[0]!.name).replace(": ", "") || t("baseline", "基准"), parts: pieces(d.parts[0]!.segments, (x) => x.against_s), end: duration(d.parts[0]!.response.against_s, lang) },
    ...d.parts.map((p) => ({ label: before(p.arm).replace(": ", "") || t("the other", "对比方案"), parts: pieces(p.segments, (x) => x.arm_s), end: duration(p.response.arm_s, lang) })),
  ];
  const most = Math.max(1, ...rows.map((row) => row.parts.reduce((sum, part) => sum + part.value, 0)));
  const used = d.parts[0]!.segments.filter((x) => rows.some((row) => row.parts.some((part) => part.colour === causeColour(x.part.replace(/_s$/, "")) && part.value > most * 0.004)));
  const title = t("Mean time until arrival, part by part", "平均到场时间的构成");
  const split = t("The difference: what is assumed, what emerges", "差异：假设部分与涌现部分");
  const sums = d.parts.flatMap((p) => ([[p.response, t("in all", "合计")], [p.assumed, t("assumed", "假设")], [p.emergent, t("emergent", "涌现")]] as const).map(([part, label]) => ({ p, part, label })));
  return (
    <>
      <Chart id="found-parts" title={title}
        note={t("Hatched: drawn from what the scenario assumes (receipt, triage, transfers and returns, acceptance, turnout). Plain: what load and distance made of it (queues, travel). The parts add up. ", "斜线：由场景假设抽取（收件、研判、流转与退回、接单、出动）；纯色：由负荷与距离产生（排队、路途）。各部分之和等于总时间。") + legend}
        legend={used.map((x) => ({ colour: causeColour(x.part.replace(/_s$/, "")), label: measureName(page, ui, x.part) }))}
        rows={() => [["arm", "part", "origin", "baseline_s", "arm_s", "difference_s", "lower_s", "upper_s"], ...d.parts.flatMap((p) => p.segments.map((x) => [p.arm, x.part, x.origin, x.against_s, x.arm_s, x.estimate, x.lower, x.upper]))]}>
        {(width) => <Stacked width={width} rows={rows} most={most} axis={timeAxis(lang)} label={title} />}
      </Chart>
      {why && <p class="note">{why}</p>}
      <Chart id="found-split" title={split} rows={() => [["arm", "part", "difference_s", "lower_s", "upper_s"], ...sums.map(({ p, part }) => [p.arm, part.part, part.estimate, part.lower, part.upper])]}>
        {(width) => <Dots width={width} label={split} zero axis={timeAxis(lang)}
          dots={sums.map(({ p, part, label }) => ({ label: `${before(p.arm)}${label}`, value: part.estimate, lower: part.lower, upper: part.upper, colour: FAINT, told: amount(ui, "response_s", part.estimate) }))} />}
      </Chart>
    </>
  );
}

export function CompareWhom({ document: d }: { document: CompareDocument }) {
  const ui = useUi();
  const { t, of, key, page } = ui;
  const name = useNames(d);
  const arms = d.arms.slice(1);
  const [arm, setArm] = useState(0);
  const [which, setWhich] = useState(0);
  const own = d.breakdowns.filter((b) => b.arm === arms[arm]?.name);
  const chosen = own[Math.min(which, own.length - 1)];
  const primary = d.targets.findIndex((x) => x.primary);
  const rows = (chosen?.rows ?? []).map((row) => ({ row, x: row.targets[primary] ?? null }));
  const judged = (verdict: string) => rows.filter(({ x }) => x?.verdict === verdict).length;
  const unknown = rows.filter(({ x }) => !x).length;
  const title = t(`Difference in ${key(page.names.targets, d.primary)}, points`, `${key(page.names.targets, d.primary)}之差（百分点）`);
  const many = rows.length > 26;
  const drawn = many ? [...rows].filter(({ x }) => x).sort((a, b) => a.x!.estimate - b.x!.estimate).filter((_, i, all) => i < 10 || i >= all.length - 10) : rows;
  const equity = d.equity;
  const worst = (arm: string) => equity?.differences.find((x) => x.arm === arm && x.measure === "worst_decile");
  return (
    <>
      <div class="controls">
        {arms.length > 1 && <label>{t("arm ", "方案 ")}<select value={arm} onChange={(e) => setArm(Number((e.currentTarget as HTMLSelectElement).value))}>{arms.map((a, i) => <option key={i} value={i}>{name(a.name)}</option>)}</select></label>}
        <label>{t("by ", "按 ")}<select value={which} onChange={(e) => setWhich(Number((e.currentTarget as HTMLSelectElement).value))}>{own.map((b, i) => <option key={i} value={i}>{of(b.name)}</option>)}</select></label>
      </div>
      {!chosen || rows.length === 0 ? <Empty title={title} why={t("Nothing to break down.", "没有可分项的内容。")} /> : (
        <>
          <p>{t(`${name(chosen.arm)} is better in ${judged("better")} and worse in ${judged("worse")} of ${rows.length} (by more than the margin, sure for all of them together); ${unknown > 0 ? `${unknown} could not be compared, ` : ""}the others are undecided or equal.`,
            `${name(chosen.arm)}在 ${rows.length} 项中 ${judged("better")} 项更好、${judged("worse")} 项更差（均超出界限，且对各项同时成立），${unknown > 0 ? `${unknown} 项无法比较，` : ""}其余未定或相当。`)}</p>
          <Chart id="found-whom" title={title} note={many ? t("The ten lowest and the ten highest; all of them in the table.", "最低与最高各十项；全部见表。") : ""}
            rows={() => [["arm", "dimension", "row", "incidents", "difference", "lower", "upper", "verdict", "p_holm"], ...rows.map(({ row, x }) => [chosen.arm, chosen.name.name, row.name.name, row.incidents, x?.estimate ?? null, x?.lower ?? null, x?.upper ?? null, x?.verdict ?? null, x?.p_holm ?? null])]}>
            {(width) => <Dots width={width} label={title} zero band={[-d.indifference, d.indifference]} axis={pointAxis}
              dots={drawn.map(({ row, x }) => ({ label: of(row.name), value: x?.estimate ?? null, lower: x?.lower ?? null, upper: x?.upper ?? null, colour: VERDICTS[x?.verdict ?? "undecided"] ?? FAINT, told: points(x?.estimate), faint: row.few || x?.verdict === "undecided" }))} />}
          </Chart>
        </>
      )}
      {equity && (
        <>
          <h3>{t(`How evenly misses are spread over the ${equity.areas} areas (${of(equity.level)})`, `未达事件在 ${equity.areas} 个区域（${of(equity.level)}）间的均衡程度`)}</h3>
          <Table caption={t("equity", "公平")} rows={equity.arms} columns={[
            { key: "arm", title: t("arm", "方案"), show: (a) => name(a.arm) },
            { key: "worst", title: t("worst tenth of areas", "最差十分之一区域"), show: (a) => attained(a.worst_decile), value: (a) => a.worst_decile?.estimate ?? null, number: true },
            { key: "gap", title: t("best tenth minus worst tenth, points", "最优与最差十分之一之差（百分点）"), show: (a) => points(a.gap?.estimate, 1).replace("+", ""), value: (a) => a.gap?.estimate ?? null, number: true },
            { key: "gini", title: t("Gini of miss rates", "未达率基尼系数"), show: (a) => decimal(a.gini?.estimate, 3), value: (a) => a.gini?.estimate ?? null, number: true },
            { key: "against", title: t("worst tenth against the baseline", "最差十分之一与基准之差"), show: (a) => { const x = worst(a.arm); return x ? points(x.estimate) + (x.lower === null ? "" : ` (${points(x.lower)} … ${points(x.upper)})`) : "–"; }, value: (a) => worst(a.arm)?.estimate ?? null, number: true },
          ]} />
          <p class="note">{t(`The worst and the best tenth are picked on one half of the replications and measured on the other; for the Gini coefficient areas stand in the order of the other half. Fewer than 30 incidents: ${equity.few} of these areas; left out, having none in some replication: ${equity.left_out}.`,
            `最差与最优的十分之一在一半重复中选出、在另一半中估计；计算基尼系数时，区域按另一半重复的顺序排列。其中 ${equity.few} 个区域事件少于 30 件；另有 ${equity.left_out} 个因某次重复无事件而略去。`)}</p>
        </>
      )}
    </>
  );
}

export function CompareDoubt({ document: d }: { document: CompareDocument }) {
  const { t, lang } = useUi();
  const name = useNames(d);
  const pairs = d.draws?.pairs ?? [];
  const kept = d.draws?.posts_kept ?? null;
  const named = namesOf(d.assumptions, lang);
  const range = useRange();
  const title = t("The difference over joint draws of the assumptions, points", "假设联合抽样下的差异（百分点）");
  return (
    <>
      {pairs.length === 0
        ? <Empty title={title} why={d.assumptions.length === 0 ? t("No graded assumption differs between the arms.", "各方案之间没有不同的已评级假设。") : t("Not drawn (--draws 0).", "未抽样（--draws 0）。")} />
        : (
          <Chart id="found-draws" title={title} note={t("Point: the median draw; whisker: from the 5% to the 95% quantile of the draws. The label says in how many draws the sign held, – where they do not tell.", "点：抽样中位；须：5% 至 95% 分位。标签为方向不变的抽样次数，– 表示抽样不能说明。")}
            rows={() => [["arm", "held", "of", "q05", "q50", "q95", "nominal"], ...pairs.map((p) => [p.arm, p.share === null ? null : p.held, p.of, p.quantiles?.[0] ?? null, p.quantiles?.[1] ?? null, p.quantiles?.[2] ?? null, p.nominal])]}>
            {(width) => <Dots width={width} label={title} zero band={[-d.indifference, d.indifference]} axis={pointAxis}
              dots={pairs.map((p) => ({ label: name(p.arm), value: p.quantiles?.[1] ?? null, lower: p.quantiles?.[0] ?? null, upper: p.quantiles?.[2] ?? null, colour: (p.share ?? 0) >= 0.95 ? VERDICTS.better! : FAINT, told: p.share === null ? "–" : `${p.held} / ${p.of}` }))} />}
          </Chart>
        )}
      <Table caption={t("assumptions that differ", "不同的假设")} most={12} rows={d.assumptions} columns={[
        { key: "what", title: t("assumption", "假设"), show: (a) => named.get(a.path) ?? a.path },
        { key: "arms", title: t("in", "方案"), show: (a) => d.arms.filter((arm) => a.arms.includes(arm.name)).map((arm) => arm.letter).join(", ") },
        { key: "value", title: t("value", "取值"), show: (a) => quantity(a.value, a.unit, lang), value: (a) => a.value, number: true },
        { key: "range", title: t("range", "范围"), show: (a) => range(a.range, a.unit) },
        { key: "grade", title: t("grade", "等级"), show: (a) => a.grade ?? "–" },
        { key: "source", title: t("source", "来源"), show: (a) => t(a.source ?? "–", a.source_zh ?? "–") },
        { key: "path", title: t("path", "路径"), show: (a) => a.path },
      ]} />
      <MadeUp ranges={d.assumptions.map((a) => a.range)} />
      <LeftOut left={d.left_out} />
      {kept !== null && <p class="note">{t(`Officers follow other numbers of people that are drawn, so that every arm keeps its ${count(kept)} paid posts.`, `其他人数抽样时，执法队员数随之增减，使各方案保持 ${count(kept)} 个带薪岗位。`)}</p>}
    </>
  );
}

export function CompareTrust({ document: d }: { document: CompareDocument }) {
  const ui = useUi();
  const { t, page, lang } = ui;
  const name = useNames(d);
  const reasons: Record<string, [string, string]> = {
    fixed: ["as many replications as were asked for", "按要求次数"], decided: ["every primary difference was decided", "首要差异均已定论"],
    precise: ["the wanted half-width was reached", "已达到要求的半宽"], budget: ["the budget was spent", "预算用尽"], interrupted: ["it was interrupted", "被中断"],
  };
  const wanted = d.stopping.reason === "budget" ? (d.stopping.plan.half_width ?? null) : null;
  const missed = wanted === null ? "" : t(` The half-width of ${margin(wanted, lang)} that was asked for was not reached.`, `未达到要求的半宽 ${margin(wanted, lang)}。`);
  const others = d.differences;
  const paired = (p: CompareDocument["pairing"][number]) => {
    const saved = 1 - p.variance_ratio;
    const [size, correlation] = [percent(Math.abs(saved), 0), decimal(p.correlation, 2)];
    return saved >= 0
      ? t(`Common random numbers, ${name(p.arm)}: they saved ${size} of the variance of the difference (correlation ${correlation}).`, `共用随机数，${name(p.arm)}：差异的方差减少 ${size}（相关系数 ${correlation}）。`)
      : t(`Common random numbers, ${name(p.arm)}: they cost ${size} more variance of the difference (correlation ${correlation}).`, `共用随机数，${name(p.arm)}：差异的方差增加 ${size}（相关系数 ${correlation}）。`);
  };
  return (
    <>
      <ul>{d.pairing.map((p) => (
        <li key={p.arm}>{paired(p)}
          {p.correlation <= 0 && <b> {t("Pairing did not help here.", "此处配对无益。")}</b>}</li>
      ))}
        <li>{t(`Looked at after ${d.stopping.looks.map((l) => l.replications).join(", ")} ${d.stopping.looks.at(-1)?.replications === 1 ? "replication" : "replications"}; ended because ${reasons[d.stopping.reason]?.[0] ?? d.stopping.reason}.${missed}`, `在第 ${d.stopping.looks.map((l) => l.replications).join("、")} 次重复后查看；停止原因：${reasons[d.stopping.reason]?.[1] ?? d.stopping.reason}。${missed}`)}</li>
        <li>{t("Digests: ", "摘要：")}{d.arms.map((a) => `${a.letter} ${a.digest} (${t("incidents", "事件")} ${a.trace_digest})`).join(" · ")}</li>
      </ul>
      <h3>{t("Every difference", "全部差异")}</h3>
      <Table caption={t("every difference", "全部差异")} most={20} rows={others} columns={[
        { key: "arm", title: t("arm", "方案"), show: (x) => name(x.arm) },
        { key: "measure", title: t("in", "指标"), show: (x) => measureName(page, ui, x.measure) },
        { key: "estimate", title: t("difference", "差异"), show: (x) => amount(ui, x.measure, x.estimate), value: (x) => x.estimate, number: true },
        { key: "lower", title: t("from", "下限"), show: (x) => amount(ui, x.measure, x.lower), value: (x) => x.lower, number: true },
        { key: "upper", title: t("to", "上限"), show: (x) => amount(ui, x.measure, x.upper), value: (x) => x.upper, number: true },
        { key: "verdict", title: t("verdict", "结论"), show: (x) => verdictWord(ui, x.verdict, x.endpoint) },
        { key: "p", title: t("p (Holm)", "p（Holm）"), show: (x) => (x.p_holm === null ? "–" : x.p_holm < 0.001 ? "<0.001" : x.p_holm.toFixed(3)), value: (x) => x.p_holm, number: true },
      ]} />
    </>
  );
}
