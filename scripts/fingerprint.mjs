import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "./workspace.mjs";

const notSource = new Set(["node_modules", "generated", "gql", "dist", "artifacts", "docs", "docker"]);
const made = new Set(["generated", "gql", "dist"]);

/** Every file of the repository that a build could read, and every folder that builds make. */
function survey(folder = "") {
  const found = { sources: [], made: [] };
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.name.startsWith(".")) continue;
    if (entry.isDirectory()) {
      if (made.has(entry.name)) found.made.push(path);
      // The API's schema is what the console's types are made from.
      if (notSource.has(entry.name) && path !== "docs") continue;
      const below = survey(path);
      found.sources.push(...below.sources);
      found.made.push(...below.made);
    } else if (!entry.name.endsWith(".md")) found.sources.push(path);
  }
  return found;
}

function digest(paths) {
  const hash = createHash("sha256").update(`${process.versions.modules} ${process.platform} ${process.arch}`);
  for (const path of paths.toSorted((a, b) => (a < b ? -1 : 1)))
    hash
      .update(path)
      .update("\0")
      .update(readFileSync(join(root, path)));
  return hash.digest("hex");
}

/** What the installed packages depend on. */
export function manifestsPrint() {
  const names = new Set(["package.json", "pnpm-lock.yaml", "pnpm-workspace.yaml"]);
  return digest(survey().sources.filter((path) => names.has(path.split("/").at(-1))));
}

/** What generated code and the built console depend on; it changes as well when one of them is missing. */
export function sourcesPrint() {
  const { sources, made: folders } = survey();
  return `${digest(sources)} ${folders.toSorted((a, b) => (a < b ? -1 : 1)).join(" ")}`;
}

// In node_modules, so that removing that removes the claim that something is in it.
const stampFile = (name) => join(root, "node_modules/.wegraph", name);

export function isStamped(name, print) {
  const file = stampFile(name);
  return existsSync(file) && readFileSync(file, "utf8") === print;
}

export function stamp(name, print) {
  mkdirSync(dirname(stampFile(name)), { recursive: true });
  writeFileSync(stampFile(name), print);
}
