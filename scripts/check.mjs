// npm run check: everything about the sources that needs no test run. Each step counts as one check.
import { generatedPrint } from "./fingerprint.mjs";
import { prepare } from "./prepare.mjs";
import { describeCounts } from "./testCounts.mjs";
import { pnpm, run, say } from "./workspace.mjs";

const npm = (script, ...args) => run("npm", ["run", "--silent", script, "--", ...args]);

const steps = {
  "files are formatted (mend: npm run format)": () => npm("format", "--check"),
  "the linter has no complaint": () => npm("lint"),
  "types fit": () => pnpm("exec", "turbo", "run", "typecheck", "--output-logs=errors-only"),
  "the API breaks no caller unawares, and its changelog is whole (mend: npm run changelog)": () =>
    npm("changelog", "--check"),
  "the committed schemas are those of the code (mend: npm run compose)": async () => {
    const before = generatedPrint();
    const code = await npm("compose");
    return code === 0 && generatedPrint() === before ? 0 : 1;
  },
};

await prepare();
const counts = { passed: 0, failed: 0, skipped: 0 };
for (const [claim, step] of Object.entries(steps)) {
  const holds = (await step()) === 0;
  counts[holds ? "passed" : "failed"] += 1;
  say(`${holds ? "✓" : "✗"} ${claim}`);
}
console.log(describeCounts(counts));
process.exitCode = counts.failed === 0 ? 0 : 1;
