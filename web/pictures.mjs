// The pictures in the README: `npm run pictures -- RUN/report.html COMPARE/report.html`, from pages that these made:
//   gridgov run scenarios/longgang.ron --out RUN
//   gridgov compare scenarios/longgang.ron scenarios/longgang-tiered-same-technology.ron \
//     scenarios/longgang-tiered-reformed.ron --out COMPARE
// From which sources and which results they were made is kept beside them, in made.json: a test of the Rust crate says when
// they are out of date. `gridgov report RUN` draws the pages again when only they have changed. CHROMIUM names the browser
// (/usr/bin/chromium).
import { chromium } from "playwright-core";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const [run, compare] = process.argv.slice(2);
if (!compare) {
  console.error("usage: npm run pictures -- RUN/report.html COMPARE/report.html");
  process.exit(2);
}
const folder = join(dirname(fileURLToPath(import.meta.url)), "..", "docs", "pictures");
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
// Without a Chinese font all its characters are drawn as the same box.
const readable = await (await browser.newPage()).evaluate(() => {
  const drawn = (text) => {
    const canvas = document.createElement("canvas");
    canvas.getContext("2d").fillText(text, 2, 20);
    return canvas.toDataURL();
  };
  return drawn("龙") !== drawn("港");
});
if (!readable) {
  console.error("there is no Chinese font: install one, such as the package fonts-noto-cjk");
  process.exit(1);
}
const made = { sources: [], digests: {}, pictures: {} };
for (const [file, lang, shots] of [
  [run, "en", [["headline.png", null], ["map.png", "#map"]]],
  [run, "zh", [["headline-zh.png", null]]],
  [compare, "en", [["minutes.png", "#why"]]],
]) {
  const page = await browser.newPage({ viewport: { width: 1100, height: 680 } });
  await page.goto(`file://${resolve(file)}#lang=${lang}`);
  await page.waitForSelector(".gauge");
  await page.addStyleTag({ content: "nav { position: static !important }" });
  for (const [name, panel] of shots) {
    // The worst cell, with what went worst there.
    if (panel === "#map") await page.locator("#map tbody button.link").first().click();
    await (panel ? page.locator(panel) : page).screenshot({ path: join(folder, name) });
    made.pictures[name] = createHash("sha256").update(readFileSync(join(folder, name))).digest("hex");
  }
  made.sources.push(await page.locator("meta[name=sources]").getAttribute("content"));
  Object.assign(made.digests, await page.evaluate(async () => {
    const bytes = Uint8Array.from(atob(document.getElementById("data").textContent.trim()), (c) => c.charCodeAt(0));
    const { arms, document: found } = await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).json();
    return Object.fromEntries((found?.arms ?? arms.map(({ summary }) => ({ scenario: summary.scenario.scenario, digest: summary.digest })))
      .map(({ scenario, digest }) => [`${found ? "compare" : "run"} ${scenario}`, digest]));
  }));
  await page.close();
}
await browser.close();
made.sources = [...new Set(made.sources)];
writeFileSync(join(folder, "made.json"), `${JSON.stringify(made, null, 2)}\n`);
