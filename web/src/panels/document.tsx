// What a command other than `run` found: differences as points with whiskers, everything else as tables. Nothing is left
// out because no chart knows it.
import { Dots } from "../charts/bars";
import { Chart, Empty } from "../charts/frame";
import { BLUE, FAINT, GREEN, RED } from "../colour";
import { duration, percent, points } from "../format";
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

/** One sentence and one point per target and arm: the difference, its interval, the verdict, and how often its sign held when assumptions were drawn. */
function Targets({ document, differences }: { document: Fields; differences: Fields[] }) {
  const { t, key, page, lang } = useUi();
  const targets = Array.isArray(document.targets) ? document.targets.filter(isRow) : [];
  const rows = targets.flatMap((target) => differences.filter((d) => d.measure === target.name).map((d) => ({ d, target })));
  if (rows.length === 0) return null;
  const margin = number(document.indifference) ?? 0;
  const words: Record<string, string> = {
    better: t("better by more than the margin", "更好，且超过界限"), worse: t("worse by more than the margin", "更差，且超过界限"),
    equal: t("equal within the margin", "在界限内相当"), undecided: t("undecided", "未定"),
  };
  const draws = isRow(document.draws) && Array.isArray(document.draws.pairs) ? document.draws.pairs.filter(isRow) : [];
  const title = t("Differences of attainment, percentage points", "达标率之差（百分点）");
  const name = (target: Fields) => `${key(page.names.milestones, String(target.name))} ≤ ${duration(number(target.limit_s), lang)}`;
  const of = (end: unknown) => points(number(end));
  return (
    <>
      <ul class="verdicts">{rows.map(({ d, target }) => {
        const drawn = target.primary ? draws.find((pair) => pair.arm === d.arm && pair.against === d.against) : undefined;
        return (
          <li key={`${told(d.arm)}-${told(d.against)}-${told(target.name)}`}>
            <b>{told(d.arm)}</b> {t("against", "对比")} <b>{told(d.against)}</b>, {name(target)}{t(": ", "：")}{of(d.estimate)} {t("points", "个百分点")}
            {number(d.lower) !== null && t(` (interval ${of(d.lower)} to ${of(d.upper)}, level ${percent(number(d.level), 0)}; ${told(d.replications)} runs)`, `（区间 ${of(d.lower)} 至 ${of(d.upper)}，置信水平 ${percent(number(d.level), 0)}；${told(d.replications)} 次重复）`)} – <b>{words[String(d.verdict)] ?? told(d.verdict)}</b>
            {drawn ? t(`; the sign held in ${told(drawn.held)} of ${told(drawn.of)} draws of the assumptions`, `；在 ${told(drawn.of)} 次假设抽样中 ${told(drawn.held)} 次符号不变`) : ""}{t(".", "。")}
          </li>
        );
      })}</ul>
      <Chart id="differences" title={title} note={t(`Grey band: the margin of ±${points(margin, 1).slice(1)} points that counts as none.`, `灰带：±${points(margin, 1).slice(1)} 个百分点视为相当。`)}
        rows={() => [["arm", "against", "target", "difference", "lower", "upper", "verdict"], ...rows.map(({ d }) => [told(d.arm), told(d.against), told(d.measure), number(d.estimate), number(d.lower), number(d.upper), told(d.verdict)])]}>
        {(width) => <Dots width={width} label={title} zero band={[-margin, margin]} told={(v) => points(v, 1)}
          dots={rows.map(({ d, target }) => ({ label: `${told(d.arm)}: ${name(target)}`, value: number(d.estimate), lower: number(d.lower), upper: number(d.upper), colour: COLOURS[String(d.verdict)] ?? FAINT, told: of(d.estimate) }))} />}
      </Chart>
    </>
  );
}

export function DocumentPanel() {
  const { t, page } = useUi();
  const document = page.document;
  if (!document) return <Empty title={page.command} why={t("The command left no document of its own.", "该命令没有自己的结果文档。")} />;
  const plain = Object.entries(document).filter(([key, value]) => !["schema", "command"].includes(key) && !(Array.isArray(value) && value.some(isRow)) && !isRow(value));
  const tables = Object.entries(document).flatMap(([key, value]): [string, Fields[]][] => (Array.isArray(value) && value.some(isRow) ? [[key, value.filter(isRow)]] : isRow(value) ? [[key, [value]]] : []));
  const differences = Array.isArray(document.differences) ? document.differences.filter(isRow) : [];
  const targets = Array.isArray(document.targets) ? document.targets.filter(isRow).map((x) => String(x.name)) : [];
  const measures = [...new Set(differences.map((d) => String(d.measure ?? "")))];
  return (
    <>
      <dl class="facts">{plain.map(([key, value]) => <div key={key}><dt>{key.replaceAll("_", " ")}</dt><dd>{told(value)}</dd></div>)}</dl>
      <Targets document={document} differences={differences} />
      {measures.filter((measure) => !targets.includes(measure)).slice(0, 4).map((measure) => {
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
