// How the page tells what was set, what is missing and whose it is: `npm test`.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { NAMES, cells, drawn, estimate, factor, page, run, said, sensitivity } from "./harness.mjs";

const { h, makeUi, render, UiContext } = page;

/** A run in a city of one area with one station. */
function mapped(name, station, crews) {
  const level = { name: { name: "district", zh: "区" }, cells: [{ name: "all", zh: "全" }], of_leaf: [0] };
  const map = { rings: [[0]], levels: [level], leaf: { name: level.name, count: 1, names: ["all"], zh: ["全"] }, stations: [[0, 0, station, station, 2]] };
  const arm = run({ of: 9, attainment: estimate(0.9, 0.01, 5), map });
  Object.assign(arm.summary.scenario, { name: { name, zh: name }, set: [] });
  Object.assign(arm.view, { crews: crews.map((at) => [{}, { name: at, zh: at }, {}, {}]), indifference: 0.01, worst: [] });
  Object.assign(arm.view.detail, { leaves: cells([9], [0.9]), levels: [cells([9], [0.9])] });
  arm.view.detail.levels[0].response_s = arm.view.detail.leaves.response_s = [null];
  return { arm, land: { ground: map, corners: [0, 0], box: { x0: 0, y0: 0, x1: 1, y1: 1 }, paths: [new Path2D()], outline: new Path2D() } };
}

/** The distribution of a run in which nobody arrived. */
function unarrived(limit_s) {
  const nothing = { incidents: 0, response_s: null, segments: [] };
  const arm = run({ of: 9, attainment: estimate(0, 0, 5) });
  Object.assign(arm.summary, { durations: [{ milestone: "on_scene", quantiles: [], cdf: [] }], dispatch: { preempted: 0 }, segments: { by_crew: nothing, settled: nothing } });
  arm.summary.targets[0].limit_s = limit_s;
  arm.view.detail.cdf = [{ low: [], high: [], mean: [] }];
  return drawn(page.DistributionPanel, { arms: [arm], id: "d" });
}

test("limits are told as they were set", () => {
  const limits = [60, 75, 750, 5_700, 172_800];
  assert.deepEqual(limits.map((limit) => page.limit(limit, "en")), ["1 min", "75 s", "12.5 min", "95 min", "2 d"]);
  const arm = run({ of: 9, attainment: estimate(0.9, 0.01, 5) });
  const [target] = arm.summary.targets;
  arm.summary.targets = limits.map((limit_s, i) => ({ ...target, name: `to_${i}`, limit_s, primary: limit_s === 5_700 }));
  for (const [lang, told] of [["en", ["within 95 min", "≤ 95 min", "≤ 75 s", "≤ 12.5 min"]], ["zh", ["在 95 分内", "≤ 95 分", "≤ 75 秒", "≤ 12.5 分"]]]) {
    const text = said(page.Headline, { arm }, lang);
    for (const limit of told) assert.ok(text.includes(limit), `${limit} is not in ${text}`);
  }
  assert.match(unarrived(5_700), />95 min</);
  const city = mapped("flat", "north", []);
  city.arm.summary.targets[0].limit_s = 5_700;
  assert.match(said(page.MapPanel, { ...city, id: "m" }, "en", [city.arm]), /on scene within 95 min/);
});

test("where few replications decide, the headline says how many are wanted", () => {
  const arm = run({ of: 9, attainment: estimate(0.9, 0.01, 5) });
  assert.doesNotMatch(said(page.Headline, { arm }), /Few replications/);
  arm.summary.targets[0].replications_wanted = 1_240;
  assert.match(said(page.Headline, { arm }), /\(on scene ≤ 45 min\), so that it is surer than it ought to be: some 1,240 are wanted\./);
  assert.match(said(page.Headline, { arm }, "zh"), /到场 ≤ 45 分的区间取决于少数几次重复，把握被高估：约需 1,240 次。/);
});

test("what took longer than its limit is seen to have", () => {
  const told = [[2_726.9, 2_700], [2_700, 2_700], [5_701, 5_700], [90_000, 2_700], [75.4, 75]].map(([took, limit]) => page.over(took, limit, "en"));
  assert.deepEqual(told, ["45.4 min", ">45 min", "95.02 min", "25 h", "75.4 s"]);
  const { arm } = mapped("flat", "north", []);
  arm.view.worst = [{ incident: 7, leaf: 0, reported_s: 0, category: 0, channel: 0, priority: 1, served_by: null, cause: "travel", cause_s: 60, took_s: 2_726.9, segments_s: [], refusals: 0, end: "closed" }];
  Object.assign(arm.view, { calendar: { start: "2022-01-01" }, categories: [{ name: "noise" }], channels: [{ name: "phone" }], trust: { run: { done: [] } } });
  assert.match(said(page.CellPanel, { arm, name: "all", cell: 0, cells: arm.view.detail.leaves, cellOf: (leaf) => leaf }), /took 45\.4 min instead of 45 min/);
});

test("settings are told exactly, and apart", () => {
  const told = (unit, ...values) => values.map((value) => page.quantity(value, unit, "en"));
  assert.deepEqual(told("s", 75, 78, 135, 600, 624, 2_700, 0.5, 0), ["1.25 min", "78 s", "2.25 min", "10 min", "624 s", "45 min", "0.5 s", "0 s"]);
  assert.deepEqual(told("", 12_341, 123_490, 0.30000000000000004), ["12341", "123490", "0.3"]);
  assert.deepEqual([page.finely(12_341.4, "", "en"), page.finely(1_431, "s", "en")], ["12341", "23.85 min"], "found, not set");
  const each = (...values) => values.map(page.quantities(values, "/day", "en"));
  assert.deepEqual(each(246.85714285714286, 40), ["246.9 /day", "40 /day"]);
  assert.deepEqual(each(246.857, 246.859), ["246.857 /day", "246.859 /day"]);
  const points = [12_341, 12_344].map((officers, point) => ({ point, scenario: "c", rule: null, factors: { officers }, set: [], done: 2, collapses: 0, overloads: 0, measures: { on_scene: estimate(0.9 + point / 100, 0.1, 2) } }));
  const document = { name: "plan", about: "", primary: "on_scene", tasks: 4, done: 4, factors: [{ path: "officers", unit: null }], scenarios: [{ name: "c", zh: "" }], points };
  assert.match(said(page.SweepAnswer, { document }), /officers=12344; lowest .*officers=12341/);
});

const madeUp = { low: 75, high: 78, given: false };
const leftOut = [{ path: "triage", why: "it is outside of its range", zh: "超出范围" }, { path: "accept", why: "it is outside of its range", zh: "超出范围" }];

test("ranges that the scenario does not give are marked, and what was not moved is named", () => {
  const moved = [{ ...factor("turnout", null), range: madeUp }, { ...factor("volume", null), range: { ...madeUp, given: true } }];
  const document = { ...sensitivity("morris", false, moved), without_range: 31, left_out: leftOut };
  const rows = moved.map(({ measures, ...one }) => ({ ...one, arms: ["a"], searched: madeUp, break_even: 76, between: { from: 75, to: 77 }, range_holds_it: "beyond", below: null, above: null, points: [] }));
  const even = { rows, left_out: leftOut, arm: { name: "a", zh: "a" }, against: { name: "b", zh: "b" }, measure: "on_scene", at: 0 };
  const texts = [said(page.SensitivityAnswer, { document }), said(page.BreakEvenAnswer, { document: even })];
  for (const text of texts) {
    assert.match(text, /1\.25 min … 78 s †.*1\.25 min … 78 s[^ ]/);
    assert.match(text, /† half to double the value, for the scenario gives no range\..*Left out:triage, accept – it is outside of its range/);
  }
  assert.match(texts[0], /without a range, or with one of a single value: 31 numbers\./);
  assert.match(texts[1], /beyond its range †.*beyond its range[^ ]/);
  assert.doesNotMatch(said(page.SensitivityAnswer, { document: sensitivity("morris", false, [moved[1]]) }), /†|Left out|Not moved/);
  const { keys } = JSON.parse(readFileSync(new URL("src/dictionary.json", import.meta.url), "utf8"));
  assert.notEqual(keys.refused[0], keys.left_out[0]);
});


test("a difference map has the stations of the arm whose crews it has", () => {
  const [base, other] = [mapped("flat", "north", ["north"]), mapped("tiered", "south", ["south", "south", "rotating"])];
  const shares = { share: [null], lower: [null], upper: [null] };
  const ui = makeUi({ names: NAMES, arms: [base.arm, other.arm], differences: [{ levels: [{ shown: 0, targets: [shares] }] }], document: null }, "en", () => {});
  const text = render(h(UiContext.Provider, { value: ui }, h(page.DifferenceMaps, { land: base.land }))).replace(/<[^>]+>/g, "");
  assert.match(text, /stations and their crews: tiered \(rotating: 1\)/);
  assert.match(text, /not comparable \(1\)/);
  assert.deepEqual(page.based(other.arm.view.map.stations, other.arm.view.crews).staffed, [{ x: 0, y: 0, pace: 2, crews: 2 }]);
});

test("where nobody arrived map and distribution say so", () => {
  assert.match(unarrived(60), />Where the time until arrival goes<[^]*?>Nobody arrived\.</);
  const { arm, land } = mapped("flat", "north", []);
  globalThis.location = { hash: "#m-theme=r" };
  assert.match(said(page.MapPanel, { land, arm, id: "m" }, "en", [arm]), /nobody arrived \(1\)/);
  globalThis.location = { hash: "" };
});

test("a length of a queue that is not 0 is not told as 0", () => {
  assert.deepEqual([page.size(0, 3), page.size(0.0004, 3), page.size(0.25, 3), page.size(null, 3)], ["0.000", "<0.001", "0.250", "–"]);
  const name = { name: "platform", zh: "平台" };
  const desk = { name, place: name, queue: { entries: 1, mean_length: estimate(0.0004, 0, 3), mean_wait_s: null, max_length: 1 }, clerks_busy: null };
  const summary = { targets: [], breakdowns: [{ name, rows: [] }], closure: {}, counts: { reported: 9, self_found: 0, open: 0, lost: 0, withdrawn: 0 }, workload: { by_station: [], by_shift: [] }, queues: { desks: [desk] } };
  assert.match(said(page.TablesPanel, { arm: { summary } }), /<0\.001/);
});

test("the response of all and the Gini coefficient are called as in the terminal", () => {
  const bound = { replications: 3, late: estimate(0.1, 0, 3), response_s: estimate(840, 0, 3), rules: [{ rule: "Near", late: null, response_s: null, late_gap: null, response_gap_s: null }] };
  const text = said(page.RankHindsight, { document: { hindsight: bound } });
  assert.match(text, /the response of all at least 14 min.*whoever is never reached counts to the end of the drain/);
  assert.doesNotMatch(text, /mean response/);
  const dimensions = ["late", "workload_gini"].map((measure) => ({ measure, name: measure, zh: measure, unit: "share", better: "lower" }));
  const rows = [{ rule: "Near", pareto: true, dominated_by: [], values: [estimate(0.1, 0, 3), estimate(0.277, 0, 3)] }];
  assert.match(said(page.RankTrade, { document: { trade_offs: { replications: 3, dimensions, rows } } }), /●10\.0%0\.277/);
});

test("headings of a map of winners fit above its columns or are turned", () => {
  const volumes = Array.from({ length: 8 }, (_, i) => `demand.volume="${137.143 * (i + 1)} /day"`);
  const officers = [30, 60].map((n) => `crews.patrol.officers=${n}`);
  const map = officers.flatMap((crew) => volumes.map((volume) => ({ set: [crew, volume], best: "Near", decision: "decided", refused: [] })));
  const html = drawn(page.RankMap, { document: { refused: [], varied: [officers, volumes], map } });
  assert.match(html, /Down: officers, across: volume\. /);
  assert.equal(html.match(/rotate\(-90 [^>]*>137\.143 \/day</g).length, 1);
  assert.equal(html.match(/<text [^>]*rotate/g).length, 8);
  assert.doesNotMatch(html, />volume=/);
});

test("labels beside points end within the drawing", () => {
  const long = "headcount from which crews of the second line are sent";
  const points = [0, 1].map((x) => ({ x, y: x, label: long, told: "", colour: "#000" }));
  const html = drawn(page.Scatter, { width: 704, points, label: "l", xName: "x", yName: "y", xAxis: page.countAxis(), yAxis: page.countAxis(), named: true });
  const labels = [...html.matchAll(/<text x="([\d.]+)"[^>]*>(headcount[^<]*)</g)].map(([, x, text]) => Number(x) + page.widthOf(text));
  assert.ok(labels.length === 2 && labels.every((end) => end <= 704), `${labels}`);
  const effect = { mu: 0.1, mu_star: 0.1, half_width: 0.01, sigma: 0, effects: 10 };
  assert.match(drawn(page.SensitivityAnswer, { document: { ...sensitivity("morris", false, [factor("volume", effect)]), done: 10 } }), /aria-label="Size against spread"/);
});

test("a page about many arms does not name them all at its head", () => {
  const ui = { t: (en) => en };
  assert.deepEqual([["a", "b"], Array.from({ length: 30 }, (_, i) => `arm ${i}`)].map((names) => page.heading(ui, names)), ["a / b", "arm 0 and 29 more"]);
});

test("Chinese names of numbers have no keys in English where names tell them apart", () => {
  const row = (name, where) => ({ path: `demand.categories.${name}.where.${where}`, path_zh: `demand.categories.${name === "street" ? "市容秩序" : "停车"}.where.${where}`, description: "factor", zh: "城区倍数" });
  assert.deepEqual([...page.namesOf([row("street", "urban"), row("parking", "rural")], "zh").values()], ["市容秩序：城区倍数", "停车：城区倍数"]);
  assert.deepEqual([...page.namesOf([row("street", "urban"), row("street", "rural")], "zh").values()], ["urban：城区倍数", "rural：城区倍数"]);
});

test("pages say whose replications replay a log", () => {
  const [flat, tiered] = ["flat", "tiered"].map((name) => ({ name, zh: "", log: "a.csv" }));
  const told = (arms, lang) => said(page.Replayed, { arms }, lang);
  assert.equal(told([flat, tiered]), "All replications replay a.csv: they differ in the luck of those who serve, and so do the intervals.");
  assert.equal(told([flat, { ...tiered, log: null }], "zh"), "flat的各次重复均取自记录 a.csv：差异只来自处置过程的随机性，区间亦然。");
  assert.match(told([flat, { ...tiered, log: "b.csv" }]), /of flat replay a\.csv: .* of tiered replay b\.csv: /);
  assert.equal(told([{ ...flat, log: undefined }, null]), "");
  const arm = run({ of: 9, attainment: estimate(0.9, 0.01, 5) });
  assert.doesNotMatch(said(page.Headline, { arm }), /replay/);
  Object.assign(arm.summary.scenario, { name: flat, log: "a.csv" });
  assert.match(said(page.Headline, { arm }), /All replications replay a\.csv/);
  assert.match(said(page.SensitivityAnswer, { document: { ...sensitivity("morris", false, [factor("volume", null)]), ...flat } }), /All replications replay a\.csv/);
});

test("everything is told in the language of the page alone", () => {
  const document = { about: "a county", about_zh: "一县", source: "the press", source_zh: "报刊" };
  for (const [lang, own, other] of [["en", /a county.*the press/, /一县|报刊/], ["zh", /一县.*报刊/, /a county|the press/]]) {
    const ui = makeUi({ names: NAMES, arms: [], document, command: "sweep" }, lang, () => {});
    const html = render(h(UiContext.Provider, { value: ui }, h(page.DocumentPanel)));
    assert.match(html, own);
    assert.doesNotMatch(html, other);
  }
});

test("a comparison says what draws keep and which numbers are not drawn", () => {
  const found = { arms: [], indifference: 0.01, assumptions: [], draws: { posts_kept: 1_863, pairs: [] }, left_out: [{ path: "a.b", arms: [], why: "outside of its range", zh: "超出范围" }] };
  const text = said(page.CompareDoubt, { document: found }, "en");
  assert.match(text, /every arm keeps its 1,863 paid posts/);
  assert.match(text, /a\.b – outside of its range/);
  assert.match(said(page.CompareDoubt, { document: { ...found, draws: { posts_kept: null, pairs: [] }, left_out: [] } }, "en"), /^(?!.*(paid posts|Left out))/s);
});

/** A comparison of two arms, the second without incidents. */
function compared() {
  const arm = (name, letter, e) => ({ name, zh: "", letter, log: null, posts: 1, posts_per_10000: null, cost_per_year: null, collapsed_replications: 0, overloaded_replications: 0, measures: { on_scene: e, response_s: e } });
  return { targets: [{ name: "on_scene", limit_s: 2700, primary: true }], primary: "on_scene", arms: [arm("flat", "A", estimate(0.9, 0.1, 2)), arm("tiered", "B", null)], replications: 4, days: 3, seed: 1, sentences: [], differences: [], best: [], pairing: [], parts: [], breakdowns: [], equity: null, indifference: 0.0025 };
}

test("who had no incidents, what could not be compared and which arm may be best is said", () => {
  const found = compared();
  assert.match(said(page.CompareWhy, { document: found }), /No incident was measured: tiered\./);
  Object.assign(found.arms[1].measures, { on_scene: estimate(0, 0, 2) });
  assert.match(said(page.CompareWhy, { document: found }, "zh"), /无人到场：tiered。/);
  const row = (verdict, few) => ({ name: { name: "town", zh: "镇" }, incidents: 9, few, targets: [verdict && { estimate: -0.2, lower: -0.3, upper: -0.1, verdict, p_holm: 0.01 }] });
  found.breakdowns = [{ arm: "tiered", dimension: "level", name: { name: "town", zh: "镇" }, rows: [row("worse", false), row("worse", true), row(null, true), row("equal", false)] }];
  assert.match(said(page.CompareWhom, { document: found }), /better in 0 and worse in 2 of 4 .*; 1 could not be compared, the others are undecided or equal\./);
  assert.doesNotMatch(said(page.CompareAnswer, { document: found }), /best may be/);
  found.best = [["flat", true], ["tiered", false]].map(([arm, may_be_best]) => ({ arm, may_be_best, estimate: 0, lower: 0, upper: 0 }));
  assert.match(said(page.CompareAnswer, { document: found }), /By the primary target, best may be: flat\. Ruled out: tiered /);
});

test("arms, rules and points that cannot keep up are named before anything else", () => {
  const found = compared();
  found.arms.forEach((arm) => Object.assign(arm, { overloaded_replications: 4, collapsed_replications: arm.letter === "A" ? 1 : 0 }));
  const both = /^flat: the system collapsed in 1 of 4 replications\. Its averages mix working and broken days\.flat, tiered: more was asked than crews can carry, for days, in 4 of 4 replications of each\./;
  assert.match(said(page.CompareAnswer, { document: found }), both);
  const rule = (rule, same_as, overloaded_replications) => ({ rule, same_as, replications: 9, collapsed_replications: 0, overloaded_replications, standing: "best", attained: null, against_best: null, difference: null, eliminated: null });
  const league = { targets: [], primary: "on_scene", league: [rule("Near", null, 3), rule("Twin", "Near", 3), rule("Far", null, 0)], refused: [], guarantee: { procedure: "KN", confidence: 0.975, indifference: 0.0025 }, days: 3, seed: 1 };
  const ranked = said(page.RankLeague, { document: league });
  assert.match(ranked, /^Near: more was asked than crews can carry, for days, in 3 of 9 replications\./);
  assert.match(ranked, /confidence 97\.5%, margin 0\.25 points\./);
  assert.match(said(page.SweepAnswer, { document: swept() }, "zh"), /^点 1：3 次重复中有 2 次连日超负荷。/);
});

/** A sweep of three points, one overloaded and one refused. */
function swept() {
  const point = (point, more) => ({ point, scenario: "county", rule: null, factors: {}, set: [], done: 3, collapses: 0, overloads: 0, measures: { on_scene: estimate(0.9, 0.1, 2) }, refused: null, ...more });
  const refused = { path: "run.days", why: "too few" };
  const points = [point(0), point(1, { overloads: 2, overloaded_replications: 2 }), point(2, { done: 0, measures: {}, refused })];
  return { name: "plan", zh: "", about: "", about_zh: "", seed: 1, replications: 3, primary: "on_scene", tasks: 9, done: 6, factors: [], scenarios: [{ name: "county", zh: "" }], points, refused: [{ points: 1, ...refused }] };
}

test("what was refused or piled up is told with its reason", () => {
  const text = said(page.SweepAnswer, { document: swept() });
  assert.match(text, /No valid scenario, or could not be run, in part or at all: 1 of 3 points\.1 point: run\.days: too few/);
  const all = { ...swept(), done: 0, points: [swept().points[2]] };
  assert.match(said(page.SweepAnswer, { document: all }), /No point could be run\./);
  const frontier = { frontiers: [], conditions: [], levels: [], monotone: [], arm: null, against: null, overflowing: [0.1, 0.15], left_out: { levels: [0.05], smallest: 0.1, largest: 1 } };
  assert.match(said(page.FrontierAnswer, { document: frontier }), /At 2 of the levels, the largest of them 15\.0% of the posts, more piled up than a run can hold: they count as too few\./);
  assert.match(said(page.FrontierLevels, { document: frontier }), /More piled up than a run can hold at all levels that were looked at\.The level of 5% was left out: desks stay open as long as they are, which takes 10\.0% of the posts/);
  const place = (volume, more) => ({ set: [`demand.volume=${volume}`], best: null, decision: null, refused: [], ...more });
  const map = [place(1, { best: "Near", decision: "decided" }), place(2, { reason: "undecided: fewer than two rules left", zh: "未定：不足两种规则", refused: [{ rule: "Far", reason: "more piled up", zh: "积压" }] })];
  const ranked = { refused: [], varied: [map.map((p) => p.set[0])], map };
  assert.match(said(page.RankMap, { document: ranked }), /volume=2 – undecided: fewer than two rules leftvolume=2 – Far left out: more piled up$/);
  assert.match(said(page.RankMap, { document: ranked }, "zh"), /volume=2：未定：不足两种规则/);
});

test("what was set is told as it was set, and what was seen apart from it", () => {
  assert.deepEqual([0.975, 0.9995, 0.95, 0.5].map(page.given), ["97.5%", "99.95%", "95%", "50%"]);
  assert.deepEqual([-0.0025, 0.0125, 0].map(page.pointsGiven), ["−0.25", "+1.25", "0"]);
  const seen = { measure: "on_scene", estimate: 0.9996, lower: 0.9995, upper: 1, threshold: 0.9995, standing: "feasible", replications: 9 };
  const level = { level: 1, posts: 40, roles: [], replications: 9, standing: "feasible", conditions: [seen], collapsed_replications: 0, overloaded_replications: 0 };
  const document = { frontiers: [{ committed_work: false, infeasible_up_to: null, feasible_from: 1, confidence: 0.975, posts_feasible_from: 40 }], conditions: [{ measure: "on_scene", against: false, margin: null, at_least: 0.9995, chance: null }], levels: [level], monotone: [], arm: null, against: null };
  const html = drawn(page.FrontierAnswer, { document });
  assert.match(html, /to be reached: 99\.95%/);
  assert.match(html, /99\.96%, enough/);
  assert.match(html, /97\.5%/);
  const against = { ...document, conditions: [{ measure: "on_scene", against: true, margin: 0.0025, at_least: null, chance: null }], levels: [{ ...level, conditions: [{ ...seen, threshold: -0.0025 }] }] };
  assert.match(drawn(page.FrontierAnswer, { document: against }), /to be reached: −0\.25/);
});

test("the headline says what is done to incidents, and none are none", () => {
  const arm = run({ of: 9, attainment: estimate(0.9, 0.01, 5) });
  arm.summary.targets[0].name = "respond";
  assert.match(said(page.Headline, { arm }), /90\.0% of incidents are responded to within 45 min/);
  const nothing = { incidents: 0, response_s: null, segments: [] };
  const none = run({ of: 0, attainment: null });
  Object.assign(none.summary, { durations: [{ milestone: "on_scene", quantiles: [], cdf: [] }], dispatch: { preempted: 0 }, segments: { by_crew: nothing, settled: nothing } });
  none.view.detail.cdf = [{ low: [], high: [], mean: [] }];
  const text = said(page.DistributionPanel, { arms: [none], id: "d" });
  assert.match(text, /misses per 1,000 incidents.*No incident was measured\./);
  assert.doesNotMatch(text, /0\.0/);
});
