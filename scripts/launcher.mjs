import { prepare } from "./prepare.mjs";

/** Runs one of the launcher's programs in this process, once what it needs is installed and built. */
export async function launch(program) {
  await prepare({ toRun: program !== "bench" });
  // Only now: on a fresh clone it was not there a moment ago.
  await import("@oxc-node/core/register");
  await import(`../packages/launcher/src/${program}.main.ts`);
}
