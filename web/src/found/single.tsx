// Pages that do not show the map and the days of an arm: the command that does.
import { useState } from "preact/hooks";
import { Empty } from "../charts/frame";
import type { Name } from "../data";
import { quoted } from "../format";
import { type Ui, useUi } from "../ui";

interface Scenario extends Name { scenario: string; set: string[] }
interface Point { point: number; scenario: string; set: string[]; refused: unknown }
interface One { label: string; scenario: string; set: string[]; replications?: number }

export function SinglePanel() {
  const ui = useUi();
  const { t, page } = ui;
  const [at, setAt] = useState(0);
  const d = page.document ?? {};
  const { why, ones } = singles(d, ui);
  const one = ones[at];
  const title = t("Map, replay, time and distribution of a single run", "单次方案的地图、回放、时间与分布");
  if (!one) return <Empty title={title} why={t("Not in this page: there is nothing that could be run.", "本页未包含：没有可运行的方案。")} />;
  const command = ["gridgov run", quoted(one.scenario), ...one.set.map((set) => `--set ${quoted(set)}`), `--seed ${String(d.seed)}`,
    ...(one.replications ? [`--replications ${one.replications}`] : []), "--out one"].join(" ");
  return (
    <>
      <Empty title={title} why={t(`Not in this page: ${why[0]}`, `本页未包含：${why[1]}`)} />
      {ones.length > 1 && <div class="controls"><label>{t("of ", "选择 ")}<select value={at} onChange={(e) => setAt(Number((e.currentTarget as HTMLSelectElement).value))}>{ones.map((x, i) => <option key={i} value={i}>{x.label}</option>)}</select></label></div>}
      <p><code class="command">{command}</code></p>
    </>
  );
}

/** What can be run of a document, and why the page does not show it. */
function singles(d: Record<string, unknown>, { of }: Ui): { why: [string, string]; ones: One[] } {
  const replications = typeof d.replications === "number" ? d.replications : undefined;
  if (Array.isArray(d.points)) {
    const scenarios = d.scenarios as Scenario[];
    const ones = (d.points as Point[]).filter((point) => !point.refused).flatMap((point) => {
      const own = scenarios.find((s) => s.name === point.scenario);
      return own ? [{ label: `#${point.point} ${[of(own), ...point.set].join(", ")}`, scenario: own.scenario, set: [...own.set, ...point.set], replications }] : [];
    });
    return { why: ["this command runs too many points to keep all that of each. The command below runs one of them again and makes its report.", "该命令运行的点过多，不逐一保存。以下命令重新运行其中一个点并生成其报告。"], ones };
  }
  if (typeof d.scenario === "string") {
    const own = { label: d.scenario, scenario: d.scenario, set: (d.set ?? []) as string[] };
    return { why: ["this command runs too many points to keep all that of each. The command below makes the report of the scenario itself, with none of its numbers moved and its own days and replications; design.csv tells where each point lay.", "该命令运行的点过多，不逐一保存。以下命令生成场景本身的报告：各参数未移动，天数与重复次数为场景自身所设；各点的取值见 design.csv。"], ones: [own] };
  }
  const arms = (Array.isArray(d.arms) ? d.arms : [d.scenario, d.arm, d.against].filter(Boolean)) as Scenario[];
  const one = (arm: Scenario): One => ({ label: of(arm), scenario: arm.scenario, set: arm.set, replications: Array.isArray(d.arms) ? replications : undefined });
  if (d.paired === false) {
    return {
      why: ["the command ended before maps and days of its arms were made. The command below makes the report of the baseline; the replications of the other arms follow on those of the baseline, and no command makes the report of these alone.", "命令在生成各方案的地图与逐日数据之前结束。以下命令生成基准方案的报告；其余方案的重复编号接在基准之后，没有单独生成其报告的命令。"],
      ones: arms.slice(0, 1).map(one),
    };
  }
  return { why: ["the command ended before maps and days of its arms were made. The command below makes the report of one arm.", "命令在生成各方案的地图与逐日数据之前结束。以下命令生成其中一个方案的报告。"], ones: arms.map(one) };
}
