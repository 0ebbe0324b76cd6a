// Makes dist/report.html from src/: one file with script and style inside, and a place for the data.
// The SHA-256 of everything it is made from stands in it; a test of the Rust crate recomputes it.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(fileURLToPath(import.meta.url));
const files = (folder) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? files(join(folder, entry.name)) : [join(folder, entry.name)],
  );
const sources = ["build.mjs", "package.json", "package-lock.json", "tsconfig.json"].map((name) => join(root, name));
const all = [...sources, ...files(join(root, "src"))]
  .map((path) => relative(root, path).replaceAll("\\", "/"))
  .sort((a, b) => (a < b ? -1 : 1));
const hash = createHash("sha256");
for (const name of all) {
  const bytes = readFileSync(join(root, name));
  hash.update(`${name}\n${bytes.length}\n`);
  hash.update(bytes);
}

const result = await build({
  absWorkingDir: root,
  entryPoints: ["src/main.tsx"],
  bundle: true,
  minify: true,
  write: false,
  format: "iife",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  jsx: "automatic",
  jsxImportSource: "preact",
  outdir: "dist",
});
const output = (end) => result.outputFiles.find((file) => file.path.endsWith(end)).text;
const script = output(".js").replaceAll("</script", "<\\/script");
const style = output(".css");
if (style.includes("</style")) throw new Error("the style would end itself");
const licence = readFileSync(join(root, "node_modules/preact/LICENSE"), "utf8").trim();
const parts = {
  "{{sources}}": hash.digest("hex"),
  "{{licence}}": licence,
  "{{style}}": style.trim(),
  "{{script}}": script.trim(),
};
let page = readFileSync(join(root, "src/template.html"), "utf8");
for (const [mark, text] of Object.entries(parts)) {
  if (page.split(mark).length !== 2) throw new Error(`${mark} must stand in the template once`);
  page = page.split(mark).join(text);
}
mkdirSync(join(root, "dist"), { recursive: true });
writeFileSync(join(root, "dist/report.html"), page);
console.log(`dist/report.html: ${(page.length / 1024).toFixed(0)} KiB`);
