// npm test [-- [unit] [db] [e2e] [anything vitest takes]]
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { findChromium } from "./chromium.mjs";
import { prepare } from "./prepare.mjs";
import { countTests, describeCounts } from "./testCounts.mjs";
import { root, run, say } from "./workspace.mjs";

const projects = ["unit", "db", "e2e"];

const args = process.argv.slice(2);
const wanted = projects.filter((project) => args.includes(project));
const rest = args.filter((argument) => !projects.includes(argument));

await prepare();
const chromium = wanted.length === 0 || wanted.includes("e2e") ? await findChromium() : undefined;
if (chromium !== undefined) say(`browser tests with ${chromium}`);

const report = join(root, "artifacts/tests.json");
mkdirSync(join(root, "artifacts"), { recursive: true });
rmSync(report, { force: true });

// Ctrl-C reaches vitest by itself, and it stops in good order; its report is still worth reading.
process.on("SIGINT", () => {});
const code = await run(
  process.execPath,
  [
    join(root, "node_modules/vitest/vitest.mjs"),
    "run",
    ...wanted.flatMap((project) => ["--project", project]),
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
    ...rest,
  ],
  chromium === undefined ? {} : { CHROMIUM_PATH: chromium },
);

const counts = countTests(report, code);
for (const problem of counts.problems) console.error(problem);
console.log(describeCounts(counts));
process.exitCode = counts.failed === 0 ? 0 : 1;
