// Looks at a report as a reader would: opens it in Chromium from disk, refuses the network, uses its controls, runs axe,
// and takes pictures. `npm run look -- DIR/report.html [PICTURES]`; CHROMIUM names the browser (/usr/bin/chromium). With
// `--two` it looks twice, wide in English and as a phone in Chinese, instead of four times.
import { chromium } from "playwright-core";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";

const two = process.argv.includes("--two");
const [file, pictures] = process.argv.slice(2).filter((word) => word !== "--two");
if (!file) {
  console.error("usage: npm run look -- REPORT.html [FOLDER FOR PICTURES] [--two]");
  process.exit(2);
}
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const problems = [];
const check = (holds, what) => { if (!holds) problems.push(what); };
if (pictures) mkdirSync(pictures, { recursive: true });

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
const looks = [["wide-en", 1280, 900, "en"], ["phone-zh", 390, 844, "zh"], ["wide-zh", 1280, 900, "zh"], ["phone-en", 390, 844, "en"]];
for (const [name, width, height, lang] of two ? looks.slice(0, 2) : looks) {
  const context = await browser.newContext({ viewport: { width, height }, bypassCSP: true });
  const page = await context.newPage();
  page.on("console", (message) => { if (message.type() === "error") problems.push(`${name}: console: ${message.text()}`); });
  page.on("pageerror", (error) => problems.push(`${name}: ${error}`));
  page.on("request", (request) => { if (!/^(file|data|blob):/.test(request.url())) problems.push(`${name}: request of ${request.url()}`); });
  page.on("dialog", (dialog) => { problems.push(`${name}: a dialog opened: ${dialog.message()}`); dialog.dismiss(); });
  const begun = Date.now();
  // An arm that is none, as of an address written by hand, is the first.
  await page.goto(`file://${resolve(file)}#lang=${lang}&arm=x`);
  await page.waitForSelector("section.panel");
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  const took = Date.now() - begun;
  console.log(`${name}: open after ${took} ms`);

  // Only what is compared: all of the data would take longer to hand over than to look at.
  const told = await page.evaluate(async () => {
    const bytes = Uint8Array.from(atob(document.getElementById("data").textContent.trim()), (c) => c.charCodeAt(0));
    const data = await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).json();
    const targets = data.arms[0]?.summary.targets ?? [];
    return {
      handled: (data.arms[0]?.summary ?? data.document).until_handled === true,
      sentences: data.document?.sentences?.length ?? 0,
      targets: targets.map((target) => [target.name, target.attainment?.estimate ?? null]),
      counted: (data.document?.differences ?? []).filter(({ measure }) => data.names.units[measure] === "count")
        .map(({ measure, estimate }) => [data.names.measures[measure][document.documentElement.lang === "en" ? 0 : 1], estimate]),
    };
  });
  check((await page.locator(".verdicts li").count()) >= told.sentences, `${name}: sentences are missing`);
  // Where the last target means handled, nothing but the milestone itself is called "on scene".
  const named = (await page.locator("main").textContent()).match(/.{0,30}(on scene ≤|on scene in time|on scene within|到场 ≤|按时到场).{0,20}/);
  check(!told.handled || !named, `${name}: the target means handled, the page says "${named?.[0]}"`);
  const gauges = await page.$$eval(".gauge svg text:first-of-type", (texts) => texts.map((text) => text.textContent));
  told.targets.forEach(([target, estimate], i) => {
    const shown = gauges[i] === undefined ? NaN : Number(gauges[i].replace(/[<>%]/g, ""));
    check(estimate === null || Math.abs(shown - 100 * estimate) <= 0.1, `${name}: the gauge of ${target} shows ${gauges[i]}, the summary says ${estimate}`);
  });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  check(wide <= 0, `${name}: the page is ${wide} px wider than the screen`);
  const shoot = async (what, options = {}) => { if (pictures) await page.screenshot({ path: join(pictures, `${name}-${what}.png`), ...options }); };
  await shoot("top");

  // Map: pin the worst row, then another by a click on the canvas.
  const rows = page.locator("#map tbody button.link");
  if (await rows.count()) {
    await rows.first().click();
    await page.waitForSelector("#map .cell");
    const told = page.locator("#map .told summary").first();
    if (await told.count()) await told.click();
    const box = await page.locator("#map canvas").boundingBox();
    await page.locator("#map").scrollIntoViewIfNeeded();
    if (pictures) await page.locator("#map").screenshot({ path: join(pictures, `${name}-map.png`) });
    const pinned = () => page.locator("#map .cell h3").textContent();
    const listed = await pinned();
    await page.locator("#map canvas").click({ position: { x: box.width * 0.55, y: box.height * 0.45 } });
    check((await page.locator("#map .cell").count()) === 0 || (await pinned()) !== listed, `${name}: a click on the map pins nothing else`);
  }
  // The wheel zooms with Ctrl, and leaves the page to scroll without.
  const canvas = page.locator("#map canvas");
  if (await canvas.count()) {
    const drawn = () => canvas.evaluate((element) => element.toDataURL());
    await canvas.scrollIntoViewIfNeeded();
    const { x, y, width: across, height: down } = await canvas.boundingBox();
    await page.mouse.move(x + across / 2, y + down / 2);
    // What pointing at an area draws comes first.
    await page.waitForTimeout(200);
    const [whole, scrolled] = [await drawn(), await page.evaluate(() => window.scrollY)];
    await page.keyboard.down("Control");
    await page.mouse.wheel(0, -400);
    await page.keyboard.up("Control");
    await page.waitForTimeout(100);
    check((await drawn()) !== whole && (await page.evaluate(() => window.scrollY)) === scrolled, `${name}: Ctrl and the wheel do not zoom the map`);
    const zoomed = await drawn();
    await page.mouse.wheel(0, -40);
    await page.waitForTimeout(100);
    check((await drawn()) === zoomed, `${name}: the wheel alone zooms the map`);
  }
  // A cell of a difference map tells of both arms.
  const differing = page.locator("#comparison tbody button.link");
  if (await differing.count()) {
    await differing.first().click();
    check((await page.locator("#comparison .cell").count()) === 2, `${name}: a cell of the difference map does not tell of both arms`);
  }
  // Everything: each part opens.
  for (const part of await page.$$("#document > .opens > summary")) await part.click();
  // Differences of what is counted are no percentage points.
  for (const [measure] of told.counted) {
    const table = page.locator(".table").filter({ hasText: /every difference|全部差异/ }).first();
    await table.locator("input[type=search]").fill(measure);
    const shown = await table.locator("tbody tr td:nth-child(3)").allTextContents();
    const numbers = shown.map((text) => Number(text.replace("−", "-").replaceAll(",", "")));
    for (const [, estimate] of told.counted.filter(([other]) => other === measure)) {
      check(numbers.some((number) => Math.abs(number - estimate) <= (Math.abs(estimate) < 100 ? 0.051 : 0.51)), `${name}: "${measure}" differs by ${estimate}, the page says ${shown.join("; ")}`);
    }
    await table.locator("input[type=search]").fill("");
  }
  // Sorting: numbers by their size, and a click on a heading turns the order.
  for (const table of await page.$$("#map .table, #comparison .table")) {
    for (const at of [3, 4, 2]) {
      await (await table.$(`thead th:nth-child(${at}) button`)).click();
      const column = await table.$$eval(`tbody td:nth-child(${at})`, (cells) => cells.map((cell) => cell.textContent.replace("−", "-").replaceAll(",", "")));
      const numbers = column.map((text) => Number.parseFloat(text.replace(/[<>]/, ""))).filter(Number.isFinite);
      check(numbers.every((number, i) => i === 0 || numbers[i - 1] <= number), `${name}: column ${at} beside the map is not sorted by size: ${numbers.slice(0, 6)}`);
    }
  }
  const heading = page.locator("#trust thead button").first();
  if (await heading.count()) {
    await heading.click();
    check((await page.locator("#trust th").first().getAttribute("aria-sort")) === "ascending", `${name}: a click on a heading does not sort`);
  }
  // Player: the next event, then a second of playing.
  const play = page.locator("#replay button.primary");
  if (await play.count()) {
    const time = () => page.locator("#replay .time").textContent();
    const before = await time();
    await page.locator("#replay button").nth(2).click();
    const next = await time();
    check(next >= before, `${name}: the next event is at ${next}, before ${before}`);
    await play.click();
    await page.waitForTimeout(900);
    await play.click();
    check((await time()) > next, `${name}: the player stands still`);
    if (pictures) await page.locator("#replay").screenshot({ path: join(pictures, `${name}-replay.png`) });
  }
  // Each chart and map is saved with its title, well formed, and so are its numbers.
  const unsaved = await page.evaluate(async () => {
    const wrong = [];
    let blob = null;
    URL.createObjectURL = (made) => { blob = made; return "data:,"; };
    HTMLAnchorElement.prototype.click = () => {};
    const save = async (button) => {
      blob = null;
      button.click();
      return blob === null ? "" : blob.text();
    };
    for (const tools of document.querySelectorAll(".tools")) {
      const [svg, csv] = tools.querySelectorAll(":scope > button");
      const title = svg.getAttribute("aria-label").replace(/: SVG$/, "");
      const drawn = new DOMParser().parseFromString(await save(svg), "image/svg+xml");
      const texts = [...drawn.querySelectorAll("svg > text")].map((text) => text.textContent).join("");
      const plain = (text) => text.replace(/\s/g, "");
      const shapes = (within) => [...within.querySelectorAll("svg rect, svg path, svg circle")].length;
      const figure = tools.closest("figure");
      if (figure && shapes(drawn) < shapes(figure)) wrong.push(`${title}: SVG without ${shapes(figure) - shapes(drawn)} of its shapes`);
      if (drawn.querySelector("parsererror") || !plain(texts).startsWith(plain(title))) wrong.push(`${title}: SVG`);
      if ((await save(csv)).trimEnd().split("\n").length < 2) wrong.push(`${title}: CSV`);
    }
    // A page that the browser lends no clipboard saves its tables instead.
    Object.defineProperty(navigator, "clipboard", { value: undefined });
    const copy = document.querySelector(".table-tools button");
    if (copy && (await save(copy)).trimEnd().split("\n").length < 2) wrong.push("a table is not to be had");
    return wrong;
  });
  check(unsaved.length === 0, `${name}: not saved as it should be: ${unsaved.join("; ")}`);
  // The other language, without a reload.
  const other = lang === "en" ? "中文" : "English";
  await page.getByRole("button", { name: other }).click();
  const switched = page.waitForFunction((to) => document.documentElement.lang === to, lang === "en" ? "zh-CN" : "en", { timeout: 10_000 });
  check(await switched.then(() => true, () => false), `${name}: the language does not switch`);
  await page.getByRole("button", { name: other === "中文" ? "English" : "中文" }).click();

  // Once wide and once narrow: another language has other words, not other marks.
  if (looks.findIndex(([look]) => look === name) < 2) {
    await page.evaluate(axe);
    const found = await page.evaluate(() => globalThis.axe.run({ resultTypes: ["violations"] }));
    for (const violation of found.violations) {
      const where = violation.nodes.slice(0, 3).map((node) => node.target.join(" ")).join("; ");
      console.log(`${name}: axe ${violation.impact}: ${violation.id} (${violation.nodes.length}): ${where}`);
      if (violation.impact !== "minor") problems.push(`${name}: axe: ${violation.id}: ${where}`);
    }
  }
  if (pictures) {
    await page.addStyleTag({ content: "nav { position: static !important }" });
    for (const section of await page.$$("section.panel")) await section.screenshot({ path: join(pictures, `${name}-${await section.getAttribute("id")}-after.png`) });
  }
  if (name.startsWith("wide")) {
    // On A4, between margins of 12 mm, no table loses its right side.
    await page.emulateMedia({ media: "print" });
    await page.setViewportSize({ width: 703, height: 1000 });
    for (const [table, over] of await page.$$eval(".scroll", (scrolls) =>
      scrolls.map((scroll) => [scroll.getAttribute("aria-label"), scroll.scrollWidth - scroll.clientWidth]))) {
      check(over <= 1, `${name}: printed on A4, the table "${table}" is ${over} px wider than the page`);
    }
    // Rows that are not printed are told of; parameters are printed all.
    const printed = await page.$$eval(".table", (tables) => tables.map((table) => {
      const seen = (selector) => [...table.querySelectorAll(selector)].filter((element) => getComputedStyle(element).display !== "none");
      const all = table.querySelector(".more")?.textContent.match(/\d+/);
      return { caption: table.querySelector("caption").textContent, rows: seen("tbody tr").length, all: all ? Number(all[0]) : null, told: seen("p.paper").map((told) => told.textContent).join("") };
    }));
    for (const { caption, rows, all, told } of printed.filter(({ all }) => all !== null)) {
      check(rows === all || (told.includes(String(rows)) && told.includes(String(all))), `${name}: on paper "${caption}" has ${rows} of ${all} rows and says "${told}"`);
      check(rows === all || !/^(parameters|参数)$/.test(caption), `${name}: on paper ${rows} of ${all} parameters`);
    }
  }
  if (pictures && name === "wide-en") await page.pdf({ path: join(pictures, "print.pdf"), format: "A4" });
  await context.close();
}
await browser.close();
problems.forEach((problem) => console.error(problem));
console.log(problems.length === 0 ? "nothing wrong" : `${problems.length} problems`);
process.exit(problems.length === 0 ? 0 : 1);
