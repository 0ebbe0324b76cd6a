// What parts of the page say, without a browser: `npm test`.
import { build } from "esbuild";
import assert from "node:assert/strict";
import test from "node:test";

const SOURCES = ["format", "colour", "ui", "charts/scale", "panels/headline", "found/frontier", "found/rank", "found/sensitivity", "found/sweep"];
const { outputFiles } = await build({
  stdin: {
    contents: `${SOURCES.map((name) => `export * from "./src/${name}";`).join("")} export { h } from "preact"; export { render } from "preact-render-to-string";`,
    resolveDir: import.meta.dirname,
  },
  bundle: true, write: false, format: "esm", platform: "node", jsx: "automatic", jsxImportSource: "preact", logLevel: "error",
});
const page = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
const { alike, attainmentScale, amountScale, countBounds, h, makeUi, percent, render, shareBounds, UiContext } = page;

const NAMES = {
  milestones: {}, targets: { on_scene: ["on scene", "到场"] }, clock: ["limits count from the report", "自上报起累计"], causes: {}, states: {},
  measures: { on_scene: ["on scene in time", "按时到场"] }, units: { on_scene: "share" }, state_order: [], segment_order: [], emergent: [],
};

/** What a component says, without its marks. */
function said(component, props, lang = "en") {
  const ui = makeUi({ names: NAMES, arms: [], document: null }, lang, () => {});
  return render(h(UiContext.Provider, { value: ui }, h(component, props))).replace(/<[^>]+>/g, "").replaceAll("&quot;", '"').replaceAll("&gt;", ">").replaceAll("&lt;", "<");
}

test("what is short of all is never shown as all, nor something as nothing", () => {
  for (const [share, digits, told] of [[0.9995, 1, ">99.9%"], [0.99999, 1, ">99.9%"], [0.9994, 1, "99.9%"], [1, 1, "100.0%"], [0, 1, "0.0%"], [0.0005, 1, "0.1%"], [0.0004, 1, "<0.1%"], [0.995, 0, ">99%"], [0.004, 0, "<1%"]]) {
    assert.equal(percent(share, digits), told, `${share}`);
  }
});

test("the bounds of a scale differ from one another as they are told", () => {
  for (const values of [[1, 0.99995, 0.9999, 0.9998, 0.9997], [0.5, 0.9, 0.7], [0, 0, 0, 0.0004], [1, 1, 1, 0.99]]) {
    const scale = attainmentScale(values);
    const told = scale.bounds.map(shareBounds(scale));
    assert.ok(told.length > 0 && new Set(told).size === told.length && told.every((text) => /^[\d.]+%$/.test(text)), told.join(" "));
  }
  const few = amountScale([0.01, 0.02, 0.04, 0.05, 0.07]);
  assert.equal(new Set(few.bounds.map(countBounds(few))).size, few.bounds.length);
  assert.deepEqual([attainmentScale([1, 1]), attainmentScale([0, 0])].map(({ bounds, colours }) => [bounds.length, colours.length]), [[0, 1], [0, 1]]);
  assert.notEqual(attainmentScale([1, 1]).colours[0], attainmentScale([0, 0]).colours[0]);
});

const estimate = (value, half, replications) => ({ estimate: value, lower: half === null ? null : value - half, upper: half === null ? null : value + half, level: 0.95, replications });
const cells = (incidents, share) => ({ incidents, targets: [{ share, lower: share.map(() => null), upper: share.map(() => null) }], response_s: [] });

/** A run of five replications. */
function run({ of, attainment, hours = cells([], []), levels = [], equity = null, map = null, provenance = { parameters: 3, assumed: 1 } }) {
  const target = { name: "on_scene", limit_s: 2700, primary: true, attainment, cumulative: attainment, per_stage: attainment, met: 0, of, misses: { late: 0, not_reached: 0, mean_excess_s: null, causes: [] } };
  return {
    summary: { scenario: { replications: 5, provenance }, replications: 5, days: 10, warmup_days: 0, clock: "Cumulative", interrupted: false, targets: [target], collapses: [] },
    view: { detail: { hours, levels, equity }, map },
  };
}

test("where nothing is measured nothing is claimed", () => {
  const text = said(page.Headline, { arm: run({ of: 0, attainment: null }) });
  assert.match(text, /No incident was measured\./);
  assert.doesNotMatch(text, /one run|which these data do not decide|of incidents are/);
});

test("an interval is missing for the replications that were measured", () => {
  const text = said(page.Headline, { arm: run({ of: 1, attainment: estimate(1, null, 1) }) });
  assert.match(text, /\(measured in one run: no interval\)/);
});

test("nothing is the worst where none differs", () => {
  const towns = cells([50, 50, 2], [1, 1, 0.5]);
  assert.deepEqual(alike(towns, 0), { share: 1, cells: 2 });
  assert.equal(alike(cells([50, 50], [1, 0.9]), 0), null);
  const name = { name: "town", zh: "镇" };
  const equity = { level: 0, gini: null, eligible: 2, worst: [{ cell: 0, incidents: 50, attainment: estimate(1, 0, 2) }] };
  const arm = run({ of: 102, attainment: estimate(0.99, 0.005, 5), hours: cells([40, 40], [0, 0]), levels: [towns], equity, map: { levels: [{ name, cells: [name, name, name] }] } });
  const ui = makeUi({ names: NAMES, arms: [arm], document: null }, "en", () => {});
  const text = render(h(UiContext.Provider, { value: ui }, h(page.Headline, { arm }))).replace(/<[^>]+>/g, "");
  assert.match(text, /Where is it worst\?None differs: 100\.0% in each of the 2 with 30 incidents or more \(town\)\./);
  assert.match(text, /When is it worst\?None differs: 0\.0% in each of the 2 .*\(hours of the week\)\./);
});

test("parameters without a source are not called none assumed", () => {
  const told = (provenance) => said(page.Headline, { arm: run({ of: 9, attainment: estimate(0.5, 0.1, 5), provenance }) });
  assert.match(told({ parameters: 0, assumed: 0 }), /The scenario says of none of its parameters where it comes from/);
  assert.match(told({ parameters: 3, assumed: 1 }), /1 of 3 graded parameters is an assumption/);
});

const factor = (path, on_scene) => ({ path, path_zh: path, value: 1, unit: "s", range: null, grade: "C", description: path, zh: path, measures: { on_scene } });
const sensitivity = (method, rough, factors) => ({ method, rough, measure: "on_scene", days: 3, replications: 2, seed: 1, points: 16, invalid: 0, interrupted: false, mean: { on_scene: 0.9 }, variance: { on_scene: 0.1 }, noise_share: { on_scene: 0.1 }, factors });

test("sensitivity is told with its intervals, and names none that is not told from nothing", () => {
  const index = (value, lower, upper) => ({ estimate: value, lower, upper });
  const sobol = [factor("triage", { first: index(0.9, 0.1, 1.2), total: index(1.115, 0.06, 1.49) }), factor("turnout", { first: index(0, -0.1, 0.1), total: index(0.02, -0.1, 0.1) })];
  const rough = said(page.SensitivityAnswer, { document: sensitivity("sobol", true, sobol) });
  assert.match(rough, /triage, with a total index of 1\.115 \[0\.06, 1\.49\]/);
  assert.match(rough, /No other is told from nothing\./);
  assert.match(rough, /Rough: .*too narrow/);
  assert.ok(rough.split("1.115 [0.06, 1.49]").length > 2, "the table has the interval as well");
  assert.doesNotMatch(said(page.SensitivityAnswer, { document: sensitivity("sobol", false, sobol) }), /Rough/);
  const effect = (mu_star, half_width) => ({ mu: mu_star, mu_star, half_width, sigma: 0, effects: 4 });
  const morris = said(page.SensitivityAnswer, { document: sensitivity("morris", false, [factor("triage", effect(0.3468, 0.3361)), factor("volume", effect(0.06, 0.01)), factor("absence", effect(0.0006, 0.0018))]) });
  assert.match(morris, /by 34\.68 ± 33\.61 points on average\. Next: volume\./);
});

const frontier = { command: "frontier", staff: "crews", whole_posts: 40, conditions: [], levels: [], monotone: [], interrupted: false, days: 3, seed: 1, replications: 40, arm: null, against: null };
const bracket = { committed_work: false, infeasible_below: null, infeasible_up_to: null, feasible_from: null, confidence: 0.95, posts_infeasible_below: null, posts_feasible_from: null };

test("levels certified too few are shown where none is enough", () => {
  const told = (found) => said(page.FrontierAnswer, { document: { ...frontier, frontiers: [{ ...bracket, ...found }] } });
  assert.match(told({ infeasible_up_to: 1 }), /up to 100\.0%/);
  assert.match(told({ infeasible_up_to: 0.45, infeasible_below: 0.5, feasible_from: 0.6 }), /below 50\.0%/);
});

test("rules are no columns: there may be more than a page is wide", () => {
  const rules = Array.from({ length: 11 }, (_, i) => ({ rule: `Rule${i}`, saved: i, broken: 0 }));
  const row = { name: { name: "town", zh: "镇" }, missed: 60, saved: rules.map((r) => r.saved), by_any: 12 };
  const ui = makeUi({ names: NAMES, arms: [], document: null }, "en", () => {});
  const document = { saved: { replications: 2, against: "Rule0", missed: 60, by_any: 12, rules, by_stage: [row], by_place: [row] } };
  const html = render(h(UiContext.Provider, { value: ui }, h(page.RankSaved, { document })));
  for (const table of html.match(/<thead>.*?<\/thead>/g)) assert.ok(table.match(/<th /g).length <= 4, table);
  assert.match(html, /Rule10\u00a010, Rule9\u00a09, .*Rule1\u00a01</);
});

test("the factors of a sweep have their units", () => {
  const points = [20, 40].map((volume, point) => ({ point, scenario: "county", rule: null, factors: { "demand.volume": volume }, set: [], done: 2, collapses: 0, overloads: 0, measures: { on_scene: estimate(0.9, 0.1, 2) } }));
  const document = { name: "plan", zh: "", about: "", about_zh: "", plan: "p.ron", seed: 1, replications: 2, primary: "on_scene", tasks: 4, done: 4, interrupted: false, factors: [{ path: "demand.volume", unit: "/day" }], scenarios: [{ name: "county", zh: "" }], points };
  assert.match(said(page.SweepAnswer, { document }), />?40 \/day/);
});

test("levels at which nothing was measured make no curve", () => {
  const seen = { measure: "on_scene", estimate: null, lower: null, upper: null, threshold: 0.9, standing: "undecided", replications: 40 };
  const level = { level: 1, posts: 40, roles: [], replications: 40, standing: "undecided", conditions: [seen], collapsed_replications: 0, overloaded_replications: 0 };
  const conditions = [{ measure: "on_scene", against: false, margin: null, at_least: 0.9, chance: null }];
  assert.match(said(page.FrontierAnswer, { document: { ...frontier, conditions, levels: [level], frontiers: [bracket] } }), /Nothing was measured at any level/);
});
