// Why believe it, or not: parameters with their sources, the checklist, digests, how to repeat it.
import type { Arm, Maybe } from "../data";
import { count } from "../format";
import { Table } from "../table";
import { useUi } from "../ui";

const LAWS: [string, string][] = [
  ["every incident reported ends exactly once: closed, lost, withdrawn, or open at the end", "每件上报事件恰好结束一次：结案、无对口队伍、撤回或期末未结"],
  ["milestones follow one another in time, and segments add up to the response to the tick", "节点按时间先后，各时段之和精确等于响应时间"],
  ["no crew serves two orders at once, none outside its legal states", "班组不同时承担两单，状态转换合法"],
  ["for every queue, entries minus exits equal its length, and waits add up to length over time", "各队列进出之差等于队长，等候之和等于队长对时间的积分"],
];

/** What the program itself was checked with. */
function OracleVerdicts() {
  const { t, of, page } = useUi();
  const { gridgov, command, level, compared, failed, families, seed } = page.oracles;
  const title = t("Exact answers that the program reproduces", "程序复现的精确解");
  return (
    <>
      <h3>{title}</h3>
      <p>{failed === 0
        ? t(`gridgov ${gridgov} was checked with ${compared} numbers whose exact values queueing theory knows: all agree, each within its own ${level * 100}% interval (seed ${seed}).`, `gridgov ${gridgov} 以排队论精确已知的 ${compared} 个数检验：全部相符，均落在各自的 ${level * 100}% 区间内（种子 ${seed}）。`)
        : <b class="missing">{t(`${failed} of ${compared} numbers do not agree with their exact values.`, `${compared} 个数中有 ${failed} 个与精确解不符。`)}</b>}
        {" "}{t("They were not run with this scenario; this repeats them: ", "检验并非以本场景运行；重做检验：")}<code>{command}</code></p>
      <Table caption={title} rows={families} most={12} columns={[
        { key: "family", title: t("family", "类别"), show: (f) => of(f.name) },
        { key: "cases", title: t("scenarios", "场景"), show: (f) => count(f.cases), value: (f) => f.cases, number: true },
        { key: "numbers", title: t("numbers", "数"), show: (f) => count(f.numbers), value: (f) => f.numbers, number: true },
        { key: "agree", title: t("agree", "相符"), show: (f) => count(f.numbers - f.failed), value: (f) => f.numbers - f.failed, number: true },
      ]} />
      <p class="note">{t("This is verification: the program computes what it says. Whether a scenario resembles a city is validation, for which records would be needed.", "这是“验证”：程序算得对。场景是否像一座城市属于“确认”，需要现实记录。")}</p>
    </>
  );
}

/** The commands that repeat what the page shows: its document, and a run in it. */
function Repeat({ run }: { run?: Maybe<string> }) {
  const { t, page } = useUi();
  const commands = [page.document?.repeat, run].filter((command): command is string => typeof command === "string");
  return commands.length === 0 ? null : <><h3>{t("Repeat it", "如何重现")}</h3>{commands.map((command) => <p key={command}><code class="command">{command}</code></p>)}</>;
}

/** Of a page that shows no single run. */
export function FoundTrust() {
  const { t, page } = useUi();
  const { seed, interrupted } = page.document ?? {};
  return (
    <>
      {interrupted === true && <p class="alert">{t("It was interrupted: the results are of what was done.", "已被中断：结果以已完成部分为据。")}</p>}
      <Repeat />
      <dl class="facts">
        <div><dt>{t("program", "程序")}</dt><dd>gridgov {page.gridgov}</dd></div>
        <div><dt>{t("seed", "随机种子")}</dt><dd>{String(seed)}</dd></div>
      </dl>
      <p class="note">{t("Digests of every replication and of every file that was read stand in manifest.json beside this page.", "各次重复与所读文件的指纹见同目录 manifest.json。")}</p>
      <OracleVerdicts />
    </>
  );
}

export function TrustPanel({ arm }: { arm: Arm }) {
  const { t, lang } = useUi();
  const { summary, view } = arm;
  const { run, parameters, checklist } = view.trust;
  const missing = checklist.filter((item) => item.text === null).length;
  return (
    <>
      <Repeat run={run.command} />
      <dl class="facts">
        <div><dt>{t("program", "程序")}</dt><dd>gridgov {run.gridgov}</dd></div>
        <div><dt>{t("seed", "随机种子")}</dt><dd>{run.seed}</dd></div>
        <div><dt>{t("replications", "重复次数")}</dt><dd>{run.done.length} / {run.replications}</dd></div>
        <div><dt>{t("digest of everything that happened", "全部过程的指纹")}</dt><dd><code>{summary.digest}</code></dd></div>
        <div class="wide"><dt>{t("SHA-256 of the scenario", "场景 SHA-256")}</dt><dd><code>{run.scenario_sha256}</code></dd></div>
        {run.files.map((file) => <div key={file.name} class="wide"><dt>{file.name}</dt><dd><code>{file.sha256}</code></dd></div>)}
      </dl>
      <h3>{t("Conservation audit", "守恒审计")}</h3>
      <p>{t(`Passed in ${run.done.length === 1 ? "the one replication" : `all ${run.done.length} replications`}: a run that breaks one of these laws stops and writes no results.`, `${run.done.length} 次重复全部通过：违反任一定律的运行会中止且不写结果。`)}</p>
      <ul>{LAWS.map(([en, zh]) => <li key={en}>{t(en, zh)}</li>)}</ul>
      <OracleVerdicts />
      <h3>{t("Parameters, their sources and grades", "参数、来源与评级")}</h3>
      <p class="note">{t("A: official or primary. B: press, encyclopedia, academic. C: assumed, with the range within which it may well lie.", "A：官方或一手；B：媒体、百科、学术；C：假设，附可能范围。")}</p>
      {parameters.length === 0 ? <p class="alert">{t("The scenario grades none of its parameters.", "该场景未对任何参数评级。")}</p> : (
        <Table caption={t("parameters", "参数")} rows={parameters} most={12} printed={Infinity} columns={[
          { key: "path", title: t("parameter", "参数"), show: (p) => p.path },
          { key: "value", title: t("value", "取值"), show: (p) => p.value },
          { key: "grade", title: t("grade", "评级"), show: (p) => p.grade },
          { key: "range", title: t("range", "范围"), show: (p) => (p.range ? p.range.join(" … ") : "") },
          { key: "source", title: t("source", "来源"), show: (p) => t(p.source, p.source_zh) },
        ]} />
      )}
      <h3>STRESS-DES 1.1</h3>
      <p class="note">{t(`Monks et al. (2019). Filled from the scenario; ${missing} of ${checklist.length} items only its author can fill.`, `Monks 等（2019）。由场景自动填写；${checklist.length} 项中有 ${missing} 项须作者说明。`)}</p>
      <div class="scroll" tabIndex={0} role="region" aria-label="STRESS-DES">
        <table class="checklist">
          <thead><tr><th scope="col">#</th><th scope="col">{t("item", "条目")}</th><th scope="col">{t("report", "说明")}</th></tr></thead>
          <tbody>{checklist.map((item) => <tr key={item.item}><td>{item.item}</td><td>{item.title[lang]}</td><td>{item.text ? item.text[lang] : <b class="missing">{t("NOT REPORTED", "未报告（NOT REPORTED）")}</b>}</td></tr>)}</tbody>
        </table>
      </div>
      <h3>{t("Replications", "各次重复")}</h3>
      <Table caption={t("replications", "各次重复")} rows={run.done} most={10} columns={[
        { key: "r", title: "#", show: (r) => String(r.replication), value: (r) => r.replication, number: true },
        { key: "digest", title: t("digest", "指纹"), show: (r) => r.digest },
        { key: "trace", title: t("digest of the incidents", "事件流指纹"), show: (r) => r.trace_digest },
        { key: "n", title: t("incidents", "事件数"), show: (r) => count(r.incidents), value: (r) => r.incidents, number: true },
        { key: "e", title: t("events", "仿真事件"), show: (r) => count(r.events), value: (r) => r.events, number: true },
      ]} />
    </>
  );
}
