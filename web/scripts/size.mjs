// Holds the build to its budgets, in kilobytes of gzipped JavaScript. A page's size is everything
// that must be there before it works: its own chunk, all it imports, and its words in one language.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const dist = fileURLToPath(new URL("../dist", import.meta.url));
/** @type {Record<string, { file: string, imports?: string[], isDynamicEntry?: boolean }>} */
const manifest = JSON.parse(readFileSync(join(dist, ".vite/manifest.json"), "utf8"));

/** @param {string[]} namespaces */
const words = (namespaces) => namespaces.map((name) => `src/i18n/zh-CN/${name}.ts`);

const pages = [
  {
    name: "sign-in",
    budget: 200,
    roots: ["src/features/signIn/SignInPage.tsx", ...words(["common", "entry"])],
  },
  {
    name: "first working page",
    budget: 350,
    roots: [
      "src/shell/Console.tsx",
      "src/features/overview/OverviewPage.tsx",
      ...words(["common", "entry", "shell", "errors", "status", "overview"]),
    ],
  },
];
const chunkBudget = 150;

/** What the page itself asks for, before any route. */
const initial = [
  ...readFileSync(join(dist, "index.html"), "utf8").matchAll(/src="\/(assets\/[^"]+\.js)"/g),
].map(([, file]) => file ?? "");

/** @type {Map<string, number>} */
const sizes = new Map();
/** @param {string} file */
function size(file) {
  const known = sizes.get(file);
  if (known !== undefined) return known;
  const kilobytes = gzipSync(readFileSync(join(dist, file)), { level: 9 }).length / 1_000;
  sizes.set(file, kilobytes);
  return kilobytes;
}

/**
 * @param {string[]} roots
 * @returns {Set<string>}
 */
function filesOf(roots) {
  const files = new Set(initial);
  const seen = new Set();
  const walk = (/** @type {string} */ key) => {
    if (seen.has(key)) return;
    seen.add(key);
    const chunk = manifest[key];
    if (!chunk) throw new Error(`${key} is not in the build's manifest.`);
    files.add(chunk.file);
    for (const imported of chunk.imports ?? []) walk(imported);
  };
  for (const root of roots) walk(root);
  return files;
}

let over = 0;
/** @param {string} name @param {number} actual @param {number} budget @param {string} note */
function report(name, actual, budget, note) {
  const fits = actual <= budget;
  if (!fits) over += 1;
  console.log(
    `${fits ? "ok  " : "OVER"} ${name.padEnd(24)} ${actual.toFixed(1).padStart(6)} of ${budget} kB  ${note}`,
  );
}

for (const { name, budget, roots } of pages) {
  const files = [...filesOf(roots)].filter((file) => file.endsWith(".js"));
  const total = files.reduce((sum, file) => sum + size(file), 0);
  report(name, total, budget, `${files.length} files`);
  if (process.argv.includes("--files"))
    for (const file of files.toSorted((one, other) => size(other) - size(one)).slice(0, 15))
      console.log(`       ${size(file).toFixed(1).padStart(6)} ${file}`);
}

const lazy = Object.values(manifest).filter(({ file }) => file.endsWith(".js") && !initial.includes(file));
const [largest] = lazy.toSorted((one, other) => size(other.file) - size(one.file));
if (largest) report("largest lazy chunk", size(largest.file), chunkBudget, largest.file);

if (over > 0) {
  console.error(`${over} over budget.`);
  process.exit(1);
}
