import { readFile, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { z } from "zod";
import { changesBetween, problemsOf } from "./changes/apiChanges.ts";
import { withRelease, withUnreleased } from "./changes/changelog.ts";
import { projectFile } from "./project.ts";

// Compares docs/api/schema.graphql with what was last released and writes the changelog's section on it; with --check
// it writes nothing and fails on what is missing there, or breaks callers without being declared. docs/api/deprecations.md

const paths = {
  current: projectFile("docs/api/schema.graphql"),
  released: projectFile("docs/api/released.graphql"),
  declared: projectFile("docs/api/breaking.json"),
  changelog: projectFile("docs/api/CHANGELOG.md"),
};
const declaredShape = z.array(z.strictObject({ change: z.string(), because: z.string() }));

const { values } = parseArgs({ options: { check: { type: "boolean" }, release: { type: "string" } } });
const [current, released, changelog] = await Promise.all(
  [paths.current, paths.released, paths.changelog].map((path) => readFile(path, "utf8")),
);
if (current === undefined || released === undefined || changelog === undefined)
  throw new Error("Three files are read.");
const declared = declaredShape.parse(JSON.parse(await readFile(paths.declared, "utf8")));
const changes = await changesBetween(released, current);
const problems = problemsOf(changes, declared);
const wanted = withUnreleased(changelog, changes, declared);

if (values.check && wanted !== changelog) problems.push("The changelog is not up to date: npm run changelog");
for (const problem of problems) process.stderr.write(`${problem}\n`);
if (problems.some((problem) => problem.startsWith("It ")))
  process.stderr.write("What to do about it: docs/api/deprecations.md\n");
if (problems.length > 0) process.exitCode = 1;

if (!values.check) await writeFile(paths.changelog, wanted);
if (values.release !== undefined && problems.length === 0) {
  await writeFile(paths.changelog, withRelease(wanted, values.release));
  await writeFile(paths.released, current);
  await writeFile(paths.declared, "[]\n");
}
