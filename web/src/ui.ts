// Language, names and the state that the address keeps, shared by all panels.
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Arm, Lang, Name, Names, Page } from "./data";
import { counted, limit } from "./format";

export interface Ui {
  page: Page;
  lang: Lang;
  setLang: (lang: Lang) => void;
  /** The text of the present language: t("hour", "时段"). */
  t: (en: string, zh: string) => string;
  /** A name that the scenario gives. */
  of: (name: Name) => string;
  /** The name of a key of the results. */
  key: (names: Names, key: string) => string;
  /** A target with its limit: on scene ≤ 45 min. */
  target: (target: { name: string; limit_s: number }) => string;
  /** From when on the limits of targets count. */
  clock: string;
}

export const UiContext = createContext<Ui | null>(null);

export function useUi(): Ui {
  const ui = useContext(UiContext);
  if (!ui) throw new Error("no context");
  return ui;
}

export function makeUi(page: Page, lang: Lang, setLang: (lang: Lang) => void): Ui {
  const zh = lang === "zh";
  const key = (names: Names, key: string) => names[key]?.[zh ? 1 : 0] ?? key;
  return {
    page, lang, setLang, key,
    t: (en, chinese) => (zh ? chinese : en),
    of: (name) => (zh && name.zh ? name.zh : name.name.replaceAll("_", " ")),
    target: ({ name, limit_s }) => `${key(page.names.targets, name)} ≤ ${limit(limit_s, lang)}`,
    clock: page.names.clock[zh ? 1 : 0],
  };
}

/** The name of an arm; where another is called the same, with what they do not have in common. */
export function armName(ui: Ui, arm: Arm): string {
  const { name } = arm.summary.scenario;
  const traits = ({ summary: { scenario: { scenario, set, seed }, replications } }: Arm) =>
    [...set, ui.t(`seed ${seed}`, `种子 ${seed}`), ui.t(counted(replications, "replication"), `${replications} 次重复`), scenario];
  const same = ui.page.arms.filter((other) => ui.of(other.summary.scenario.name) === ui.of(name)).map(traits);
  const own = traits(arm).filter((one) => !same.every((other) => other.includes(one)));
  return own.length > 0 ? `${ui.of(name)}${bracketed(ui, own.join(", "))}` : ui.of(name);
}

/** What a page is about, all of it by name where that is a few only. */
export function heading({ t }: Ui, names: string[]): string {
  return names.length > 4 ? t(`${names[0]} and ${names.length - 1} more`, `${names[0]}等 ${names.length} 个`) : names.join(" / ");
}

/** What is said in brackets after something. */
export function bracketed(ui: Ui, text: string): string {
  return ui.t(` (${text})`, `（${text}）`);
}

/** The state in the address, such as #lang=zh&level=2: a link or a reload shows the same. */
export function fromHash(key: string): string | null {
  return new URLSearchParams(location.hash.slice(1)).get(key);
}

export function toHash(key: string, value: string | null): void {
  const state = new URLSearchParams(location.hash.slice(1));
  if (value === null) state.delete(key);
  else state.set(key, value);
  history.replaceState(null, "", `#${state}`);
}
