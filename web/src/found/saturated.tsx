// Arms that collapsed or were asked for more than they can carry, before anything else: nothing is averaged away silently.
import { counted } from "../format";
import { useUi } from "../ui";

/** In how many of its replications an arm did; not in results of older versions. */
export interface Saturable { name: string; replications: number; collapsed_replications?: number; overloaded_replications?: number }

/** A warning for each kind; arms with the same numbers are named together. */
export function Saturations({ arms }: { arms: Saturable[] }) {
  const { t } = useUi();
  const groups = (count: (arm: Saturable) => number) => {
    const found = new Map<string, { n: number; of: number; names: string[] }>();
    for (const arm of arms.filter((arm) => count(arm) > 0)) {
      const [n, of] = [count(arm), arm.replications];
      found.set(`${n}/${of}`, { n, of, names: [...(found.get(`${n}/${of}`)?.names ?? []), arm.name] });
    }
    return [...found.values()].map(({ n, of, names }) => {
      const several = names.length > 1;
      return { names: names.join(t(", ", "、")), several, n, of: t(`${counted(of, "replication")}${several ? " of each" : ""}`, `${several ? "各 " : ""}${of} 次重复`) };
    });
  };
  return (
    <>
      {groups((arm) => arm.collapsed_replications ?? 0).map(({ names, several, n, of }) => (
        <div key={names} class="alert" role="alert"><p><b>{t(`${names}: the system collapsed in ${n} of ${of}.`, `${names}：${of}中有 ${n} 次系统崩溃。`)}</b> {t(`${several ? "Their" : "Its"} averages mix working and broken days.`, "其平均值混合了正常与失效的日子。")}</p></div>
      ))}
      {groups((arm) => arm.overloaded_replications ?? 0).map(({ names, n, of }) => (
        <div key={names} class="alert mild" role="note"><p>{t(`${names}: more was asked than crews can carry, for days, in ${n} of ${of}.`, `${names}：${of}中有 ${n} 次连日超负荷。`)}</p></div>
      ))}
    </>
  );
}
