import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { anyPorts, startStack } from "./stack.ts";
import { publish } from "./testServers.config.ts";

interface Shared {
  users: number;
  stack: Promise<() => Promise<void>>;
}

// Each vitest project evaluates this file for itself, in one process: they meet in a global.
const shared = globalThis as typeof globalThis & { wegraphTestStack?: Shared };

/** One private stack for all tests that need servers, thrown away afterwards. */
export async function setup(): Promise<() => Promise<void>> {
  shared.wegraphTestStack ??= { users: 0, stack: startPrivateStack() };
  const mine = shared.wegraphTestStack;
  mine.users += 1;
  const discard = await mine.stack;
  return async () => {
    mine.users -= 1;
    if (mine.users === 0) await discard();
  };
}

async function startPrivateStack(): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(join(tmpdir(), "wegraph-test-"));
  chmodSync(dataDir, 0o711); // as root, PostgreSQL's own user must pass
  const stack = await startStack({
    dataDir,
    ports: anyPorts,
    durable: false,
    progress: (line) => console.log(`[servers] ${line}`),
    trouble: (line) => console.error(`[servers] ${line}`),
  });
  publish(stack);
  return async () => {
    await stack.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}
