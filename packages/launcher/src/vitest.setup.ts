import { anyPorts, startStack } from "./stack.ts";
import { temporaryDir } from "./temporaryDir.ts";
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
  const dataDir = temporaryDir("test");
  const stack = await startStack({
    dataDir: dataDir.path,
    ports: anyPorts,
    durable: false,
    progress: (line) => console.log(`[servers] ${line}`),
    trouble: (line) => console.error(`[servers] ${line}`),
  });
  publish(stack);
  return async () => {
    await stack.stop();
    dataDir.remove();
  };
}
