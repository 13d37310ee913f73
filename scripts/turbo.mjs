// `npm run typecheck` and the like, where only npm is installed.
import { install } from "./prepare.mjs";
import { pnpm } from "./workspace.mjs";

await install();
process.exitCode = await pnpm("exec", "turbo", "run", ...process.argv.slice(2));
