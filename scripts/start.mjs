import { readFileSync } from "node:fs";
import { prepare } from "./prepare.mjs";

const asksForHelp = process.argv.slice(2).some((argument) => argument === "--help" || argument === "-h");
if (asksForHelp) {
  console.log(readFileSync(new URL("start.help.txt", import.meta.url), "utf8"));
} else {
  await prepare();
  // Only now: on a fresh clone there was no tsx a moment ago.
  const { register } = await import("tsx/esm/api");
  register();
  await import("../packages/launcher/src/start.main.ts");
}
