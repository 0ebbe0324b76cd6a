// The first thing read: one sentence per question, from templates that cannot claim more than the intervals say.
import type { ComponentChildren } from "preact";
import { Gauges } from "./gauges";
import { type Arm, type Cells, type Collapse, type Difference, type Estimate, type Maybe, type Shares, type Summary, type Target, groundOf } from "../data";
import { between, count, counted, date, duration, limit, margin as toldMargin, percent, points } from "../format";
import { Replayed } from "../replayed";
import { type Ui, armName, useUi } from "../ui";

export function Headline({ arm }: { arm: Arm }) {
  const ui = useUi();
  const { t, of, key, target, clock, page, lang } = ui;
  const { summary, view } = arm;
  const primary = summary.targets.find((x) => x.primary)!;
  const p = summary.targets.indexOf(primary);
  // Kept or missed by most is said only where the whole interval says so.
  const side = ({ attainment: e }: Target) => (!e ? "undecided" : (e.lower ?? e.estimate) > 0.5 ? "kept" : (e.upper ?? e.estimate) < 0.5 ? "missed" : "undecided");
  const words: Record<string, string> = { kept: t("Kept for most", "多数做到"), missed: t("Missed for most", "多数未做到"), undecided: t("Kept for more than half or for fewer, which these data do not decide", "做到者是否过半，现有数据不能判定") };
  const others = ["kept", "undecided", "missed"].flatMap((which) => {
    const found = summary.targets.filter((x) => !x.primary && side(x) === which);
    return found.length === 0 ? [] : [`${words[which]}${t(": ", "：")}${found.map((x) => `${target(x)}${t(` (${percent(x.attainment?.estimate)})`, `（${percent(x.attainment?.estimate)}）`)}`).join(t(", ", "、"))}`];
  }).join(t(". ", "。")) + t(".", "。");
  // What is done to incidents, where the name of the target does not say it.
  const done = { respond: "responded to", accept: "accepted", depart: "set out for" }[primary.name] ?? key(page.names.targets, primary.name);
  const runs = t(`${counted(summary.replications, "run")} of ${counted(summary.days - summary.warmup_days, "day")}, ${counted(primary.of, "incident")}; ${clock}`, `${summary.replications} 次重复，每次 ${summary.days - summary.warmup_days} 天，共 ${count(primary.of)} 件；${clock}`);
  const ci = (e: Maybe<Estimate>) => interval(ui, between(e)) || (e ? t(" (measured in one run: no interval)", "（仅一次重复有统计，无区间）") : "");
  const lines: { question: string; answer: ComponentChildren }[] = [];
  const equity = view.detail.equity;
  const worst = equity?.worst[0];
  const nowhere = ({ share, cells }: { share: number; cells: number }, what: string) => (
    <>{t(`None differs: `, "并无高下：")}<b>{percent(share)}</b>{t(` in each of the ${cells} with 30 incidents or more (${what}).`, `，事件不少于 30 件的 ${cells} 个${what}均如此。`)}</>);
  const level = equity ? groundOf(page, arm)?.levels[equity.level] : undefined;
  if (equity && worst && level) {
    const chosen = summary.replications > 1
      ? t(`, picked as the worst of ${equity.eligible} (${of(level.name)}, ${level.cells.length} in all) with 30 incidents or more in each half of the runs: on one half, and measured on the other.`, `，在两半重复中事件均不少于 30 件的 ${equity.eligible} 个${of(level.name)}（共 ${level.cells.length} 个）里，以一半重复选出最差者，用另一半估计。`)
      : t(`, the lowest of the ${equity.eligible} with 30 incidents or more, so partly luck.`, `，事件不少于 30 件的 ${equity.eligible} 个${of(level.name)}中最低，部分出于偶然。`);
    const same = alike(view.detail.levels[equity.level]!, p);
    lines.push({
      question: t("Where is it worst?", "哪里最差？"),
      answer: same ? nowhere(same, of(level.name)) : <>{of(level.cells[worst.cell]!)}{t(": ", "：")}<b>{percent(worst.attainment?.estimate)}</b>{ci(worst.attainment)}{chosen}</>,
    });
  }
  const hours = view.detail.hours;
  const enough = telling(hours, p);
  if (enough.length > 1) {
    const low = enough[0]!;
    const same = alike(hours, p);
    const ends = between({ lower: hours.targets[p]!.lower[low.i], upper: hours.targets[p]!.upper[low.i] });
    lines.push({
      question: t("When is it worst?", "何时最差？"),
      answer: same ? nowhere(same, t("hours of the week", "一周时段")) : <>{t("Reported on ", "")}{weekday(lang, Math.floor(low.i / 24))} {String(low.i % 24).padStart(2, "0")}:00–{String((low.i % 24) + 1).padStart(2, "0")}:00{t(": ", " 上报：")}<b>{percent(low.v)}</b>{interval(ui, ends)}{t(`, the lowest of the ${enough.length} hours of the week with 30 incidents or more, so partly luck.`, `，一周中事件不少于 30 件的 ${enough.length} 个小时中最低，部分出于偶然。`)}</>,
    });
  }
  const [cause, next] = primary.misses.causes;
  if (cause) {
    lines.push({
      question: t("Why is it missed?", "为何未达？"),
      answer: <>{t("Of all misses of this target, ", "未达该目标的事件中，")}<b>{percent(cause.share, 0)}</b>{t(` are put down to ${key(page.names.causes, cause.cause)}`, ` 归因于${key(page.names.causes, cause.cause)}`)}
        {next ? t(`, ${percent(next.share, 0)} to ${key(page.names.causes, next.cause)}`, `，${percent(next.share, 0)} 归因于${key(page.names.causes, next.cause)}`) : ""}
        {t(": the longest part of the way, which may be less than half of it.", "（途中耗时最长的环节，未必过半）。")}</>,
    });
  }
  const { parameters, assumed } = summary.scenario.provenance;
  lines.push({
    question: t("How sure is that?", "有多可靠？"),
    answer: <>{t("Intervals show the luck of the runs only. ", "区间仅反映运行的偶然性。")}{parameters === 0
      ? t("The scenario says of none of its parameters where it comes from; ", "场景未注明任何参数的来源；")
      : t(`${assumed} of ${counted(parameters, "graded parameter")} ${assumed === 1 ? "is an assumption" : "are assumptions"}; `, `${parameters} 个已评级参数中有 ${assumed} 个为假设；`)}{doubted(ui, summary.uncertainty, primary.name)}</>,
  });
  return (
    <section id="headline" class="panel">
      <Collapses arm={arm} />
      {summary.interrupted && <p class="alert">{t(`Interrupted: ${summary.replications} of ${counted(summary.scenario.replications, "replication")} are done, and these results rest on them.`, `已中断：${summary.scenario.replications} 次重复完成 ${summary.replications} 次，以下结果以此为据。`)}</p>}
      <p class="lead">{primary.of === 0 ? <b>{t("No incident was measured.", "未统计到任何事件。")}</b> : <><b>{t(`${percent(primary.attainment?.estimate)} of incidents are ${done} within ${limit(primary.limit_s, lang)}`, `${percent(primary.attainment?.estimate)} 的事件在 ${limit(primary.limit_s, lang)}内${key(page.names.targets, primary.name)}`)}</b>{ci(primary.attainment)}{t(". ", "。")}{others}</>}</p>
      <Gauges arm={arm} />
      <p class="note">{runs}{t(". Blue: within the limit; pale: not. The mark outside of an arc is the 95% interval.", "。蓝：时限内；浅色：超时或未到达。弧外标记为 95% 区间。")}{fewDecide(ui, summary.targets)}</p>
      <Replayed arms={[{ ...summary.scenario.name, log: summary.scenario.log }]} />
      <dl class="questions">{lines.map((line) => <div key={line.question}><dt>{line.question}</dt><dd>{line.answer}</dd></div>)}</dl>
    </section>
  );
}

/** Which intervals are surer than they ought to be, as few replications decide. */
function fewDecide({ t, target }: Ui, targets: Target[]): string {
  const of = targets.filter((x) => x.replications_wanted != null);
  if (of.length === 0) return "";
  const [names, wanted] = [of.map(target).join(t(", ", "、")), count(Math.max(...of.map((x) => x.replications_wanted!)))];
  return t(` Few replications decide what the interval is (${names}), so that it is surer than it ought to be: some ${wanted} are wanted.`, `${names}的区间取决于少数几次重复，把握被高估：约需 ${wanted} 次。`);
}

/** Cells with incidents enough to say something of a target, the lowest share first. */
export function telling({ incidents, targets }: Cells, target: number): { i: number; v: number }[] {
  return incidents.flatMap((n, i) => { const v = targets[target]!.share[i]; return n >= 30 && typeof v === "number" ? [{ i, v }] : []; }).sort((a, b) => a.v - b.v);
}

/** The share that all such cells have in common, so that none is the worst. */
export function alike(cells: Cells, target: number): Maybe<{ share: number; cells: number }> {
  const all = telling(cells, target);
  return all.length > 1 && all[0]!.v === all.at(-1)!.v ? { share: all[0]!.v, cells: all.length } : null;
}

/** The ends of an interval, where there are any. */
function interval({ t }: Ui, ends: string): string {
  return ends && t(` (95% interval ${ends})`, `（95% 区间 ${ends}）`);
}

/** What draws of uncertain numbers say of the variance of a target. */
function doubted(ui: Ui, found: Summary["uncertainty"], target: string): string {
  const { t } = ui;
  if (!found) return t("their ranges are not drawn in this run.", "本次运行未在其范围内抽样。");
  const { done, factors, measures: { [target]: split } } = found;
  const numbers = counted(factors.length, "uncertain number");
  if (!split) return t(`${counted(done, "draw")} of ${numbers} put down no share of the variance to them.`, `对 ${factors.length} 个不确定参数抽样 ${done} 次，未得出其方差份额。`);
  const rest = split.draws < done ? t(` (of ${done}; the others count nowhere)`, `（共 ${done} 次，其余不计）`) : "";
  const [lower, upper] = split.input_share_interval ?? [null, null];
  const share = percent(split.input_share) + (interval(ui, between({ lower, upper })) || t(" (no interval)", "（无区间）"));
  return t(`${counted(split.draws, "draw")}${rest} of ${numbers} put down ${share} of the variance of this target to doubt about them (summary.json and draws.csv).`,
    `对 ${factors.length} 个不确定参数抽样 ${split.draws} 次${rest}，该目标的方差中 ${share}来自其不确定性（见 summary.json 与 draws.csv）。`);
}

export function weekday(lang: string, day: number): string {
  return (lang === "zh" ? ["星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"] : ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"])[day]!;
}

/** A collapse is told before anything else. */
export function Collapses({ arm }: { arm: Arm }) {
  const { collapses, overloads = [], replications, scenario } = arm.summary;
  return (
    <>
      {collapses.length > 0 && <Saturated kind="collapse" found={collapses} replications={replications} start={scenario.start} />}
      {overloads.length > 0 && <Saturated kind="overload" found={overloads} replications={replications} start={scenario.start} />}
    </>
  );
}

function Saturated({ kind, found: collapses, replications, start }: { kind: "collapse" | "overload"; found: Collapse[]; replications: number; start: string }) {
  const { t, of, lang } = useUi();
  const runs = new Set(collapses.map((c) => c.replication)).size;
  return (
    <div class={kind === "collapse" ? "alert" : "alert mild"} role={kind === "collapse" ? "alert" : "note"}>
      <p>{kind === "collapse"
        ? <><b>{t(`The system collapsed in ${runs} of ${counted(replications, "replication")}.`, `${replications} 次重复中有 ${runs} 次系统崩溃。`)}</b> {t("It stayed jammed under a load that it had carried on other days. Averages over a collapse mean little.", "其负荷与平日能够应付的相当，系统却持续拥塞；崩溃期间的平均值意义不大。")}</>
        : <><b>{t(`More was asked than the crews can carry, for days, in ${runs} of ${counted(replications, "replication")}.`, `${replications} 次重复中有 ${runs} 次连日超负荷：需求超过队员承载能力。`)}</b> {t("On the worst of these days more was asked than they carried on any. Averages may mix these days with ordinary ones.", "其中最重的日子，需求超过任何一天所承担的负荷。平均值可能混合了这些日子与平日。")}</>}</p>
      <details><summary>{t("when and where", "何时何地")}</summary><ul>{collapses.slice(0, 20).map((c, i) => (
        <li key={i}>{t(
          `Replication ${c.replication}: from ${date(start, c.began)}${c.place ? ` around ${of(c.place)}` : ""}, ${c.recovered === null ? "not recovered" : `recovered on ${date(start, c.recovered)}`}; up to ${count(c.worst_waiting)} waiting at midnight; mean travel ${duration(c.travel_before_s, lang)} before, ${duration(c.travel_during_s, lang)} during.`,
          `第 ${c.replication} 次重复：${date(start, c.began)}${c.place ? `，${of(c.place)}` : ""}开始，${c.recovered === null ? "未恢复" : `${date(start, c.recovered)} 恢复`}；零点最多 ${count(c.worst_waiting)} 件等待；平均路途 ${duration(c.travel_before_s, lang)} → ${duration(c.travel_during_s, lang)}。`)}</li>))}
        {collapses.length > 20 && <li>{t(`… and ${collapses.length - 20} more in summary.json`, `……另有 ${collapses.length - 20} 次见 summary.json`)}</li>}
      </ul></details>
    </div>
  );
}

export type Verdict = "better" | "worse" | "equal" | "undecided";

/** By the interval and the margin; never more than they say. */
export function verdict(lower: number | null, upper: number | null, margin: number): Verdict {
  if (lower === null || upper === null) return "undecided";
  if (lower > margin) return "better";
  if (upper < -margin) return "worse";
  if (lower > -margin && upper < margin) return "equal";
  return "undecided";
}

/** One sentence per target on how an arm differs from the baseline. */
export function DifferenceSentences({ base, arm, difference }: { base: Arm; arm: Arm; difference: Difference }) {
  const ui = useUi();
  const { t } = ui;
  const whole = difference.levels.find((l) => l.shown === null);
  if (!whole) return null;
  const margin = base.view.indifference;
  const by = toldMargin(margin, ui.lang);
  const sentence = (shares: Shares, i: number) => {
    const target = base.summary.targets[i]!;
    const [d, low, high] = [shares.share[0] ?? null, shares.lower[0] ?? null, shares.upper[0] ?? null];
    const name = ui.target(target);
    const words: Record<Verdict, string> = {
      better: t(`better by more than the margin of ${by}`, `更好，超过 ${by}的界限`),
      worse: t(`worse by more than the margin of ${by}`, `更差，超过 ${by}的界限`),
      equal: t(`equal within the margin of ${by}`, `在 ${by}界限内相当`),
      undecided: t("undecided", "未定"),
    };
    const v = verdict(low, high, margin);
    return (
      <li key={target.name} class={`verdict-${v}`}><b>{name}</b>{t(": ", "：")}{points(d)} {t("points", "个百分点")} {low !== null && high !== null ? t(`(95% interval ${points(low)} to ${points(high)})`, `（95% 区间 ${points(low)} 至 ${points(high)}）`) : ""} – <b>{words[v]}</b></li>
    );
  };
  return (
    <div>
      <p><b>{armName(ui, arm)}</b> {t("against", "对比")} <b>{armName(ui, base)}</b>{" "}
        {difference.paired
          ? t(`(the same incidents in both, ${counted(difference.pairs, "pair")} of runs; ${ui.clock})`, `（两者事件相同，${difference.pairs} 对重复；${ui.clock}）`)
          : t(`(not the same incidents: unpaired; ${ui.clock})`, `（事件不同：未配对；${ui.clock}）`)}</p>
      <ul class="verdicts">{whole.targets.map(sentence)}</ul>
    </div>
  );
}
