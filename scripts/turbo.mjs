// `npm run typecheck` and the like, where only npm is installed.
import { pnpm } from "./workspace.mjs";

process.exitCode = await pnpm("exec", "turbo", "run", ...process.argv.slice(2));
