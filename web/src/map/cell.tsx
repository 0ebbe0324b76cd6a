// What lies behind a cell of the map: its numbers and the incidents in it that went worst, each told.
import { useMemo } from "preact/hooks";
import { RULE, causeColour } from "../colour";
import type { Arm, Cells, WorstIncident } from "../data";
import { between, clock, count, counted, date, duration, limit, over, percent, quoted } from "../format";
import { bracketed, useUi } from "../ui";

interface Props { arm: Arm; name: string; cell: number; cells: Cells; cellOf: (leaf: number) => number; onClose: () => void }

const MOST = 5;

export function CellPanel({ arm, name, cell, cells, cellOf, onClose }: Props) {
  const { t, target, lang } = useUi();
  const { summary, view } = arm;
  const worst = useMemo(() => {
    const late = (w: WorstIncident) => w.took_s ?? Infinity;
    return view.worst.filter((w) => cellOf(w.leaf) === cell).sort((a, b) => late(b) - late(a) || a.incident - b.incident).slice(0, MOST);
  }, [view.worst, cell, cellOf]);
  return (
    <section class="cell" aria-label={name}>
      <div class="cell-head">
        <h3>{name}</h3>
        <button type="button" onClick={onClose} aria-label={t("close", "关闭")}>×</button>
      </div>
      <dl class="facts">
        {summary.targets.map((x, i) => {
          const shares = cells.targets[i]!;
          return (
            <div key={x.name}>
              <dt>{target(x)}</dt>
              <dd>{percent(shares.share[cell])} <small>{between({ lower: shares.lower[cell], upper: shares.upper[cell] })}</small></dd>
            </div>
          );
        })}
        <div><dt>{t("mean time to arrival", "平均到场用时")}</dt><dd>{duration(cells.response_s[cell], lang)}</dd></div>
        <div><dt>{t("measured incidents", "考核事件")}</dt><dd>{count(cells.incidents[cell] ?? 0)} <small>{t(`in ${counted(summary.replications, "run")}`, `${summary.replications} 次重复`)}</small></dd></div>
      </dl>
      <h4>{t("Incidents that went worst here (first run)", "本区最差事件（第一次重复）")}</h4>
      {worst.length === 0
        ? <p class="note">{t("None missed the primary target here in the first run, or none is kept for so small an area.", "第一次重复中此处没有未达主要目标的事件，或区域过小未保留。")}</p>
        : worst.map((w) => <Told key={w.incident} w={w} arm={arm} />)}
    </section>
  );
}

/** One incident in a few sentences, where its time went, and the command that tells all. */
function Told({ w, arm }: { w: WorstIncident; arm: Arm }) {
  const ui = useUi();
  const { t, of, key, page, lang } = ui;
  const { view, summary } = arm;
  const primary = summary.targets.find((x) => x.primary)!;
  const cause = w.cause ? key(page.names.causes, w.cause) : "";
  const total = w.segments_s.reduce((sum, [, s]) => sum + s, 0) || 1;
  const day = Math.floor(w.reported_s / 86_400);
  const by = w.served_by === null ? t("nobody", "无人")
    : w.served_by[0] === "settler" ? of(view.settlers[w.served_by[1]]!)
      : `${of(view.crews[w.served_by[1]]![0])} #${w.served_by[1]}${bracketed(ui, of(view.crews[w.served_by[1]]![1]))}`;
  const why = w.took_s === null
    ? t(`never reached; cause: ${cause}`, `始终未到达；原因：${cause}`)
    : t(`took ${over(w.took_s, primary.limit_s, lang)} instead of ${limit(primary.limit_s, lang)}; longest part: ${cause}, ${duration(w.cause_s, lang)}`,
      `用时 ${over(w.took_s, primary.limit_s, lang)}，时限 ${limit(primary.limit_s, lang)}；耗时最长的环节：${cause}（${duration(w.cause_s, lang)}）`);
  const names = page.names.segment_order;
  const end = ({ closed: t("closed", "结案"), open: t("still open", "未结"), lost: t("no crew has the skill", "无对口队伍"), withdrawn: t("withdrawn", "撤回") } as Record<string, string>)[w.end] ?? w.end;
  const { scenario, set, seed } = summary.scenario;
  const replication = view.trust.run.done[0]?.replication ?? 0;
  const explain = ["gridgov explain", quoted(scenario), ...set.map((one) => `--set ${quoted(one)}`), `--seed ${seed}`,
    ...(replication > 0 ? [`--replication ${replication}`] : []), `--incident ${w.incident}`].join(" ");
  return (
    <details class="told">
      <summary>
        <b>#{w.incident}</b> {date(view.calendar.start, day)} {clock(w.reported_s % 86_400).slice(0, 5)}, {of(view.categories[w.category]!)}, {t(`priority ${w.priority}`, `${w.priority}级`)} – {why}
      </summary>
      <p>{t(`Reported through ${of(view.channels[w.channel]!)}; served by ${by}${w.refusals ? `; refused ${counted(w.refusals, "time")}` : ""}; end: ${end}.`,
        `经${of(view.channels[w.channel]!)}上报；处置者：${by}${w.refusals ? `；拒单 ${w.refusals} 次` : ""}；结局：${end}。`)}</p>
      <div class="ribbon" role="img" aria-label={t("where the time went", "时间去向")} style={{ borderColor: RULE }}>
        {w.segments_s.map(([segment, s]) => (
          <span key={segment} style={{ width: `${(s / total) * 100}%`, background: causeColour(names[segment]!) }} title={`${key(page.names.causes, names[segment]!)}: ${duration(s, lang)}`} />
        ))}
      </div>
      <ol class="way">
        {w.segments_s.map(([segment, s]) => (
          <li key={segment}><i style={{ background: causeColour(names[segment]!) }} />{key(page.names.causes, names[segment]!)} <b>{duration(s, lang)}</b></li>
        ))}
      </ol>
      <p class="note"><code>{explain}</code></p>
    </details>
  );
}
