// When: hour by weekday, the year as a calendar, an average day.
import { Chart } from "../charts/frame";
import { Heat } from "../charts/heat";
import { Lines } from "../charts/lines";
import { ScaleLegend, shareBounds } from "../charts/scale";
import { BLUE, GREEN, RED, attainmentScale } from "../colour";
import type { Arm, Spread } from "../data";
import { count, date, digits, percent } from "../format";
import { useUi } from "../ui";
import { weekday } from "./headline";

export function TimePanel({ arm, id }: { arm: Arm; id: string }) {
  return (
    <>
      <Week arm={arm} id={id} />
      <Year arm={arm} id={id} />
      <Day arm={arm} id={id} />
    </>
  );
}

function primaryOf(arm: Arm): number {
  return Math.max(arm.summary.targets.findIndex((x) => x.primary), 0);
}

function useTarget(arm: Arm): string {
  return useUi().target(arm.summary.targets[primaryOf(arm)]!);
}

function Week({ arm, id }: { arm: Arm; id: string }) {
  const { t, lang } = useUi();
  const hours = arm.view.detail.hours;
  const shares = hours.targets[primaryOf(arm)]!;
  const target = useTarget(arm);
  const values = shares.share.map((v, i) => ((hours.incidents[i] ?? 0) > 0 ? v : null));
  const scale = attainmentScale(values);
  const told = (i: number) => `${weekday(lang, Math.floor(i / 24))} ${i % 24}:00 – ${percent(values[i])} (${count(hours.incidents[i]!)} ${t("incidents", "件")})`;
  return (
    <Chart id={`${id}-week`} title={t(`By hour and weekday of the report: ${target}`, `按上报时段与星期：${target}`)}
      rows={() => [["weekday", "hour", "incidents", "attainment", "lower", "upper"], ...values.map((v, i) => [weekday("en", Math.floor(i / 24)), i % 24, hours.incidents[i]!, v, shares.lower[i] ?? null, shares.upper[i] ?? null])]}>
      {(width) => (
        <>
          <Heat width={width} rows={7} columns={24} left={width < 480 ? 34 : 62} scale={scale} label={t(`Attainment by hour and weekday, ${target}`, `按时段与星期的达标率，${target}`)}
            squares={values.map((value, i) => ({ row: Math.floor(i / 24), column: i % 24, value, told: told(i), text: value === null ? "" : percent(value, 0).replace("%", "") }))}
            rowNames={Array.from({ length: 7 }, (_, at) => ({ at, label: lang === "zh" ? weekday(lang, at).slice(2) : weekday(lang, at).slice(0, width < 480 ? 2 : 3) }))}
            columnNames={[0, 3, 6, 9, 12, 15, 18, 21].map((at) => ({ at, label: String(at) }))} />
          <ScaleLegend scale={scale} bound={shareBounds(scale)} values={values} none={t("no incidents", "无事件")} title={target} />
        </>
      )}
    </Chart>
  );
}

/** Days that a calendar draws at most: ten years. */
const MOST_DAYS = 3_660;

export function Year({ arm, id }: { arm: Arm; id: string }) {
  const { t, of, lang } = useUi();
  const { view, summary } = arm;
  const days = view.detail.days;
  const target = useTarget(arm);
  const shares = days.targets[primaryOf(arm)]!;
  const values = shares.share.map((v, i) => (i >= summary.warmup_days && (days.incidents[i] ?? 0) > 0 ? v : null));
  const drawn = values.slice(0, MOST_DAYS);
  const scale = attainmentScale(drawn);
  const { start, first_weekday, surges } = view.calendar;
  const struck = (day: number) => surges.filter((s) => (s.days[day] ?? 0) > 0);
  const week = (day: number) => Math.floor((first_weekday + day) / 7);
  const weeks = week(drawn.length - 1) + 1;
  const title = t(`Day by day: ${target}`, `逐日：${target}`);
  const told = (i: number) => `${date(start, i)} – ${percent(values[i])} (${count(days.incidents[i] ?? 0)} ${t("incidents", "件")})${struck(i).map((s) => `; ${of(s.name)}: ${t(`in ${percent(s.days[i], 0)} of runs`, `${percent(s.days[i], 0)} 的重复`)}`).join("")}`;
  const months = [...drawn.keys()].filter((i) => date(start, i).endsWith("-01"));
  const [first, last] = [0, drawn.length - 1].map((i) => date(start, i).slice(0, 4));
  /** Months by number; with the year where there are several, the first on a line and each January. */
  const monthName = (i: number, leads: boolean) => {
    const [year, month] = [date(start, i).slice(0, 4), Number(date(start, i).slice(5, 7))];
    return first !== last && (leads || month === 1) ? `${year}-${month}` : `${month}${lang === "zh" ? "月" : ""}`;
  };
  const notes = [
    ...(drawn.length < values.length ? [t(`Drawn: the first ${count(drawn.length)} of ${count(values.length)} days; the CSV has them all.`, `图中为 ${count(values.length)} 天中的前 ${count(drawn.length)} 天；CSV 含全部。`)] : []),
    ...(surges.length > 0 ? [t(`Framed: days on which ${surges.map((s) => of(s.name)).join(", ")} struck in at least one run in five. Backlog and more in the data.`, `黑框：至少五分之一重复中出现${surges.map((s) => of(s.name)).join("、")}的日子。`)] : []),
  ];
  return (
    <Chart id={`${id}-year`} title={title}
      note={notes.join(t(" ", "")) || undefined}
      rows={() => [["date", "incidents", "attainment", "lower", "upper", "reported_per_run", "backlog", "waiting", ...surges.map((s) => `share_of_runs_with_${s.name.name}`)],
        ...values.map((v, i) => [date(start, i), days.incidents[i]!, v, shares.lower[i] ?? null, shares.upper[i] ?? null, summary.daily.reported[i] ?? null, summary.daily.backlog[i] ?? null, summary.daily.waiting[i] ?? null, ...surges.map((s) => s.days[i] ?? null)])]}>
      {(width) => {
        const narrow = width < 560;
        // A year on a line, or half of one.
        const lines = Math.ceil(weeks / (narrow ? 27 : 54));
        const columns = Math.ceil(weeks / lines);
        return (
          <>
            {Array.from({ length: lines }, (_, line) => line * columns).map((from) => (
              <Heat key={from} width={width} rows={7} columns={columns} high={narrow ? 15 : 17} left={width < 480 ? 34 : 44} scale={scale} label={title}
                squares={[...drawn.keys()].filter((i) => week(i) >= from && week(i) < from + columns).map((i) => ({ row: (first_weekday + i) % 7, column: week(i) - from, value: drawn[i]!, told: told(i), ringed: struck(i).some((s) => s.days[i]! >= 0.2) }))}
                rowNames={[0, 2, 4, 6].map((at) => ({ at, label: lang === "zh" ? weekday(lang, at).slice(2) : weekday(lang, at).slice(0, 2) }))}
                columnNames={months.filter((i) => week(i) >= from && week(i) < from + columns).map((i, at) => ({ at: week(i) - from, label: monthName(i, at === 0) }))} />
            ))}
            <ScaleLegend scale={scale} bound={shareBounds(scale)} values={drawn.slice(summary.warmup_days)} none={t("no incidents", "无事件")} title={target} />
          </>
        );
      }}
    </Chart>
  );
}

function Day({ arm, id }: { arm: Arm; id: string }) {
  const { t } = useUi();
  const { profile } = arm.view.detail;
  const curves: [string, Spread, string][] = [
    [t("crews on duty", "当班班组"), profile.on_duty, BLUE],
    [t("crews serving incidents", "处置事件的班组"), profile.serving, GREEN],
    [t("incidents waiting for a crew", "等候队员的事件"), profile.waiting, RED],
  ];
  const hour = (q: number) => q / 4;
  const most = (spreads: Spread[]) => Math.max(...spreads.flatMap((s) => s.high)) * 1.06 || 1;
  const draw = (chosen: typeof curves, title: string, name: string, note: string) => (
    <Chart id={`${id}-${name}`} title={title} note={note} legend={chosen.map(([label, , colour]) => ({ label, colour }))}
      rows={() => [["hour", ...chosen.flatMap(([label]) => [label, `${label} 5%`, `${label} 95%`])], ...profile.waiting.mean.map((_, q) => [hour(q), ...chosen.flatMap(([, s]) => [s.mean[q]!, s.low[q]!, s.high[q]!])])]}>
      {(width) => (
        <Lines width={width} label={title} x={[0, 24]} y={[0, most(chosen.map(([, s]) => s))]} yLabel={(v) => digits(v, 3)}
          xTicks={[0, 4, 8, 12, 16, 20, 24].map((at) => ({ at, label: `${at}:00` }))} step
          lines={chosen.map(([label, spread, colour]) => ({
            label, colour,
            points: [...spread.mean.map((v, q): [number, number] => [hour(q), v]), [24, spread.mean[95]!]],
            band: spread.mean.map((_, q): [number, number, number] => [hour(q), spread.low[q]!, spread.high[q]!]),
          }))} />
      )}
    </Chart>
  );
  const band = t("Means over the measured days; the band holds nine runs in ten.", "计量日的平均；色带包含九成重复。");
  return (
    <>
      {draw(curves.slice(0, 2), t("Crews over an average day", "平均一日的班组"), "crews-day", band)}
      {draw(curves.slice(2), t("The queue for crews over an average day", "平均一日的候派队列"), "queue-day", band)}
    </>
  );
}
