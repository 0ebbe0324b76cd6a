// What the tests of the page share: its parts, bundled for node, and small made-up results.
import { build } from "esbuild";

const SOURCES = ["format", "colour", "ui", "guard", "replayed", "charts/axis", "charts/scale", "charts/scatter", "map/cell", "map/panel", "panels/comparison", "panels/distribution", "panels/document", "panels/fairness", "panels/headline", "panels/tables", "panels/time", "found/break_even", "found/compare", "found/document", "found/frontier", "found/rank", "found/sensitivity", "found/sweep"];
const { outputFiles } = await build({
  stdin: {
    contents: `${SOURCES.map((name) => `export * from "./src/${name}";`).join("")} export { h, options } from "preact"; export { render } from "preact-render-to-string";`,
    resolveDir: import.meta.dirname,
  },
  bundle: true, write: false, format: "esm", platform: "node", jsx: "automatic", jsxImportSource: "preact", logLevel: "error",
});
export const page = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
const { h, makeUi, render, UiContext } = page;

export const NAMES = {
  milestones: {}, targets: { on_scene: ["on scene", "到场"] }, clock: ["limits count from the report", "自上报起累计"], causes: {}, states: {},
  measures: { on_scene: ["on scene in time", "按时到场"] }, units: { on_scene: "share" }, state_order: [], segment_order: [], emergent: [],
};

/** What a component draws, on a page of these arms. */
export function drawn(component, props, lang = "en", arms = []) {
  const ui = makeUi({ names: NAMES, arms, document: null }, lang, () => {});
  return render(h(UiContext.Provider, { value: ui }, h(component, props)));
}

/** What a component says, without its marks. */
export function said(component, props, lang = "en", arms = []) {
  return drawn(component, props, lang, arms).replace(/<[^>]+>/g, "").replaceAll("&quot;", '"').replaceAll("&gt;", ">").replaceAll("&lt;", "<");
}

export const estimate = (value, half, replications) => ({ estimate: value, lower: half === null ? null : value - half, upper: half === null ? null : value + half, level: 0.95, replications });
export const cells = (incidents, share) => ({ incidents, targets: [{ share, lower: share.map(() => null), upper: share.map(() => null) }], response_s: [] });

// What maps are made of, which node has not.
Object.assign(globalThis, { Path2D: class { addPath() {} moveTo() {} lineTo() {} }, location: { hash: "" } });

/** A run of five replications. */
export function run({ of, attainment, hours = cells([], []), levels = [], equity = null, map = null, provenance = { parameters: 3, assumed: 1 } }) {
  const target = { name: "on_scene", limit_s: 2700, primary: true, attainment, cumulative: attainment, per_stage: attainment, met: 0, of, misses: { late: 0, not_reached: 0, mean_excess_s: null, causes: [] } };
  return {
    summary: { scenario: { replications: 5, provenance }, replications: 5, days: 10, warmup_days: 0, clock: "Cumulative", interrupted: false, targets: [target], collapses: [] },
    view: { detail: { hours, levels, equity }, map },
  };
}

export const factor = (path, on_scene) => ({ path, path_zh: path, value: 1, unit: "s", range: null, grade: "C", description: path, zh: path, measures: { on_scene } });
export const sensitivity = (method, rough, factors) => ({ method, rough, measure: "on_scene", days: 3, replications: 2, seed: 1, points: 16, invalid: 0, interrupted: false, without_range: 0, left_out: [], mean: { on_scene: 0.9 }, variance: { on_scene: 0.1 }, noise_share: { on_scene: 0.1 }, factors });
