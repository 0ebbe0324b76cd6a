// Points of which nothing could be made, and why.
import { counted } from "../format";
import { useUi } from "../ui";

/** Points that were refused for what is wrong in the same place, and what it is of the first of them. */
export interface Refusal { points: number; path: string; why: string }

/** What was refused, as `said`, then by what is wrong where. */
export function Refusals({ said, refused = [] }: { said: [string, string]; refused?: Refusal[] }) {
  const { t } = useUi();
  const told = ({ path, why }: Refusal) => `${path}${path && t(": ", "：")}${why}`;
  return (
    <div class="alert mild" role="note">
      <p>{t(...said)}</p>
      {refused.length > 0 && <ul>{refused.map((r) => <li key={told(r)}>{t(`${counted(r.points, "point")}: `, `${r.points} 个点：`)}{told(r)}</li>)}</ul>}
    </div>
  );
}
