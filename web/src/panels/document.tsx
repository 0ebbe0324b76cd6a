// What a command other than `run` found: differences as points with whiskers, everything else as tables. Nothing is left
// out because no chart knows it.
import { Dots } from "../charts/bars";
import { Chart, Empty } from "../charts/frame";
import { BLUE, FAINT, GREEN, RED } from "../colour";
import { Table } from "../table";
import { useUi } from "../ui";

type Fields = Record<string, unknown>;
const COLOURS: Record<string, string> = { better: BLUE, worse: RED, equal: GREEN };

const isRow = (value: unknown): value is Fields => typeof value === "object" && value !== null && !Array.isArray(value);
const number = (value: unknown) => (typeof value === "number" ? value : null);

function told(value: unknown): string {
  if (value === null || value === undefined) return "–";
  if (typeof value === "number") return String(+value.toPrecision(6));
  if (isRow(value)) {
    if (typeof value.estimate === "number") return `${told(value.estimate)}${typeof value.lower === "number" ? ` (${told(value.lower)} … ${told(value.upper)})` : ""}`;
    if (typeof value.name === "string") return value.name;
    return Object.entries(value).map(([key, one]) => `${key}: ${told(one)}`).join(", ");
  }
  return Array.isArray(value) ? value.map(told).join(", ") : String(value);
}

export function DocumentPanel() {
  const { t, page } = useUi();
  const document = page.document;
  if (!document) return <Empty title={page.command} why={t("The command left no document of its own.", "该命令没有自己的结果文档。")} />;
  const plain = Object.entries(document).filter(([key, value]) => !["schema", "command"].includes(key) && !(Array.isArray(value) && value.some(isRow)) && !isRow(value));
  const tables = Object.entries(document).flatMap(([key, value]): [string, Fields[]][] => (Array.isArray(value) && value.some(isRow) ? [[key, value.filter(isRow)]] : isRow(value) ? [[key, [value]]] : []));
  const differences = Array.isArray(document.differences) ? document.differences.filter(isRow) : [];
  const measures = [...new Set(differences.map((d) => String(d.measure ?? "")))];
  return (
    <>
      <dl class="facts">{plain.map(([key, value]) => <div key={key}><dt>{key.replaceAll("_", " ")}</dt><dd>{told(value)}</dd></div>)}</dl>
      {differences.length > 0 && measures.slice(0, 8).map((measure) => {
        const rows = differences.filter((d) => String(d.measure ?? "") === measure);
        const title = t(`Difference: ${measure.replaceAll("_", " ")}`, `差：${measure.replaceAll("_", " ")}`);
        return (
          <Chart key={measure} id={`difference-${measure}`} title={title} rows={() => [["arm", "against", "estimate", "lower", "upper", "verdict"], ...rows.map((d) => [told(d.arm), told(d.against), number(d.estimate), number(d.lower), number(d.upper), told(d.verdict)])]}>
            {(width) => <Dots width={width} label={title} zero told={(v) => String(+v.toPrecision(4))}
              dots={rows.map((d) => ({ label: `${told(d.arm)} – ${told(d.against)}`, value: number(d.estimate), lower: number(d.lower), upper: number(d.upper), colour: COLOURS[String(d.verdict)] ?? FAINT, told: `${told(d.estimate)} ${told(d.verdict)}` }))} />}
          </Chart>
        );
      })}
      {tables.map(([key, rows]) => {
        const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
        return (
          <div key={key}>
            <h3>{key.replaceAll("_", " ")}</h3>
            <Table caption={key} rows={rows} columns={columns.map((column) => ({
              key: column, title: column.replaceAll("_", " "), show: (row: Fields) => told(row[column]),
              value: (row: Fields) => (typeof row[column] === "number" ? (row[column] as number) : told(row[column])), number: rows.some((row) => typeof row[column] === "number"),
            }))} />
          </div>
        );
      })}
    </>
  );
}
