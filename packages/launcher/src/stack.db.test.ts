import { spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, mkdirSync, readFileSync, readdirSync, statSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Client } from "pg";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { inherited } from "./config.ts";
import { projectRoot } from "./paths.ts";
import { canReach } from "./postgresUser.ts";
import { isAlive } from "./processMark.ts";
import type { ProcessMark } from "./processMark.ts";
import { greeting } from "./readiness.ts";
import { anyPorts, startStack } from "./stack.ts";
import type { Stack, StackOptions } from "./stack.ts";
import { temporaryDir } from "./temporaryDir.ts";
import type { TemporaryDir } from "./temporaryDir.ts";

let folder: TemporaryDir;
let running: Stack[];
beforeEach(() => {
  folder = temporaryDir("stack");
  running = [];
});
afterEach(async () => {
  await Promise.all(running.map((stack) => stack.stop()));
  folder.remove();
});

async function start(options: Partial<StackOptions> = {}): Promise<Stack> {
  const stack = await startStack({
    dataDir: folder.path,
    ports: anyPorts,
    durable: false,
    given: {},
    ...options,
  });
  running.push(stack);
  return stack;
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

function portOf(url: string): number {
  return Number(new URL(url).port);
}

function marks(): ProcessMark[] {
  const runDir = join(folder.path, "run");
  return readdirSync(runDir).map(
    (file) => JSON.parse(readFileSync(join(runDir, file), "utf8")) as ProcessMark,
  );
}

test("three real servers answer", async () => {
  const stack = await start();

  expect(await query(stack.databaseUrl, "SELECT current_setting('max_connections') AS sessions")).toEqual([
    { sessions: "200" },
  ]);
  expect(await greeting(portOf(stack.natsUrl))).toContain('"jetstream":true');
  expect(await greeting(portOf(stack.redisUrl), "PING\r\n")).toContain("+PONG");
});

test("PostgreSQL does not run as root, whoever starts it", async () => {
  const stack = await start();

  const [row] = await query(stack.databaseUrl, "SELECT pg_read_file('/proc/self/status') AS status");

  const uid = /^Uid:\s+(\d+)/m.exec((row as { status: string }).status)?.[1];
  expect(Number(uid)).toBeGreaterThan(0);
});

test("the same text sorts and folds alike on every machine", async () => {
  const { databaseUrl } = await start();

  const rows = await query(databaseUrl, "SELECT upper('é') AS up, 'Z' < 'a' AS by_code_point");

  expect(rows).toEqual([{ up: "É", by_code_point: true }]);
});

test("what was written is there after a stop and a start", async () => {
  const first = await start();
  await query(first.databaseUrl, "CREATE TABLE kept AS SELECT 42 AS answer");
  await first.stop();

  const second = await start();

  expect(await query(second.databaseUrl, "SELECT answer FROM kept")).toEqual([{ answer: 42 }]);
});

test("taken ports are given way to", async () => {
  const other = createServer();
  other.listen(0, "127.0.0.1");
  await once(other, "listening");
  const taken = (other.address() as AddressInfo).port;

  const stack = await start({ ports: { postgres: taken, nats: taken, redis: taken } });

  const ports = [stack.databaseUrl, stack.natsUrl, stack.redisUrl].map(portOf);
  expect(ports).not.toContain(taken);
  expect(new Set(ports).size).toBe(3);
  other.close();
});

test("a server named in the environment is used, and none started beside it", async () => {
  const DATABASE_URL = "postgresql://someone@elsewhere:5432/postgres";

  const stack = await start({ given: { DATABASE_URL } });

  expect(stack.databaseUrl).toBe(DATABASE_URL);
  expect(readdirSync(join(folder.path, "run")).toSorted()).toEqual(["nats-server.pid", "redis-server.pid"]);
});

test("a server that ends by itself is said to, and is back at the same address", async () => {
  const trouble: string[] = [];
  const stack = await start({ trouble: (line) => trouble.push(line) });
  await query(stack.databaseUrl, "CREATE TABLE kept AS SELECT 42 AS answer");

  for (const { pid } of marks()) process.kill(pid, "SIGKILL");

  await vi.waitFor(() => expect(trouble.filter((line) => line.endsWith("is back"))).toHaveLength(3), 20_000);
  expect(await query(stack.databaseUrl, "SELECT answer FROM kept")).toEqual([{ answer: 42 }]);
  expect(await greeting(portOf(stack.natsUrl))).toContain("INFO");
  expect(trouble.filter((line) => line.includes("ended by itself (signal SIGKILL)"))).toHaveLength(3);
});

/** A process that holds a stack in this folder until it is killed. */
async function holdStack(uid?: number): Promise<{ kill(): Promise<void>; databaseUrl: string }> {
  const program = `
    import { anyPorts, startStack } from "./packages/launcher/src/stack.ts";
    const stack = await startStack({ dataDir: ${JSON.stringify(folder.path)}, ports: anyPorts, given: {} });
    console.log(stack.databaseUrl);
    setInterval(() => {}, 60_000);
  `;
  const child = spawn(
    process.execPath,
    ["--import", "@oxc-node/core/register", "--input-type=module", "--eval", program],
    {
      cwd: projectRoot,
      env: inherited,
      ...(uid === undefined ? {} : { uid, gid: uid }),
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  const [databaseUrl] = (await once(createInterface(child.stdout), "line")) as [string];
  const kill = async (): Promise<void> => {
    child.kill("SIGKILL");
    await once(child, "exit");
  };
  return { kill, databaseUrl };
}

test("nothing keeps running when the one who started it is killed", async () => {
  const holder = await holdStack();
  const servers = marks();
  expect(servers).toHaveLength(3);

  await holder.kill();

  await vi.waitFor(() => expect(servers.filter(isAlive)).toEqual([]), 15_000);
});

test("after a kill -9 the next start works at once, with all that was committed", async () => {
  const holder = await holdStack();
  await query(holder.databaseUrl, "CREATE TABLE kept AS SELECT 42 AS answer");

  await holder.kill();
  const stack = await start();

  expect(await query(stack.databaseUrl, "SELECT answer FROM kept")).toEqual([{ answer: 42 }]);
});

test("two stacks in two folders do not meet", async () => {
  const other = temporaryDir("stack");
  const [one, two] = await Promise.all([start(), start({ dataDir: other.path })]);
  await query(one.databaseUrl, "CREATE TABLE mine AS SELECT 1");

  await expect(query(two.databaseUrl, "SELECT * FROM mine")).rejects.toThrow("does not exist");

  await two.stop();
  other.remove();
});

describe.runIf(process.getuid?.() === 0)("started by root", () => {
  const nobody = 65_534;

  test("a folder that only root may enter is no hindrance", async () => {
    const dataDir = join(folder.path, "closed", "data");
    mkdirSync(join(folder.path, "closed"), { mode: 0o700 });

    const stack = await start({ dataDir });

    expect(await query(stack.databaseUrl, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });

  test.runIf(canReach({ uid: nobody, gid: nobody }, join(projectRoot, "package.json")))(
    "an ordinary user needs nothing of root's",
    async () => {
      chownSync(folder.path, nobody, nobody);

      const holder = await holdStack(nobody);

      expect(await query(holder.databaseUrl, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
      expect(statSync(join(folder.path, "postgres/data")).uid).toBe(nobody);
      await holder.kill();
    },
  );
});
