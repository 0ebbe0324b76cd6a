// Which sections a command's document fills. A document that no chart knows is shown whole, as tables.
import type { ComponentType } from "preact";
import type { Page } from "../data";
import { DocumentPanel } from "../panels/document";
import { CompareAnswer, CompareDoubt, CompareTrust, CompareWhom, CompareWhy } from "./compare";
import { BreakEvenAnswer, BreakEvenCurves, type BreakEvenDocument } from "./break_even";
import type { CompareDocument } from "./document";
import { FrontierAnswer, type FrontierDocument, FrontierLevels } from "./frontier";
import { RankLeague, RankMap, RankSaved, RankTrade, type RankDocument } from "./rank";
import { SensitivityAnswer, type SensitivityDocument } from "./sensitivity";
import { SweepAnswer, type SweepDocument } from "./sweep";

export interface Section { id: string; title: [string, string]; show: ComponentType }

export function foundBy(page: Page): Section[] {
  if (!page.document) return [];
  switch (page.command) {
    case "compare": {
      const document = page.document as unknown as CompareDocument;
      return [
        { id: "answer", title: ["The answer", "结论"], show: () => <CompareAnswer document={document} /> },
        { id: "why", title: ["Why: where the minutes go", "为何：时间去向"], show: () => <CompareWhy document={document} /> },
        { id: "whom", title: ["For whom: who gains, who loses", "对谁：谁受益，谁受损"], show: () => <CompareWhom document={document} /> },
        { id: "doubt", title: ["What it hangs on: assumptions", "取决于什么：假设"], show: () => <CompareDoubt document={document} /> },
        { id: "basis", title: ["How sure it is", "把握有多大"], show: () => <CompareTrust document={document} /> },
      ];
    }
    case "frontier": {
      const document = page.document as unknown as FrontierDocument;
      return [
        { id: "answer", title: ["How few are enough", "多少人足够"], show: () => <FrontierAnswer document={document} /> },
        { id: "levels", title: ["Levels looked at", "查看过的水平"], show: () => <FrontierLevels document={document} /> },
        { id: "document", title: ["Everything", "全部结果"], show: DocumentPanel },
      ];
    }
    case "rank": {
      const document = page.document as unknown as RankDocument;
      return [
        { id: "answer", title: ["League of rules", "规则排名"], show: () => <RankLeague document={document} /> },
        { id: "trade", title: ["What it costs others", "代价"], show: () => <RankTrade document={document} /> },
        { id: "turns", title: ["Where the ranking turns", "排名在何处改变"], show: () => <RankMap document={document} /> },
        { id: "saved", title: ["Misses that another rule would have saved", "其他规则可避免的未达"], show: () => <RankSaved document={document} /> },
        { id: "document", title: ["Everything", "全部结果"], show: DocumentPanel },
      ];
    }
    case "break-even": {
      const document = page.document as unknown as BreakEvenDocument;
      return [
        { id: "answer", title: ["What would turn it round", "什么会使结论翻转"], show: () => <BreakEvenAnswer document={document} /> },
        { id: "along", title: ["Along one number", "沿单个参数"], show: () => <BreakEvenCurves document={document} /> },
        { id: "document", title: ["Everything", "全部结果"], show: DocumentPanel },
      ];
    }
    case "sensitivity": {
      const document = page.document as unknown as SensitivityDocument;
      return [
        { id: "answer", title: ["What matters", "什么重要"], show: () => <SensitivityAnswer document={document} /> },
        { id: "document", title: ["Everything", "全部结果"], show: DocumentPanel },
      ];
    }
    case "sweep": {
      const document = page.document as unknown as SweepDocument;
      return [
        { id: "answer", title: ["Points", "各点"], show: () => <SweepAnswer document={document} /> },
        { id: "document", title: ["Everything", "全部结果"], show: DocumentPanel },
      ];
    }
    default:
      return [{ id: "document", title: ["What the command found", "命令结果"], show: DocumentPanel }];
  }
}
