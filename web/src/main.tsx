// The page: reads the data, puts the panels in order, keeps the language.
import { type ComponentChildren, render } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import { type Arm, type Lang, type Name, type Page, groundOf, load } from "./data";
import { Guard } from "./guard";
import { land as makeLand } from "./map/ground";
import { MapPanel } from "./map/panel";
import { Player } from "./map/player";
import { ComparisonPanel, DifferenceMaps } from "./panels/comparison";
import { type Section, foundBy, wholeOf } from "./found/sections";
import { counted } from "./format";
import { DistributionPanel } from "./panels/distribution";
import { FairnessPanel } from "./panels/fairness";
import { Headline } from "./panels/headline";
import { TablesPanel } from "./panels/tables";
import { TimePanel } from "./panels/time";
import { TrustPanel } from "./panels/trust";
import { type Ui, UiContext, armName, fromHash, heading, makeUi, toHash, useUi } from "./ui";
import "./style.css";

function App({ page }: { page: Page }) {
  const [lang, setLang] = useLang(page);
  const asked = Number(fromHash("arm") ?? 0);
  const [chosen, setChosen] = useState(page.arms[asked] ? asked : 0);
  const ui = useMemo(() => makeUi(page, lang, setLang), [page, lang]);
  const { t } = ui;
  const land = useMemo(() => { const ground = page.arms[0]?.view.map; return ground ? makeLand(ground) : null; }, [page]);
  const arm = page.arms[chosen]!;
  const ground = groundOf(page, arm);
  const armLand = useMemo(() => (arm.view.map && chosen > 0 ? makeLand(arm.view.map) : land), [arm, land]);
  useTitle(ui);
  const several = page.arms.length > 1;
  const found = useMemo(() => foundBy(page), [page]);
  const whole = useMemo(() => wholeOf(page), [page]);
  const sections: [string, string][] = [
    ...found.map(({ id, title }): [string, string] => [id, t(...title)]),
    ...(several ? [["comparison", t("Where", "差在何处")] as [string, string]] : []),
    ["headline", t("Headline", "要点")], ["map", t("Map", "地图")], ["replay", t("Replay", "回放")], ["time", t("Time", "时间")],
    ["distribution", t("Distribution", "分布")], ["fairness", t("Fairness", "公平")], ["tables", t("Tables", "数据表")], ["trust", t("Trust", "可信度")],
    ...whole.map(({ id, title }): [string, string] => [id, t(...title)]),
  ];
  return (
    <UiContext.Provider value={ui}>
      <a class="skip" href="#main" onClick={(e) => { e.preventDefault(); document.getElementById("main")?.focus(); }}>{t("skip to the results", "跳到结果")}</a>
      <header>
        <div class="top">
          <h1>{title(page, ui)}</h1>
          <Languages />
        </div>
        {several ? <p class="about">gridgov {page.command}</p> : <About arm={arm} />}
        <Contents sections={sections} />
      </header>
      <main id="main" tabIndex={-1}>
        <FoundSections sections={found} />
        {several && <Part id="comparison" title={t("Where the arms differ", "差在何处")}>{!page.document && <ComparisonPanel />}<DifferenceMaps land={land} /></Part>}
        {several && (
          <div class="controls arms"><label>{t("Below, the report of", "以下为该方案的报告：")} <select value={chosen} onChange={(e) => { const v = Number((e.currentTarget as HTMLSelectElement).value); setChosen(v); toHash("arm", String(v)); }}>
            {page.arms.map((a, i) => <option key={i} value={i}>{armName(ui, a)}</option>)}
          </select></label></div>
        )}
        {several && <About arm={arm} />}
        <h2 class="sr">{t("Headline", "要点")}</h2>
        <Guard><Headline arm={arm} /></Guard>
        <Part id="map" title={t("Map: where", "地图：哪里")} of={arm}><MapPanel key={`m${chosen}`} land={armLand} arm={arm} id={`map${chosen}`} /></Part>
        <Part id="replay" title={t("Replay: one day", "回放：一天")} of={arm}><Player key={`p${chosen}`} land={armLand} arm={arm} id={`day${chosen}`} /></Part>
        <Part id="time" title={t("Time: when", "时间：何时")} of={arm}><TimePanel arm={arm} id={`time${chosen}`} /></Part>
        <Part id="distribution" title={t("Distribution: how long, and why", "分布：多久与为何")}><DistributionPanel arms={several ? page.arms : [arm]} id="distribution" /></Part>
        <Part id="fairness" title={t("Fairness: for whom", "公平：对谁")} of={arm}><FairnessPanel arm={arm} ground={ground} id={`fair${chosen}`} /></Part>
        <Part id="tables" title={t("Tables", "数据表")}><TablesPanel arm={arm} /></Part>
        <Part id="trust" title={t("Trust: why believe it", "可信度：凭什么相信")}><TrustPanel arm={arm} /></Part>
        <FoundSections sections={whole} />
      </main>
      <footer><p>gridgov {arm.view.trust.run.gridgov} · {t("Satisfaction is not modelled. Intervals show Monte Carlo error only.", "不模拟满意度。区间仅含蒙特卡洛误差。")}</p></footer>
    </UiContext.Provider>
  );
}

/** A page about a document alone, of a command whose arms are too many to be shown one by one. */
function Found({ page }: { page: Page }) {
  const [lang, setLang] = useLang(page);
  const ui = useMemo(() => makeUi(page, lang, setLang), [page, lang]);
  useTitle(ui);
  const sections = useMemo(() => [...foundBy(page), ...wholeOf(page)], [page]);
  return (
    <UiContext.Provider value={ui}>
      <header>
        <div class="top"><h1>{title(page, ui)}</h1><Languages /></div>
        <p class="about">gridgov {page.command}</p>
        <Contents sections={sections.map(({ id, title }): [string, string] => [id, ui.t(...title)])} />
      </header>
      <main id="main"><FoundSections sections={sections} /></main>
    </UiContext.Provider>
  );
}

/** What a run is about, and how large it is. */
function About({ arm }: { arm: Arm }) {
  const { t } = useUi();
  const { scenario } = arm.summary;
  return (
    <>
        <p class="about">{t(arm.view.about, arm.view.about_zh)}</p>
        <p class="about">{t(`${counted(arm.summary.days, "day")} from ${scenario.start}, ${counted(arm.summary.replications, "replication")}, seed ${scenario.seed} · ${counted(scenario.officers, "officer")}, ${counted(scenario.crews, "crew")} on the roster, ${counted(scenario.posts, "post")}${scenario.residents ? `, ${scenario.residents.toLocaleString("en")} residents` : ""} · ${scenario.scenario}`,
          `自 ${scenario.start} 起 ${arm.summary.days} 天，${arm.summary.replications} 次重复，种子 ${scenario.seed} · 队员 ${scenario.officers} 人，班组 ${scenario.crews} 个，岗位 ${scenario.posts} 个${scenario.residents ? `，居民 ${scenario.residents.toLocaleString("en")} 人` : ""} · ${scenario.scenario}`)}
          {scenario.set.length > 0 && <b> · {scenario.set.join(", ")}</b>}</p>
    </>
  );
}

/** The language that the address asks for, else that of the page. */
function useLang(page: Page): [Lang, (next: Lang) => void] {
  const asked = fromHash("lang");
  const [lang, set] = useState<Lang>(asked === "zh" || asked === "en" ? asked : page.lang);
  return [lang, (next) => { set(next); toHash("lang", next); }];
}

function useTitle(ui: Ui): void {
  useEffect(() => {
    document.documentElement.lang = ui.lang === "zh" ? "zh-CN" : "en";
    document.title = `${title(ui.page, ui)} – gridgov`;
  }, [ui.lang]);
}

/** What the page is about: the scenario that the document names, else the arms. */
function title(page: Page, ui: Ui): string {
  const named = (value: unknown): string[] => {
    const { name, zh } = (typeof value === "object" && value !== null ? value : {}) as Partial<Name>;
    return name === undefined ? [] : [ui.of({ name, zh: zh ?? "" })];
  };
  const { scenario, arm, against, arms } = page.document ?? {};
  const found = [...named(scenario), ...named(arm), ...named(against)];
  if (found.length > 0) return found.join(" / ");
  if (page.arms.length > 0) return heading(ui, page.arms.map((a) => armName(ui, a)));
  return heading(ui, Array.isArray(arms) ? arms.flatMap(named) : named(page.document));
}

function Contents({ sections }: { sections: [string, string][] }) {
  const { t } = useUi();
  const go = (id: string) => (event: Event) => { event.preventDefault(); document.getElementById(id)?.scrollIntoView({ behavior: "smooth" }); };
  return <nav aria-label={t("sections", "章节")}>{sections.map(([id, label]) => <a key={id} href={`#${id}`} onClick={go(id)}>{label}</a>)}</nav>;
}

/** What the command found, section by section. */
function FoundSections({ sections }: { sections: Section[] }) {
  const { t } = useUi();
  return <>{sections.map(({ id, title, show: Show }) => <Part key={id} id={id} title={t(...title)}><Show /></Part>)}</>;
}

/** A section of the page, `of` an arm where it is of one only. */
function Part({ id, title, of, children }: { id: string; title: string; of?: Arm; children: ComponentChildren }) {
  const ui = useUi();
  return <section id={id} class="panel" data-of={of && armName(ui, of)}><h2>{title}</h2><Guard>{children}</Guard></section>;
}

function Languages() {
  const { lang, setLang } = useUi();
  return (
    <div class="languages" role="group" aria-label="Language / 语言">
      <button type="button" lang="en" aria-pressed={lang === "en"} onClick={() => setLang("en")}>English</button>
      <button type="button" lang="zh-CN" aria-pressed={lang === "zh"} onClick={() => setLang("zh")}>中文</button>
    </div>
  );
}

const root = document.getElementById("app")!;
load().then(
  (page) => { root.textContent = ""; render(<Guard>{page.arms.length > 0 ? <App page={page} /> : <Found page={page} />}</Guard>, root); },
  (error: unknown) => { root.textContent = `This report cannot be read: ${String(error)}. It needs a browser of 2023 or later. 无法读取本报告，请使用 2023 年以后的浏览器。`; },
);
