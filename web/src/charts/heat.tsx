// Squares of colour: hours of the week, days of the year.
import { EMPTY, FAINT, INK, type Scale, inkOn } from "../colour";
import { widthOf } from "../format";

export interface Square { row: number; column: number; value: number | null; told: string; text?: string; ringed?: boolean }

export function Heat({ width, squares, rows, columns, rowNames, columnNames, scale, label, left = 44, high = 22 }: {
  width: number; squares: Square[]; rows: number; columns: number; rowNames: { at: number; label: string }[];
  columnNames: { at: number; label: string }[]; scale: Scale; label: string; left?: number; high?: number;
}) {
  const cell = (width - left - 4) / columns;
  const height = 18 + rows * high + 4;
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label} font-size="11">
      {columnNames.map(({ at, label: text }) => <text key={at} x={Math.min(left + (at + 0.5) * cell, width - widthOf(text) / 2)} y={12} text-anchor="middle" fill={FAINT}>{text}</text>)}
      {rowNames.map(({ at, label: text }) => <text key={at} x={left - 6} y={18 + (at + 0.5) * high + 4} text-anchor="end" fill={FAINT}>{text}</text>)}
      {squares.map((s) => {
        const cls = scale.of(s.value);
        const colour = cls < 0 ? EMPTY : scale.colours[cls]!;
        const [x, y] = [left + s.column * cell, 18 + s.row * high];
        return (
          <g key={`${s.row}-${s.column}`}>
            <rect x={x + 0.5} y={y + 0.5} width={Math.max(cell - 1, 1)} height={high - 1} fill={colour} stroke={s.ringed ? INK : "none"} stroke-width="1.6"><title>{s.told}</title></rect>
            {s.text && cell > 26 && <text x={x + cell / 2} y={y + high / 2 + 4} font-size="10" text-anchor="middle" fill={cls < 0 ? FAINT : inkOn(colour)} pointer-events="none">{s.text}</text>}
          </g>
        );
      })}
    </svg>
  );
}
