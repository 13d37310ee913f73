import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { root } from "./workspace.mjs";

const made = new Set(["generated", "gql", "dist"]);
const ignored = new Set(["node_modules", "artifacts", ...made]);
const manifests = new Set(["package.json", "pnpm-lock.yaml", "pnpm-workspace.yaml"]);

/** Every file of the repository that a build could read, and every folder that builds make. */
function survey(folder = "") {
  const found = { sources: [], made: [] };
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (made.has(entry.name)) found.made.push(path);
    if (entry.name.startsWith(".") || ignored.has(entry.name)) continue;
    if (entry.isDirectory()) {
      const below = survey(path);
      found.sources.push(...below.sources);
      found.made.push(...below.made);
    } else if (entry.isFile() && !entry.name.endsWith(".md")) found.sources.push(path);
  }
  return found;
}

const inOrder = (paths) => paths.toSorted((a, b) => (a < b ? -1 : 1));

function digest(paths) {
  const hash = createHash("sha256").update(`${process.versions.modules} ${process.platform} ${process.arch}`);
  for (const path of inOrder(paths))
    hash
      .update(path)
      .update("\0")
      .update(readFileSync(join(root, path)));
  return hash.digest("hex");
}

/** What the installed packages depend on. */
export function manifestsPrint() {
  return digest(survey().sources.filter((path) => manifests.has(basename(path))));
}

/** What generated code and the built console depend on; another one when what was made is missing. */
export function sourcesPrint() {
  const { sources, made: folders } = survey();
  return `${digest(sources)} ${inOrder(folders).join(" ")}`;
}

/** What is generated and committed all the same, because its diff is the review of the API. */
export function generatedPrint() {
  return digest(survey().sources.filter((path) => path.endsWith(".graphql")));
}

// In node_modules: removing that removes the claim that something is in it.
const stampFile = (name) => join(root, "node_modules/.wegraph", name);

export function isStamped(name, print) {
  const file = stampFile(name);
  return existsSync(file) && readFileSync(file, "utf8") === print;
}

export function stamp(name, print) {
  mkdirSync(dirname(stampFile(name)), { recursive: true });
  writeFileSync(stampFile(name), print);
}
