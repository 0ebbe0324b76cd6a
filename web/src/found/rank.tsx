// What `rank` found: the league of rules, what each costs others, where the ranking turns, which rule saves which miss.
import { useState } from "preact/hooks";
import { type Axis, countAxis, pointAxis, shareAxis, timeAxis } from "../charts/axis";
import { Dots } from "../charts/bars";
import { Chart, Empty } from "../charts/frame";
import { Scatter } from "../charts/scatter";
import { BLUE, EMPTY, FAINT, INK, ORANGE, RED, inkOn } from "../colour";
import type { Estimate, Maybe, Name } from "../data";
import { attained, clip, count, counted, decimal, duration, given, margin, percent, points, widthOf } from "../format";
import { Replayed, type Replaying } from "../replayed";
import { Table } from "../table";
import { useUi } from "../ui";
import { type Interval, pathAndValue, toldApart } from "./document";
import { type Saturable, Saturations } from "./saturated";
import { type Sentence, Sentences } from "./sentences";

interface Row extends Omit<Saturable, "name"> {
  rule: string; set: string[]; as_written: boolean; standing: string; attained: Maybe<Estimate>;
  against_best: Maybe<Interval & { may_be_best: boolean }>; difference: Maybe<Interval & { level_alone: number }>;
  eliminated: Maybe<{ after: number; by: string }>; same_as: Maybe<string>; digest?: string; measures?: Record<string, Maybe<Estimate>>;
}
interface Trade { replications: number; dimensions: { measure: string; name: string; zh: string; unit: string; better: string }[]; rows: { rule: string; values: Maybe<Estimate>[]; pareto: boolean; dominated_by: string[] }[] }
interface Saved {
  replications: number; against: string; missed: number; by_any: number; rules: { rule: string; saved: number; broken: number }[];
  by_stage: { name: Name | string; missed: number; saved: number[]; by_any: number }[]; by_place: { name: Name | string; missed: number; saved: number[]; by_any: number }[];
}
interface Bound { replications: number; late: Maybe<Estimate>; response_s: Maybe<Estimate>; rules: { rule: string; late: Maybe<Estimate>; response_s: Maybe<Estimate>; late_gap: Maybe<Estimate>; response_gap_s: Maybe<Estimate> }[] }
interface Refused { rule: string; reason: string; zh: string }
interface MapPlace { set: string[]; best: Maybe<string>; decision: Maybe<string>; contenders?: Maybe<string[]>; refused: Refused[]; reason?: Maybe<string>; zh?: Maybe<string>; league?: Maybe<Row[]> }
export interface RankDocument {
  sentences?: Sentence[]; best: Maybe<string>; guarantee: { procedure: string; confidence: Maybe<number>; indifference: number; holds: boolean }; decision: string;
  scenario: Replaying; primary: string; level: number; replications: number; days: number; seed: string; interrupted: boolean; targets: { name: string; limit_s: number; primary: boolean }[];
  league: Row[]; refused: Refused[]; hindsight: Maybe<Bound>; no_hindsight: Maybe<string>; no_hindsight_zh: Maybe<string>; trade_offs: Maybe<Trade>; saved: Maybe<Saved>; varied: string[][]; map: MapPlace[];
  stopping: { reason: string; replications: number };
}

/** The end of an interval of a difference of shares: few runs may say more than there is. */
const within = (end: Maybe<number> | undefined) => (end === null || end === undefined ? null : Math.min(Math.max(end, -1), 1));

const STANDING: Record<string, string> = { best: BLUE, worse: RED, contender: FAINT };

export function RankLeague({ document: d }: { document: RankDocument }) {
  const ui = useUi();
  const { t, lang } = ui;
  const target = d.targets.find((x) => x.primary);
  const what = target ? ui.target(target) : d.primary;
  const standing: Record<string, string> = { best: t("best", "最优"), worse: t("worse for sure", "确定较差"), contender: t("may be as good", "可能同样好") };
  const title = t(`Minus the best: ${what}, points`, `与最优之差：${what}（百分点）`);
  return (
    <>
      <Saturations arms={d.league.filter((r) => !r.same_as).map((r) => ({ ...r, name: r.rule }))} />
      <Sentences sentences={d.sentences} />
      <p class="note">{t(`${counted(d.days, "day")}, seed ${d.seed}, the same incidents for every rule; ${d.guarantee.procedure}${d.guarantee.confidence === null ? "" : `, confidence ${given(d.guarantee.confidence)}`}, margin ${margin(d.guarantee.indifference, lang)}.`,
        `${d.days} 天，种子 ${d.seed}，各规则面对相同事件；${d.guarantee.procedure}${d.guarantee.confidence === null ? "" : `，置信度 ${given(d.guarantee.confidence)}`}，界限 ${margin(d.guarantee.indifference, lang)}。`)}</p>
      <Replayed arms={[d.scenario]} />
      <Chart id="found-league" title={title} note={t("Paired over the replications that both have; all intervals hold together. Grey band: the margin.", "按共有的重复配对；全部区间同时成立。灰带：界限。")}
        rows={() => [["rule", "standing", "replications", "difference", "lower", "upper"], ...d.league.map((r) => [r.rule, r.standing, r.replications, r.difference?.estimate ?? 0, r.difference?.lower ?? null, r.difference?.upper ?? null])]}>
        {(width) => <Dots width={width} label={title} zero band={[-d.guarantee.indifference, 0]} axis={pointAxis}
          dots={d.league.map((r) => ({ label: r.rule, value: r.difference?.estimate ?? 0, lower: within(r.difference?.lower), upper: within(r.difference?.upper), colour: STANDING[r.standing] ?? FAINT, told: r.standing === "best" ? standing.best! : points(r.difference?.estimate) }))} />}
      </Chart>
      <Table caption={t("league", "排名")} rows={d.league} columns={[
        { key: "rule", title: t("rule", "规则"), show: (r) => `${r.rule}${r.as_written ? " *" : ""}` },
        { key: "attained", title: what, show: (r) => attained(r.attained), value: (r) => r.attained?.estimate ?? null, number: true },
        { key: "mcb", title: t("against the best of the others", "与其余最优之差"), show: (r) => (r.against_best ? `${points(r.against_best.lower)} … ${points(r.against_best.upper)}` : "–"), value: (r) => r.against_best?.estimate ?? null, number: true },
        { key: "standing", title: t("standing", "地位"), show: (r) => standing[r.standing] ?? r.standing },
        { key: "n", title: t("replications", "重复次数"), show: (r) => count(r.replications), value: (r) => r.replications, number: true },
        { key: "out", title: t("eliminated", "淘汰"), show: (r) => (r.same_as ? t(`did the same as ${r.same_as}`, `与 ${r.same_as} 完全相同`) : r.eliminated ? t(`after ${r.eliminated.after} by ${r.eliminated.by}`, `${r.eliminated.after} 次后被 ${r.eliminated.by} 淘汰`) : "–") },
      ]} />
      <p class="note">{t("Shares are over the replications of each rule; the order is by the difference over the replications that two rules share.", "达成率按各规则自身的重复次数计算；名次按两规则共有重复上的差异排定。")}</p>
      {d.league.some((r) => r.as_written) && <p class="note">{t("* the rules of the scenario itself", "* 场景自身的规则")}</p>}
      {d.refused.length > 0 && <><h3>{t("Left out", "未参加")}</h3><ul>{d.refused.map((r) => <li key={r.rule}><b>{r.rule}</b>{t(": ", "：")}{lang === "zh" ? r.zh : r.reason}</li>)}</ul></>}
    </>
  );
}

export function RankTrade({ document: d }: { document: RankDocument }) {
  const { t, lang } = useUi();
  const trade = d.trade_offs;
  const [x, setX] = useState(0);
  const [y, setY] = useState(1);
  if (!trade || trade.rows.length === 0) return <Empty title={t("Trade-offs", "权衡")} why={t("Too few replications that all rules have.", "各规则共有的重复过少。")} />;
  // Crews are called away too seldom to be told per incident.
  const rare = (i: number) => trade.dimensions[i]!.measure === "preemptions";
  const isGini = (i: number) => trade.dimensions[i]!.measure === "workload_gini";
  const name = (i: number) => (rare(i) ? t("crews called away, per 1,000 incidents", "每千起事件的抽调次数") : t(trade.dimensions[i]!.name, trade.dimensions[i]!.zh));
  const told = (i: number, v: Maybe<number> | undefined) => {
    if (v === null || v === undefined) return "–";
    const { unit } = trade.dimensions[i]!;
    return rare(i) ? decimal(v * 1_000) : isGini(i) ? decimal(v, 3) : unit === "share" ? percent(v) : unit === "seconds" ? duration(v, lang, 1) : decimal(v);
  };
  const axis = (i: number): Axis => {
    const { unit } = trade.dimensions[i]!;
    return unit === "share" && !isGini(i) ? shareAxis : unit === "seconds" ? timeAxis(lang) : countAxis("", rare(i) ? 1 / 1_000 : 1);
  };
  const choose = (value: number, set: (v: number) => void, label: string) => <label>{label} <select value={value} onChange={(e) => set(Number((e.currentTarget as HTMLSelectElement).value))}>{trade.dimensions.map((_, i) => <option key={i} value={i}>{name(i)}</option>)}</select></label>;
  const title = t("What each rule costs others", "各规则的代价");
  const ends = (e: Maybe<Estimate> | undefined): [number, number] | null => (e && e.lower !== null && e.upper !== null ? [e.lower, e.upper] : null);
  return (
    <>
      <div class="controls">{choose(x, setX, t("across", "横轴"))}{choose(y, setY, t("up", "纵轴"))}</div>
      <Chart id="found-pareto" title={title} note={t("Full points: no rule is better for sure in something and worse for sure in nothing (the Pareto set over all columns below; better jointly over all columns and pairs of rules). Whiskers: each rule alone; paired differences may be surer.", "实心：没有其他规则在某项确定更好且各项均不确定更差（下表各列的帕累托集；更好对所有列与规则对同时成立）。须线为单独区间，配对差异可能更精确。")}
        rows={() => [["rule", "pareto", ...trade.dimensions.flatMap((dim) => [dim.measure, `${dim.measure}_lower`, `${dim.measure}_upper`])], ...trade.rows.map((r) => [r.rule, r.pareto ? 1 : 0, ...r.values.flatMap((v) => [v?.estimate ?? null, v?.lower ?? null, v?.upper ?? null])])]}>
        {(width) => <Scatter width={width} label={title} xName={name(x)} yName={name(y)} xAxis={axis(x)} yAxis={axis(y)} named={width > 560}
          points={trade.rows.filter((r) => r.values[x] && r.values[y]).map((r) => ({ x: r.values[x]!.estimate, y: r.values[y]!.estimate, xEnds: ends(r.values[x]), yEnds: ends(r.values[y]), label: r.rule, told: `${told(x, r.values[x]!.estimate)}, ${told(y, r.values[y]!.estimate)}`, colour: r.pareto ? BLUE : FAINT, hollow: !r.pareto }))} />}
      </Chart>
      <Table caption={title} rows={trade.rows} columns={[
        { key: "rule", title: t("rule", "规则"), show: (r) => r.rule },
        { key: "pareto", title: t("Pareto", "帕累托"), show: (r) => (r.pareto ? "●" : r.dominated_by.length ? t(`behind ${r.dominated_by[0]}`, `劣于 ${r.dominated_by[0]}`) : "–") },
        ...trade.dimensions.map((_, i) => ({ key: `d${i}`, title: name(i), show: (r: Trade["rows"][number]) => told(i, r.values[i]?.estimate), value: (r: Trade["rows"][number]) => r.values[i]?.estimate ?? null, number: true })),
      ]} />
      <p class="note">{t(`Over the ${counted(trade.replications, "replication")} that all rules have.`, `基于各规则共有的 ${trade.replications} 次重复。`)}</p>
    </>
  );
}

export function RankSaved({ document: d }: { document: RankDocument }) {
  const { t, of, key, page } = useUi();
  const saved = d.saved;
  const title = t("Which rule would have saved a miss", "哪条规则能避免未达");
  if (!saved) return <Empty title={title} why={t("Not asked for (--misses 0), or interrupted before.", "未要求（--misses 0），或此前已中断。")} />;
  if (saved.missed === 0) return <Empty title={title} why={t("No incident missed the target.", "没有未达事件。")} />;
  const name = (n: Name | string) => (typeof n === "string" ? key(page.names.causes, n) : key(page.names.causes, n.name) === n.name ? of(n) : key(page.names.causes, n.name));
  const each = (r: Saved["by_stage"][number]) => saved.rules.map(({ rule }, i) => ({ rule, n: r.saved[i] ?? 0 })).filter(({ n }) => n > 0).sort((a, b) => b.n - a.n).map(({ rule, n }) => `${rule}\u00a0${count(n)}`).join(t(", ", "，")) || "–";
  const columns = [
    { key: "name", title: t("where", "何处"), show: (r: Saved["by_stage"][number]) => name(r.name) },
    { key: "missed", title: t("missed", "未达"), show: (r: Saved["by_stage"][number]) => count(r.missed), value: (r: Saved["by_stage"][number]) => r.missed, number: true },
    { key: "any", title: t("saved by any", "任一规则可避免"), show: (r: Saved["by_stage"][number]) => count(r.by_any), value: (r: Saved["by_stage"][number]) => r.by_any, number: true },
    // Rules are too many for columns of their own on paper.
    { key: "each", title: t("saved by each rule, the most first", "各规则可避免，多者在前"), show: each },
  ];
  return (
    <>
      <p>{t(`Of ${counted(saved.missed, "incident")} that missed the target under ${saved.against} in ${counted(saved.replications, "replication")}, ${count(saved.by_any)} ${saved.by_any === 1 ? "meets" : "meet"} it under at least one other rule.`, `${saved.against} 在 ${saved.replications} 次重复中未达的 ${count(saved.missed)} 件事件里，${count(saved.by_any)} 件在至少一种其他规则下达标。`)}</p>
      <Chart id="found-saved" title={title} note={t("Blue: missed before, met under this rule. Orange: met before, missed under this rule.", "蓝：原未达、该规则下达标；橙：原达标、该规则下未达。")}
        rows={() => [["rule", "saved", "broken"], ...saved.rules.map((r) => [r.rule, r.saved, r.broken])]}>
        {(width) => <Dots width={width} label={title} zero axis={countAxis()}
          dots={saved.rules.flatMap((r) => [{ label: r.rule, value: r.saved, lower: null, upper: null, colour: BLUE, told: `+${count(r.saved)}` }, { label: t("… and newly missed", "……新增未达"), value: -r.broken, lower: null, upper: null, colour: ORANGE, told: `−${count(r.broken)}`, faint: true }])} />}
      </Chart>
      <h3>{t("By the stage that broke the target", "按导致未达的环节")}</h3>
      <Table caption={t("by stage", "按环节")} rows={saved.by_stage} columns={columns} />
      <h3>{t("By place", "按地点")}</h3>
      <Table caption={t("by place", "按地点")} rows={saved.by_place} most={12} columns={columns} />
    </>
  );
}

/** How far each rule is from what no rule can beat, had it known all incidents beforehand. */
export function RankHindsight({ document: d }: { document: RankDocument }) {
  const { t, lang } = useUi();
  const title = t("Late incidents above the bound that no rule can beat, points", "超时占比高出任何规则都无法突破的下界（百分点）");
  const bound = d.hindsight;
  if (!bound) return <Empty title={title} why={(lang === "zh" ? d.no_hindsight_zh : null) ?? d.no_hindsight ?? t("Not asked for (--hindsight 0).", "未要求（--hindsight 0）。")} />;
  const ends = (e: Maybe<Estimate>) => (e && e.lower !== null && e.upper !== null ? ` (${points(e.lower)} … ${points(e.upper)})` : "");
  return (
    <>
      <Chart id="found-hindsight" title={title}
        note={t(`With all incidents known beforehand at least ${percent(bound.late?.estimate)} would be late and the response of all at least ${duration(bound.response_s?.estimate, lang)}, whatever the rule; the best that a rule can do may well be above that. In the response of all, whoever is never reached counts to the end of the drain, so that leaving somebody out is no gain; elsewhere responses are of those reached. ${counted(bound.replications, "paired replication")}.`,
          `即使事先知道全部事件，任何规则下也至少有 ${percent(bound.late?.estimate)} 超时，全部事件平均到场至少 ${duration(bound.response_s?.estimate, lang)}；规则所能达到的最优可能仍高于此。全部事件平均到场中，始终无人到场者计至排空期末（因此放弃某些事件并不占便宜）；其他各处的到场用时只计有人到场者。${bound.replications} 次配对重复。`)}
        rows={() => [["rule", "late", "late_gap", "lower", "upper", "response_s", "response_gap_s"], ...bound.rules.map((r) => [r.rule, r.late?.estimate ?? null, r.late_gap?.estimate ?? null, r.late_gap?.lower ?? null, r.late_gap?.upper ?? null, r.response_s?.estimate ?? null, r.response_gap_s?.estimate ?? null])]}>
        {(width) => <Dots width={width} label={title} zero axis={pointAxis}
          dots={bound.rules.map((r) => ({ label: r.rule, value: r.late_gap?.estimate ?? null, lower: r.late_gap?.lower ?? null, upper: r.late_gap?.upper ?? null, colour: BLUE, told: points(r.late_gap?.estimate) }))} />}
      </Chart>
      <Table caption={t("rules beside the bound", "规则与下界")} rows={bound.rules} columns={[
        { key: "rule", title: t("rule", "规则"), show: (r) => r.rule },
        { key: "late", title: t("late", "超时"), show: (r) => percent(r.late?.estimate), value: (r) => r.late?.estimate ?? null, number: true },
        { key: "gap", title: t("above the bound, points", "高于下界（百分点）"), show: (r) => `${points(r.late_gap?.estimate)}${ends(r.late_gap)}`, value: (r) => r.late_gap?.estimate ?? null, number: true },
        { key: "response", title: t("response of all", "全部事件平均到场"), show: (r) => duration(r.response_s?.estimate, lang), value: (r) => r.response_s?.estimate ?? null, number: true },
        { key: "slower", title: t("above the bound", "高于下界"), show: (r) => duration(r.response_gap_s?.estimate, lang), value: (r) => r.response_gap_s?.estimate ?? null, number: true },
      ]} />
    </>
  );
}

/** A cell for each combination of the varied settings, in the colour of its winner; grey where it is undecided. */
export function RankMap({ document: d }: { document: RankDocument }) {
  const { t } = useUi();
  const title = t("Where the ranking turns", "排名在何处改变");
  if (d.map.length === 0) return <Empty title={title} why={t("Nothing was varied: `--vary PATH=lo..hi/steps` draws the winner's map.", "未变动任何设定：用 --vary 路径=低..高/步数 绘制。")} />;
  const across = d.varied.at(-1)!;
  const ends = toldApart([...new Set(d.varied.flat().map((set) => pathAndValue(set)[0]))]);
  /** The end of the path of a setting and its value: `volume=37.5 /day`. */
  const short = (set: string) => {
    const [path, value] = pathAndValue(set);
    return `${ends.get(path) ?? path}=${value}`;
  };
  const down = Math.ceil(d.map.length / across.length);
  const whatOf = (list: string[]) => { const [path] = pathAndValue(list[0] ?? ""); return ends.get(path) ?? path; };
  const valueOf = (set: string) => pathAndValue(set)[1].replace(/^"(.*)"$/, "$1");
  const laidOut = [
    ...(d.varied.length > 1 ? [t(`Down: ${d.varied.slice(0, -1).map(whatOf).join(", ")}`, `纵向：${d.varied.slice(0, -1).map(whatOf).join("、")}`)] : []),
    t(`${d.varied.length > 1 ? "across" : "Across"}: ${whatOf(across)}`, `横向：${whatOf(across)}`),
  ].join(t(", ", "，")) + t(". ", "。");
  const winner = (p: MapPlace) => (p.decision === "undecided" ? null : p.best);
  const winners = [...new Set(d.map.map(winner).filter((b) => b !== null))];
  const palette = [BLUE, ORANGE, "#009E73", "#CC79A7", "#882255", "#56B4E9", RED, "#8a8a2d", "#332288", "#a65c28"];
  const decided: Record<string, string> = { decided: t("decided", "已定"), indifferent: t("or as good as the best", "或与最优相当"), undecided: t("undecided", "未定") };
  const leftOut = (refused: Refused) => `${refused.rule}${t(" left out: ", " 未参加：")}${t(refused.reason, refused.zh)}`;
  const unranked = (p: MapPlace) => (p.reason ? [t(p.reason, p.zh ?? p.reason)] : []);
  /** Under which rules averages mix working and broken days, or more is asked than crews can carry. */
  const saturated = (p: MapPlace) => {
    const rows = (p.league ?? []).filter((r) => !r.same_as);
    const under = (said: string, count: (r: Row) => number | undefined) => {
      const rules = rows.filter((r) => (count(r) ?? 0) > 0).map((r) => r.rule);
      return rules.length === 0 ? [] : [`${said}${t(": ", "：")}${rules.length === rows.length ? t("every rule", "各规则") : rules.join(t(", ", "、"))}`];
    };
    return [
      ...under(t("in some replications the system collapsed", "部分重复中系统崩溃"), (r) => r.collapsed_replications),
      ...under(t("in some replications more was asked than crews can carry, for days", "部分重复中连日超负荷"), (r) => r.overloaded_replications),
    ];
  };
  const told = (p: MapPlace) => [
    `${p.set.join(t(", ", "，"))}${t(": ", "：")}${p.best ?? "–"}${p.decision ? t(` (${decided[p.decision]})`, `（${decided[p.decision]}）`) : ""}`,
    ...unranked(p),
    ...(p.contenders?.length ? [`${t("may be as good: ", "可能同样好：")}${p.contenders.join(t(", ", "、"))}`] : []),
    ...p.refused.map(leftOut),
    ...saturated(p),
  ].join("\n");
  // Places without a ranking, rules that take part in the scenario as it stands and make no sense in some places, and rules
  // that cannot keep up in some.
  const out = new Map<string, string[]>();
  const own = new Set(d.refused.map((r) => r.rule));
  d.map.forEach((p) => [...unranked(p), ...p.refused.filter((r) => !own.has(r.rule)).map(leftOut), ...saturated(p)].forEach((why) => out.set(why, [...(out.get(why) ?? []), p.set.map(short).join(t(", ", "，"))])));
  const colour = (p: MapPlace) => { const by = winner(p); return by === null ? EMPTY : palette[winners.indexOf(by) % palette.length]!; };
  return (
    <>
    <Chart id="found-map" title={title} note={laidOut + t("Grey: undecided. ≈: the best or within the margin of it, but others may be as good.", "灰：未定。≈：最优或与最优相差在界限内，但其他规则可能同样好。")}
      legend={winners.map((winner, i) => ({ colour: palette[i % palette.length]!, label: winner }))}
      rows={() => [["set", "best", "decision", "contenders"], ...d.map.map((p) => [p.set.join("; "), p.best, p.decision, (p.contenders ?? []).join(", ")])]}>
      {(width) => {
        // Where there is no room beside the squares, what they are of stands above them.
        const narrow = width < 480;
        const left = narrow ? 0 : Math.min(220, width * 0.3);
        const above = narrow && d.varied.length > 1 ? 18 : 0;
        const [w, h] = [(width - left - 4) / across.length, 40 + above];
        const rowName = (p: MapPlace) => clip(p.set.slice(0, -1).map(valueOf).join(t(", ", "，")), (narrow ? width : left) - 12);
        // What does not fit above its column is turned; of columns that are narrower than a line only some are told.
        const columns = across.map((set) => clip(valueOf(set), 150));
        const longest = Math.max(...columns.map(widthOf));
        const turned = longest > w - 6;
        const top = turned ? longest + 14 : 24;
        const every = turned ? Math.ceil(13 / w) : 1;
        return (
          <svg width={width} height={down * h + top + 6} viewBox={`0 0 ${width} ${down * h + top + 6}`} role="img" aria-label={title} font-size="11">
            {columns.map((told, i) => {
              const [x, y] = [left + (i + 0.5) * w + (turned ? 4 : 0), top - 8];
              return i % every === 0 && <text key={i} x={x} y={y} text-anchor={turned ? "start" : "middle"} transform={turned ? `rotate(-90 ${x} ${y})` : undefined} fill={FAINT}>{told}</text>;
            })}
            {d.map.map((p, i) => {
              const [row, column] = [Math.floor(i / across.length), i % across.length];
              const fill = colour(p);
              return (
                <g key={i}>
                  {column === 0 && d.varied.length > 1 && <text x={narrow ? 2 : left - 8} y={narrow ? top + row * h + 13 : top + row * h + h / 2 + 4} text-anchor={narrow ? "start" : "end"} fill={FAINT}>{rowName(p)}</text>}
                  <rect x={left + column * w + 1} y={top + row * h + above + 1} width={w - 2} height={h - above - 2} fill={fill} stroke={INK} stroke-opacity="0.25"><title>{told(p)}</title></rect>
                  {w > 36 && <text x={left + (column + 0.5) * w} y={top + row * h + (h + above) / 2 + 4} text-anchor="middle" fill={fill === EMPTY ? FAINT : inkOn(fill)} pointer-events="none">{p.decision === "indifferent" ? `${clip(p.best ?? "–", w - 22)} ≈` : clip(p.best ?? "–", w - 6)}</text>}
                </g>
              );
            })}
          </svg>
        );
      }}
    </Chart>
    {out.size > 0 && <ul>{[...out].map(([what, places]) => <li key={what}>{places.join(t("; ", "；"))}{t(" – ", "：")}{what}</li>)}</ul>}
    </>
  );
}
