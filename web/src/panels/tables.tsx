// The numbers of the summary as tables: along every dimension, at every desk, of every group of crews.
import { useState } from "preact/hooks";
import type { Arm, Row, WorkRow } from "../data";
import { attained, between, count, decimal, duration, percent, size } from "../format";
import { Table } from "../table";
import { useUi } from "../ui";

export function TablesPanel({ arm }: { arm: Arm }) {
  const { t, of, target, lang } = useUi();
  const { summary } = arm;
  const [which, setWhich] = useState(0);
  const reading = summary.clock === "Cumulative" ? "cumulative" : "per_stage";
  const breakdown = summary.breakdowns[which]!;
  const work = (rows: WorkRow[], caption: string) => (
    <Table caption={caption} rows={rows} most={12} columns={[
      { key: "name", title: caption, show: (r) => of(r.name) },
      { key: "crews", title: t("crews", "班组"), show: (r) => String(r.crews), value: (r) => r.crews, number: true },
      { key: "u", title: t("serving ÷ on duty", "处置÷当班"), show: (r) => percent(r.utilization?.estimate), value: (r) => r.utilization?.estimate ?? null, number: true },
      { key: "d", title: t("hours on duty", "当班小时"), show: (r) => count(r.duty_hours), value: (r) => r.duty_hours, number: true },
      { key: "o", title: t("orders", "派单"), show: (r) => count(r.orders), value: (r) => r.orders, number: true },
    ]} />
  );
  return (
    <>
      <div class="controls"><label>{t("attainment by", "达标率，按")} <select value={which} onChange={(e) => setWhich(Number((e.currentTarget as HTMLSelectElement).value))}>
        {summary.breakdowns.map((b, i) => <option key={i} value={i}>{of(b.name)} ({b.rows.length})</option>)}
      </select></label></div>
      <Table key={which} caption={of(breakdown.name)} rows={breakdown.rows} most={30} columns={[
        { key: "name", title: of(breakdown.name), show: (r: Row) => of(r.name) },
        { key: "n", title: t("incidents", "事件数"), show: (r: Row) => count(r.incidents), value: (r: Row) => r.incidents, number: true },
        ...summary.targets.map((x, i) => ({ key: `t${i}`, title: target(x), number: true, show: (r: Row) => attained(r[reading][i]), value: (r: Row) => r[reading][i]?.estimate ?? null })),
      ]} />
      <h3>{t("Closing", "办结")}</h3>
      <dl class="facts">
        {([["completion", t("completion rate", "办结率")], ["on_time", t("closed by the deadline", "按期结案率")], ["reopened", t("reopened", "返工率")]] as const).map(([field, label]) => (
          <div key={field}><dt>{label}</dt><dd>{percent(summary.closure[field]?.estimate)} <small>{between(summary.closure[field])}</small></dd></div>
        ))}
        <div><dt>{t("reported", "上报")}</dt><dd>{count(summary.counts.reported)} <small>{t(`${count(summary.counts.self_found)} self-found, not measured`, `自行发现 ${count(summary.counts.self_found)} 件，不考核`)}</small></dd></div>
        <div><dt>{t("open at the end · lost · withdrawn", "期末未结·无对口队伍·撤回")}</dt><dd>{count(summary.counts.open)} · {count(summary.counts.lost)} · {count(summary.counts.withdrawn)}</dd></div>
      </dl>
      <h3>{t("Crews", "班组")}</h3>
      <dl class="facts"><div><dt>{t("serving ÷ on duty, all crews", "处置÷当班，全部班组")}</dt><dd>{percent(summary.workload.utilization?.estimate)} <small>{between(summary.workload.utilization)}</small></dd></div>
        <div><dt>{t("Gini of serving time", "处置时间基尼系数")}</dt><dd>{decimal(summary.workload.gini?.estimate, 3)}</dd></div></dl>
      {work(summary.workload.by_station, t("station", "驻点"))}
      {work(summary.workload.by_shift, t("shift", "班次"))}
      <h3>{t("Desks", "席台")}</h3>
      <Table caption={t("desk", "席台")} rows={summary.queues.desks} most={15} columns={[
        { key: "name", title: t("desk", "席台"), show: (d) => (d.name.name === d.place.name ? of(d.name) : `${of(d.name)} · ${of(d.place)}`) },
        { key: "n", title: t("entries per run", "每次重复进入"), show: (d) => count(d.queue.entries), value: (d) => d.queue.entries, number: true },
        { key: "w", title: t("mean wait", "平均等候"), show: (d) => duration(d.queue.mean_wait_s?.estimate, lang), value: (d) => d.queue.mean_wait_s?.estimate ?? null, number: true },
        { key: "l", title: t("mean length", "平均队长"), show: (d) => size(d.queue.mean_length?.estimate, 3), value: (d) => d.queue.mean_length?.estimate ?? null, number: true },
        { key: "m", title: t("longest", "最长"), show: (d) => count(d.queue.max_length), value: (d) => d.queue.max_length, number: true },
        { key: "b", title: t("clerks at work", "在岗忙碌人数"), show: (d) => size(d.clerks_busy?.estimate, 2), value: (d) => d.clerks_busy?.estimate ?? null, number: true },
      ]} />
    </>
  );
}
