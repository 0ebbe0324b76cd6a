// Points over two axes, with whiskers where they have intervals, lines to be reached and bands of doubt.
import { EMPTY, FAINT, INK, RULE } from "../colour";
import { clip, widthOf } from "../format";
import { type Axis, axisTicks } from "./axis";

export interface Point {
  x: number; y: number; label: string; told: string; colour: string;
  xEnds?: [number, number] | null; yEnds?: [number, number] | null;
  /** Drawn as a ring. */
  hollow?: boolean;
}

interface Props {
  width: number; height?: number; points: Point[]; label: string;
  xName: string; yName: string; xAxis: Axis; yAxis: Axis;
  /** A horizontal line to be reached. */
  goal?: { y: number; label: string };
  /** A range of x that is marked. */
  band?: [number, number];
  /** Join the points in the order of x. */
  joined?: boolean;
  /** Write labels beside the points. */
  named?: boolean;
}

export function Scatter({ width, height = 320, points, label, xName, yName, xAxis, yAxis, goal, band, joined, named }: Props) {
  const pad = { left: 62, right: named ? 120 : 24, top: 20, bottom: 40 };
  const [w, h] = [width - pad.left - pad.right, height - pad.top - pad.bottom];
  const range = (ends: number[]): [number, number] => {
    const known = ends.filter(Number.isFinite);
    let [low, high] = [Math.min(...known), Math.max(...known)];
    if (!(high > low)) [low, high] = [(low || 0) - 0.01, (high || 0) + 0.01];
    const room = (high - low) * 0.06;
    return [low - room, high + room];
  };
  const [x0, x1] = range([...points.flatMap((p) => [p.x, ...(p.xEnds ?? [])]), ...(band ?? [])]);
  const [y0, y1] = range([...points.flatMap((p) => [p.y, ...(p.yEnds ?? [])]), ...(goal ? [goal.y] : [])]);
  const px = (v: number) => pad.left + ((v - x0) / (x1 - x0)) * w;
  const py = (v: number) => pad.top + h - ((v - y0) / (y1 - y0)) * h;
  const sorted = [...points].sort((a, b) => a.x - b.x);
  // Labels stand beside their points, one below the other where they would meet; one that finds no room is left out.
  const placed: { x: number; y: number; wide: number }[] = [];
  const labelAt = (x: number, y: number, wide: number) => {
    let at = y - 8;
    while (placed.some((other) => Math.abs(other.y - at) < 12 && other.x < x + wide && x < other.x + other.wide)) at += 12;
    placed.push({ x, y: at, wide });
    return at < pad.top + h ? at : null;
  };
  const beside = (p: Point) => clip(p.label, Math.min(170, width - px(p.x) - 8));
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label} font-size="11">
      {band && <rect x={px(Math.max(band[0], x0))} y={pad.top} width={Math.max(px(Math.min(band[1], x1)) - px(Math.max(band[0], x0)), 1)} height={h} fill={EMPTY} />}
      {axisTicks(yAxis, y0, y1, 5).map(({ at: v, label: told }) => (
        <g key={`y${v}`}>
          <line x1={pad.left} x2={pad.left + w} y1={py(v)} y2={py(v)} stroke={RULE} />
          <text x={pad.left - 6} y={py(v) + 4} text-anchor="end" fill={FAINT}>{told}</text>
        </g>
      ))}
      {axisTicks(xAxis, x0, x1, width < 480 ? 3 : 6).map(({ at: v, label: told }) => (
        <g key={`x${v}`}>
          <line x1={px(v)} x2={px(v)} y1={pad.top} y2={pad.top + h} stroke={RULE} />
          <text x={px(v)} y={pad.top + h + 16} text-anchor="middle" fill={FAINT}>{told}</text>
        </g>
      ))}
      <text x={pad.left + w / 2} y={height - 5} text-anchor="middle" fill={FAINT}>{xName}</text>
      <text x={4} y={12} fill={FAINT}>{yName}</text>
      {goal && (
        <g>
          <line x1={pad.left} x2={pad.left + w} y1={py(goal.y)} y2={py(goal.y)} stroke={INK} stroke-dasharray="5 3" />
          <text x={pad.left + 4} y={py(goal.y) - 5} fill={INK}>{goal.label}</text>
        </g>
      )}
      {joined && <polyline points={sorted.map((p) => `${px(p.x).toFixed(1)},${py(p.y).toFixed(1)}`).join(" ")} fill="none" stroke={FAINT} stroke-width="1.2" />}
      {points.map((p, i) => (
        <g key={`${i}-${p.label}`}>
          {p.yEnds && <path d={`M${px(p.x)} ${py(p.yEnds[0])}V${py(p.yEnds[1])}M${px(p.x) - 4} ${py(p.yEnds[0])}h8M${px(p.x) - 4} ${py(p.yEnds[1])}h8`} stroke={p.colour} stroke-width="1.6" fill="none" />}
          {p.xEnds && <path d={`M${px(p.xEnds[0])} ${py(p.y)}H${px(p.xEnds[1])}M${px(p.xEnds[0])} ${py(p.y) - 4}v8M${px(p.xEnds[1])} ${py(p.y) - 4}v8`} stroke={p.colour} stroke-width="1.6" fill="none" />}
          <circle cx={px(p.x)} cy={py(p.y)} r={5} fill={p.hollow ? "#fff" : p.colour} stroke={p.colour} stroke-width="2"><title>{`${p.label}: ${p.told}`}</title></circle>
          {named && p.label && <Label x={px(p.x) + 8} y={labelAt(px(p.x), py(p.y), widthOf(beside(p)))} text={beside(p)} />}
        </g>
      ))}
    </svg>
  );
}

function Label({ x, y, text }: { x: number; y: number | null; text: string }) {
  return y === null ? null : <text x={x} y={y} fill={INK}>{text}</text>;
}
