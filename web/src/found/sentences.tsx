// The conclusions that the program itself draws: the page never words one.
import { useUi } from "../ui";

export interface Sentence { en: string; zh: string; verdict?: string }

export function Sentences({ sentences = [] }: { sentences?: Sentence[] }) {
  const { lang, t, clock } = useUi();
  if (sentences.length === 0) return null;
  const told = (s: Sentence, i: number) => <li key={i} class={s.verdict ? `verdict-${s.verdict}` : undefined}>{lang === "zh" ? s.zh : s.en}</li>;
  return (
    <>
      <ul class="verdicts lead">{sentences.slice(0, 1).map(told)}</ul>
      {sentences.length > 1 && <ul class="verdicts">{sentences.slice(1).map(told)}</ul>}
      <p class="note">{t(`${clock[0]!.toUpperCase()}${clock.slice(1)}. Sentences are about the scenarios named, not about a city: no records to compare them with are published.`, `${clock}。结论针对所列场景，而非现实城市：尚无公开记录可资验证。`)}</p>
    </>
  );
}
