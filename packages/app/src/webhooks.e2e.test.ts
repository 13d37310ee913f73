import { createServer } from "node:http";
import type { Server } from "node:http";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { Client, fieldOf, nodesOf, until } from "./testing/client.ts";
import { startWegraph } from "./testing/wegraph.ts";
import type { Wegraph } from "./testing/wegraph.ts";

interface Received {
  headers: Record<string, string>;
  body: string;
}

const told = z.object({
  type: z.string(),
  data: z.object({ accountId: z.string(), to: z.string(), version: z.number() }),
});

let wegraph: Wegraph;
let admin: Client;
let server: Server;
let origin: string;
const received: Received[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
      received.push({ headers: Object.fromEntries(headers), body: Buffer.concat(chunks).toString("utf8") });
      response.writeHead(200).end();
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("the receiver has no port");
  origin = `http://127.0.0.1:${address.port}`;
  wegraph = await startWegraph({ demo: false, life: true, env: { WEBHOOK_TRUSTED_ORIGINS: origin } });
  const administrator = { email: "admin@hooks.example", password: "a-long-enough-Passphrase-7" };
  const { errors } = await new Client(wegraph.url).ask(
    "mutation($input: SetUpFirstAdministratorInput!) { setUpFirstAdministrator(input: $input) { accessToken } }",
    { input: { tenantName: "Hooks", displayName: "Ada", ...administrator } },
  );
  expect(errors).toEqual([]);
  admin = await new Client(wegraph.url).signedIn(administrator.email, administrator.password);
});
afterAll(async () => {
  await wegraph?.stop();
  server?.close();
});

test("an account's way online reaches the receiver step by step, signed, and stands in the log", async () => {
  const create =
    "mutation($input: CreateWebhookEndpointInput!) { createWebhookEndpoint(input: $input) { secret endpoint { id } } }";
  const made = await admin.ask(create, {
    input: { url: `${origin}/events`, eventTypes: ["account.status-changed.v1"] },
  });
  expect(made.errors).toEqual([]);
  const { secret, endpoint } = fieldOf<{ secret: string; endpoint: { id: string } }>(
    made.data,
    "createWebhookEndpoint",
  );
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
  const corpId = fieldOf<{ corp: { id: string } }>(corp.data, "createCorp").corp.id;
  const added = await admin.ask(
    "mutation($input: CreateAccountInput!) { createAccount(input: $input) { account { id } } }",
    { input: { name: "Sales", corpId } },
  );
  const accountId = fieldOf<{ account: { id: string } }>(added.data, "createAccount").account.id;
  await admin.ask("mutation($input: AccountInput!) { logInAccount(input: $input) { account { id } } }", {
    input: { accountId },
  });

  const steps = await until(
    "the account is told to be waiting for a scan",
    async () => {
      const all = received.map(({ headers, body }) => told.parse(new Webhook(secret).verify(body, headers)));
      return all.some(({ data }) => data.to === "WAITING_QR") && all;
    },
    60_000,
  );
  const ordered = steps.map(({ data }) => data).toSorted((a, b) => a.version - b.version);
  expect(ordered.map(({ to }) => to).slice(0, 3)).toEqual(["CREATED", "INITIALIZING", "WAITING_QR"]);
  expect(new Set(ordered.map((each) => each.accountId))).toEqual(new Set([accountId]));
  const ids = received.map(({ headers }) => headers["webhook-id"]);
  expect(new Set(ids).size).toBe(ids.length);

  const log = await admin.ask(
    "query($id: ID!) { webhookDeliveries(filter: { endpointId: $id, statuses: [SUCCEEDED] }) { nodes { eventId } } }",
    { id: endpoint.id },
  );
  const logged = nodesOf<{ eventId: string }>(log.data, "webhookDeliveries").map(({ eventId }) => eventId);
  expect(logged).toEqual(expect.arrayContaining([ids[0]]));
});

test.each([
  ["http://127.0.0.1:1/", "WEBHOOK_URL_NOT_HTTPS"],
  ["https://169.254.169.254/latest/meta-data/", "WEBHOOK_URL_NOT_PUBLIC"],
  ["https://[::ffff:10.0.0.1]/", "WEBHOOK_URL_NOT_PUBLIC"],
  ["https://user:pass@example.com/", "WEBHOOK_URL_CREDENTIALS"],
])("an endpoint at %s is refused at its path", async (url, reason) => {
  const { errors } = await admin.ask(
    "mutation($input: CreateWebhookEndpointInput!) { createWebhookEndpoint(input: $input) { secret } }",
    { input: { url, eventTypes: ["account.status-changed.v1"] } },
  );
  expect(errors[0]?.extensions).toMatchObject({
    code: "INVALID_INPUT",
    reason,
    issues: [{ path: ["input", "url"] }],
  });
});
