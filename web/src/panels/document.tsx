// The whole document of a command, key by key, opened as far as the reader wants. Nothing is left out because no chart
// knows it.
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Empty } from "../charts/frame";
import dictionary from "../dictionary.json";
import { digits, download, minus } from "../format";
import { Table } from "../table";
import { type Ui, useUi } from "../ui";

type Fields = Record<string, unknown>;
const { keys, words }: Record<string, Record<string, string[]>> = dictionary;

const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null && !Array.isArray(value);
const isEstimate = (value: unknown): value is Fields => isFields(value) && typeof value.estimate === "number";
const isName = (value: unknown): value is Fields => isFields(value) && Object.keys(value).every((key) => key === "name" || key === "zh");
/** Whether a value is told in a cell. */
const isPlain = (value: unknown): boolean => (Array.isArray(value) ? value.every((one) => !isFields(one) && !Array.isArray(one)) : !isFields(value) || isEstimate(value) || isName(value));

/** What a key is called; a path or a name of the scenario is called by itself. */
function called({ page, key, lang }: Ui, name: string): string {
  return keys?.[name]?.[lang === "zh" ? 1 : 0] ?? key({ ...page.names.causes, ...page.names.milestones, ...page.names.measures }, name);
}

function told(ui: Ui, value: unknown): string {
  if (value === null || value === undefined || value === "") return "–";
  if (typeof value === "number") return Number.isInteger(value) ? minus(String(value)) : digits(value, 5);
  if (typeof value === "boolean") return value ? ui.t("yes", "是") : ui.t("no", "否");
  if (Array.isArray(value)) return value.map((one) => told(ui, one)).join(", ") || "–";
  if (isEstimate(value)) return `${told(ui, value.estimate)}${typeof value.lower === "number" ? ` (${told(ui, value.lower)} … ${told(ui, value.upper)})` : ""}`;
  if (isFields(value)) return text(ui, value, "name");
  return words?.[String(value)]?.[ui.lang === "zh" ? 1 : 0] ?? ui.key(ui.page.names.measures, String(value));
}

/** The fields whose Chinese stands beside them, and where. */
const CHINESE: Record<string, string> = {
  name: "zh", en: "zh", description: "zh", reason: "zh", why: "zh", role: "zh",
  about: "about_zh", source: "source_zh", currency: "currency_zh", no_hindsight: "no_hindsight_zh",
};

function text(ui: Ui, fields: Fields, key: string): string {
  const other = fields[CHINESE[key] ?? ""];
  return ui.lang === "zh" && typeof other === "string" && other ? other : told(ui, fields[key]);
}

function columnsOf(rows: Fields[]): string[] {
  const all = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return all.filter((key) => !all.some((other) => CHINESE[other] === key));
}

/** The document as the command wrote it: with seeds, which the page has as text, as numbers. */
export function asWritten(document: Fields): string {
  return JSON.stringify(document, null, 2).replace(/^( *"seed": )"(\d+)"/gm, "$1$2");
}

export function DocumentPanel() {
  const { t, page } = useUi();
  const document = page.document;
  if (!document) return <Empty title={page.command} why={t("The command left no document of its own.", "该命令没有自己的结果文档。")} />;
  const { schema: _, command: __, ...fields } = document;
  return (
    <>
      <p class="note">{t("All that the command found, as in summary.json. ", "命令的全部结果，与 summary.json 相同。")}
        <button type="button" onClick={() => download("summary.json", "application/json", asWritten(document))}>JSON</button></p>
      <Inside fields={fields} />
    </>
  );
}

/** What can be told at once, then what opens. */
function Inside({ fields }: { fields: Fields }) {
  const ui = useUi();
  const names = columnsOf([fields]);
  const plain = names.filter((key) => isPlain(fields[key]));
  return (
    <>
      {plain.length > 0 && <dl class="facts">{plain.map((key) => <div key={key}><dt>{called(ui, key)}</dt><dd>{text(ui, fields, key)}</dd></div>)}</dl>}
      {names.filter((key) => !isPlain(fields[key])).map((key) => <Opens key={key} name={called(ui, key)}><Value name={called(ui, key)} value={fields[key]} /></Opens>)}
    </>
  );
}

function Opens({ name, children }: { name: string; children: ComponentChildren }) {
  const [open, setOpen] = useState(false);
  return <details class="opens" onToggle={(event) => setOpen((event.currentTarget as HTMLDetailsElement).open)}><summary>{name}</summary>{open && children}</details>;
}

function Value({ name, value }: { name: string; value: unknown }) {
  const ui = useUi();
  if (!Array.isArray(value)) return <Inside fields={value as Fields} />;
  const rows = value.map((one): Fields => (isFields(one) ? one : { values: one }));
  const columns = columnsOf(rows);
  const plain = columns.filter((key) => rows.every((row) => isPlain(row[key])));
  const deep = columns.filter((key) => !plain.includes(key));
  const label = (row: Fields, i: number) => ["name", "rule", "arm", "path", "role", "measure", "what"].filter((key) => key in row).map((key) => text(ui, row, key)).join(" · ") || `#${i}`;
  return (
    <>
      {plain.length > 0 && <Table caption={`${ui.t("All", "全部")}: ${name}`} rows={rows} columns={plain.map((key) => ({
        key, title: called(ui, key), show: (row: Fields) => text(ui, row, key), number: rows.some((row) => typeof row[key] === "number"),
        value: (row: Fields) => { const v = row[key]; return typeof v === "number" ? v : isEstimate(v) ? (v.estimate as number) : text(ui, row, key); },
      }))} />}
      {deep.length > 0 && rows.map((row, i) => <Opens key={i} name={label(row, i)}><Inside fields={Object.fromEntries(deep.map((key) => [key, row[key]]))} /></Opens>)}
    </>
  );
}
