import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { inherited } from "./config.ts";
import { runInForeground, urlsOf } from "./foreground.ts";
import { holderOf, takeLock } from "./lock.ts";
import { projectDataDir, projectRoot } from "./paths.ts";
import { keptSecret } from "./secret.ts";
import { startStack } from "./stack.ts";
import { exitWith, say } from "./terminal.ts";

/** One subgraph alone behind its own port, restarted when its files change. */
async function main(): Promise<number> {
  const service = process.argv[2] ?? "";
  const folder = join("subgraphs", service);
  if (service === "" || !existsSync(join(projectRoot, folder, "src/main.ts"))) {
    say(`Which one? There is: ${readdirSync(join(projectRoot, "subgraphs")).join(", ")}`);
    return 2;
  }
  const WEGRAPH_SECRET = inherited["WEGRAPH_SECRET"] ?? keptSecret(join(projectDataDir, "secret"));
  const start = (servers: NodeJS.ProcessEnv): Promise<number> =>
    runInForeground({
      folder,
      args: ["--watch", "--watch-preserve-output", "src/main.ts"],
      env: { NODE_ENV: "development", WEGRAPH_SECRET, ...servers },
    });

  const running = holderOf(projectDataDir);
  if (running?.servers) {
    say(`with the servers of ${running.what} (process ${running.process.pid}): it must keep running`);
    return start(urlsOf(running.servers));
  }
  const lock = await takeLock(projectDataDir, `npm run dev:${service}`);
  const stack = await startStack({ dataDir: projectDataDir, progress: say, trouble: say });
  lock.announce({ servers: stack });
  try {
    return await start(urlsOf(stack));
  } finally {
    await stack.stop();
    lock.release();
  }
}

await exitWith(main());
