// A day as it can be asked: where is everybody at a moment? Arithmetic only.
import type { Replay } from "../data";

export const STAGES = 8;
export const WAITING = 2;
export const FOLLOW_UP = 6;
export const CLOSED = 7;
/** How long a handled incident stays on the map, in seconds. */
const LINGERS = 600;

export interface CrewAt { crew: number; state: number; x: number; y: number; incident: number | null }
export interface IncidentAt { index: number; stage: number; since: number }

export interface Tape {
  replay: Replay;
  end: number;
  moves: number[][];
  stages: number[][];
  /** Times at which anything happens, ascending. */
  times: number[];
  moving: Set<number>;
}

/** Rows of moves and stages by whom they concern. */
export function tape(replay: Replay, stateOrder: string[]): Tape {
  const moves: number[][] = [];
  replay.moves.forEach((move, i) => (moves[move[1]] ??= []).push(i));
  const stages: number[][] = replay.incidents.map(() => []);
  replay.stages.forEach((stage, i) => stages[stage[1]]!.push(i));
  const times = [...new Set([...replay.stages.map((s) => s[0]), ...replay.moves.map((m) => m[0])])].sort((a, b) => a - b);
  const moving = new Set(["travelling", "to_facility", "returning"].map((name) => stateOrder.indexOf(name)));
  return { replay, end: 86_400, moves, stages, times, moving };
}

/** The last of `rows` that is not after `at`, or -1. */
function last(rows: number[], timeOf: (row: number) => number, at: number): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (timeOf(rows[middle]!) <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

export function crewsAt(tape: Tape, at: number): CrewAt[] {
  const found: CrewAt[] = [];
  const { moves } = tape.replay;
  tape.moves.forEach((rows, crew) => {
    if (!rows) return;
    const place = last(rows, (row) => moves[row]![0], at);
    if (place < 0) return;
    const [since, , state, x, y, incident] = moves[rows[place]!]!;
    if (state === 0) return;
    const next = rows[place + 1] === undefined ? undefined : moves[rows[place + 1]!];
    if (tape.moving.has(state) && next && next[0] > since) {
      const part = (at - since) / (next[0] - since);
      found.push({ crew, state, x: x + (next[3] - x) * part, y: y + (next[4] - y) * part, incident });
    } else found.push({ crew, state, x, y, incident });
  });
  return found;
}

export function incidentsAt(tape: Tape, at: number): IncidentAt[] {
  const found: IncidentAt[] = [];
  const { stages } = tape.replay;
  tape.stages.forEach((rows, index) => {
    const place = last(rows, (row) => stages[row]![0], at);
    if (place < 0) return;
    const [since, , stage] = stages[rows[place]!]!;
    if (stage === CLOSED || (stage === FOLLOW_UP && at - since > LINGERS)) return;
    found.push({ index, stage, since });
  });
  return found;
}

/** The next time at which anything happens after `at`, or the one before. */
export function neighbour(tape: Tape, at: number, forward: boolean): number {
  if (forward) return tape.times.find((time) => time > at + 1e-6) ?? tape.end;
  for (let i = tape.times.length - 1; i >= 0; i--) if (tape.times[i]! < at - 1e-6) return tape.times[i]!;
  return 0;
}
