// Which sections a command's document fills.
import type { ComponentType } from "preact";
import type { Page } from "../data";
import { DocumentPanel } from "../panels/document";
import { FoundTrust } from "../panels/trust";
import { CompareAnswer, CompareDoubt, CompareTrust, CompareWhom, CompareWhy } from "./compare";
import { BreakEvenAnswer, BreakEvenCurves, type BreakEvenDocument } from "./break_even";
import type { CompareDocument } from "./document";
import { FrontierAnswer, type FrontierDocument, FrontierLevels } from "./frontier";
import { RankHindsight, RankLeague, RankMap, RankSaved, RankTrade, type RankDocument } from "./rank";
import { SensitivityAnswer, type SensitivityDocument } from "./sensitivity";
import { SinglePanel } from "./single";
import { SweepAnswer, type SweepDocument } from "./sweep";

export interface Section { id: string; title: [string, string]; show: ComponentType }

/** Everything, at the end of every page. */
const WHOLE: Section = { id: "document", title: ["Everything", "全部结果"], show: DocumentPanel };

export function foundBy(page: Page): Section[] {
  if (!page.document) return [];
  const own = ownOf(page.command, page.document);
  if (page.arms.length > 0) return own;
  return [...own, { id: "map", title: ["Map and replay", "地图与回放"], show: SinglePanel }, { id: "trust", title: ["Trust: why believe it", "可信度：凭什么相信"], show: FoundTrust }];
}

/** What is shown of a document last. */
export function wholeOf(page: Page): Section[] {
  return page.document ? [WHOLE] : [];
}

function ownOf(command: string, found: Record<string, unknown>): Section[] {
  switch (command) {
    case "compare": {
      const document = found as unknown as CompareDocument;
      return [
        { id: "answer", title: ["The answer", "结论"], show: () => <CompareAnswer document={document} /> },
        { id: "why", title: ["Why: where the minutes go", "为何：时间去向"], show: () => <CompareWhy document={document} /> },
        { id: "whom", title: ["For whom: who gains, who loses", "对谁：谁受益，谁受损"], show: () => <CompareWhom document={document} /> },
        { id: "doubt", title: ["What it hangs on: assumptions", "取决于什么：假设"], show: () => <CompareDoubt document={document} /> },
        { id: "basis", title: ["How sure it is", "把握有多大"], show: () => <CompareTrust document={document} /> },
      ];
    }
    case "frontier": {
      const document = found as unknown as FrontierDocument;
      return [
        { id: "answer", title: ["How few are enough", "多少人足够"], show: () => <FrontierAnswer document={document} /> },
        { id: "levels", title: ["Levels looked at", "查看过的水平"], show: () => <FrontierLevels document={document} /> },
      ];
    }
    case "rank": {
      const document = found as unknown as RankDocument;
      return [
        { id: "answer", title: ["League of rules", "规则排名"], show: () => <RankLeague document={document} /> },
        { id: "trade", title: ["What it costs others", "代价"], show: () => <RankTrade document={document} /> },
        { id: "hindsight", title: ["How far from hindsight", "与事后最优下界的距离"], show: () => <RankHindsight document={document} /> },
        { id: "turns", title: ["Where the ranking turns", "排名在何处改变"], show: () => <RankMap document={document} /> },
        { id: "saved", title: ["Misses that another rule would have saved", "其他规则可避免的未达"], show: () => <RankSaved document={document} /> },
      ];
    }
    case "break-even": {
      const document = found as unknown as BreakEvenDocument;
      return [
        { id: "answer", title: ["What would turn it round", "什么会使结论翻转"], show: () => <BreakEvenAnswer document={document} /> },
        { id: "along", title: ["Along one number", "沿单个参数"], show: () => <BreakEvenCurves document={document} /> },
      ];
    }
    case "sensitivity": {
      const document = found as unknown as SensitivityDocument;
      return [{ id: "answer", title: ["What matters", "什么重要"], show: () => <SensitivityAnswer document={document} /> }];
    }
    case "sweep": {
      const document = found as unknown as SweepDocument;
      return [{ id: "answer", title: ["Points", "各点"], show: () => <SweepAnswer document={document} /> }];
    }
    default:
      return [];
  }
}
