// Plays a day back on the map: crews moving, incidents opening and closing.
import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import { Empty } from "../charts/frame";
import { BLUE, FAINT, GREEN, INK, ORANGE, PINK, RED, SKY } from "../colour";
import type { Arm } from "../data";
import { clock, count, counted, duration } from "../format";
import { fromHash, toHash, useUi } from "../ui";
import { MapCanvas, type Overlay } from "./canvas";
import type { Land } from "./ground";
import { crewsAt, incidentsAt, neighbour, tape as makeTape } from "./tape";

const SPEEDS = [1, 2, 5, 10, 30, 60, 120, 300, 600, 1_000, 3_000, 10_000];
/** By stage: waiting stands out; colour and shape both tell. */
const COLOURS = ["#7a8794", PINK, RED, "#332288", ORANGE, BLUE, GREEN, "#fff"];

/** What crews without an incident are doing. */
const READY = ["idle", "on_call"];
const ELSEWISE = ["committed", "break", "handover"];
const fillOf = (state: string) => (READY.includes(state) ? "#fff" : ELSEWISE.includes(state) ? SKY : INK);

export function Player({ land, arm, id }: { land: Land | null; arm: Arm; id: string }) {
  const { t, of, key, page, lang } = useUi();
  const replay = arm.view.replay;
  const tape = useMemo(() => (replay ? makeTape(replay, page.names.state_order) : null), [replay]);
  const [at, setAt] = useState(Number(fromHash(`${id}-at`) ?? 8 * 3_600) || 0);
  const [speed, setSpeed] = useState(6);
  const [playing, setPlaying] = useState(false);
  const [cell, setCell] = useState<number | null>(null);
  const frame = useRef(0);
  useEffect(() => {
    if (!playing || !tape) return;
    let before = performance.now();
    const step = (now: number) => {
      const passed = ((now - before) / 1_000) * SPEEDS[speed]!;
      before = now;
      setAt((old) => {
        const next = Math.min(old + passed, tape.end);
        if (next >= tape.end) setPlaying(false);
        return next;
      });
      frame.current = requestAnimationFrame(step);
    };
    frame.current = requestAnimationFrame(step);
    return () => cancelAnimationFrame(frame.current);
  }, [playing, speed, tape]);
  useEffect(() => { if (!playing && replay) toHash(`${id}-at`, String(Math.round(at))); }, [playing, at]);
  const crews = tape ? crewsAt(tape, at) : [];
  const incidents = tape ? incidentsAt(tape, at) : [];
  const overlay: Overlay = useCallback((context, place, scale) => {
    if (!tape || !replay) return;
    const size = Math.min(Math.max(scale * 60, 3.2), 9);
    for (const { index, stage } of incidentsAt(tape, at)) {
      const [, x, y] = replay.incidents[index]!;
      const [px, py] = place(x, y);
      context.fillStyle = COLOURS[stage]!;
      context.strokeStyle = "#fff";
      context.lineWidth = 1;
      context.beginPath();
      if (stage === 2) {
        context.moveTo(px, py - size * 1.4);
        context.lineTo(px + size * 1.3, py + size);
        context.lineTo(px - size * 1.3, py + size);
        context.closePath();
      } else context.arc(px, py, size, 0, 7);
      context.globalAlpha = stage === 6 ? 0.55 : 1;
      context.fill();
      context.stroke();
      context.globalAlpha = 1;
    }
    for (const { state, x, y } of crewsAt(tape, at)) {
      const [px, py] = place(x, y);
      context.fillStyle = fillOf(page.names.state_order[state]!);
      context.strokeStyle = INK;
      context.lineWidth = 1.5;
      context.beginPath();
      context.rect(px - size * 0.8, py - size * 0.8, size * 1.6, size * 1.6);
      context.fill();
      context.stroke();
    }
  }, [tape, replay, at]);
  const levels = land?.ground.levels ?? [];
  const cellOf = useCallback((leaf: number) => levels[0]?.of_leaf[leaf] ?? 0, [land]);
  const title = t("A day played back", "单日回放");
  if (!land || !replay || !tape) return <Empty title={title} why={t("No day was recorded: the city is a point, or the run ended before the day that was asked for.", "未记录可回放的日期：城市为单点，或运行在所选日期之前结束。")} />;
  const stages = [
    t("at a desk", "席台处理"), t("someone on the spot", "现场人员处置"), t("waiting for a crew", "等待队员"), t("crew assigned", "已派队员"),
    t("crew on its way", "队员在途"), t("crew on scene", "队员到场"), t("handled, follow-up", "已处置、后续"),
  ];
  const tally = stages.map((_, stage) => incidents.filter((i) => i.stage === stage).length);
  const free = crews.filter((c) => c.incident === null).map((c) => page.names.state_order[c.state]!);
  const away = [...new Set(["returning", ...free.filter((name) => ![...ELSEWISE, ...READY].includes(name))])];
  const age = (index: number) => replay.day * 86_400 + at - replay.incidents[index]![6];
  const waiting = incidents.filter((i) => i.stage === 2).sort((a, b) => age(b.index) - age(a.index)).slice(0, 6);
  const onKey = (event: KeyboardEvent) => {
    if ((event.target as HTMLElement).tagName === "INPUT" && event.key.startsWith("Arrow")) return;
    if (event.key === "." || event.key === ",") { event.preventDefault(); setPlaying(false); setAt(neighbour(tape, at, event.key === ".")); }
    if (event.key === "k") setPlaying(!playing);
  };
  return (
    <div class="player" onKeyDown={onKey}>
      <p class="note">{replay.chosen === "busiest" && replay.most_waiting === 0
        ? t(`${replay.date}, replication ${replay.replication}: no incident waited for a crew on any day (${counted(replay.reports, "incident")} reported on this one). Another day: run again with --day DATE.`,
          `${replay.date}，第 ${replay.replication} 次重复：各日均无事件等候队员（本日上报 ${replay.reports} 件）。其他日期：以 --day 日期 重新运行。`)
        : replay.chosen === "busiest"
        ? t(`${replay.date}, replication ${replay.replication}: the day with the longest queue for crews (${replay.most_waiting} waiting at once, ${counted(replay.reports, "incident")} reported). Another day: run again with --day DATE.`,
          `${replay.date}，第 ${replay.replication} 次重复：等候队员最多的一天（同时等候 ${replay.most_waiting} 件，上报 ${replay.reports} 件）。其他日期：以 --day 日期 重新运行。`)
        : t(`${replay.date}, replication ${replay.replication}, as asked for: ${counted(replay.reports, "incident")} reported, at most ${replay.most_waiting} waiting at once.`,
          `${replay.date}，第 ${replay.replication} 次重复（按要求选定）：上报 ${replay.reports} 件，最多同时等候 ${replay.most_waiting} 件。`)}</p>
      <div class="controls">
        <button type="button" class="primary" onClick={() => { if (at >= tape.end) setAt(0); setPlaying(!playing); }}>{playing ? t("❚❚ pause", "❚❚ 暂停") : t("▶ play", "▶ 播放")}</button>
        <button type="button" onClick={() => { setPlaying(false); setAt(neighbour(tape, at, false)); }} aria-label={t("previous event", "上一事件")}>|◀</button>
        <button type="button" onClick={() => { setPlaying(false); setAt(neighbour(tape, at, true)); }} aria-label={t("next event", "下一事件")}>▶|</button>
        <label class="grow"><span class="sr">{t("time of day", "时刻")}</span>
          <input type="range" min={0} max={tape.end} step={60} value={at} aria-valuetext={clock(at)} onInput={(e) => setAt(Number((e.currentTarget as HTMLInputElement).value))} /></label>
        <output class="time">{clock(at)}</output>
        <label>{t("speed", "速度")} <select value={speed} onChange={(e) => setSpeed(Number((e.currentTarget as HTMLSelectElement).value))}>
          {SPEEDS.map((s, i) => <option key={s} value={i}>{count(s)}×</option>)}
        </select></label>
      </div>
      <div class="map-and-list">
        <MapCanvas land={land} fill={null} cellOf={cellOf} hovered={cell} onHover={setCell} overlay={overlay} tick={at}
          label={t(`Map of crews and incidents at ${clock(at)}`, `${clock(at)} 队员与事件地图`)} />
        <div class="now">
          <h3>{t("Incidents", "事件")}</h3>
          <ul class="tally">
            {stages.map((stage, i) => <li key={stage}><i class={i === 2 ? "triangle" : "round"} style={i === 2 ? { borderBottomColor: COLOURS[i] } : { background: COLOURS[i] }} />{stage}<b>{tally[i]}</b></li>)}
          </ul>
          <h3>{t("Crews on duty", "当班班组")} <b>{crews.length}</b></h3>
          <ul class="tally">
            <li><i class="square" style={{ background: INK }} />{t("serving", "处置事件")}<b>{crews.length - free.length}</b></li>
            {[away, ELSEWISE, READY].map((states) => (
              <li key={states[0]}><i class="square" style={{ background: fillOf(states[0]!) }} />{states.map((name) => key(page.names.states, name)).join(t(", ", "、"))}<b>{free.filter((name) => states.includes(name)).length}</b></li>
            ))}
          </ul>
          {waiting.length > 0 && <h3>{t("Reported longest ago and waiting", "上报最早而仍在等候")}</h3>}
          <ul class="waiting">
            {waiting.map(({ index }) => {
              const [number, , , , category, priority] = replay.incidents[index]!;
              return <li key={number}>#{number} {of(arm.view.categories[category]!)}, {t(`priority ${priority}`, `${priority}级`)}, <b style={{ color: FAINT }}>{duration(age(index), lang)}</b></li>;
            })}
          </ul>
        </div>
      </div>
    </div>
  );
}
