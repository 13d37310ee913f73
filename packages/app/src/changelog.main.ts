import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { apiFiles, compareWithRelease } from "./changes/apiFiles.ts";
import { withRelease } from "./changes/changelog.ts";
import { projectFile } from "./project.ts";

// Compares docs/api/schema.graphql with what was last released and writes the changelog's section on it; with --check
// it writes nothing and fails on what is missing there, or breaks callers without being declared. docs/api/deprecations.md

const { values } = parseArgs({ options: { check: { type: "boolean" }, release: { type: "string" } } });
const { current, changelog, wanted, problems } = await compareWithRelease();
const write = (file: keyof typeof apiFiles, text: string) => writeFile(projectFile(apiFiles[file]), text);

for (const problem of problems) process.stderr.write(`${problem}\n`);
if (problems.length > 0) process.stderr.write("What to do about it: docs/api/deprecations.md\n");
const isStale = values.check === true && wanted !== changelog;
if (isStale) process.stderr.write("The changelog is not up to date: npm run changelog\n");
if (problems.length > 0 || isStale) process.exitCode = 1;

if (!values.check) await write("changelog", wanted);
if (values.release !== undefined && problems.length === 0) {
  await write("changelog", withRelease(wanted, values.release));
  await write("released", current);
  await write("declared", "[]\n");
}
