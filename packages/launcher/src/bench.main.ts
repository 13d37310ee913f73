import { readdirSync } from "node:fs";
import { join } from "node:path";
import { runInForeground, urlsOf } from "./foreground.ts";
import { projectRoot } from "./paths.ts";
import { anyPorts, startStack } from "./stack.ts";
import { temporaryDir } from "./temporaryDir.ts";
import { exitWith, say } from "./terminal.ts";

const folder = "packages/bench";
const suffix = ".bench.ts";

/** One measurement, against private servers that write to the disk as they do in earnest. */
async function main(): Promise<number> {
  const [wanted, ...args] = process.argv.slice(2);
  const names = readdirSync(join(projectRoot, folder, "src"))
    .filter((file) => file.endsWith(suffix))
    .map((file) => file.slice(0, -suffix.length));
  if (wanted === undefined || !names.includes(wanted)) {
    say(`Which one? There is: ${names.join(", ") || "none yet"}`);
    return 2;
  }
  const dataDir = temporaryDir("bench");
  const stack = await startStack({ dataDir: dataDir.path, ports: anyPorts, trouble: say });
  try {
    return await runInForeground({
      folder,
      args: [`src/${wanted}${suffix}`, ...args],
      env: { NODE_ENV: "production", ...urlsOf(stack) },
    });
  } finally {
    await stack.stop();
    dataDir.remove();
  }
}

await exitWith(main());
