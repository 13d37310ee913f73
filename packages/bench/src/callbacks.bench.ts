// Callbacks of WeCom: how many signed ones a second are accepted (verified, decrypted, stored, answered) at the platform's
// own door and how long each takes, and how fast they are handled. The platform runs in a process of its own as
// `npm start` runs it; this one is WeCom.
//   npm run bench -- callbacks [callbacks] [a second]
import { randomBytes } from "node:crypto";
import { Pool } from "undici";
import pg from "pg";
import { Client, fieldOf } from "@wegraph/app/testing/client";
import { startWegraph } from "@wegraph/app/testing/wegraph";
import { callbackSignature, WecomCipher } from "@wegraph/wecom/callback/wecomCipher";
import { measureFloor } from "./messages/floor.ts";
import { cpuSeconds } from "./processUse.ts";

/** Ten million a day. */
const seedPerSecond = 10_000_000 / 86_400;
const count = Math.max(1_000, Number(process.argv[2] ?? 20_000));
const rate = Math.max(1, Number(process.argv[3] ?? 2_000));
const members = 500;
const connections = 64;
let sequence = 0;

interface App {
  path: string;
  token: string;
  cipher: WecomCipher;
  corpId: string;
}

const wegraph = await startWegraph({ demo: false });
try {
  const floor = await measureFloor(wegraph.databaseUrl, wegraph.natsUrl, 10_000);
  const app = await calledApp();
  const door = new Pool(wegraph.url, { connections, pipelining: 1 });

  await flood(door, app, 2_000); // warms the compiler, connections and caches
  await handledAll(2_000);

  const cpuBefore = cpuSeconds(wegraph.app.pid);
  const steady = await paced(door, app);
  say(`accepted at ${rate}/s over ${count}: ${times(steady.latencies)}, ${steady.refused} not accepted`);
  await handledAll(2_000 + count);
  const cpu = cpuSeconds(wegraph.app.pid) - cpuBefore;
  say(
    `the platform's process used ${((cpu * 1_000) / count).toFixed(2)} ms of a core for each, handling included`,
  );

  const floodAt = Date.now();
  const flooded = await flood(door, app, count);
  say(
    `accepted as fast as ${connections} connections go: ${Math.round(flooded.perSecond)}/s, ${times(flooded.latencies)}, ${(flooded.perSecond / seedPerSecond).toFixed(1)} times ten million a day`,
  );
  const last = await handledAll(2_000 + 2 * count);
  const handledSeconds = (last - floodAt) / 1_000;
  await door.close();
  const handled = count / handledSeconds;
  say(
    `handled meanwhile: ${Math.round(handled)}/s (the last one ${handledSeconds.toFixed(1)} s after the first came), ${(handled / seedPerSecond).toFixed(1)} times ten million a day`,
  );
  say(
    `floor, one bare row and one JetStream message each: ${Math.round(floor)}/s; accepting is at ${(flooded.perSecond / floor).toFixed(2)} of it`,
  );
} finally {
  await wegraph.stop();
}

/** An application of a corporation, added as an administrator does. */
async function calledApp(): Promise<App> {
  const corpId = "wwbench";
  let caller = new Client(wegraph.url);
  const ask = async <T>(field: string, query: string, variables: Record<string, unknown>): Promise<T> => {
    const { data, errors } = await caller.ask(query, variables);
    if (errors.length > 0) throw new Error(JSON.stringify(errors.slice(0, 3)));
    return fieldOf<T>(data, field);
  };
  const { accessToken } = await ask<{ accessToken: string }>(
    "setUpFirstAdministrator",
    "mutation($input: SetUpFirstAdministratorInput!) { setUpFirstAdministrator(input: $input) { accessToken } }",
    {
      input: {
        tenantName: "Bench",
        email: "admin@bench.example",
        displayName: "Bench",
        password: "a long password of a bench",
      },
    },
  );
  caller = caller.withToken(accessToken);
  const { corp } = await ask<{ corp: { id: string } }>(
    "createCorp",
    "mutation($input: CreateCorpInput!) { createCorp(input: $input) { corp { id } } }",
    { input: { name: "Bench", corpId } },
  );
  const application = { agentId: 1_000_002, secret: "bench-secret", memberLimit: 1_000 };
  const created = await ask<{ account: { id: string } }>(
    "createAccount",
    "mutation($input: CreateAccountInput!) { createAccount(input: $input) { account { id } } }",
    { input: { corpId: corp.id, name: "Bench", connector: "CORP_APP", application } },
  );
  const account = await ask<{
    application: { callback: { url: string; token: string; encodingAesKey: string } };
  }>(
    "account",
    "query($id: ID!) { account(id: $id) { application { callback { url token encodingAesKey } } } }",
    {
      id: created.account.id,
    },
  );
  const { url, token, encodingAesKey } = account.application.callback;
  return { path: new URL(url).pathname, token, cipher: new WecomCipher(encodingAesKey, corpId), corpId };
}

/** One callback as WeCom sends it, made beforehand: what is measured is the platform. */
function made({ path, token, cipher, corpId }: App, n: number): { path: string; body: string } {
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const nonce = randomBytes(6).toString("hex");
  const encrypted = cipher.encrypt(
    `<xml><ToUserName><![CDATA[${corpId}]]></ToUserName><FromUserName><![CDATA[member${n % members}]]></FromUserName>` +
      `<CreateTime>${timestamp}</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[您好，我想确认第 ${n} 次预约的时间。]]></Content>` +
      `<MsgId>${Date.now()}${n}</MsgId><AgentID>1000002</AgentID></xml>`,
  );
  const signature = callbackSignature(token, timestamp, nonce, encrypted);
  return {
    path: `${path}?msg_signature=${signature}&timestamp=${timestamp}&nonce=${nonce}`,
    body: `<xml><ToUserName><![CDATA[${corpId}]]></ToUserName><Encrypt><![CDATA[${encrypted}]]></Encrypt><AgentID><![CDATA[1000002]]></AgentID></xml>`,
  };
}

function prepare(app: App, n: number): { path: string; body: string }[] {
  return Array.from({ length: n }, () => made(app, (sequence += 1)));
}

async function send(door: Pool, { path, body }: { path: string; body: string }): Promise<boolean> {
  const answer = await door.request({ method: "POST", path, body, headers: { "content-type": "text/xml" } });
  return answer.statusCode === 200 && (await answer.body.text()) === "success";
}

/** So many a second whatever the answers do; latency counts from when a callback was to be sent. */
async function paced(door: Pool, app: App): Promise<{ latencies: number[]; refused: number }> {
  const requests = prepare(app, count);
  const latencies: number[] = [];
  let refused = 0;
  const startedAt = performance.now();
  const running: Promise<void>[] = [];
  for (const [i, request] of requests.entries()) {
    const dueAt = startedAt + (i * 1_000) / rate;
    const early = dueAt - performance.now();
    if (early > 1) await new Promise((resolve) => setTimeout(resolve, early));
    running.push(
      send(door, request).then((isAccepted) => {
        latencies.push(performance.now() - dueAt);
        if (!isAccepted) refused += 1;
      }),
    );
  }
  await Promise.all(running);
  return { latencies, refused };
}

async function flood(
  door: Pool,
  app: App,
  total: number,
): Promise<{ latencies: number[]; perSecond: number }> {
  const requests = prepare(app, total);
  const latencies: number[] = [];
  let next = 0;
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: connections }, async () => {
      for (let request = requests[next++]; request; request = requests[next++]) {
        const at = performance.now();
        if (!(await send(door, request))) throw new Error("a callback was not accepted");
        latencies.push(performance.now() - at);
      }
    }),
  );
  return { latencies, perSecond: total / ((performance.now() - startedAt) / 1_000) };
}

/** When so many are handled: the end of the last one, in ms since 1970. @throws when one came to another end. */
async function handledAll(total: number): Promise<number> {
  const database = new pg.Client({
    connectionString: new URL("/wework_platform", wegraph.databaseUrl).href,
  });
  await database.connect();
  try {
    for (;;) {
      const { rows } = await database.query<{ handled: number; other: number; last: Date }>(
        `SELECT count(*) FILTER (WHERE status = 'HANDLED')::int AS handled, max(handled_at) AS last,
           count(*) FILTER (WHERE status NOT IN ('HANDLED', 'RECEIVED'))::int AS other
         FROM wework_callback_logs WHERE account_id IN (SELECT id FROM wework_accounts WHERE name = 'Bench')`,
      );
      const [found] = rows;
      if (found && found.other > 0) throw new Error(`${found.other} callbacks came to another end`);
      if (found && found.handled >= total) return found.last.getTime();
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  } finally {
    await database.end();
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function times(latencies: readonly number[]): string {
  const sorted = latencies.toSorted((a, b) => a - b);
  const at = (share: number) => `${(sorted[Math.floor(sorted.length * share)] ?? Number.NaN).toFixed(1)} ms`;
  return `p50 ${at(0.5)}, p99 ${at(0.99)}`;
}
