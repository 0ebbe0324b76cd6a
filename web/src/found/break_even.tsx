// What `break-even` found: how far each number would have to move, alone, to turn the comparison round.
import { useState } from "preact/hooks";
import { countAxis, pointAxis } from "../charts/axis";
import { Chart, Empty } from "../charts/frame";
import { Scatter } from "../charts/scatter";
import { BLUE, EMPTY, FAINT, INK, ORANGE, RED, RULE } from "../colour";
import type { Maybe, Name } from "../data";
import { clip, digits, finely, points, quantity } from "../format";
import { Replayed, type Replaying } from "../replayed";
import { Table } from "../table";
import { useUi } from "../ui";
import { type Left, type Range, namesOf } from "./document";
import { LeftOut, MadeUp, madeUp, useRange } from "./range";
import { type Sentence, Sentences } from "./sentences";

interface Ends { from: Maybe<number>; to: Maybe<number> }
interface Side { crossing: Maybe<Ends> }
interface Row {
  path: string; path_zh: string; arms: string[]; value: number; unit: string; grade: Maybe<string>; source: Maybe<string>; source_zh: Maybe<string>;
  range: Maybe<Range>; description: string; zh: string; searched: { low: number; high: number };
  difference: { estimate: number; lower: Maybe<number>; upper: Maybe<number>; standing: string };
  break_even: Maybe<number>; between: Maybe<Ends>; range_holds_it: Maybe<string>; below: Maybe<Side>; above: Maybe<Side>;
  points: { value: number; difference: number; lower: Maybe<number>; upper: Maybe<number>; standing: string; replications: number }[];
}
export interface BreakEvenDocument { sentences?: Sentence[]; measure: string; at: number; indifference: number; arm: Replaying; against: Replaying; rows: Row[]; left_out: Left[]; days: number; seed: string }

/** The ends between which it is certified to break even, the lower one first: around its value, or on either side of it. */
function certified({ between, below, above }: Row): [number, number][] {
  const found = new Map<string, [number, number]>();
  for (const ends of [below?.crossing, between, above?.crossing]) {
    if (!ends || ends.from === null || ends.to === null) continue;
    const [low, high] = [Math.min(ends.from, ends.to), Math.max(ends.from, ends.to)];
    found.set(`${low} ${high}`, [low, high]);
  }
  return [...found.values()];
}

/** What a row is called: the letters of the arms in which the number moves, then its name. */
function useRowName(d: BreakEvenDocument): { name: (row: Row) => string; legend: string } {
  const { of, t, lang } = useUi();
  const named = namesOf(d.rows, lang);
  const arms: [string, Name][] = [["A", d.arm], ["B", d.against]];
  const letters = (row: Row) => arms.filter(([, arm]) => row.arms.includes(arm.name)).map(([letter]) => letter).join(t(", ", "、"));
  return { name: (row) => `${letters(row)}${t(": ", "：")}${named.get(row.path) ?? row.path}`, legend: arms.map(([letter, arm]) => `${letter} ${of(arm)}`).join(" · ") };
}

const short = (v: Maybe<number>) => (v === null ? "–" : digits(v));

export function BreakEvenAnswer({ document: d }: { document: BreakEvenDocument }) {
  const { t, lang } = useUi();
  const title = t("Each number, moved alone: its value, its range, where it breaks even", "逐一移动：现值、范围与临界点");
  const places: Record<string, string> = { within: t("within its range", "在范围内"), beyond: t("beyond its range", "超出范围"), undecided: t("within its range or beyond", "是否在范围内未定"), unranged: t("no range is given", "未给范围") };
  const place = (r: Row) => (r.between === null ? t("no crossing", "无交叉") : r.break_even === null ? t("undecided", "未定") : `${places[r.range_holds_it ?? ""] ?? "–"}${madeUp(r.range)}`);
  const range = useRange();
  const order = (r: Row) => (r.between === null ? 4 : r.break_even === null ? 3 : r.range_holds_it === "within" ? 0 : r.range_holds_it === "undecided" ? 1 : 2);
  const rows = [...d.rows].sort((a, b) => order(a) - order(b));
  const { name, legend } = useRowName(d);
  const between = (r: Row) => certified(r).map((ends) => ends.map((end) => finely(end, r.unit, lang)).join(" … ")).join("; ") || "–";
  return (
    <>
      <Sentences sentences={d.sentences} />
      <Replayed arms={[d.arm, d.against]} />
      {rows.length === 0 ? <Empty title={title} why={t("No factor was moved.", "没有参数被移动。")} /> : (
        <Chart id="found-break-even" title={title}
          note={t("Each on the scale of what was searched; what spans many sizes by its logarithm, with 0 at the left end. Pale bar: its range. Black: its value. Orange: certified to hold the value at which it breaks even. Moved in: ", "各自以搜索范围为尺度；跨越多个数量级者取对数刻度，0 在最左端。浅色条：其范围；黑：现值；橙：经确认包含临界点的区间。所移动的方案：") + legend}
          rows={() => [["path", "arms", "value", "unit", "range_low", "range_high", "searched_low", "searched_high", "break_even", "from", "to", "place"], ...rows.map((r) => [r.path, r.arms.join("; "), r.value, r.unit, r.range?.low ?? null, r.range?.high ?? null, r.searched.low, r.searched.high, r.break_even, r.between?.from ?? null, r.between?.to ?? null, r.range_holds_it])]}>
          {(width) => <Bars width={width} rows={rows} name={name} label={title} />}
        </Chart>
      )}
      <Table caption={title} rows={rows} most={40} columns={[
        { key: "what", title: t("number", "参数"), show: name },
        { key: "value", title: t("value", "现值"), show: (r) => quantity(r.value, r.unit, lang), value: (r) => r.value, number: true },
        { key: "range", title: t("range", "范围"), show: (r) => range(r.range, r.unit) },
        { key: "even", title: t("breaks even at", "临界点"), show: (r) => finely(r.break_even, r.unit, lang), value: (r) => r.break_even, number: true },
        { key: "between", title: t("certified between", "确认介于"), show: between },
        { key: "place", title: t("where", "位置"), show: place },
        { key: "grade", title: t("grade", "等级"), show: (r) => r.grade ?? "–" },
        { key: "path", title: t("path", "路径"), show: (r) => r.path },
      ]} />
      <MadeUp ranges={rows.map((r) => r.range)} />
      <LeftOut left={d.left_out} />
    </>
  );
}

function Bars({ width, rows, name: nameOf, label }: { width: number; rows: Row[]; name: (row: Row) => string; label: string }) {
  const { lang } = useUi();
  const left = Math.min(lang === "zh" ? 280 : 330, width * 0.4);
  const w = width - left - 90;
  const line = 26;
  return (
    <svg width={width} height={rows.length * line + 8} viewBox={`0 0 ${width} ${rows.length * line + 8}`} role="img" aria-label={label} font-size="11">
      {rows.map((r, i) => {
        const [low, high] = [Math.min(r.searched.low, r.searched.high), Math.max(r.searched.low, r.searched.high)];
        // Values that run over many sizes are laid out by their logarithm, from the least that was looked at beside 0.
        const least = Math.min(...[low, ...r.points.map((p) => p.value), r.value].filter((v) => v > 0));
        const log = low >= 0 && high / least > 20;
        const floor = low > 0 ? low : least / 2;
        const scale = (v: number) => (log ? Math.log(Math.max(v, floor)) : v);
        const x = (v: number) => left + Math.min(1, Math.max(0, (scale(v) - scale(low)) / (scale(high) - scale(low) || 1))) * w;
        const y = i * line + line / 2 + 4;
        const [name, ends] = [nameOf(r), certified(r)];
        return (
          <g key={i}>
            <title>{`${r.arms.join(", ")} ${r.path}: ${quantity(r.value, r.unit, lang)}`}</title>
            <text x={left - 8} y={y + 4} text-anchor="end" fill={INK}>{clip(name, left - 10)}</text>
            <line x1={left} x2={left + w} y1={y} y2={y} stroke={RULE} stroke-width="2" />
            {r.range && <rect x={x(r.range.low)} y={y - 6} width={Math.max(x(r.range.high) - x(r.range.low), 1)} height={12} fill={EMPTY} stroke={FAINT} stroke-opacity="0.5" />}
            {ends.map(([from, to]) => <rect x={x(from)} y={y - 6} width={Math.max(x(to) - x(from), 3)} height={12} fill={ORANGE} />)}
            <rect x={x(r.value) - 1.5} y={y - 9} width={3} height={18} fill={INK} />
            <text x={left + w + 8} y={y + 4} fill={r.break_even === null ? FAINT : INK}>{finely(r.break_even, r.unit, lang)}</text>
          </g>
        );
      })}
    </svg>
  );
}

const STANDING: Record<string, string> = { above: BLUE, below: RED };

export function BreakEvenCurves({ document: d }: { document: BreakEvenDocument }) {
  const { t, key, page, of } = useUi();
  const [at, setAt] = useState(0);
  const row = d.rows[at];
  const { name, legend } = useRowName(d);
  if (!row) return <Empty title={t("Along one number", "沿单个参数")} why={t("No factor was moved.", "没有参数被移动。")} />;
  const title = t(`Difference in ${key(page.names.measures, d.measure)} against ${of(d.against)}, points`, `${key(page.names.measures, d.measure)}与${of(d.against)}之差（百分点）`);
  return (
    <>
      <div class="controls"><label>{t("along ", "沿 ")}<select value={at} onChange={(e) => setAt(Number((e.currentTarget as HTMLSelectElement).value))}>{d.rows.map((r, i) => <option key={i} value={i}>{name(r)}</option>)}</select></label></div>
      <Chart id="found-along" title={title} note={t("Blue: certified above break-even, orange: below, grey: undecided at that value. Moved in: ", "蓝：确认高于临界点；橙：低于；灰：该值未定。所移动的方案：") + legend}
        rows={() => [["path", "arms", "value", "difference", "lower", "upper", "standing", "replications"], ...row.points.map((p) => [row.path, row.arms.join("; "), p.value, p.difference, p.lower, p.upper, p.standing, p.replications])]}>
        {(width) => <Scatter width={width} label={title} xName={`${row.path}${row.unit ? `, ${row.unit}` : ""}`} yName={t("points", "百分点")} xAxis={countAxis()} yAxis={pointAxis} joined goal={{ y: d.at, label: t("breaks even", "临界点") }}
          points={row.points.map((p) => ({ x: p.value, y: p.difference, yEnds: p.lower !== null && p.upper !== null ? [p.lower, p.upper] : null, label: short(p.value), told: points(p.difference), colour: STANDING[p.standing] ?? FAINT, hollow: !(p.standing in STANDING) }))} />}
      </Chart>
    </>
  );
}
