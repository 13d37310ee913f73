import { createHmac } from "node:crypto";
import { inTenant } from "@wegraph/database/scope";
import type { RequestContext } from "@wegraph/kit/context";
import { v7 } from "uuid";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { AccountStatus } from "../account/account.machine.ts";
import { CorpVault } from "../corp/corp.vault.ts";
import { openWorld } from "../testing/world.ts";
import type { World } from "../testing/world.ts";

let world: World;
let tenantId: string;
let caller: RequestContext;
let corpId: string;
let secret: string;
let id: string;

beforeAll(async () => {
  // The provider need not exist: these callbacks are made here.
  world = await openWorld({ trustedProviders: ["http://provider.test"] });
  tenantId = v7();
  caller = world.caller(tenantId);
  corpId = await world.corp(caller, "http://provider.test", "secret");
  const row = await inTenant(
    tenantId,
    async () => await world.db.tenant.corp.findUniqueOrThrow({ where: { id: corpId } }),
  );
  secret = new CorpVault(world.runtime.secrets).openCallbackSecret(corpId, row.callbackSecretSealed);
});

afterAll(() => world?.close());

beforeEach(async () => {
  id = await accountIn("WAITING_QR");
});

async function accountIn(status: AccountStatus): Promise<string> {
  const [made = ""] = await world.accounts(tenantId, corpId, 1, status, { providerSeq: 3 });
  await inTenant(
    tenantId,
    async () =>
      await world.db.tenant.accountDrive.update({ where: { accountId: made }, data: { instanceId: made } }),
  );
  return made;
}

interface Sent {
  seq: number;
  event: string;
  state: string;
  guid?: string;
  at?: Date;
  timestamp?: number;
  key?: string;
  extra?: object;
}

function signed({
  seq,
  event,
  state,
  guid = id,
  at = new Date(),
  timestamp = Math.floor(Date.now() / 1_000),
  key = secret,
  extra = {},
}: Sent) {
  const callbackId = v7();
  const data = { guid, name: "Account", state, seq, recoverable: state === "online", ...extra };
  const body = JSON.stringify({ id: callbackId, guid, seq, event, at: at.toISOString(), data });
  const hmac = createHmac("sha256", Buffer.from(key.replace("whsec_", ""), "base64"));
  const signature = `v1,${hmac.update(`${callbackId}.${timestamp}.${body}`).digest("base64")}`;
  return {
    path: `instance/${corpId}`,
    headers: {
      "webhook-id": callbackId,
      "webhook-timestamp": String(timestamp),
      "webhook-signature": signature,
    },
    rawBody: Buffer.from(body),
    address: "203.0.113.7",
  };
}

const send = async (sent: Sent) => (await world.parts.ingress.handle(signed(sent))).status;

/** All that a callback could have changed. */
const everything = () =>
  inTenant(tenantId, async () => ({
    account: await world.db.tenant.account.findUniqueOrThrow({
      where: { id },
      include: { drive: true, login: true },
    }),
    history: await world.db.tenant.accountStatusChange.count({ where: { accountId: id } }),
  }));
const status = async () => (await everything()).account.status;

describe("a callback", () => {
  test("moves the account, and is on record as the provider's doing", async () => {
    expect(
      await send({ seq: 4, event: "scanned", state: "waiting_confirm", extra: { scannedBy: "林晨" } }),
    ).toBe(204);

    expect(await status()).toBe("WAITING_CONFIRM");
    const [change] = await inTenant(
      tenantId,
      async () => await world.db.tenant.accountStatusChange.findMany({ where: { accountId: id } }),
    );
    expect(change).toMatchObject({ event: "SCANNED", actorKind: "PROVIDER" });
  });

  test("that skips states leads through each of them", async () => {
    await send({
      seq: 6,
      event: "online",
      state: "online",
      extra: { user: { userId: "lin", name: "林晨", corpId: "ww1" } },
    });
    const events = await inTenant(
      tenantId,
      async () =>
        await world.db.tenant.accountStatusChange.findMany({
          where: { accountId: id },
          orderBy: { version: "asc" },
        }),
    );
    expect(events.map(({ event, toStatus }) => [event, toStatus])).toEqual([
      ["SCANNED", "WAITING_CONFIRM"],
      ["CONFIRMED", "ONLINE"],
    ]);
  });

  test("delivered a hundred times at once has its effect once", async () => {
    const request = signed({ seq: 4, event: "scanned", state: "waiting_confirm" });
    const answers = await Promise.all(Array.from({ length: 100 }, () => world.parts.ingress.handle(request)));
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([204]));
    expect((await everything()).history).toBe(1);
  });

  test.each([3, 2, 1])("with sequence number %i, not above what was heard, changes nothing", async (seq) => {
    const before = await everything();
    expect(await send({ seq, event: "qr_expired", state: "offline", extra: { reason: "qr_expired" } })).toBe(
      204,
    );
    expect(await everything()).toEqual(before);
  });

  test("out of order never moves a state backwards", async () => {
    const deliveries: Sent[] = [
      { seq: 4, event: "scanned", state: "waiting_confirm" },
      { seq: 5, event: "online", state: "online" },
      { seq: 6, event: "kicked", state: "offline", extra: { reason: "kicked" } },
    ];
    for (let round = 0; round < 12; round += 1) {
      id = await accountIn("WAITING_QR");
      const shuffled = deliveries
        .map((sent) => ({ sent, at: (sent.seq * 7 + round * 5) % 11 }))
        .toSorted((a, b) => a.at - b.at);
      for (const { sent } of shuffled) await send(sent);
      const { account } = await everything();
      // Whatever came first, the end is that of the newest; what was older by then changed nothing.
      expect(account.status).toBe("OFFLINE");
      expect(account.drive?.providerSeq).toBe(6n);
    }
  });

  test("about an account that waits for nothing changes nothing", async () => {
    for (const at of ["CREATED", "OFFLINE"] as const) {
      id = await accountIn(at);
      expect(await send({ seq: 9, event: "online", state: "online" })).toBe(204);
      expect(await status()).toBe(at);
    }
  });

  test("of an earlier log-in does not end the one that begins", async () => {
    id = await accountIn("INITIALIZING");
    await send({ seq: 8, event: "cancelled", state: "offline", extra: { reason: "cancelled" } });
    expect(await status()).toBe("INITIALIZING");
  });

  test("about an instance nobody here has is acknowledged, so that it is not sent again", async () => {
    expect(await send({ seq: 9, event: "online", state: "online", guid: "stranger" })).toBe(204);
  });

  test("of one corporation cannot speak of another's instance", async () => {
    const other = await world.corp(caller, "http://provider.test", "other");
    const row = await inTenant(
      tenantId,
      async () => await world.db.tenant.corp.findUniqueOrThrow({ where: { id: other } }),
    );
    const key = new CorpVault(world.runtime.secrets).openCallbackSecret(other, row.callbackSecretSealed);
    const request = {
      ...signed({ seq: 9, event: "online", state: "online", key }),
      path: `instance/${other}`,
    };
    expect((await world.parts.ingress.handle(request)).status).toBe(204);
    expect(await status()).toBe("WAITING_QR");
  });

  test("tells how late it was, for the account's health", async () => {
    await send({ seq: 4, event: "scanned", state: "waiting_confirm", at: new Date(Date.now() - 8_000) });
    expect((await everything()).account.drive?.callbackDelayMs).toBeGreaterThan(7_900);
  });
});

describe("a callback is refused, without a word and without effect,", () => {
  const refused: [string, number, () => ReturnType<typeof signed>][] = [
    [
      "with another secret",
      401,
      () =>
        signed({
          seq: 9,
          event: "online",
          state: "online",
          key: `whsec_${Buffer.alloc(32, 7).toString("base64")}`,
        }),
    ],
    ["with an empty secret", 401, () => signed({ seq: 9, event: "online", state: "online", key: "whsec_" })],
    [
      "unsigned",
      401,
      () => ({
        ...signed({ seq: 9, event: "online", state: "online" }),
        headers: { "webhook-id": "", "webhook-timestamp": "", "webhook-signature": "" },
      }),
    ],
    [
      "five minutes old",
      401,
      () =>
        signed({ seq: 9, event: "online", state: "online", timestamp: Math.floor(Date.now() / 1_000) - 301 }),
    ],
    [
      "from the future",
      401,
      () =>
        signed({ seq: 9, event: "online", state: "online", timestamp: Math.floor(Date.now() / 1_000) + 302 }),
    ],
    [
      "altered after it was signed",
      401,
      () => {
        const request = signed({ seq: 9, event: "online", state: "offline" });
        return { ...request, rawBody: Buffer.from(request.rawBody.toString().replace("offline", "online")) };
      },
    ],
    [
      "signed, but not what the protocol says",
      400,
      () => signed({ seq: 9, event: "online", state: "dancing" }),
    ],
    [
      "too large",
      413,
      () => ({ ...signed({ seq: 9, event: "online", state: "online" }), rawBody: Buffer.alloc(70_000, "x") }),
    ],
    [
      "for a corporation there is not",
      401,
      () => ({ ...signed({ seq: 9, event: "online", state: "online" }), path: `instance/${v7()}` }),
    ],
    [
      "for no corporation at all",
      401,
      () => ({ ...signed({ seq: 9, event: "online", state: "online" }), path: "instance/../../etc" }),
    ],
  ];

  test.each(refused)("when it is %s", async (_, expected, request) => {
    const before = await everything();
    expect(await world.parts.ingress.handle(request())).toEqual({ status: expected });
    expect(await everything()).toEqual(before);
  });
});
