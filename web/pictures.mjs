// The pictures in the README: `npm run pictures -- RUN/report.html COMPARE/report.html`, from pages that these made:
//   gridgov run scenarios/longgang.ron --out RUN
//   gridgov compare scenarios/longgang.ron scenarios/longgang-tiered-same-technology.ron \
//     scenarios/longgang-tiered-reformed.ron --out COMPARE
// CHROMIUM names the browser (/usr/bin/chromium).
import { chromium } from "playwright-core";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const [run, compare] = process.argv.slice(2);
if (!compare) {
  console.error("usage: npm run pictures -- RUN/report.html COMPARE/report.html");
  process.exit(2);
}
const folder = join(dirname(fileURLToPath(import.meta.url)), "..", "docs", "pictures");
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
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
    await (panel ? page.locator(panel) : page).screenshot({ path: join(folder, name) });
  }
  await page.close();
}
await browser.close();
