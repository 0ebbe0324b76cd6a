// The frame around every chart: title, what it means, its drawing, and its data to take away.
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { csv, download } from "../format";
import { useUi } from "../ui";
import { picture } from "./picture";

export type Cellv = string | number | null;

interface Props {
  id: string;
  title: string;
  note?: ComponentChildren;
  /** Header and rows of the data drawn. */
  rows: () => Cellv[][];
  /** Draws at a width in pixels. */
  children: (width: number) => ComponentChildren;
  legend?: { colour: string; label: string; dash?: boolean }[];
}

function slug(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
}

/** Width of an element as it changes. */
export function useWidth<T extends HTMLElement>(): [{ current: T | null }, number] {
  const ref = useRef<T>(null);
  const [width, setWidth] = useState(640);
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const measure = () => setWidth(Math.max(240, Math.floor(element.clientWidth)));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, width];
}

export function Chart({ id, title, note, rows, children, legend }: Props) {
  const { t } = useUi();
  const [ref, width] = useWidth<HTMLDivElement>();
  const svg = () => {
    const around = ref.current?.closest("figure");
    const drawings = [...(ref.current?.querySelectorAll("svg") ?? [])];
    if (!around || drawings.length === 0) return null;
    let height = 0;
    const drawn = drawings.map((one) => {
      const below = `<g transform="translate(0 ${height})">${new XMLSerializer().serializeToString(one)}</g>`;
      height += one.clientHeight;
      return below;
    });
    return picture(title, around, drawn.join(""), Math.max(...drawings.map((one) => one.clientWidth)), height);
  };
  return (
    <figure class="chart" aria-labelledby={`${id}-title`}>
      <figcaption>
        <h3 id={`${id}-title`}>{title}</h3>
        {note && <p class="note">{note}</p>}
        {legend && (
          <ul class="legend" aria-hidden="true">
            {legend.map((item) => (
              <li key={item.label}>
                <span class={item.dash ? "swatch dash" : "swatch"} style={item.dash ? { borderColor: item.colour } : { background: item.colour }} />
                {item.label}
              </li>
            ))}
          </ul>
        )}
      </figcaption>
      <div ref={ref} class="drawing">{children(width)}</div>
      <div class="tools">
        <Save id={id} title={title} svg={svg} rows={rows} />
        <DataTable title={title} rows={rows} label={t("data", "数据")} />
      </div>
    </figure>
  );
}

/** Buttons that save what is drawn, and its data. */
export function Save({ id, title, svg, rows }: { id: string; title: string; svg: () => string | null; rows: () => Cellv[][] }) {
  const save = () => {
    const drawn = svg();
    if (drawn) download(`${slug(id)}.svg`, "image/svg+xml", drawn);
  };
  return (
    <>
      <button type="button" onClick={save} aria-label={`${title}: SVG`}>SVG</button>
      <button type="button" onClick={() => download(`${slug(id)}.csv`, "text/csv;charset=utf-8", "\ufeff" + csv(rows()))} aria-label={`${title}: CSV`}>CSV</button>
    </>
  );
}

/** The numbers behind a drawing, for those who read rather than look. */
function DataTable({ title, rows, label }: { title: string; rows: () => Cellv[][]; label: string }) {
  const [open, setOpen] = useState(false);
  const [head, ...body] = open ? rows() : [[]];
  return (
    <details onToggle={(event) => setOpen((event.currentTarget as HTMLDetailsElement).open)}>
      <summary aria-label={`${title}: ${label}`}>{label}</summary>
      {open && (
        <div class="scroll" tabIndex={0} role="region" aria-label={title}>
          <table>
            <thead><tr>{head!.map((cell, i) => <th key={i} scope="col">{cell}</th>)}</tr></thead>
            <tbody>{body.slice(0, 400).map((row, i) => <tr key={i}>{row.map((cell, j) => <td key={j}>{typeof cell === "number" ? +cell.toFixed(5) : cell}</td>)}</tr>)}</tbody>
          </table>
          {body.length > 400 && <p>…</p>}
        </div>
      )}
    </details>
  );
}

/** A panel whose data is missing says so by name. */
export function Empty({ title, why }: { title: string; why: string }) {
  return (
    <figure class="chart empty">
      <figcaption><h3>{title}</h3></figcaption>
      <p>{why}</p>
    </figure>
  );
}
