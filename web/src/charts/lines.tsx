// Curves with bands over a shared x axis.
import { FAINT, INK, RULE } from "../colour";
import { ticks } from "../format";

export interface Line { label: string; colour: string; points: [number, number | null][]; band?: [number, number, number][]; dash?: boolean }
export interface Mark { x: number; label: string; y?: number }

interface Props {
  width: number; height?: number; lines: Line[]; label: string;
  x: [number, number]; y: [number, number];
  xTicks: { at: number; label: string }[]; yLabel: (v: number) => string;
  marks?: Mark[]; xName?: string; xScale?: (x: number) => number; step?: boolean;
}

export function Lines({ width, height = 260, lines, label, x, y, xTicks, yLabel, marks = [], xName, xScale = (v) => v, step }: Props) {
  const pad = { left: 46, right: 22, top: marks.length ? 22 : 8, bottom: xName ? 38 : 24 };
  const [w, h] = [width - pad.left - pad.right, height - pad.top - pad.bottom];
  const [x0, x1] = [xScale(x[0]), xScale(x[1])];
  const px = (v: number) => pad.left + ((xScale(v) - x0) / (x1 - x0)) * w;
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
      {marks.map((mark) => (
        <g key={mark.label}>
          <line x1={px(mark.x)} x2={px(mark.x)} y1={pad.top - 4} y2={pad.top + h} stroke={INK} stroke-dasharray="3 3" />
          <text x={px(mark.x)} y={pad.top - 8} text-anchor="middle" fill={INK}>{mark.label}</text>
        </g>
      ))}
      {lines.map((line) => (
        <path key={line.label} fill="none" stroke={line.colour} stroke-width="2" stroke-dasharray={line.dash ? "5 3" : undefined}
          d={path(line.points.filter((p): p is [number, number] => p[1] !== null))} />
      ))}
      <line x1={pad.left} x2={pad.left + w} y1={pad.top + h} y2={pad.top + h} stroke={FAINT} />
    </svg>
  );
}
