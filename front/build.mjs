// Builds themes/plain/static from front/: one stylesheet, one script, the icons, the font, the licences.
// `npm ci && npm run build`; `npm run check` says whether what is committed is what this builds.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "../themes/plain/static");
const types = join(here, "../content_types");
const modules = join(here, "node_modules");
const checking = process.argv.includes("--check");
const FONT = "@fontsource-variable/source-sans-3";
const SCRIPTS = ["latin", "latin-ext", "vietnamese", "greek", "cyrillic"];
const CUTS = SCRIPTS.flatMap((script) => [`${script}-wght-normal`, `${script}-wght-italic`]);

async function bundles() {
  const result = await build({
    absWorkingDir: here,
    entryPoints: { academe: "js/academe.js", "academe-style": "css/academe.css" },
    bundle: true,
    minify: true,
    write: false,
    outdir: target,
    format: "esm",
    target: ["chrome105", "firefox110", "safari15.6"],
    external: ["*.woff2"],
    legalComments: "none",
  });
  const style = result.outputFiles.find((file) => file.path.endsWith(".css"));
  const script = result.outputFiles.find((file) => file.path.endsWith(".js"));
  return { "academe.css": style.contents, "academe.js": script.contents };
}

async function drawings() {
  const lines = (await readFile(join(here, "icons.txt"), "utf8")).split("\n").filter((line) => line && !line.startsWith("#"));
  return new Map(lines.map((line) => line.split(" ")).map(([name, drawing]) => [name, drawing ?? name]));
}

async function wornIcons() {
  const files = (await readdir(types)).filter((name) => name.endsWith(".toml"));
  const texts = await Promise.all(files.map((name) => readFile(join(types, name), "utf8")));
  return texts.flatMap((text) => [...text.matchAll(/^icon\s*=\s*"([^"]+)"/gm)].map((hit) => hit[1]));
}

async function sprite() {
  const known = await drawings();
  const unknown = (await wornIcons()).filter((name) => !known.has(name));
  if (unknown.length) throw new Error(`icons.txt does not name: ${unknown.join(", ")}`);
  const symbols = await Promise.all([...known].map(async ([name, drawing]) => {
    const svg = await readFile(join(modules, "bootstrap-icons/icons", `${drawing}.svg`), "utf8");
    const inner = svg.replace(/^[\s\S]*?<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "").replace(/\s*\n\s*/g, "");
    return `<symbol id="${name}" viewBox="0 0 16 16">${inner}</symbol>`;
  }));
  return Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>\n`);
}

async function fonts() {
  const short = (cut) => `fonts/source-sans-3-${cut}.woff2`;
  const file = (cut) => join(modules, FONT, "files", `source-sans-3-${cut}.woff2`);
  const pairs = await Promise.all(CUTS.map(async (cut) => [short(cut), await readFile(file(cut))]));
  return Object.fromEntries(pairs);
}

async function licences() {
  const font = await readFile(join(modules, FONT, "LICENSE"));
  const icons = await readFile(join(modules, "bootstrap-icons/LICENSE"));
  const title = (text) => `${text}\n${"=".repeat(text.length)}\n\n`;
  const page = [
    title("fonts/: Source Sans 3, SIL Open Font License 1.1"), font, "\n\n",
    title("icons.svg: Bootstrap Icons, MIT"), icons, "\n",
  ];
  return { LICENSES: Buffer.concat(page.map((part) => Buffer.from(part))), "fonts/LICENSE": font };
}

async function keep(name, bytes) {
  const path = join(target, name);
  const before = await readFile(path).catch(() => null);
  if (before && before.equals(Buffer.from(bytes))) return false;
  if (!checking) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, bytes);
  }
  return true;
}

const files = { ...(await bundles()), "icons.svg": await sprite(), ...(await fonts()), ...(await licences()) };
const hashes = Object.entries(files).map(([name, bytes]) => [name, createHash("sha256").update(bytes).digest("hex")]);
files["manifest.json"] = Buffer.from(JSON.stringify(Object.fromEntries(hashes.sort()), null, 2) + "\n");

const changed = [];
for (const [name, bytes] of Object.entries(files)) if (await keep(name, bytes)) changed.push(name);
console.log(changed.length ? `${checking ? "differs" : "written"}: ${changed.join(", ")}` : "nothing changed");
process.exitCode = checking && changed.length ? 1 : 0;
