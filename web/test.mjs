// What parts of the page say, without a browser: `npm test`.
import assert from "node:assert/strict";
import test from "node:test";
import { NAMES, cells, drawn, estimate, factor, page, run, said, sensitivity } from "./harness.mjs";

const { alike, armName, attainmentScale, amountScale, countBounds, h, makeUi, percent, render, shareBounds, timeBounds, timeScale, toldApart, UiContext } = page;

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

test("the bounds of times are told as what they are", () => {
  const units = { s: 1, min: 60, h: 3600, d: 86400 };
  for (const values of [[540, 610, 700, 790, 801, 900, 1_000], [29, 31, 44, 45.5], [20, 70, 130, 190], [600, 4_000, 9_000], [3_600, 90_000, 400_000]]) {
    const scale = timeScale(values);
    const told = scale.bounds.map(timeBounds(scale, "en"));
    const meant = told.map((text) => { const [number, unit] = text.split(" "); return Number(number) * units[unit]; });
    assert.ok(meant.length > 1 && meant.every((seconds, i) => Math.abs(seconds - scale.bounds[i]) < 1e-6), `${scale.bounds} told as ${told}`);
    assert.equal(new Set(told.map((text) => text.split(" ")[1])).size, 1, told.join(" "));
    assert.ok(told.every((text) => text.split(" ")[0].length <= 4), `round in the unit told: ${told}`);
  }
});

test("ticks are told as what they are, and neighbours are told apart", () => {
  const of = { s: 1, min: 60, h: 3600, d: 86400, "%": 0.01, "/day": 1, "": 1 };
  const axes = [
    [page.timeAxis("en"), 850, 890], [page.timeAxis("en"), 300, 3_100], [page.timeAxis("en"), -900, 2_000], [page.timeAxis("en"), 0, 300_000], [page.shareAxis, 0.9935, 0.9991],
    [page.shareAxis, 0, 1], [page.pointAxis, -0.0004, 0.0007], [page.countAxis(), 0, 1], [page.countAxis("/day"), 900, 2_100],
  ];
  for (const [axis, low, high] of axes) {
    const ticks = page.axisTicks(axis, low, high, 5);
    const meant = ticks.map(({ label }) => {
      const [, number, unit] = label.replaceAll(",", "").replace("−", "-").match(/^([-+\d.]+) ?(.*)$/);
      return Number(number) * (axis === page.pointAxis ? 0.01 : of[unit]);
    });
    assert.ok(ticks.length > 2 && meant.every((value, i) => Math.abs(value - ticks[i].at) < 1e-6 * Math.max(1, Math.abs(high))), JSON.stringify(ticks));
    assert.equal(new Set(ticks.map(({ label }) => label)).size, ticks.length);
    assert.ok(ticks.every(({ label }) => label.length <= 10), "no more digits than that takes");
  }
  assert.deepEqual(page.axisTicks(page.timeAxis("zh"), 0, 1_500, 5).map(({ label }) => label), ["0 分", "5 分", "10 分", "15 分", "20 分", "25 分"]);
});

test("the text of a tick stands within the drawing", () => {
  const half = page.widthOf("12.5 min") / 2;
  assert.deepEqual([8, 100, 359].map((x) => page.inside(x, "12.5 min", 360)), [half, 100, 360 - half]);
});

test("a margin is told as it is", () => {
  assert.deepEqual([0, 0.0004, 0.0025, 0.01].map((share) => page.margin(share, "en")), ["0 points", "0.04 points", "0.25 points", "1 point"]);
  const arms = [run({ of: 9, attainment: null }), run({ of: 9, attainment: null })].map((arm) => ({ summary: { ...arm.summary, scenario: { ...arm.summary.scenario, name: { name: "a", zh: "甲" }, set: [] } }, view: { ...arm.view, indifference: 0.0025 } }));
  const shares = { share: [0], lower: [0], upper: [0] };
  const difference = { paired: true, pairs: 5, levels: [{ shown: null, targets: [shares] }] };
  assert.match(said(page.DifferenceSentences, { base: arms[0], arm: arms[1], difference }, "en", arms), /equal within the margin of 0\.25 points/);
  assert.match(said(page.DifferenceSentences, { base: arms[0], arm: arms[1], difference }, "zh", arms), /在 0\.25 个百分点界限内相当/);
});

test("everything has whole numbers whole and seeds to the last digit", () => {
  const document = { seed: "18446744073709551557", incidents: 159_683, share: 0.1234567, draws: { sample: { seed: "7" } } };
  const ui = makeUi({ names: NAMES, arms: [], document, command: "compare" }, "en", () => {});
  const html = render(h(UiContext.Provider, { value: ui }, h(page.DocumentPanel)));
  for (const told of ["18446744073709551557", "159683", "0.12346"]) assert.ok(html.includes(`<dd>${told}</dd>`), told);
  assert.match(page.asWritten(document), /"seed": 18446744073709551557,[^]*"sample": {\s*"seed": 7\s*}/);
});

test("crews called away are told per 1,000 incidents", () => {
  const dimensions = [["late", "late share", "share"], ["preemptions", "crews called away, per incident", "count"]].map(([measure, name, unit]) => ({ measure, name, zh: name, unit, better: "lower" }));
  const row = (rule, called) => ({ rule, pareto: true, dominated_by: [], values: [estimate(0.1, 0.01, 3), estimate(called, 0, 3)] });
  const html = drawn(page.RankTrade, { document: { trade_offs: { replications: 3, dimensions, rows: [row("Near", 0.0000846), row("Far", 0.00102)] } } });
  assert.match(html, /crews called away, per 1,000 incidents/);
  for (const told of ["0.1", "1.0"]) assert.ok(html.includes(`<td class="n">${told}</td>`), told);
  assert.deepEqual([...html.matchAll(/text-anchor="end"[^>]*>([^<]+)</g)].map(([, label]) => label), ["0.25", "0.50", "0.75", "1.00"]);
});

test("paths are told apart by as much of their end as it takes", () => {
  const apart = (...paths) => [...toldApart(paths).values()];
  assert.deepEqual(apart("demand.volume", "run.days"), ["volume", "days"]);
  assert.deepEqual(apart("crews.of a.roster.all day", "crews.of b.roster.all day"), ["of a.roster.all day", "of b.roster.all day"]);
  assert.deepEqual(apart('a."x.y".turnout', "a.z.turnout", "b.hours[12]"), ['"x.y".turnout', "z.turnout", "hours[12]"]);
});

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
  const text = said(page.Headline, { arm }, "en", [arm]);
  assert.match(text, /Where is it worst\?None differs: 100\.0% in each of the 2 with 30 incidents or more \(town\)\./);
  assert.match(text, /When is it worst\?None differs: 0\.0% in each of the 2 .*\(hours of the week\)\./);
});

const place = (...names) => ({ levels: [{ name: { name: "town", zh: "镇" }, cells: names.map((name) => ({ name, zh: name })) }] });
const worstOf = (map) => run({
  of: 100, attainment: estimate(0.9, 0.1, 5), map, levels: [cells([50, 50], [0.8, 0.9])],
  equity: { level: 0, gini: null, eligible: 2, worst: [{ cell: 0, incidents: 50, attainment: estimate(0.8, 0.1, 2) }] },
});

test("where it is worst is told on an arm's own ground, or on that of the first", () => {
  const told = (first, arm) => said(page.Headline, { arm }, "en", [first, arm]);
  const here = worstOf(place("here", "there"));
  assert.match(told(here, worstOf(null)), /Where is it worst\?here: 80\.0%/);
  assert.match(told(here, worstOf(place("far", "farther"))), /Where is it worst\?far: 80\.0%/);
  const nowhere = worstOf({ levels: [] });
  assert.match(told(nowhere, worstOf(place("far", "farther"))), /Where is it worst\?far: 80\.0%/);
  assert.doesNotMatch(told(nowhere, nowhere), /Where is it worst/);
});

test("areas that all do well are told apart on their axis", () => {
  const ground = place("here", "there");
  const arm = worstOf(ground);
  arm.view.detail.equity.worst = [[0, 0.9935], [1, 0.9991]].map(([cell, share]) => ({ cell, incidents: 50, attainment: estimate(share, 0.0002, 5) }));
  const [dots] = drawn(page.FairnessPanel, { arm, ground, id: "f" }).match(/<svg .*?<\/svg>/);
  const ticks = [...dots.matchAll(/text-anchor="middle"[^>]*>([^<]+)</g)].map(([, label]) => label);
  assert.deepEqual(ticks, ["99.4%", "99.6%", "99.8%"]);
});

test("a part that cannot be drawn says so, and the rest stays", (context) => {
  page.options.errorBoundaries = true;
  context.mock.method(console, "error", () => {});
  const Broken = () => { throw new Error("no such area"); };
  const html = render(h("main", null, h(page.Guard, null, h(Broken)), h(page.Guard, null, "the rest")));
  assert.match(html, /could not be drawn \(Error: no such area\)\. .*无法绘制.*<\/p>the rest/);
});

test("parameters without a source are not called none assumed", () => {
  const told = (provenance) => said(page.Headline, { arm: run({ of: 9, attainment: estimate(0.5, 0.1, 5), provenance }) });
  assert.match(told({ parameters: 0, assumed: 0 }), /The scenario says of none of its parameters where it comes from/);
  assert.match(told({ parameters: 3, assumed: 1 }), /1 of 3 graded parameters is an assumption/);
});

test("a cause is the longest part, not most of the time", () => {
  const arm = run({ of: 9, attainment: estimate(0.5, 0.1, 5) });
  arm.summary.targets[0].misses.causes = [{ cause: "travel", share: 0.8 }, { cause: "turnout", share: 0.2 }];
  for (const [lang, told] of [["en", /80% are put down to travel, 20% to turnout\s*: the longest part of the way, which may be less than half/], ["zh", /80% 归因于travel，20% 归因于turnout\s*（途中耗时最长的环节，未必过半）/]]) {
    assert.match(said(page.Headline, { arm }, lang), told);
  }
});

/** The arms of a page that were called the same. */
function called(...scenarios) {
  const arms = scenarios.map((own) => ({ summary: { replications: 3, ...own, scenario: { name: { name: "county", zh: "县" }, scenario: "county.ron", set: [], seed: 1, ...own } } }));
  const ui = makeUi({ names: NAMES, arms, document: null }, "en", () => {});
  return arms.map((arm) => armName(ui, arm));
}

test("arms of one name are told apart by what they do not have in common", () => {
  assert.deepEqual(called({}, { set: ["officers=40"] }), ["county", "county (officers=40)"]);
  assert.deepEqual(called({}, { seed: 2 }), ["county (seed 1)", "county (seed 2)"]);
  assert.deepEqual(called({ scenario: "a.ron" }, { scenario: "b.ron" }), ["county (a.ron)", "county (b.ron)"]);
  assert.deepEqual(called({}, { replications: 1 }), ["county (3 replications)", "county (1 replication)"]);
});

test("distributions are called by their arms, and marked with limits that count from the report only", () => {
  const nothing = { incidents: 0, response_s: null, segments: [] };
  const arm = (clock, set) => {
    const one = { ...run({ of: 9, attainment: estimate(0.5, 0.1, 5) }), letter: set.length > 0 ? "AB" : "A" };
    Object.assign(one.summary, { clock, durations: [{ milestone: "on_scene", quantiles: [], cdf: [{ seconds: 60, share: estimate(0.5, 0.1, 5) }] }], dispatch: { preempted: 0 }, segments: { by_crew: nothing, settled: nothing } });
    Object.assign(one.summary.scenario, { name: { name: "county", zh: "县" }, set });
    one.view.detail.cdf = [{ low: [0], high: [1], mean: [0.5] }];
    return one;
  };
  const names = { ...NAMES, segment_order: ["travel"] };
  const shown = (arms) => {
    const ui = makeUi({ names, arms, document: null }, "en", () => {});
    return render(h(UiContext.Provider, { value: ui }, h(page.DistributionPanel, { arms, id: "d" })));
  };
  const marked = /stroke-dasharray="3 3"/;
  const two = shown([arm("Cumulative", []), arm("Cumulative", ["officers=40"])]);
  assert.match(two, marked);
  assert.match(two, /each milestone – county</);
  assert.match(two, /each milestone – county \(officers=40\)</);
  assert.match(two, /A county · AB county \(officers=40\)/);
  assert.match(two, />AB: on scene ≤ 45 min</);
  const ticks = [...two.slice(two.lastIndexOf("<svg")).matchAll(/text-anchor="middle"[^>]*>([^<]+)</g)].map(([, label]) => label);
  assert.deepEqual(ticks, ["0.00", "0.25", "0.50", "0.75", "1.00"], "misses per 1,000, of which there are none");
  // Limits beyond what is drawn of most runs have their place and their unit.
  const far = arm("Cumulative", []);
  far.summary.targets.push({ ...far.summary.targets[0], name: "respond", limit_s: 5 }, { ...far.summary.targets[0], name: "depart", limit_s: 172_800 });
  const html = shown([far]);
  const places = [...html.matchAll(/<line x1="([\d.]+)" [^>]*stroke-dasharray="3 3"/g)].map(([, x]) => Math.round(Number(x)));
  const labels = [...html.matchAll(/<text [^>]*paint-order="stroke">([^<]+)</g)].map(([, label]) => label);
  assert.deepEqual([places, labels], [[46, 390, 618], ["5 s", "45 min", "2 d"]]);
  const staged = shown([arm("PerStage", [])]);
  assert.doesNotMatch(staged, marked);
  assert.match(staged, /Limits are not marked: they count from the milestone before\./);
});

test("a calendar draws all days, a year on a line, and says the year where there are several", () => {
  const calendar = (days, lang = "en") => {
    const one = run({ of: 9, attainment: estimate(0.5, 0.1, 5) });
    const each = Array.from({ length: days }, () => 1);
    Object.assign(one.view, { calendar: { start: "2021-01-01", first_weekday: 4, surges: [] } });
    one.view.detail.days = cells(each, each);
    return drawn(page.Year, { arm: one, id: "y" }, lang);
  };
  const years = (svg) => [...svg.matchAll(/<text[^>]*>(\d{4}-\d+)</g)].map(([, label]) => label);
  const note = (html) => html.match(/<p class="note">(.*?)<\/p>/)?.[1];
  const squares = (svg) => svg.match(/<rect /g).length;
  const year = calendar(365);
  assert.deepEqual([squares(year), year.match(/<svg /g).length], [365, 1]);
  assert.deepEqual(years(year), []);
  const three = calendar(1_100);
  assert.deepEqual([squares(three), three.match(/<svg /g).length], [1_100, 3]);
  assert.deepEqual([years(three), note(three)], [["2021-1", "2022-1", "2022-2", "2023-1", "2023-2", "2024-1"], undefined]);
  const century = calendar(4_000);
  assert.equal(squares(century), 3_660);
  assert.equal(note(century), "Drawn: the first 3,660 of 4,000 days; the CSV has them all.");
  assert.equal(note(calendar(4_000, "zh")), "图中为 4,000 天中的前 3,660 天；CSV 含全部。");
});

test("what is searched down to 0 is laid out by order of size", () => {
  const row = {
    path: "volume", path_zh: "volume", arms: ["a"], value: 190, unit: "/day", grade: null, source: null, source_zh: null, range: { low: 35, high: 260, given: true }, description: "volume", zh: "volume",
    searched: { low: 0, high: 4_160 }, break_even: null, between: null, range_holds_it: null, below: null, above: null, points: [0, 17.8, 190, 4_160].map((value) => ({ value })),
  };
  const name = (name) => ({ name, zh: name });
  const html = drawn(page.BreakEvenAnswer, { document: { rows: [row], left_out: [], arm: name("a"), against: name("b"), indifference: 0.01, measure: "on_scene", at: 0 } });
  const [, left, width] = html.match(/<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)" height="12"/).map(Number);
  assert.ok(width > 80 && left > 300, `the range of 35 to 260 within 0 to 4,160: ${width} px from ${left}`);
  assert.match(html, /by its logarithm, with 0 at the left end/);
});

test("the legend of a map of winners names those that have won somewhere", () => {
  const place = (best, decision, volume) => ({ set: [`demand.volume=${volume}`], best, decision, refused: [] });
  const document = { refused: [], varied: [["demand.volume=1", "demand.volume=2"]], map: [place("Near", "decided", 1), place("Far", "undecided", 2)] };
  const [legend] = drawn(page.RankMap, { document }).match(/<ul class="legend".*?<\/ul>/);
  assert.match(legend, /Near/);
  assert.doesNotMatch(legend, /Far/);
});

test("what a row of the map of winners is of has room", () => {
  const rules = [1, 2].map((n) => `dispatch.rule=${"a rule of many words ".repeat(3)}${n}`);
  const map = rules.flatMap((rule) => [1, 2].map((volume) => ({ set: [rule, `demand.volume=${volume}`], best: "Near", decision: "decided", refused: [] })));
  const html = drawn(page.RankMap, { document: { refused: [], varied: [rules, ["demand.volume=1", "demand.volume=2"]], map } });
  const [, end, label] = html.match(/<text x="([\d.]+)" y="[\d.]+" text-anchor="end"[^>]*>([^<]+)</);
  assert.ok(page.widthOf(label) <= Number(end), `${label} before ${end}`);
});

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

test("what could not be measured stands last, and a sensitivity says what it is from", () => {
  const used = (of, done, points, valued) => ({ done, points, valued: { on_scene: valued }, used: { on_scene: of } });
  const effect = { mu: 0.1, mu_star: 0.1, half_width: 0.01, sigma: 0, effects: 6 };
  const morris = said(page.SensitivityAnswer, { document: { ...sensitivity("morris", false, [factor("volume", null), factor("turnout", effect)]), ...used(6, 10, 30, 16) } });
  assert.match(morris, /Could not be measured, [^:]*: volume\./);
  assert.match(morris, /16 points with a value; effects from 6 of 10 trajectories/);
  assert.ok(morris.lastIndexOf("volume") > morris.lastIndexOf("turnout"), morris);
  const index = { estimate: 0.5, lower: 0.4, upper: 0.6 };
  const sobol = (of) => said(page.SensitivityAnswer, { document: { ...sensitivity("sobol", false, [factor("volume", { first: index, total: index })]), ...used(of, 64, 192, 100) } });
  assert.match(sobol(16), /Rough: .*the 16 of 64 rows .* not to be trusted as shares/);
  assert.doesNotMatch(sobol(64), /Rough|not to be trusted/);
});

test("what was not measured is not said to have no effect", () => {
  const still = factor("turnout", { mu: 0, mu_star: 0, half_width: 0, sigma: 0, effects: 4 });
  const told = (factors, more = {}, lang) => said(page.SensitivityAnswer, { document: { ...sensitivity("morris", false, factors), ...more } }, lang);
  assert.match(told([still]), /None of these numbers has any effect on "on scene in time"\./);
  assert.match(told([factor("volume", null), still]), /Only 1 of these 2 numbers could be measured, and it has no effect on "on scene in time"\. Nothing is known of the others\./);
  assert.match(told([factor("volume", null)], { mean: { on_scene: null } }), /"on scene in time" has no value at any point/);
  const refused = { invalid: 12, refused: [{ points: 11, path: "run.days", why: "too few" }, { points: 1, path: "", why: "more piles up" }] };
  assert.match(told([still], refused), /12 points are no valid scenario or could not be run, of which nothing is made\.11 points: run\.days: too few1 point: more piles up/);
  assert.match(told([still], refused, "zh"), /12 个点不是有效场景或无法运行，未计入。11 个点：run\.days：too few/);
});

test("a setting is divided at the first = outside of quotes", () => {
  assert.deepEqual(page.pathAndValue('demand.categories."park=ing".share=4'), ['demand.categories."park=ing".share', "4"]);
  assert.deepEqual(page.pathAndValue('name="p=q"'), ["name", '"p=q"']);
});

const frontier = { command: "frontier", staff: "crews", whole_posts: 40, conditions: [], levels: [], monotone: [], interrupted: false, days: 3, seed: 1, replications: 40, arm: null, against: null };
const bracket = { committed_work: false, infeasible_below: null, infeasible_up_to: null, feasible_from: null, confidence: 0.95, posts_infeasible_below: null, posts_feasible_from: null };

test("levels certified too few are shown where none is enough", () => {
  const told = (found) => said(page.FrontierAnswer, { document: { ...frontier, frontiers: [{ ...bracket, ...found }] } });
  assert.match(told({ infeasible_up_to: 1 }), /up to 100\.0%/);
  // Between the largest level certified too few and the next that was looked at none was tried.
  const found = { infeasible_up_to: 0.2, infeasible_below: 0.3, feasible_from: 0.3 };
  assert.match(told(found), /up to 20\.0%/);
  const levels = [0.2, 0.3].map((level) => ({ level, posts: 9, roles: [], conditions: [{ measure: "on_scene", estimate: level, lower: null, upper: null, threshold: 0.25, standing: "feasible" }] }));
  const conditions = [{ measure: "on_scene", against: false, margin: null, at_least: 0.25, chance: null }];
  const [, band] = drawn(page.FrontierAnswer, { document: { ...frontier, conditions, levels, frontiers: [{ ...bracket, ...found }] } }).match(/<rect [^>]*width="([\d.]+)"/);
  assert.ok(Number(band) > 300, `${band} px for all between 20% and 30%`);
});

test("rules are no columns: there may be more than a page is wide", () => {
  const rules = Array.from({ length: 11 }, (_, i) => ({ rule: `Rule${i}`, saved: i, broken: 0 }));
  const row = { name: { name: "town", zh: "镇" }, missed: 60, saved: rules.map((r) => r.saved), by_any: 12 };
  const document = { saved: { replications: 2, against: "Rule0", missed: 60, by_any: 12, rules, by_stage: [row], by_place: [row] } };
  const html = drawn(page.RankSaved, { document });
  for (const table of html.match(/<thead>.*?<\/thead>/g)) assert.ok(table.match(/<th /g).length <= 4, table);
  assert.match(html, /Rule10\u00a010, Rule9\u00a09, .*Rule1\u00a01</);
});

test("the factors of a sweep have their units", () => {
  const points = [20, 40].map((volume, point) => ({ point, scenario: "county", rule: null, factors: { "demand.volume": volume }, set: [], done: 2, collapses: 0, overloads: 0, measures: { on_scene: estimate(0.9, 0.1, 2) } }));
  const document = { name: "plan", zh: "", about: "", about_zh: "", plan: "p.ron", seed: 1, replications: 2, primary: "on_scene", tasks: 4, done: 4, interrupted: false, factors: [{ path: "demand.volume", unit: "/day" }], scenarios: [{ name: "county", zh: "" }], points };
  assert.match(said(page.SweepAnswer, { document }), />?40 \/day/);
  const [a, b] = ["crews.a.officers", "crews.b.officers"];
  const two = { ...document, factors: [a, b].map((path) => ({ path, unit: null })), points: points.map((point, i) => ({ ...point, factors: { [a]: i, [b]: 1 - i }, measures: { on_scene: estimate(i, 0.1, 2) } })) };
  assert.match(said(page.SweepAnswer, { document: two }), /with county, a\.officers=1, b\.officers=0; lowest/);
});

test("levels at which nothing was measured make no curve", () => {
  const seen = { measure: "on_scene", estimate: null, lower: null, upper: null, threshold: 0.9, standing: "undecided", replications: 40 };
  const level = { level: 1, posts: 40, roles: [], replications: 40, standing: "undecided", conditions: [seen], collapsed_replications: 0, overloaded_replications: 0 };
  const conditions = [{ measure: "on_scene", against: false, margin: null, at_least: 0.9, chance: null }];
  assert.match(said(page.FrontierAnswer, { document: { ...frontier, conditions, levels: [level], frontiers: [bracket] } }), /Nothing was measured at any level/);
});
