// Commands that run too many arms to show the map and the days of each: what shows them of one.
import { useState } from "preact/hooks";
import { Empty } from "../charts/frame";
import type { Name } from "../data";
import { useUi } from "../ui";

interface Scenario extends Name { scenario: string; set: string[] }
interface One { label: string; scenario: string; set: string[] }

const quoted = (word: string) => (/^[\w\-./=:,+@%]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

export function SinglePanel() {
  const { t, page, of } = useUi();
  const [at, setAt] = useState(0);
  const ones = onesOf(page.document ?? {}, of);
  const one = ones[at];
  const title = t("Map, replay, time and distribution of a single run", "单次方案的地图、回放、时间与分布");
  if (!one) return <Empty title={title} why={t("Not in this page: nothing was run to its end.", "本页未包含：尚无完成的运行。")} />;
  const command = ["gridgov run", quoted(one.scenario), ...one.set.map((set) => `--set ${quoted(set)}`), "--out one"].join(" ");
  return (
    <>
      <Empty title={title}
        why={t("Not in this page: this command runs too many points to keep all that of each. The command below makes the report of one.", "本页未包含：该命令运行的点过多，不逐一保存。以下命令生成其中一个的完整报告。")} />
      {ones.length > 1 && <div class="controls"><label>{t("of ", "选择 ")}<select value={at} onChange={(e) => setAt(Number((e.currentTarget as HTMLSelectElement).value))}>{ones.map((x, i) => <option key={i} value={i}>{x.label}</option>)}</select></label></div>}
      <p><code class="command">{command}</code></p>
    </>
  );
}

/** The scenarios behind a document: of a sweep its points, else the one that it names. */
function onesOf(d: Record<string, unknown>, of: (name: Name) => string): One[] {
  const scenarios = Array.isArray(d.scenarios) ? (d.scenarios as Scenario[]) : [];
  if (Array.isArray(d.points)) {
    return (d.points as { point: number; scenario: string; set: string[] }[]).flatMap((point) => {
      const own = scenarios.find((s) => s.name === point.scenario);
      return own ? [{ label: `#${point.point} ${[of(own), ...point.set].join(", ")}`, scenario: own.scenario, set: [...own.set, ...point.set] }] : [];
    });
  }
  return typeof d.scenario === "string" ? [{ label: d.scenario, scenario: d.scenario, set: Array.isArray(d.set) ? (d.set as string[]) : [] }] : [];
}
