// What `frontier` found: the smallest share of posts that is enough, and the levels that were looked at.
import { pointAxis, shareAxis } from "../charts/axis";
import { Chart, Empty } from "../charts/frame";
import { Scatter } from "../charts/scatter";
import { BLUE, FAINT, RED } from "../colour";
import type { Maybe } from "../data";
import { count, digitsBeside, given, percent, points, pointsGiven } from "../format";
import { Replayed, type Replaying } from "../replayed";
import { Table } from "../table";
import { type Ui, bracketed, useUi } from "../ui";
import { type Sentence, Sentences } from "./sentences";

interface Seen { measure: string; estimate: Maybe<number>; lower: Maybe<number>; upper: Maybe<number>; threshold: number; standing: string; replications: number }
interface Level { level: number; posts: number; roles: { role: string; zh: string; posts: number }[]; replications: number; standing: string; standing_with_committed: Maybe<string>; conditions: Seen[]; collapsed_replications: number; overloaded_replications: number }
interface Answer { committed_work: boolean; infeasible_up_to: Maybe<number>; feasible_from: Maybe<number>; confidence: number; posts_feasible_from: Maybe<number> }
interface Condition { measure: string; against: boolean; margin: Maybe<number>; at_least: Maybe<number>; chance: Maybe<number> }
export interface FrontierDocument {
  sentences?: Sentence[]; frontiers: Answer[]; staff: string; whole_posts: number; conditions: Condition[];
  arm: Replaying; against: Maybe<Replaying>; days: number; seed: string; levels: Level[];
  overflowing?: number[]; left_out?: { levels: number[]; smallest: number; largest: number };
  monotone: { measure: string; holds: boolean; breaches: number[] }[]; replications: number; interrupted: boolean;
}

const COLOURS: Record<string, string> = { feasible: BLUE, infeasible: RED };

/** What a standing is called. */
export function useStanding(): (standing: string) => string {
  const { t } = useUi();
  const words: Record<string, string> = { feasible: t("enough", "足够"), infeasible: t("too few", "不足"), undecided: t("undecided", "未定") };
  return (standing) => words[standing] ?? standing;
}

export function FrontierAnswer({ document: d }: { document: FrontierDocument }) {
  const { t, of, key, page } = useUi();
  const share = (value: Maybe<number>) => percent(value);
  const tooFew = (a: Answer) => (a.infeasible_up_to !== null ? t(`up to ${share(a.infeasible_up_to)}`, `至 ${share(a.infeasible_up_to)}`) : "–");
  const committed = given(d.conditions.at(-1)?.at_least ?? 0);
  return (
    <>
      <Sentences sentences={d.sentences} />
      <Replayed arms={[d.arm, d.against]} />
      {d.interrupted && <p class="alert mild">{t("Interrupted: the answers hold, but could be narrower.", "已中断：结论有效，但区间尚可收窄。")}</p>}
      <Overflowing levels={d.overflowing} />
      <Table caption={t("the smallest share of posts that is enough", "足够的最小岗位比例")} rows={d.frontiers} columns={[
        { key: "with", title: t("asked for", "要求"), show: (a) => (a.committed_work ? t(`the targets, and ${committed} of committed work done`, `达标，且既定任务完成 ${committed}`) : t("the targets alone", "仅达标")) },
        { key: "fails", title: t("certified too few", "确定不足"), show: tooFew, value: (a) => a.infeasible_up_to, number: true },
        { key: "from", title: t("certified enough from", "自此确定足够"), show: (a) => share(a.feasible_from), value: (a) => a.feasible_from, number: true },
        { key: "posts", title: t("posts", "岗位"), show: (a) => (a.posts_feasible_from === null ? "–" : count(a.posts_feasible_from)), value: (a) => a.posts_feasible_from, number: true },
        { key: "confidence", title: t("confidence", "置信度"), show: (a) => given(a.confidence), value: (a) => a.confidence, number: true },
      ]} />
      {d.conditions.map((condition, i) => <Curve key={i} d={d} at={i} condition={condition} title={`${key(page.names.measures, condition.measure)}${condition.against && d.against ? t(` against ${of(d.against)}, points`, `，与${of(d.against)}之差（百分点）`) : ""}${condition.chance !== null ? t(": share of days that meet it", "：达标天数比例") : ""}`} />)}
      <ul>{d.monotone.map((m) => <li key={m.measure}>{key(page.names.measures, m.measure)}{t(": ", "：")}{m.holds ? t("a curve that never falls runs through all intervals, as the method supposes.", "存在一条不降曲线穿过全部区间，与方法的前提相符。") : <b>{t(`no curve that never falls runs through all intervals (levels ${m.breaches.map((b) => percent(b)).join(", ")}): read the answer with care.`, `不存在穿过全部区间的不降曲线（${m.breaches.map((b) => percent(b)).join("、")}），请谨慎解读。`)}</b>}</li>)}</ul>
    </>
  );
}

/** Why there is no level of which something was seen. */
function nothing(d: FrontierDocument, t: Ui["t"]): string {
  return d.overflowing?.length ? t("More piled up than a run can hold at all levels that were looked at.", "所查看的水平均因积压超出一次运行所能容纳而中止。") : t("No level was looked at.", "未查看任何水平。");
}

/** Levels that could not be run to their end. */
function Overflowing({ levels = [] }: { levels?: number[] }) {
  const { t } = useUi();
  const most = levels.at(-1);
  if (most === undefined) return null;
  return <p class="alert mild">{t(`At ${levels.length} of the levels, the largest of them ${percent(most)} of the posts, more piled up than a run can hold: they count as too few.`, `有 ${levels.length} 个水平（最高 ${percent(most)} 岗位）积压超出一次运行所能容纳，视为不足。`)}</p>;
}

/** Levels that were asked for and not tried, and why. */
function LeftOutLevels({ d: { left_out } }: { d: FrontierDocument }) {
  const { t } = useUi();
  if (!left_out) return null;
  const { levels, smallest, largest } = left_out;
  const told = (levels: number[]) => (levels.length === 1 ? t(`The level of ${given(levels[0]!)} was left out`, `水平 ${given(levels[0]!)} 未试`) : t(`Levels from ${given(levels[0]!)} to ${given(levels.at(-1)!)} were left out`, `水平 ${given(levels[0]!)} 至 ${given(levels.at(-1)!)} 未试`));
  const [below, above] = [levels.filter((level) => level < smallest), levels.filter((level) => level >= smallest)];
  return (
    <>
      {below.length > 0 && <p class="note">{told(below)}{t(`: desks stay open as long as they are, which takes ${percent(smallest)} of the posts; that was looked at instead.`, `：席台开放时间不变，至少需要 ${percent(smallest)} 的岗位；已改为查看该水平。`)}</p>}
      {above.length > 0 && <p class="note">{told(above)}{t(`: there are no more people on the spot than their posts, which makes ${percent(largest)}; that was looked at instead.`, `：就地处置人员不超过其编制，至多 ${percent(largest)}；已改为查看该水平。`)}</p>}
    </>
  );
}

/** What was seen, apart from what has to be reached. */
function toldOf(condition: Condition, seen: Seen): string {
  return condition.against ? points(seen.estimate) : percent(seen.estimate, digitsBeside(seen.threshold, [seen.estimate]));
}

function Curve({ d, at, condition, title }: { d: FrontierDocument; at: number; condition: Condition; title: string }) {
  const { t } = useUi();
  const standing = useStanding();
  const rows = d.levels.flatMap((level) => { const seen = level.conditions[at]; return seen && seen.estimate !== null ? [{ level, seen: { ...seen, estimate: seen.estimate } }] : []; });
  if (rows.length === 0) return <Empty title={title} why={d.levels.length === 0 ? nothing(d, t) : t("Nothing was measured at any level.", "各水平均未统计到数据。")} />;
  const committed = at >= d.conditions.length - 1 && d.frontiers.length > 1 && condition.measure === "committed_done";
  const answer = d.frontiers.find((a) => a.committed_work === committed) ?? d.frontiers[0];
  const band: [number, number] | undefined = answer && answer.infeasible_up_to !== null && answer.feasible_from !== null ? [answer.infeasible_up_to, answer.feasible_from] : undefined;
  const goal = rows[0]!.seen.threshold;
  const told = (seen: Seen) => toldOf(condition, seen);
  const wanted = condition.against ? pointsGiven(goal) : given(goal);
  return (
    <Chart id={`found-curve-${at}`} title={title}
      note={t("Each point is a level of staff with the interval at which it was decided; blue: enough, orange: too few, grey: undecided. Grey band: where the answer lies.", "每点为一个人员水平及其判定时的区间；蓝：足够，橙：不足，灰：未定。灰带：答案所在范围。")}
      rows={() => [["level", "posts", "measure", "estimate", "lower", "upper", "threshold", "standing", "replications"], ...rows.map(({ level, seen }) => [level.level, level.posts, seen.measure, seen.estimate, seen.lower, seen.upper, seen.threshold, seen.standing, seen.replications])]}>
      {(width) => <Scatter width={width} label={title} xName={t("share of posts", "岗位比例")} yName={condition.against ? t("points", "百分点") : t("share", "比例")} xAxis={shareAxis} yAxis={condition.against ? pointAxis : shareAxis} joined band={band}
        goal={{ y: goal, label: t(`to be reached: ${wanted}`, `需达到：${wanted}`) }}
        points={rows.map(({ level, seen }) => ({ x: level.level, y: seen.estimate, yEnds: seen.lower !== null && seen.upper !== null ? [seen.lower, seen.upper] : null, label: `${percent(level.level)} (${count(level.posts)})`, told: `${told(seen)}, ${standing(seen.standing)}`, colour: COLOURS[seen.standing] ?? FAINT, hollow: !(seen.standing in COLOURS) }))} />}
    </Chart>
  );
}

export function FrontierLevels({ document: d }: { document: FrontierDocument }) {
  const ui = useUi();
  const { t, page, key } = ui;
  const standing = useStanding();
  if (d.levels.length === 0) return <><Empty title={t("Levels", "水平")} why={nothing(d, t)} /><LeftOutLevels d={d} /></>;
  return (
    <>
    <Table caption={t("levels", "水平")} rows={d.levels} most={40} columns={[
      { key: "level", title: t("share of posts", "岗位比例"), show: (l) => percent(l.level), value: (l) => l.level, number: true },
      { key: "posts", title: t("posts", "岗位"), show: (l) => count(l.posts), value: (l) => l.posts, number: true },
      { key: "roles", title: t("by role", "按岗位"), show: (l) => l.roles.map((r) => `${t(r.role, r.zh)} ${r.posts}`).join(t(", ", "、")) },
      ...d.conditions.map((c, i) => ({ key: `c${i}`, title: key(page.names.measures, c.measure), show: (l: Level) => { const s = l.conditions[i]; return s ? `${toldOf(c, s)}${bracketed(ui, standing(s.standing))}` : "–"; }, value: (l: Level) => l.conditions[i]?.estimate ?? null, number: true })),
      { key: "replications", title: t("replications", "重复次数"), show: (l) => count(l.replications), value: (l) => l.replications, number: true },
      { key: "collapsed", title: t("collapsed", "崩溃"), show: (l) => count(l.collapsed_replications), value: (l) => l.collapsed_replications, number: true },
      { key: "overloaded", title: t("overloaded", "超负荷"), show: (l) => count(l.overloaded_replications), value: (l) => l.overloaded_replications, number: true },
    ]} />
    <LeftOutLevels d={d} />
    </>
  );
}
