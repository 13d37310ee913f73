import { jetstream } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";
import pg from "pg";
import { request } from "undici";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Client, fieldOf, until } from "./testing/client.ts";
import { startWegraph } from "./testing/wegraph.ts";
import type { Wegraph } from "./testing/wegraph.ts";

const accountCount = 12;
let wegraph: Wegraph;
let admin: Client;
let accountIds: string[];
const administrator = {
  tenantName: "Crash Clinic",
  email: "admin@crash.example",
  displayName: "Ada",
  password: "a-long-enough-Passphrase-7",
};

async function signIn(): Promise<void> {
  admin = await new Client(wegraph.url).signedIn(administrator.email, administrator.password);
}

/** What every request to the provider suffers from now on; no errorRate means none. */
async function setProviderFaults(fault: { errorRate?: number }): Promise<void> {
  const { statusCode, body } = await request(`${wegraph.simulatorUrl}/control/faults`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ endpoints: { "*": fault } }),
  });
  const text = await body.text();
  if (statusCode >= 300) throw new Error(`faults: ${statusCode} ${text}`);
}

async function statuses(): Promise<Record<string, string>> {
  const { data, errors } = await admin.ask("{ accounts(first: 100) { nodes { id status } } }");
  if (!data) throw new Error(JSON.stringify(errors));
  const { nodes } = data["accounts"] as { nodes: { id: string; status: string }[] };
  return Object.fromEntries(nodes.map(({ id, status }) => [id, status]));
}

beforeAll(async () => {
  // People who scan and confirm by themselves, so that log-ins go on whatever dies.
  wegraph = await startWegraph({ demo: false, life: true });
  const anyone = new Client(wegraph.url);
  const setUp = await anyone.ask(
    "mutation($input: SetUpFirstAdministratorInput!) { setUpFirstAdministrator(input: $input) { accessToken } }",
    { input: administrator },
  );
  expect(setUp.errors).toEqual([]);
  await signIn();
  const corp = await admin.ask(
    "mutation($input: CreateCorpInput!) { createCorp(input: $input) { corp { id } } }",
    {
      input: {
        name: "Corp",
        corpId: "ww0000000000000001",
        providerUrl: wegraph.simulatorUrl,
        secret: "simulator-secret",
      },
    },
  );
  expect(corp.errors).toEqual([]);
  const corpId = fieldOf<{ corp: { id: string } }>(corp.data, "createCorp").corp.id;
  accountIds = [];
  for (let n = 0; n < accountCount; n += 1) {
    const { data, errors } = await admin.ask(
      "mutation($input: CreateAccountInput!) { createAccount(input: $input) { account { id } } }",
      { input: { name: `Account ${n}`, corpId } },
    );
    expect(errors).toEqual([]);
    accountIds.push(fieldOf<{ account: { id: string } }>(data, "createAccount").account.id);
  }
});

afterAll(() => wegraph?.stop());

/** Every committed change has exactly one event in the stream, and no event is without its change. */
async function compareHistoryWithStream(): Promise<void> {
  const database = new pg.Client({ connectionString: new URL("/wework_platform", wegraph.databaseUrl).href });
  await database.connect();
  const connection = await connect({ servers: wegraph.natsUrl });
  try {
    const { rows } = await database.query<{ id: string; subject: string }>(
      "SELECT id::text, subject FROM wegraph_outbox WHERE subject LIKE '%.wecom.account.status-changed.v1'",
    );
    const history = await database.query<{ count: string }>(
      "SELECT count(*) FROM wework_account_status_history WHERE from_status IS NOT NULL",
    );
    const stream = await jetstream(connection).streams.get("EVT");
    const seen = new Map<string, number>();
    const { state } = await stream.info();
    for (let seq = state.first_seq; seq <= state.last_seq; seq += 1) {
      const message = await stream.getMessage({ seq }).catch(() => null);
      if (!message?.subject.endsWith(".wecom.account.status-changed.v1")) continue;
      const { id } = message.json<{ id: string }>();
      seen.set(id, (seen.get(id) ?? 0) + 1);
    }
    expect(rows.filter(({ id }) => !seen.has(id))).toEqual([]);
    expect([...seen.values()].filter((times) => times !== 1)).toEqual([]);
    expect(seen.size).toBe(rows.length);
    expect(seen.size).toBeGreaterThanOrEqual(Number(history.rows[0]?.count));
  } finally {
    await connection.close();
    await database.end();
  }
}

describe("kill -9 at any moment", () => {
  test("accounts in the middle of a log-in go on by themselves, and no committed change loses its event", async () => {
    for (let round = 0; round < 5; round += 1) {
      await signIn();
      const before = await statuses();
      for (const id of accountIds)
        if (before[id] === "CREATED" || before[id] === "OFFLINE")
          await admin.ask(
            "mutation($input: AccountInput!) { logInAccount(input: $input) { account { id } } }",
            {
              input: { accountId: id },
            },
          );
      // A different moment each round: before the QR code, while it is scanned, between commit and publish.
      await new Promise((resolve) => setTimeout(resolve, 50 + round * 600));
      await wegraph.app.kill();
      await wegraph.app.start();
    }
    await signIn();
    await until(
      "every account rests in a state of its own choosing",
      async () => {
        const now = Object.values(await statuses());
        return now.every((status) => status === "ONLINE" || status === "OFFLINE" || status === "VERIFYING");
      },
      90_000,
    );
    await until("the outbox is empty", async () => {
      const database = new pg.Client({
        connectionString: new URL("/wework_platform", wegraph.databaseUrl).href,
      });
      await database.connect();
      const { rows } = await database.query(
        "SELECT 1 FROM wegraph_outbox WHERE published_at IS NULL LIMIT 1",
      );
      await database.end();
      return rows.length === 0;
    });
    await compareHistoryWithStream();
  }, 600_000);

  test("an account that loses its provider while the process is dead is recovered after it is back", async () => {
    const before = await statuses();
    const online = accountIds.find((id) => before[id] === "ONLINE");
    if (!online) throw new Error(`no account is online: ${JSON.stringify(before)}`);
    await wegraph.app.kill();
    await setProviderFaults({ errorRate: 1 });
    await wegraph.app.start();
    await signIn();
    await until(
      "it is noticed",
      async () => ["ERROR", "RECOVERING"].includes((await statuses())[online] ?? ""),
      150_000,
    );
    await setProviderFaults({});
    await until("it is online again", async () => (await statuses())[online] === "ONLINE", 150_000);
  }, 600_000);
});
