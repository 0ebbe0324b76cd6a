// What the page reads: the document described in docs/report.md. Types only, and how it is unpacked.

export interface Name { name: string; zh: string }
export interface Estimate { estimate: number; lower: number | null; upper: number | null; level: number; replications: number }
export type Maybe<T> = T | null;

export interface Cause { cause: string; late: number; not_reached: number; share: number }
export interface Target {
  name: string; limit_s: number; primary: boolean;
  attainment: Maybe<Estimate>; cumulative: Maybe<Estimate>; per_stage: Maybe<Estimate>;
  met: number; of: number; replications_wanted?: Maybe<number>;
  misses: { late: number; not_reached: number; mean_excess_s: Maybe<Estimate>; causes: Cause[] };
}
export interface DurationOf {
  milestone: string; reached: number; not_reached: number; mean_s: Maybe<Estimate>;
  quantiles: { order: number; seconds: Maybe<Estimate> }[];
  cdf: { seconds: number; share: Maybe<Estimate> }[];
}
export interface SegmentMeans { incidents: number; response_s: Maybe<Estimate>; segments: { segment: string; mean_s: Maybe<Estimate> }[] }
export interface Row { name: Name; incidents: number; cumulative: Maybe<Estimate>[]; per_stage: Maybe<Estimate>[] }
export interface Breakdown { dimension: string; name: Name; rows: Row[] }
export interface WorkRow { name: Name; crews: number; utilization: Maybe<Estimate>; duty_hours: number; serving_hours: number; orders: number }
export interface Queue { entries: number; mean_length: Maybe<Estimate>; max_length: number; mean_wait_s: Maybe<Estimate> }
export interface Collapse {
  replication: number; began: number; recovered: Maybe<number>; place: Maybe<Name>; worst_waiting: number;
  demanded: number; served: number; travel_before_s: Maybe<number>; travel_during_s: Maybe<number>;
}
export interface Summary {
  scenario: {
    name: Name; scenario: string; set: string[]; start: string; seed: string; replications: number; log?: string;
    residents: number; officers: number; crews: number; posts: number;
    provenance: { parameters: number; assumed: number };
  };
  digest: string; interrupted: boolean; replications: number; level: number; days: number; warmup_days: number;
  clock: "Cumulative" | "PerStage";
  dispatch: { preempted: number };
  counts: { reported: number; measured: number; self_found: number; closed: number; open: number; lost: number; withdrawn: number };
  targets: Target[]; durations: DurationOf[];
  segments: { by_crew: SegmentMeans; settled: SegmentMeans };
  closure: { completion: Maybe<Estimate>; on_time: Maybe<Estimate>; reopened: Maybe<Estimate> };
  daily: { reported: number[]; backlog: number[]; waiting: number[] };
  workload: { utilization: Maybe<Estimate>; gini: Maybe<Estimate>; by_station: WorkRow[]; by_shift: WorkRow[]; by_crew: WorkRow[]; states: { state: string; share: Maybe<Estimate> }[] };
  queues: { crew: Queue; desks: { name: Name; place: Name; queue: Queue; clerks_busy: Maybe<Estimate> }[] };
  collapses: Collapse[]; overloads?: Collapse[]; breakdowns: Breakdown[];
  uncertainty?: { done: number; factors: unknown[]; measures: Record<string, Maybe<{ draws: number; input_share: number; input_share_interval: Maybe<[number, number]> }>> };
}

export interface Shares { share: Maybe<number>[]; lower: Maybe<number>[]; upper: Maybe<number>[] }
export interface Cells { incidents: number[]; targets: Shares[]; response_s: Maybe<number>[] }
export interface Spread { mean: number[]; low: number[]; high: number[] }
export interface Detail {
  leaves: Cells; levels: Cells[]; hours: Cells; days: Cells;
  profile: { waiting: Spread; on_duty: Spread; serving: Spread };
  cdf: Spread[];
  equity: Maybe<{ level: number; gini: Maybe<Estimate>; eligible: number; worst: { cell: number; incidents: number; attainment: Maybe<Estimate> }[] }>;
}
export interface GroundLevel { name: Name; cells: Name[]; of_leaf: number[] }
export interface Ground {
  corners: number[]; rings: number[][]; outline: number[];
  leaf: { name: Name; count: number; names: string[]; zh: string[]; residents: number[]; centres: number[]; outer: number[] };
  levels: GroundLevel[];
  /** x, y, name, Chinese name, minutes to a straight kilometre */
  stations: [number, number, string, string, number][];
}
export interface Replay {
  replication: number; day: number; date: string; chosen: "asked" | "busiest"; most_waiting: number; reports: number;
  /** number, x, y, leaf, category, priority, reported (s since midnight of the first day) */
  incidents: [number, number, number, number, number, number, number][];
  /** s since midnight, index of incident, stage */
  stages: [number, number, number][];
  /** s since midnight, crew, state, x, y, incident */
  moves: [number, number, number, number, number, Maybe<number>][];
}
export interface WorstIncident {
  incident: number; leaf: number; reported_s: number; category: number; channel: number; priority: number;
  served_by: Maybe<["settler" | "crew", number]>; cause: Maybe<string>; cause_s: number; took_s: Maybe<number>;
  after_s: Record<string, Maybe<number>>; segments_s: [number, number][]; refusals: number; end: string;
}
export interface Trust {
  parameters: { path: string; value: string; grade: "A" | "B" | "C"; source: string; source_zh: string; range: Maybe<[string, string]> }[];
  checklist: { item: string; title: Both; text: Maybe<Both> }[];
  run: {
    gridgov: string; scenario_sha256: string; files: { name: string; sha256: string }[]; seed: string; replications: number;
    stream_scheme: number; done: { replication: number; digest: string; trace_digest: string; incidents: number; events: number }[];
    interrupted: boolean; command: Maybe<string>;
  };
}
export interface Both { en: string; zh: string }
export interface View {
  about: string; about_zh: string; structure: Name; indifference: number;
  categories: Name[]; channels: Name[]; settlers: Name[]; crews: [Name, Name, Name, Name][];
  calendar: { start: string; first_weekday: number; surges: { name: Name; days: number[] }[] };
  detail: Detail; map: Maybe<Ground>; replay: Maybe<Replay>; worst: WorstIncident[]; trust: Trust;
}
export interface Difference { paired: boolean; pairs: number; levels: { shown: Maybe<number>; targets: Shares[] }[] }
/** `letter` stands for the arm where there is no room for its name. */
export interface Arm { letter: string; summary: Summary; view: View }
export interface Oracles {
  gridgov: string; command: string; level: number; seed: string; compared: number; failed: number;
  families: { name: Name; cases: number; numbers: number; failed: number }[];
}
export type Names = Record<string, [string, string]>;
export interface Page {
  schema: number; command: string; lang: Lang; gridgov: string; oracles: Oracles;
  names: { milestones: Names; targets: Names; clock: [string, string]; causes: Names; states: Names; measures: Names; units: Record<string, "share" | "seconds" | "count">; state_order: string[]; segment_order: string[]; emergent: string[] };
  arms: Arm[]; differences: Maybe<Difference>[]; document: Maybe<Record<string, unknown>>;
}
export type Lang = "en" | "zh";

/** The ground of an arm: its own, or that of the first, which is not there twice. */
export function groundOf(page: Page, arm: Arm): Maybe<Ground> {
  return arm.view.map ?? page.arms[0]?.view.map ?? null;
}

/** The document in the page. */
export async function load(): Promise<Page> {
  const text = document.getElementById("data")?.textContent?.trim() ?? "";
  const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return (await new Response(stream).json()) as Page;
}
