// Curves with bands over a shared x axis.
import { FAINT, INK, RULE } from "../colour";
import { inside, ticks, widthOf } from "../format";

export interface Line { label: string; colour: string; points: [number, number | null][]; band?: [number, number, number][]; dash?: boolean }
export interface Mark { x: number; label: string }

interface Props {
  width: number; height?: number; lines: Line[]; label: string;
  x: [number, number]; y: [number, number];
  xTicks: { at: number; label: string }[]; yLabel: (v: number) => string;
  marks?: Mark[]; xName?: string; xScale?: (x: number) => number; step?: boolean;
}

export function Lines({ width, height = 260, lines, label, x, y, xTicks, yLabel, marks = [], xName, xScale = (v) => v, step }: Props) {
  const [left, right] = [46, 22];
  const w = width - left - right;
  const [x0, x1] = [xScale(x[0]), xScale(x[1])];
  const px = (v: number) => left + ((xScale(v) - x0) / (x1 - x0)) * w;
  const [marked, rows] = inRows(marks, px, width);
  const pad = { left, right, top: 8 + 13 * rows, bottom: xName ? 38 : 24 };
  const h = height - pad.top - pad.bottom;
  const py = (v: number) => pad.top + h - ((v - y[0]) / (y[1] - y[0])) * h;
  const f = (n: number) => n.toFixed(1);
  const stepped = (band: [number, number, number][]) => (step
    ? band.flatMap(([a, low, high], i): [number, number, number][] => [[a, low, high], [band[i + 1]?.[0] ?? x[1], low, high]])
    : [...band]);
  const path = (points: [number, number][]) => points.map(([a, b], i) => (i === 0 ? `M${f(px(a))} ${f(py(b))}` : step ? `H${f(px(a))}V${f(py(b))}` : `L${f(px(a))} ${f(py(b))}`)).join("");
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label} font-size="11">
      {ticks(y[0], y[1], 5).map((v) => (
        <g key={v}>
          <line x1={pad.left} x2={pad.left + w} y1={py(v)} y2={py(v)} stroke={RULE} />
          <text x={pad.left - 6} y={py(v) + 4} text-anchor="end" fill={FAINT}>{yLabel(v)}</text>
        </g>
      ))}
      {xTicks.map(({ at, label: text }) => (
        <text key={at} x={px(at)} y={pad.top + h + 16} text-anchor="middle" fill={FAINT}>{text}</text>
      ))}
      {xName && <text x={pad.left + w / 2} y={height - 4} text-anchor="middle" fill={FAINT}>{xName}</text>}
      {lines.map((line) => line.band && line.band.length > 0 && (
        <path key={`${line.label}-band`} fill={line.colour} fill-opacity="0.18"
          d={`${path(stepped(line.band).map(([a, low]) => [a, low]))}L${stepped(line.band).reverse().map(([a, , high]) => `${f(px(a))} ${f(py(high))}`).join("L")}Z`} />
      ))}
      {marked.map(({ mark, row }) => <line key={mark.x} x1={px(mark.x)} x2={px(mark.x)} y1={pad.top - 4 - 13 * row} y2={pad.top + h} stroke={INK} stroke-dasharray="3 3" />)}
      {marked.map(({ mark, at, row }) => <text key={mark.x} x={at} y={pad.top - 7 - 13 * row} text-anchor="middle" fill={INK} stroke="#fff" stroke-width="3" paint-order="stroke">{mark.label}</text>)}
      {lines.map((line) => (
        <path key={line.label} fill="none" stroke={line.colour} stroke-width="2" stroke-dasharray={line.dash ? "5 3" : undefined}
          d={path(line.points.filter((p): p is [number, number] => p[1] !== null))} />
      ))}
      <line x1={pad.left} x2={pad.left + w} y1={pad.top + h} y2={pad.top + h} stroke={FAINT} />
    </svg>
  );
}

/** The labels of marks within the drawing, one above the other where they would meet, and in how many rows. */
function inRows(marks: Mark[], px: (v: number) => number, width: number): [{ mark: Mark; at: number; row: number }[], number] {
  const ends: number[] = [];
  const placed = [...marks].sort((a, b) => a.x - b.x).map((mark) => {
    const [at, half] = [inside(px(mark.x), mark.label, width), widthOf(mark.label) / 2];
    const free = ends.findIndex((end) => end + 6 < at - half);
    const row = free < 0 ? ends.length : free;
    ends[row] = at + half;
    return { mark, at, row };
  });
  return [placed, ends.length];
}
