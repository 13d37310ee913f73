import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inherited } from "./config.ts";
import { Guardian } from "./guardian.ts";
import { holderOf } from "./lock.ts";
import { projectRoot } from "./paths.ts";
import { freePort } from "./ports.ts";
import { answersOk } from "./program.ts";
import { temporaryDir } from "./temporaryDir.ts";
import type { TemporaryDir } from "./temporaryDir.ts";

const ready = "Ctrl-C stops it";

// Should this test be killed, what it started is not to run on.
const guardian = new Guardian();

/** `npm start` as a person gives it, in a data folder of the test's own. */
class Start {
  readonly process: ChildProcess;
  readonly ended: Promise<number | null>;
  output = "";

  constructor(dataDir: string, port: number, args: readonly string[] = []) {
    const { DATABASE_URL: _d, NATS_URL: _n, REDIS_URL: _r, NODE_ENV: _e, ...env } = inherited;
    this.process = spawn("npm", ["start", "--", ...args], {
      cwd: projectRoot,
      env: { ...env, WEGRAPH_DATA: dataDir, PORT: String(port), WEGRAPH_DEMO: "0" },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    if (this.process.pid !== undefined) guardian.watch(this.process.pid);
    this.process.stdout?.on("data", (chunk) => (this.output += String(chunk)));
    this.process.stderr?.on("data", (chunk) => (this.output += String(chunk)));
    this.ended = once(this.process, "exit").then(([code]) => code as number | null);
  }

  async usable(): Promise<this> {
    while (!this.output.includes(ready)) {
      const code = await Promise.race([
        this.ended,
        new Promise((resolve) => setTimeout(resolve, 50, "waits")),
      ]);
      if (code !== "waits") throw new Error(`npm start ended with ${String(code)}:\n${this.output}`);
    }
    return this;
  }
}

let folder: TemporaryDir;
let port: number;
beforeAll(async () => {
  folder = temporaryDir("start");
  port = await freePort();
});
afterAll(async () => {
  await stopped();
  guardian.dismiss();
  folder.remove();
});

const start = (...args: string[]): Start => new Start(folder.path, port, args);
const isReady = (): Promise<boolean> => answersOk(`http://127.0.0.1:${port}/readyz`);

/** Starts cost seconds: a test takes over what the one before it left running. */
let latest: Start | undefined;
async function running(...args: string[]): Promise<Start> {
  if (args.length > 0 || holderOf(folder.path) === undefined) latest = await start(...args).usable();
  return latest ?? start().usable();
}

async function stopped(): Promise<void> {
  const launcher = holderOf(folder.path)?.process.pid;
  if (launcher !== undefined) process.kill(launcher, "SIGTERM");
  await gone();
}

/** Nobody works in the folder any more. */
async function gone(): Promise<void> {
  while (holderOf(folder.path) !== undefined || readdirSync(runDir()).length > 0)
    await new Promise((resolve) => setTimeout(resolve, 50));
}

function runDir(): string {
  return join(folder.path, "run");
}

async function withServer<Result>(work: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client({ connectionString: holderOf(folder.path)?.servers?.databaseUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const leaveNote = (): Promise<unknown> =>
  withServer((client) => client.query("CREATE TABLE note AS SELECT 42 AS answer"));
const findNote = (): Promise<boolean> =>
  withServer(
    async (client) => (await client.query("SELECT to_regclass('note') AS note")).rows[0]?.note !== null,
  );

test("a person is shown the way, and a second start is told who runs where", async () => {
  const first = await running();
  expect(first.output).toContain(`http://localhost:${port}`);
  expect(await isReady()).toBe(true);
  expect(statSync(join(folder.path, "secret")).mode & 0o077).toBe(0);

  const second = start();

  expect(await second.ended).toBe(1);
  expect(second.output).toContain(`runs already from this folder, at http://localhost:${port}`);
  expect(await isReady()).toBe(true);
});

test("Ctrl-C stops everything, and the next start finds the data", async () => {
  const first = await running();
  await leaveNote();

  // The terminal sends it to the whole group.
  process.kill(-(first.process.pid ?? 0), "SIGINT");
  await first.ended;
  await gone();
  expect(await isReady()).toBe(false);

  await running();
  expect(await findNote()).toBe(true);
});

test("after a kill -9 of the launcher the next start comes up, with the data", async () => {
  await running();
  if (!(await findNote())) await leaveNote();

  const killed = await running();
  process.kill(holderOf(folder.path)?.process.pid ?? 0, "SIGKILL");
  // A process that was just killed still counts as running until the system has ended it.
  await killed.ended;
  await running();

  expect(await isReady()).toBe(true);
  expect(await findNote()).toBe(true);
});

test("after a kill -9 of npm the next start comes up", async () => {
  const first = await running();

  first.process.kill("SIGKILL");
  await first.ended;
  latest = await start().usable();

  expect(await isReady()).toBe(true);
});

test("a reset begins anew", async () => {
  await running();
  if (!(await findNote())) await leaveNote();
  const secret = readFileSync(join(folder.path, "secret"), "utf8");
  await stopped();

  await running("--reset");

  expect(await findNote()).toBe(false);
  expect(readFileSync(join(folder.path, "secret"), "utf8")).not.toBe(secret);
});

test("an application that ends takes the rest down, and shows why", async () => {
  const launcher = await running();
  const app = JSON.parse(readFileSync(join(runDir(), "app.pid"), "utf8")) as { pid: number };

  process.kill(app.pid, "SIGKILL");

  expect(await launcher.ended).toBe(1);
  expect(launcher.output).toContain("The application ended by itself (signal SIGKILL)");
  expect(readdirSync(runDir())).toEqual([]);
});

test("a taken port is said, and nothing is started", async () => {
  await stopped();
  const other = createServer();
  other.listen(port);
  await once(other, "listening");

  const refused = start();

  expect(await refused.ended).toBe(1);
  expect(refused.output).toContain(`Port ${port} is used by another program`);
  expect(readdirSync(runDir())).toEqual([]);
  other.close();
});

test("an unknown option is explained", async () => {
  const refused = start("--rest");

  expect(await refused.ended).toBe(1);
  expect(refused.output).toContain("npm start -- --help");
});
