// How long: distribution of response times, where the minutes go, which stage broke the target.
import { countAxis, timeAxis } from "../charts/axis";
import { Stacked, type Part } from "../charts/bars";
import { Chart, Empty } from "../charts/frame";
import { Lines } from "../charts/lines";
import { BLUE, ORANGE, PINK, SKY, causeColour } from "../colour";
import type { Arm, Lang, SegmentMeans } from "../data";
import { NONE, duration, limit, percent, widthOf } from "../format";
import { armName, useUi } from "../ui";

/** What is told on the axis of times where there is room, the ends of which are at least those of a day. */
const TICKS = [1, 5, 15, 60, 120, 180, 600, 1_800, 2_700, 7_200, 21_600, 86_400, 172_800, 604_800, 2_592_000];
const ENDS: [number, number] = [15, 86_400];

export function DistributionPanel({ arms, id }: { arms: Arm[]; id: string }) {
  return (
    <>
      {arms.map((arm, i) => <Cdf key={i} arm={arm} id={`${id}-${i}`} named={arms.length > 1} />)}
      <Waterfall arms={arms} id={id} />
      <Broken arms={arms} id={id} />
    </>
  );
}

function Cdf({ arm, id, named }: { arm: Arm; id: string; named: boolean }) {
  const ui = useUi();
  const { t, key, page, lang } = ui;
  const { summary, view } = arm;
  // Limits that count from the milestone before are none of times from the report.
  const cumulative = summary.clock === "Cumulative";
  const colours = [SKY, ORANGE, PINK, BLUE, "#666"];
  const lines = summary.durations.map((d, i) => ({ d, spread: view.detail.cdf[i]!, colour: colours[i]!, label: key(page.names.milestones, d.milestone) }));
  const title = t("Time from the report to each milestone", "自上报至各节点的用时") + (named ? ` – ${armName(ui, arm)}` : "");
  const limits = cumulative ? [...new Set(summary.targets.map((target) => target.limit_s))] : [];
  const x: [number, number] = [Math.max(Math.min(ENDS[0], ...limits), 1), Math.max(ENDS[1], ...limits)];
  const quantile = (order: number) => lines.map(({ d }) => duration(d.quantiles.find((q) => q.order === order)?.seconds?.estimate, lang)).join(" · ");
  return (
    <Chart id={`${id}-cdf`} title={title} legend={lines.map(({ label, colour }) => ({ label, colour }))}
      note={t(`Share of measured incidents that reached it by then; never reached counts as longer than any. Median ${quantile(0.5)}; 90% within ${quantile(0.9)}. The band holds nine runs in ten. Time on a logarithmic scale.${cumulative ? "" : " Limits are not marked: they count from the milestone before."}`,
        `届时到达该节点的考核事件占比；始终未到达视为最长。中位数 ${quantile(0.5)}；90% 分位 ${quantile(0.9)}。色带包含九成重复。时间为对数刻度。${cumulative ? "" : "时限自上一节点起计，故未标出。"}`)}
      rows={() => [["seconds", ...lines.flatMap(({ d }) => [d.milestone, `${d.milestone}_5%`, `${d.milestone}_95%`])],
        ...summary.durations[0]!.cdf.map((point, p) => [point.seconds, ...lines.flatMap(({ d, spread }) => [d.cdf[p]!.share?.estimate ?? null, spread.low[p]!, spread.high[p]!])])]}>
      {(width) => (
        <Lines width={width} height={300} label={title} x={x} y={[0, 1]} xScale={(v) => Math.log(Math.max(v, x[0]))} yLabel={(v) => percent(v, 0)}
          xTicks={ticksWithin(x, width - 80, lang)}
          marks={limits.map((x) => ({ x, label: limit(x, lang) }))}
          lines={lines.map(({ d, spread, colour, label }) => {
            const inside = d.cdf.map((point, i) => ({ ...point, i })).filter((point) => point.seconds >= x[0] && point.seconds <= x[1]);
            return {
              label, colour,
              points: inside.map((point): [number, number | null] => [point.seconds, point.share?.estimate ?? null]),
              band: inside.map((point): [number, number, number] => [point.seconds, spread.low[point.i]!, spread.high[point.i]!]),
            };
          })} />
      )}
    </Chart>
  );
}

/** The ticks that have room on a logarithmic axis of so many pixels. */
function ticksWithin([low, high]: [number, number], pixels: number, lang: Lang): { at: number; label: string }[] {
  const place = (at: number) => (Math.log(at / low) / Math.log(high / low)) * pixels;
  const found: { at: number; label: string }[] = [];
  for (const at of TICKS.filter((at) => at >= low && at <= high)) {
    const [label, last] = [duration(at, lang), found.at(-1)];
    if (!last || place(at) - place(last.at) > (widthOf(label) + widthOf(last.label)) / 2 + 6) found.push({ at, label });
  }
  return found;
}

/** Several arms are told apart by letters; `legend` says which is which. */
function useLetters(arms: Arm[]): { before: (arm: Arm) => string; legend: string } {
  const ui = useUi();
  return {
    before: (arm) => (arms.length > 1 ? `${arm.letter}: ` : ""),
    legend: arms.length > 1 ? ` ${arms.map((arm) => `${arm.letter} ${armName(ui, arm)}`).join(" · ")}` : "",
  };
}

function Waterfall({ arms, id }: { arms: Arm[]; id: string }) {
  const ui = useUi();
  const { t, key, page, lang } = ui;
  const { before, legend } = useLetters(arms);
  // The way and work of crews that were called away are among the offers that came to nothing.
  const emergent = new Set([...page.names.emergent, ...(arms.some((arm) => arm.summary.dispatch.preempted > 0) ? ["refused"] : [])]);
  const way = page.names.segment_order.slice(0, page.names.segment_order.indexOf("travel") + 1);
  const parts = (means: SegmentMeans): Part[] => means.segments.filter((s) => way.includes(s.segment)).map((s) => {
    const value = s.mean_s?.estimate ?? 0;
    const name = key(page.names.causes, s.segment);
    return { label: `${name}${emergent.has(s.segment) ? "" : t(" (assumed)", "（假设）")}`, value, colour: causeColour(s.segment), told: duration(value, lang), hatched: !emergent.has(s.segment) };
  });
  const rows = arms.flatMap((arm) => ([["by_crew", t("served by a crew", "班组处置")], ["settled", t("settled on the spot", "现场处置")]] as const)
    .filter(([which]) => arm.summary.segments[which].incidents > 0)
    .map(([which, label]) => ({ label: before(arm) + label, parts: parts(arm.summary.segments[which]), end: duration(arm.summary.segments[which].response_s?.estimate, lang), which, arm })));
  const most = Math.max(1, ...rows.map((row) => row.parts.reduce((sum, p) => sum + p.value, 0)));
  const used = way.filter((segment) => rows.some((row) => row.parts.some((p) => p.colour === causeColour(segment) && p.value > most * 0.004)));
  const title = t("Where the time until arrival goes", "到场前时间去向");
  if (rows.length === 0) return <Empty title={title} why={t("Nobody arrived.", "无人到场。")} />;
  return (
    <Chart id={`${id}-waterfall`} title={title}
      note={t("Means over measured incidents whose responder arrived. Hatched: drawn from what is assumed. Plain: what load and distance made of it.", "到场的考核事件均值。斜线：由假设抽取；纯色：由负荷与距离产生。") + legend}
      legend={used.map((segment) => ({ colour: causeColour(segment), label: key(page.names.causes, segment) }))}
      rows={() => [["arm", "who", "segment", "origin", "mean_s", "lower_s", "upper_s"], ...rows.flatMap((row) => row.arm.summary.segments[row.which].segments.filter((s) => way.includes(s.segment)).map((s) => [armName(ui, row.arm), row.which, s.segment, emergent.has(s.segment) ? "emergent" : "assumed", s.mean_s?.estimate ?? null, s.mean_s?.lower ?? null, s.mean_s?.upper ?? null]))]}>
      {(width) => <Stacked width={width} rows={rows} most={most} axis={timeAxis(lang)} label={title} />}
    </Chart>
  );
}

function Broken({ arms, id }: { arms: Arm[]; id: string }) {
  const ui = useUi();
  const { t, key, target, page } = ui;
  const { before, legend } = useLetters(arms);
  const causes = [...new Set(arms.flatMap((arm) => arm.summary.targets.flatMap((x) => x.misses.causes.map((c) => c.cause))))];
  const rows = arms.flatMap((arm) => arm.summary.targets.map((x) => ({
    x, arm,
    label: `${before(arm)}${target(x)}`,
    parts: x.of === 0 ? [] : x.misses.causes.map((c) => ({ label: key(page.names.causes, c.cause), value: ((c.late + c.not_reached) / x.of) * 1_000, colour: causeColour(c.cause), told: ((c.late + c.not_reached) / x.of * 1_000).toFixed(1) })),
    end: x.of === 0 ? NONE : ((x.misses.late + x.misses.not_reached) / x.of * 1_000).toFixed(1),
  })));
  const most = Math.max(1, ...rows.map((row) => row.parts.reduce((sum, p) => sum + p.value, 0)));
  const title = t("Which stage broke the target: misses per 1,000 incidents", "哪个环节导致未达：每千件未达数");
  if (rows.every(({ x }) => x.of === 0)) return <Empty title={title} why={t("No incident was measured.", "未统计到任何事件。")} />;
  return (
    <Chart id={`${id}-broken`} title={title}
      note={t("The longest part of the way to the milestone is the cause.", "到达该节点途中耗时最长的环节记为原因。") + legend}
      legend={causes.filter((cause) => rows.some((row) => row.parts.some((p) => p.label === key(page.names.causes, cause) && p.value > most * 0.01))).map((cause) => ({ colour: causeColour(cause), label: key(page.names.causes, cause) }))}
      rows={() => [["arm", "target", "cause", "late", "not_reached", "share_of_misses"], ...rows.flatMap((row) => row.x.misses.causes.map((c) => [armName(ui, row.arm), row.x.name, c.cause, c.late, c.not_reached, c.share]))]}>
      {(width) => <Stacked width={width} rows={rows} most={most} axis={countAxis()} label={title} />}
    </Chart>
  );
}
