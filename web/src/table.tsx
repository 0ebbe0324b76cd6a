// Tables that sort, filter and go to the clipboard as CSV.
import { useMemo, useState } from "preact/hooks";
import { csv, download } from "./format";
import { useUi } from "./ui";

/** What is sorted by and copied: of numbers always, of words if another thing than what is shown. */
type Value<R> = (row: R) => number | string | null;

export type Column<R> = {
  key: string;
  title: string;
  /** What is shown. */
  show: (row: R) => string;
} & ({ number?: false; value?: Value<R> } | { number: boolean; value: Value<R> });

interface Props<R> {
  caption: string; columns: Column<R>[]; rows: R[]; sort?: string; down?: boolean;
  /** Rows shown, and rows printed, until all are asked for. */
  most?: number; printed?: number;
  id?: (row: R) => number; selected?: number | null; onHover?: (id: number | null) => void; onSelect?: (id: number) => void;
  height?: number;
}

export function Table<R>({ caption, columns, rows, sort, down = false, most = 30, printed = most, id, selected, onHover, onSelect, height }: Props<R>) {
  const { t } = useUi();
  const [by, setBy] = useState<[string | undefined, boolean]>([sort, down]);
  const [filter, setFilter] = useState("");
  const [all, setAll] = useState(false);
  const [copied, setCopied] = useState(false);
  const found = useMemo(() => {
    const wanted = filter.trim().toLowerCase();
    const kept = wanted ? rows.filter((row) => columns.some((c) => c.show(row).toLowerCase().includes(wanted))) : [...rows];
    const column = columns.find((c) => c.key === by[0]);
    if (column) {
      const of = column.value ?? column.show;
      const sign = by[1] ? -1 : 1;
      kept.sort((a, b) => {
        const [x, y] = [of(a), of(b)];
        if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1;
        return sign * (typeof x === "number" && typeof y === "number" ? x - y : String(x).localeCompare(String(y), undefined, { numeric: true }));
      });
    }
    return kept;
  }, [rows, columns, by, filter]);
  const [onScreen, onPaper] = [most, printed].map((rows) => Math.min(all ? Infinity : rows, found.length)) as [number, number];
  const copy = async () => {
    const table = [columns.map((c) => c.title), ...found.map((row) => columns.map((c) => (c.value ?? c.show)(row)))];
    try {
      await navigator.clipboard.writeText(csv(table));
      setCopied(true);
    } catch {
      // Browsers lend the clipboard to pages of their own disk or of https only.
      download("table.csv", "text/csv;charset=utf-8", "\ufeff" + csv(table));
    }
    setTimeout(() => setCopied(false), 1_500);
  };
  return (
    <div class="table">
      <div class="table-tools">
        <label>
          <span class="sr">{caption}: {t("filter", "筛选")}</span>
          <input type="search" placeholder={t("filter…", "筛选…")} value={filter} onInput={(e) => setFilter((e.currentTarget as HTMLInputElement).value)} />
        </label>
        <button type="button" onClick={copy} aria-label={`${caption}: ${t("copy as CSV", "复制为 CSV")}`}>{copied ? t("copied", "已复制") : t("copy as CSV", "复制为 CSV")}</button>
      </div>
      <div class="scroll" style={height ? { maxHeight: `${height}px` } : undefined} tabIndex={0} role="region" aria-label={caption}>
        <table>
          <caption class="sr">{caption}</caption>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column.key} scope="col" class={column.number ? "n" : undefined} aria-sort={by[0] === column.key ? (by[1] ? "descending" : "ascending") : "none"}>
                  <button type="button" onClick={() => setBy([column.key, by[0] === column.key ? !by[1] : false])}>
                    {column.title.split(".").map((part, i) => (i === 0 ? part : <>.<wbr />{part}</>))}<span aria-hidden="true">{by[0] === column.key ? (by[1] ? " ▼" : " ▲") : ""}</span>
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {found.slice(0, Math.max(onScreen, onPaper)).map((row, i) => {
              const key = id ? id(row) : i;
              return (
                <tr key={key} class={[id && selected === key && "selected", i >= onScreen && "paper", i >= onPaper && "screen"].filter(Boolean).join(" ") || undefined}
                  onMouseEnter={onHover && (() => onHover(key))} onMouseLeave={onHover && (() => onHover(null))}>
                  {columns.map((column, c) => (
                    <td key={column.key} class={column.number ? "n" : undefined}>
                      {c === 0 && onSelect
                        ? <button type="button" class="link" aria-pressed={selected === key} onFocus={onHover && (() => onHover(key))} onClick={() => onSelect(key)}>{column.show(row)}</button>
                        : column.show(row)}
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {onPaper < rows.length && (
        <p class="note paper">{t(`Printed: ${onPaper} of ${rows.length}${filter && `, of those with “${filter}”`}; the page itself holds all.`, `此处印出 ${rows.length} 项中的 ${onPaper} 项${filter && `（含“${filter}”者）`}；网页含全部。`)}</p>
      )}
      {found.length > most && (
        <button type="button" class="more" onClick={() => setAll(!all)}>
          {all ? t("show fewer", "收起") : t(`show all ${found.length}`, `显示全部 ${found.length} 项`)}
        </button>
      )}
    </div>
  );
}
