// What `sweep` found: every point, and any measure against any factor.
import { useState } from "preact/hooks";
import { countAxis, timeAxis } from "../charts/axis";
import { Dots } from "../charts/bars";
import { Chart, Empty } from "../charts/frame";
import { Scatter } from "../charts/scatter";
import { BLUE, ORANGE } from "../colour";
import type { Estimate, Maybe } from "../data";
import { count, counted, quantities } from "../format";
import { Replayed, type Replaying } from "../replayed";
import { Table } from "../table";
import { useUi } from "../ui";
import { type Refusal, Refusals } from "./refused";
import { Saturations } from "./saturated";
import { level, measureAxis, toldApart } from "./document";

interface Point { point: number; scenario: string; rule: Maybe<string>; factors: Record<string, number | string>; set: string[]; done: number; collapses: number; overloads: number; collapsed_replications?: number; overloaded_replications?: number; refused?: Maybe<{ path: string; why: string }>; measures: Record<string, Maybe<Estimate>> }
export interface SweepDocument { name: string; zh: string; about: string; about_zh: string; plan: string; seed: string; replications: number; primary: string; tasks: number; done: number; interrupted: boolean; factors: { path: string; unit: Maybe<string> }[]; scenarios: Replaying[]; points: Point[]; refused?: Refusal[] }

/** Points that a warning names. */
const NAMED = 12;
const COLOURS = [BLUE, ORANGE, "#009E73", "#CC79A7", "#882255", "#56B4E9", "#D55E00", "#8a8a2d"];

export function SweepAnswer({ document: d }: { document: SweepDocument }) {
  const ui = useUi();
  const { t, of, key, page, lang, clock } = ui;
  const measures = [...new Set(d.points.flatMap((p) => Object.keys(p.measures).filter((m) => p.measures[m])))];
  const paths = [...new Set(d.points.flatMap((p) => Object.keys(p.factors)))];
  const numeric = paths.filter((path) => d.points.every((p) => typeof p.factors[path] === "number"));
  const units = new Map(d.factors.map(({ path, unit }) => [path, unit ?? ""]));
  const numbers = new Map(paths.map((path) => [path, quantities(d.points.flatMap(({ factors: { [path]: v } }) => (typeof v === "number" ? [v] : [])), units.get(path) ?? "", lang)]));
  const value = (path: string, v: number | string | undefined) => (typeof v === "number" ? numbers.get(path)!(v) : v ?? "–");
  const [measure, setMeasure] = useState(d.primary);
  const [factor, setFactor] = useState(numeric[0] ?? "");
  const told = (m: string, v: Maybe<number> | undefined) => level(ui, m, v);
  const called = new Map(d.scenarios.map((s) => [s.name, s]));
  const series = (p: Point) => `${of(called.get(p.scenario) ?? { name: p.scenario, zh: "" })}${p.rule ? ` · ${p.rule}` : ""}`;
  const kinds = [...new Set(d.points.map(series))];
  const short = toldApart(paths);
  const label = (p: Point) => `${series(p)}${Object.entries(p.factors).map(([path, v]) => `${t(", ", "，")}${short.get(path)}=${value(path, v)}`).join("")}`;
  const rows = d.points.filter((p) => p.measures[measure]);
  const title = key(page.names.measures, measure);
  const estimate = (p: Point) => told(measure, p.measures[measure]!.estimate);
  const ordered = [...rows].sort((a, b) => b.measures[measure]!.estimate - a.measures[measure]!.estimate);
  const [top, bottom] = [ordered[0], ordered.at(-1)].map((end) => (end ? ordered.filter((p) => estimate(p) === estimate(end)) : []));
  // A point by its name and interval; several that share a value are only counted.
  const at = (points: Point[]) => {
    const [first] = points;
    if (!first || points.length > 1) return t(` at ${points.length} of ${counted(rows.length, "point")}`, `（${rows.length} 个点中的 ${points.length} 个）`);
    const interval = ends(first.measures[measure])?.map((end) => told(measure, end)).join(" … ");
    return t(`${interval ? ` (${interval})` : ""} with ${label(first)}`, `（${[interval, label(first)].filter(Boolean).join("；")}）`);
  };
  const ends = (e: Maybe<Estimate> | undefined): [number, number] | null => (e && e.lower !== null && e.upper !== null ? [e.lower, e.upper] : null);
  const data = () => [["point", "scenario", "rule", ...paths, measure, "lower", "upper"], ...rows.map((p) => [p.point, p.scenario, p.rule, ...paths.map((path) => p.factors[path] ?? null), p.measures[measure]!.estimate, p.measures[measure]!.lower, p.measures[measure]!.upper])];
  const wrong = d.points.filter((p) => p.refused).length;
  const none = d.done > 0 ? t("Nothing was measured at any point.", "各点均未统计到数据。") : wrong > 0 ? t("No point could be run.", "没有能够运行的点。") : t("No point is done.", "没有完成的点。");
  // There may be many: the replications of all points of a kind are told together.
  const together = (kind: "collapsed_replications" | "overloaded_replications") => {
    const of = d.points.filter((p) => (p[kind] ?? 0) > 0);
    const sum = (count: (p: Point) => number) => of.reduce((all, p) => all + count(p), 0);
    const [named, more] = [of.slice(0, NAMED).map((p) => p.point).join(t(", ", "、")), of.length - NAMED];
    const name = t(`${of.length === 1 ? "Point" : "Points"} ${named}${more > 0 ? ` and ${more} more` : ""}`, `点 ${named}${more > 0 ? ` 等另外 ${more} 个` : ""}`);
    return { name, replications: sum((p) => p.done), [kind]: sum((p) => p[kind] ?? 0) };
  };
  return (
    <>
      <Saturations arms={[together("collapsed_replications"), together("overloaded_replications")]} />
      <p>{lang === "zh" && d.zh ? d.zh : d.name}{d.about ? ` – ${t(d.about, d.about_zh)}` : ""}</p>
      {rows.length > 1 && <p class="lead">{title}{top!.length === rows.length
        ? <>{t(": ", "：")}<b>{estimate(top![0]!)}</b>{t(` at all ${rows.length} points.`, `，${rows.length} 个点全部相同。`)}</>
        : <>{t(": highest at ", "：最高 ")}<b>{estimate(top![0]!)}</b>{at(top!)}{t("; lowest at ", "；最低 ")}<b>{estimate(bottom![0]!)}</b>{at(bottom!)}{t(".", "。")}</>}</p>}
      <p class="note">{t(`${counted(d.points.length, "point")}, ${count(d.done)} of ${counted(d.tasks, "run")} done, seed ${d.seed}; the same luck at every point; ${clock}.`, `${count(d.points.length)} 个点，完成 ${count(d.done)} / ${count(d.tasks)} 次运行，种子 ${d.seed}；各点共用随机数；${clock}。`)}</p>
      <Replayed arms={d.scenarios} />
      {wrong > 0 && <Refusals refused={d.refused} said={[`No valid scenario, or could not be run, in part or at all: ${wrong} of ${counted(d.points.length, "point")}.`, `${d.points.length} 个点中有 ${wrong} 个部分或全部不是有效场景或无法运行。`]} />}
      <div class="controls">
        <label>{t("show ", "指标 ")}<select value={measure} onChange={(e) => setMeasure((e.currentTarget as HTMLSelectElement).value)}>{measures.map((m) => <option key={m} value={m}>{key(page.names.measures, m)}</option>)}</select></label>
        {numeric.length > 0 && <label>{t("against ", "横轴 ")}<select value={factor} onChange={(e) => setFactor((e.currentTarget as HTMLSelectElement).value)}>{numeric.map((path) => <option key={path} value={path}>{path}</option>)}</select></label>}
      </div>
      {rows.length === 0 ? <Empty title={title} why={none} /> : factor ? (
        <Chart id="found-sweep" title={title} legend={kinds.map((kind, i) => ({ colour: COLOURS[i % COLOURS.length]!, label: kind }))} rows={data}>
          {(width) => <Scatter width={width} label={title} xName={factor} yName={title} xAxis={units.get(factor) === "s" ? timeAxis(lang) : countAxis(units.get(factor))} yAxis={measureAxis(ui, measure)}
            points={rows.map((p) => ({ x: p.factors[factor] as number, y: p.measures[measure]!.estimate, yEnds: ends(p.measures[measure]), label: label(p), told: told(measure, p.measures[measure]!.estimate), colour: COLOURS[kinds.indexOf(series(p)) % COLOURS.length]! }))} />}
        </Chart>
      ) : (
        <Chart id="found-sweep" title={title} rows={data}>
          {(width) => <Dots width={width} label={title} axis={measureAxis(ui, measure)} dots={rows.slice(0, 60).map((p) => ({ label: label(p), value: p.measures[measure]!.estimate, lower: p.measures[measure]!.lower, upper: p.measures[measure]!.upper, colour: COLOURS[kinds.indexOf(series(p)) % COLOURS.length]!, told: told(measure, p.measures[measure]!.estimate) }))} />}
        </Chart>
      )}
      <Table caption={t("points", "点")} rows={d.points} most={40} columns={[
        { key: "point", title: "#", show: (p) => String(p.point), value: (p) => p.point, number: true },
        { key: "scenario", title: t("scenario", "场景"), show: (p) => of(called.get(p.scenario) ?? { name: p.scenario, zh: "" }) },
        { key: "rule", title: t("rule", "规则"), show: (p) => p.rule ?? "–" },
        ...paths.map((path) => ({ key: path, title: path, show: (p: Point) => value(path, p.factors[path]), value: (p: Point) => p.factors[path] ?? null })),
        { key: "measure", title, show: (p) => told(measure, p.measures[measure]?.estimate), value: (p) => p.measures[measure]?.estimate ?? null, number: true },
        { key: "done", title: t("runs", "次数"), show: (p) => count(p.done), value: (p) => p.done, number: true },
        { key: "collapses", title: t("collapses", "崩溃"), show: (p) => count(p.collapses), value: (p) => p.collapses, number: true },
        { key: "overloads", title: t("overloads", "超负荷"), show: (p) => count(p.overloads), value: (p) => p.overloads, number: true },
        ...(wrong > 0 ? [{ key: "refused", title: t("refused", "未能运行"), show: (p: Point) => (p.refused ? [p.refused.path, p.refused.why].filter(Boolean).join(t(": ", "：")) : "–") }] : []),
      ]} />
    </>
  );
}
