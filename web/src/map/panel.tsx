// The map of attainment, incidents and response with its list, both linked, and what lies behind a cell.
import { useCallback, useMemo, useRef, useState } from "preact/hooks";
import { ScaleLegend, countBounds, pointBounds, shareBounds, timeBounds } from "../charts/scale";
import { INK, type Scale, amountScale, attainmentScale, differenceScale, timeScale } from "../colour";
import { type Arm, type Cells, type Difference, type Ground, type Name, type Shares, groundOf } from "../data";
import { Empty, Save } from "../charts/frame";
import { picture } from "../charts/picture";
import { between, count, duration, limit, percent, points } from "../format";
import { type Column, Table } from "../table";
import { armName, bracketed, fromHash, toHash, useUi } from "../ui";
import { CellPanel } from "./cell";
import { type Fill, MapCanvas, type Overlay } from "./canvas";
import type { Land } from "./ground";
import { mapPicture } from "./picture";

interface Props {
  land: Land | null; arm: Arm; id: string;
  /** By how much the arm differs from the baseline: then that is what the map shows. */
  difference?: Difference | null; base?: Arm;
}

/** Stations with the number of their crews, and crews that have no place of their own on the map, such as those that rotate. */
export function based(stations: Ground["stations"], crews: Arm["view"]["crews"]) {
  const at = new Map<string, { station: Name; crews: number }>();
  crews.forEach(([, station]) => at.set(station.name, { station, crews: (at.get(station.name)?.crews ?? 0) + 1 }));
  const placed = new Set(stations.map(([, , name]) => name));
  return {
    staffed: stations.map(([x, y, name, , pace]) => ({ x, y, pace, crews: at.get(name)?.crews ?? 0 })),
    elsewhere: [...at.values()].filter(({ station }) => !placed.has(station.name)),
  };
}

/** What the map can show. */
interface Theme { label: string; values: (number | null)[]; told: (v: number) => string; scale: Scale; bounds: (scale: Scale) => (v: number) => string; hatched?: boolean[]; goodIsUp: boolean; /** What those are that have no value. */ none: string }

export function MapPanel({ land, arm, difference, base, id }: Props) {
  const ui = useUi();
  const { t, of, key, page, lang } = ui;
  const { view, summary } = arm;
  const levels = land?.ground.levels ?? [];
  const leafLevel = levels.length;
  const own = [...levels.keys(), leafLevel].filter((l) => l < leafLevel || levels.every(({ cells }) => cells.length !== land?.ground.leaf.count));
  const shownLevels = difference ? difference.levels.map((l) => l.shown).filter((s): s is number => s !== null) : own;
  const start = Number(fromHash(`${id}-level`) ?? (difference ? shownLevels[0] : Math.min(1, leafLevel)) ?? 0);
  const [level, setLevel] = useState(shownLevels.includes(start) ? start : (shownLevels[0] ?? 0));
  const primary = `t${summary.targets.findIndex((x) => x.primary)}`;
  const [asked, setTheme] = useState(fromHash(`${id}-theme`) ?? primary);
  const [hovered, setHovered] = useState<number | null>(null);
  const [pinned, setPinned] = useState<number | null>(fromHash(`${id}-cell`) === null ? null : Number(fromHash(`${id}-cell`)));
  const [circles, setCircles] = useState(false);
  const [stations, setStations] = useState(true);
  const drawing = useRef<HTMLDivElement>(null);

  const names: Name[] = useMemo(() => {
    if (!land) return [];
    const leaf = land.ground.leaf;
    return level === leafLevel ? leaf.names.map((name, i) => ({ name, zh: leaf.zh[i] ?? "" })) : levels[level]!.cells;
  }, [land, level]);
  const cellOf = useCallback((leaf: number) => (level === leafLevel ? leaf : levels[level]!.of_leaf[leaf]!), [land, level]);
  const cellsOf = ({ view: { detail } }: Arm): Cells => (level === leafLevel ? detail.leaves : detail.levels[level] ?? detail.leaves);
  const cells = cellsOf(arm);
  const differing: Shares[] | undefined = difference?.levels.find((l) => l.shown === level)?.targets;
  const target = (name: string) => key(page.names.targets, name);
  const themes = useMemo(() => {
    const found: Record<string, Theme> = {};
    const unmeasured = t("no incidents", "无事件");
    summary.targets.forEach((x, i) => {
      const within = limit(x.limit_s, lang);
      if (differing) {
        const d = differing[i]!;
        const hatched = d.share.map((_, c) => d.lower[c] === null || d.upper[c] === null || (d.lower[c]! <= 0 && d.upper[c]! >= 0));
        found[`t${i}`] = { label: t(`difference: ${target(x.name)} within ${within}`, `${within}内${target(x.name)}之差`), values: d.share, told: (v) => points(v), bounds: pointBounds, scale: differenceScale(d.share, view.indifference), hatched, goodIsUp: true, none: t("not comparable", "无法比较") };
      } else {
        const values = cells.targets[i]!.share;
        found[`t${i}`] = { label: t(`${target(x.name)} within ${within}`, `${within}内${target(x.name)}`), values, told: (v) => percent(v), bounds: shareBounds, scale: attainmentScale(values), goodIsUp: true, none: unmeasured };
      }
    });
    if (!differing) {
      const each = cells.incidents.map((n) => n / Math.max(summary.replications, 1));
      found.n = { label: t("incidents per run", "每次重复事件数"), values: each, told: (v) => (v < 10 ? v.toFixed(1) : count(v)), bounds: countBounds, scale: amountScale(each), goodIsUp: true, none: unmeasured };
      found.r = { label: t("mean time to arrival", "平均到场用时"), values: cells.response_s, told: (v) => duration(v, lang, 1), bounds: (scale) => timeBounds(scale, lang), scale: timeScale(cells.response_s), goodIsUp: false, none: t("nobody arrived", "无人到场") };
    }
    return found;
  }, [cells, differing, lang]);
  const theme = Object.hasOwn(themes, asked) ? asked : primary;
  const now = themes[theme];
  const fill: Fill | null = useMemo(() => {
    if (!land || !now) return null;
    const classOf = new Int16Array(land.paths.length);
    const hatched = new Uint8Array(land.paths.length);
    for (let leaf = 0; leaf < classOf.length; leaf++) {
      classOf[leaf] = now.scale.of(now.values[cellOf(leaf)]);
      hatched[leaf] = now.hatched?.[cellOf(leaf)] ? 1 : 0;
    }
    return { classOf, colours: now.scale.colours, hatched };
  }, [land, now, cellOf]);
  // The ground is that of the baseline where differences are shown; the stations are those of the arm, like its crews.
  const ground = groundOf(page, arm);
  const { staffed, elsewhere } = useMemo(() => based(ground?.stations ?? [], view.crews), [ground, view.crews]);
  const overlay: Overlay = useCallback((context, place, scale) => {
    if (!land) return;
    context.font = "10px sans-serif";
    for (const { x, y, pace, crews } of staffed) {
      const [px, py] = place(x, y);
      if (circles) {
        context.strokeStyle = "rgba(0,70,120,.7)";
        context.setLineDash([4, 3]);
        context.lineWidth = 1;
        context.beginPath();
        context.arc(px, py, (15 / (pace || 1e9)) * 1_000 * scale, 0, 7);
        context.stroke();
        context.setLineDash([]);
      }
      if (!stations) continue;
      const side = crews === 0 ? 6 : crews < 10 ? 13 : 18;
      context.fillStyle = "#fff";
      context.strokeStyle = INK;
      context.lineWidth = 1.5;
      context.beginPath();
      context.rect(px - side / 2, py - side / 2, side, side);
      context.fill();
      context.stroke();
      if (crews > 0) {
        context.fillStyle = INK;
        context.textAlign = "center";
        context.fillText(String(crews), px, py + 3.5);
        context.textAlign = "start";
      }
    }
  }, [land, circles, stations, staffed]);

  if (!land || !now) return <Empty title={t("Map", "地图")} why={t("The scenario gives no outlines of areas (or the city is a single point): there is no ground to draw.", "场景未给出区域边界（或城市为单点），无可绘制的地面。")} />;
  const pick = (value: number) => { setLevel(value); setPinned(null); setHovered(null); toHash(`${id}-level`, String(value)); toHash(`${id}-cell`, null); };
  const pin = (cell: number | null) => { setPinned(cell); toHash(`${id}-cell`, cell === null ? null : String(cell)); };
  const levelName = (i: number) => of(i === leafLevel ? land.ground.leaf.name : levels[i]!.name);
  const rows = names.map((_, i) => i);
  const shares = differing?.[Number(theme.slice(1))] ?? (theme.startsWith("t") ? cells.targets[Number(theme.slice(1))] : undefined);
  const interval = (c: number) => {
    const [lower, upper] = [shares?.lower[c], shares?.upper[c]];
    if (!differing) return between({ lower, upper });
    return typeof lower === "number" && typeof upper === "number" ? `${points(lower)} – ${points(upper)}` : "";
  };
  const end = (which: "lower" | "upper", title: string): Column<number> => {
    const at = (c: number) => shares?.[which][c] ?? null;
    return { key: which, title, show: (c) => (differing ? points(at(c)) : percent(at(c))), value: at, number: true };
  };
  const svg = () => {
    if (!drawing.current || !fill) return null;
    const shown = stations || circles ? staffed : [];
    const { drawn, width, height } = mapPicture(land, fill, cellOf, shown.map(({ x, y, pace, crews }) => (
      { x, y, crews: stations ? crews : null, reach: circles && pace > 0 ? 15_000 / pace : null })));
    return picture(`${now.label}${base ? ` – ${armName(ui, arm)}` : ""}${t(", ", "，")}${levelName(level)}`, drawing.current, drawn, width, height);
  };
  const data = () => [["name", "name_zh", "value", "lower", "upper", "incidents"],
    ...rows.map((c) => [names[c]!.name, names[c]!.zh, now.values[c] ?? null, shares?.lower[c] ?? null, shares?.upper[c] ?? null, cells.incidents[c] ?? 0])];
  const told = (c: number) => { const v = now.values[c]; return v === null || v === undefined ? "–" : now.told(v); };
  return (
    <div class="map-panel">
      <div class="controls">
        <label>{t("show", "显示")} <select value={theme} onChange={(e) => { const v = (e.currentTarget as HTMLSelectElement).value; setTheme(v); toHash(`${id}-theme`, v); }}>
          {Object.entries(themes).map(([k, x]) => <option key={k} value={k}>{x.label}</option>)}
        </select></label>
        <label>{t("by", "按")} <select value={level} onChange={(e) => pick(Number((e.currentTarget as HTMLSelectElement).value))}>
          {shownLevels.map((i) => <option key={i} value={i}>{levelName(i)}{bracketed(ui, String(i === leafLevel ? land.ground.leaf.count : levels[i]!.cells.length))}</option>)}
        </select></label>
        <label><input type="checkbox" checked={stations} onChange={() => setStations(!stations)} /> {t("stations and their crews", "驻点及班组")}{base && `${t(": ", "：")}${armName(ui, arm)}`}{elsewhere.length > 0 && bracketed(ui, elsewhere.map(({ station, crews }) => `${of(station)}${t(": ", "：")}${crews}`).join(t(", ", "、")))}</label>
        <label><input type="checkbox" checked={circles} onChange={() => setCircles(!circles)} /> {t("15-minute circles", "15 分钟服务圈")}</label>
      </div>
      <div class="map-and-list">
        <div ref={drawing}>
          <MapCanvas land={land} fill={fill} cellOf={cellOf} hovered={hovered} pinned={pinned} onHover={setHovered} onPin={pin} overlay={overlay}
            label={t(`Map of ${now.label} by ${levelName(level)}; the list beside it has the same numbers`, `按${levelName(level)}的${now.label}地图；旁边列表为相同数据`)} />
          <p class="hover" aria-hidden="true">{hovered === null ? t("Point at an area; click to pin it; Ctrl + wheel or the buttons zoom.", "指向区域查看，点击固定；Ctrl + 滚轮或按钮缩放。") : `${of(names[hovered]!)}${t(": ", "：")}${told(hovered)}${interval(hovered) && bracketed(ui, interval(hovered))} · ${count(cells.incidents[hovered] ?? 0)} ${t("incidents", "件")}${(cells.incidents[hovered] ?? 0) < 30 ? t(" – few", "（偏少）") : ""}`}</p>
          <ScaleLegend scale={now.scale} bound={now.bounds(now.scale)} values={now.values} none={now.none} hatched={!!now.hatched} title={now.label} />
          <div class="tools"><Save id={`${id}-${theme}`} title={now.label} svg={svg} rows={data} /></div>
        </div>
        <Table key={`${level}-${theme}`} caption={[now.label, levelName(level), ...(base ? [armName(ui, arm)] : [])].join(t(", ", "，"))} rows={rows} sort="v" down={!now.goodIsUp} most={60} printed={12} height={430}
          id={(c) => c} selected={pinned} onHover={setHovered} onSelect={(c) => pin(pinned === c ? null : c)}
          columns={[
            { key: "name", title: levelName(level), show: (c) => of(names[c]!) },
            { key: "v", title: differing ? t("difference, points", "差（百分点）") : now.label, show: told, value: (c) => now.values[c] ?? null, number: true },
            ...(shares ? [end("lower", t("95% from", "95% 下限")), end("upper", t("to", "上限"))] : []),
            { key: "n", title: t("incidents", "事件数"), show: (c: number) => count(cells.incidents[c] ?? 0), value: (c: number) => cells.incidents[c] ?? 0, number: true },
          ]} />
      </div>
      {pinned !== null && names[pinned] && (base ? [base, arm] : [arm]).map((one, i) => (
        <CellPanel key={i} arm={one} name={`${of(names[pinned])}${base ? ` – ${i === 0 ? t("baseline: ", "基准：") : t("compared: ", "对比方案：")}${armName(ui, one)}` : ""}`} cell={pinned} cells={cellsOf(one)} cellOf={cellOf} onClose={() => pin(null)} />
      ))}
    </div>
  );
}
