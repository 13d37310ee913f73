import { join, relative } from "node:path";
import { readStartSettings } from "./config.ts";
import { demoLogins } from "./demo.ts";
import { Launcher } from "./launcher.ts";
import { npmAbove, whenGone } from "./npm.ts";
import { projectRoot } from "./paths.ts";
import { readOptions } from "./options.ts";
import { complain, explain, print, say } from "./terminal.ts";

/** One Ctrl-C can reach us twice: from the terminal, and handed on by npm. */
const echoMs = 500;

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const settings = readStartSettings();
  const dataDir = settings.WEGRAPH_DATA;
  const npm = settings.npm_lifecycle_event === undefined ? undefined : npmAbove();
  const launcher = new Launcher(
    {
      dataDir,
      settings,
      reset: options.reset,
      npm,
      progress: say,
      trouble: (line) => say(`! ${line}`),
    },
    (what, lines) => {
      complain("", what, ...lines.map((line) => `    ${line}`));
      void end(launcher, 1);
    },
  );
  stopOnSignals(launcher);
  if (npm !== undefined) whenGone(npm, () => void end(launcher, 1, "npm is gone"));

  try {
    const address = await launcher.start();
    if (isEnding) return;
    say("ready");
    print("", `  Wegraph is at  ${address}`, "");
    if (settings.WEGRAPH_DEMO === "1") print("  Demo logins:", "", ...demoLogins(), "");
    print(`  Ctrl-C stops it. Logs: ${relative(projectRoot, join(dataDir, "logs"))}`, "");
  } catch (error) {
    if (!isEnding) explain(error);
    await end(launcher, 1);
  }
}

let isEnding = false;

/** `why` is said aloud, with the news that it is done; an error has been explained already. */
async function end(launcher: Launcher, code: number, why?: string): Promise<void> {
  if (isEnding) return;
  isEnding = true;
  if (why !== undefined) say(`stopping: ${why}`);
  await launcher.stop();
  if (why !== undefined) say("stopped");
  process.exit(code);
}

function stopOnSignals(launcher: Launcher): void {
  let firstAt = Number.POSITIVE_INFINITY;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => {
      firstAt = Math.min(firstAt, Date.now());
      // Insisting ends it at once; the guardian then stops what we leave behind.
      if (Date.now() > firstAt + echoMs) process.exit(130);
      void end(launcher, 0, signal);
    });
}

await main().catch((error: unknown) => {
  explain(error);
  process.exit(1);
});
