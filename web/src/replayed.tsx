// That all replications replay the same records, by which intervals are to be read.
import type { Maybe, Name } from "./data";
import { useUi } from "./ui";

/** The table of records that an arm replays, if there is one; not in results of older versions. */
export interface Replaying extends Name { log?: Maybe<string> }

/** Arms of which only some replay a table are told by their names. */
export function Replayed({ arms }: { arms: Maybe<Replaying>[] }) {
  const { t, of } = useUi();
  const all = arms.filter((arm) => !!arm);
  const logs = [...new Set(all.map((arm) => arm.log))].filter((log) => typeof log === "string");
  const some = (log: string) => all.filter((arm) => arm.log === log);
  const whose = (log: string): [string, string] => (some(log).length === all.length ? ["", ""] : [` of ${some(log).map(of).join(", ")}`, `${some(log).map(of).join("、")}的`]);
  return <>{logs.map((log) => (
    <p key={log} class="note">{t(`All replications${whose(log)[0]} replay ${log}: they differ in the luck of those who serve, and so do the intervals.`, `${whose(log)[1]}各次重复均取自记录 ${log}：差异只来自处置过程的随机性，区间亦然。`)}</p>
  ))}</>;
}
