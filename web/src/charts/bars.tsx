// Horizontal bars: stacked parts, and points with whiskers.
import { EMPTY, FAINT, INK, RULE, inkOn } from "../colour";
import { clip, inside } from "../format";
import { type Axis, axisTicks } from "./axis";

export interface Part { label: string; value: number; colour: string; told: string; hatched?: boolean }

/** One stacked bar per row. */
export function Stacked({ width, rows, label, most, axis }: {
  width: number; label: string; most: number; axis: Axis;
  rows: { label: string; parts: Part[]; end?: string }[];
}) {
  const narrow = width < 480;
  const left = narrow ? 8 : Math.min(190, width * 0.28);
  const [bar, gap] = [24, narrow ? 24 : 12];
  const w = width - left - 62;
  const height = rows.length * (bar + gap) + 34;
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label} font-size="11">
      <defs><Hatch /></defs>
      {axisTicks(axis, 0, most, 4).map(({ at: v, label: told }) => (
        <g key={v}>
          <line x1={left + (v / most) * w} x2={left + (v / most) * w} y1={4} y2={height - 26} stroke={RULE} />
          <text x={inside(left + (v / most) * w, told, width)} y={height - 10} text-anchor="middle" fill={FAINT}>{told}</text>
        </g>
      ))}
      {rows.map((row, i) => {
        const y = i * (bar + gap) + (narrow ? 20 : 6);
        let at = 0;
        return (
          <g key={row.label}>
            <text x={narrow ? left : left - 8} y={narrow ? y - 5 : y + 16} text-anchor={narrow ? "start" : "end"} fill={INK}>{clip(row.label, narrow ? width - 20 : left - 10)}</text>
            {row.parts.filter((part) => part.value > 0).map((part) => {
              const x = left + (at / most) * w;
              const wide = (part.value / most) * w;
              at += part.value;
              return (
                <g key={part.label}>
                  <rect x={x} y={y} width={Math.max(wide, 0.5)} height={bar} fill={part.colour}><title>{`${row.label} – ${part.label}: ${part.told}`}</title></rect>
                  {part.hatched && <rect x={x} y={y} width={wide} height={bar} fill="url(#hatch)" pointer-events="none" />}
                  {wide > 7 * part.told.length + 6 && <text x={x + wide / 2} y={y + 16} text-anchor="middle" fill={inkOn(part.colour)} pointer-events="none">{part.told}</text>}
                </g>
              );
            })}
            <text x={left + (at / most) * w + 6} y={y + 16} fill={INK}>{row.end}</text>
          </g>
        );
      })}
    </svg>
  );
}

export function Hatch() {
  return (
    <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <line x1="0" y1="0" x2="0" y2="6" stroke="#fff" stroke-opacity="0.6" stroke-width="2.5" />
    </pattern>
  );
}

export interface Dot {
  label: string; value: number | null; lower: number | null; upper: number | null; colour: string; told: string; faint?: boolean;
  /** Another value on the same line, drawn as a ring. */
  ring?: number | null;
}

/** Points with interval whiskers, and a band of values that count as none. */
export function Dots({ width, dots, label, axis, band, range, zero, bars }: {
  width: number; label: string; dots: Dot[]; axis: Axis; band?: [number, number]; range?: [number, number]; zero?: boolean;
  /** Bars from zero instead of points. */
  bars?: boolean;
}) {
  const narrow = width < 480;
  const left = narrow ? 8 : Math.min(270, width * 0.34);
  const [line, top] = [narrow ? 36 : 24, 8];
  const ends = dots.flatMap((d) => [d.value, d.lower, d.upper, d.ring ?? null]).filter((v): v is number => v !== null);
  const all = [...ends, ...(band ?? []), ...(zero ? [0] : [])];
  let [low, high] = range ?? [Math.min(...all), Math.max(...all)];
  if (!(high > low)) [low, high] = [(low || 0) - 0.01, (high || 0) + 0.01];
  if (!range) { const room = (high - low) * 0.06; low -= room; high += room; }
  const w = width - left - (narrow ? 16 : 128);
  const x = (v: number) => left + ((v - low) / (high - low)) * w;
  const height = top + dots.length * line + 28;
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label} font-size="11">
      {band && <rect x={x(band[0])} y={top} width={x(band[1]) - x(band[0])} height={dots.length * line} fill={EMPTY} />}
      {axisTicks(axis, low, high, narrow ? 3 : 5).map(({ at: v, label: told }) => (
        <g key={v}>
          <line x1={x(v)} x2={x(v)} y1={top} y2={top + dots.length * line} stroke={v === 0 && zero ? INK : RULE} />
          <text x={inside(x(v), told, width)} y={height - 10} text-anchor="middle" fill={FAINT}>{told}</text>
        </g>
      ))}
      {dots.map((dot, i) => {
        const y = top + i * line + (narrow ? 24 : line / 2);
        return (
          <g key={`${i}-${dot.label}`} opacity={dot.faint ? 0.55 : 1}>
            <title>{`${dot.label}: ${dot.told}`}</title>
            <text x={narrow ? left : left - 8} y={narrow ? y - 9 : y + 4} text-anchor={narrow ? "start" : "end"} fill={INK}>
              {clip(dot.label, narrow ? width - 80 : left - 10)}{narrow ? `  ${dot.told}` : ""}
            </text>
            {bars && dot.value !== null && <rect x={Math.min(x(0), x(dot.value))} y={y - (narrow ? 4 : 7)} width={Math.max(Math.abs(x(dot.value) - x(0)), 1)} height={narrow ? 8 : 14} fill={dot.colour} fill-opacity="0.75" />}
            {dot.ring !== null && dot.ring !== undefined && <circle cx={x(dot.ring)} cy={y} r="4" fill="#fff" stroke={INK} stroke-width="1.5" />}
            {dot.lower !== null && dot.upper !== null && (
              <path d={`M${x(dot.lower)} ${y}H${x(dot.upper)}M${x(dot.lower)} ${y - 4}v8M${x(dot.upper)} ${y - 4}v8`} stroke={bars ? INK : dot.colour} stroke-width={bars ? 1 : 2} />
            )}
            {!bars && dot.value !== null && <circle cx={x(dot.value)} cy={y} r="4.5" fill={dot.colour} />}
            {!narrow && <text x={left + w + 10} y={y + 4} fill={INK}>{dot.told}</text>}
          </g>
        );
      })}
    </svg>
  );
}
