// Which sections a command's document fills. A document that no chart knows is shown whole, as tables.
import type { ComponentType } from "preact";
import type { Page } from "../data";
import { DocumentPanel } from "../panels/document";
import { CompareAnswer, CompareDoubt, CompareTrust, CompareWhom, CompareWhy } from "./compare";
import type { CompareDocument } from "./document";

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
    default:
      return [{ id: "document", title: ["What the command found", "命令结果"], show: DocumentPanel }];
  }
}
