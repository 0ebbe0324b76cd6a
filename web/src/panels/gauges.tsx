// Four gauges: respond, accept, depart, on scene; each with its interval.
import { BLUE, EMPTY, FAINT, INK } from "../colour";
import type { Arm } from "../data";
import { between, count, percent } from "../format";
import { useUi } from "../ui";

const [R, WIDE] = [62, 15];
/** The part that is missed: pale, so that what is kept is read first. */
const MISSED = "#f4c7a1";

/** The point of a half circle at a share. */
function at(share: number, radius: number): string {
  const angle = Math.PI * (1 - share);
  return `${(80 + radius * Math.cos(angle)).toFixed(2)} ${(78 - radius * Math.sin(angle)).toFixed(2)}`;
}

function arc(from: number, to: number, radius: number): string {
  return `M${at(from, radius)}A${radius} ${radius} 0 0 1 ${at(to, radius)}`;
}

export function Gauges({ arm }: { arm: Arm }) {
  const { t, target: nameOf } = useUi();
  const { summary } = arm;
  const other = summary.clock === "Cumulative" ? "per_stage" : "cumulative";
  return (
    <div class="gauges">
      {summary.targets.map((target) => {
        const e = target.attainment;
        const name = nameOf(target);
        const share = e?.estimate ?? 0;
        return (
          <figure key={target.name} class={target.primary ? "gauge primary" : "gauge"}>
            <svg viewBox="0 0 160 92" role="img" aria-label={`${name}: ${percent(e?.estimate)} ${between(e)}`}>
              <path d={arc(0, 1, R)} stroke={e ? MISSED : EMPTY} stroke-width={WIDE} fill="none" />
              {share > 0 && <path d={arc(0, Math.min(share, 0.9999), R)} stroke={BLUE} stroke-width={WIDE} fill="none" />}
              {e && e.lower !== null && e.upper !== null && (
                <path d={arc(e.lower, Math.max(e.upper, e.lower + 0.004), R + 11)} stroke={INK} stroke-width="4" fill="none" />
              )}
              <text x="80" y="74" text-anchor="middle" font-size="24" font-weight="700" fill={INK}>{percent(e?.estimate)}</text>
              <text x="80" y="89" text-anchor="middle" font-size="10" fill={FAINT}>{between(e) || t("no interval", "无区间")}</text>
            </svg>
            <figcaption>
              <b>{name}</b>{target.primary && <span class="badge">{t("primary", "主要")}</span>}
              <small>{count(target.met)} / {count(target.of)}<br />{other === "per_stage" ? t("per stage", "分段计") : t("from the report", "自上报起")}: {percent(target[other]?.estimate)}</small>
            </figcaption>
          </figure>
        );
      })}
    </div>
  );
}
