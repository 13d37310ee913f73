import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { Bus } from "@wegraph/kit/bus";
import { DomainCaller } from "@wegraph/kit/domainCaller";
import { DomainSettingSource } from "@wegraph/kit/domainSettingSource";
import type { SettingDefinition } from "@wegraph/kit/liveSettings";
import { LocalSubgraph } from "@wegraph/kit/localSubgraph";
import { createLogger } from "@wegraph/kit/log";
import { logLevel, obeyLogLevel } from "@wegraph/kit/logLevel";
import { OutboxRelay } from "@wegraph/kit/relay";
import { SettingsFollower } from "@wegraph/kit/settingsFollower";
import { openOwnNats } from "@wegraph/kit/testing/ownNats";
import { openReceiver } from "../testing/receiver.ts";
import { openTestCore } from "../testing/testCore.ts";
import type { Person, TestCore } from "../testing/testCore.ts";
import { webhookSending } from "../webhook/webhook.settings.ts";

const silent = createLogger("settings-test", "silent");

const workers: SettingDefinition<{ single: number; bulk: number }> = {
  key: "test-workers.sizes",
  schema: z.object({ single: z.number().int().min(1).max(64), bulk: z.number().int().min(1).max(64) }),
  default: { single: 4, bulk: 8 },
  scopes: ["PLATFORM", "SERVICE", "TENANT"],
  title: { zh: "工作池", en: "Workers" },
  description: { zh: "工作池大小", en: "Sizes of the pools." },
};

let receiver: Awaited<ReturnType<typeof openReceiver>>;
let nats: Awaited<ReturnType<typeof openOwnNats>>;
let core: TestCore;
let root: Person;
let relay: OutboxRelay;
let otherBus: Bus;
/** As another process has it: of another domain, over its own connection. */
let other: SettingsFollower;

beforeAll(async () => {
  nats = await openOwnNats();
  receiver = await openReceiver();
  core = await openTestCore({
    natsUrl: nats.url,
    webhooks: { trustedOrigins: [receiver.origin], sweepMs: 20 },
  });
  await core.bus.feed.start();
  root = (await core.given.platform()).admin;
  relay = new OutboxRelay(core.opened.system, core.bus, silent);
  relay.start();
  await core.parts.settings.start(core.bus);
  otherBus = await Bus.connect(nats.url, "other", silent);
  const caller = new DomainCaller(new LocalSubgraph(core.subgraph, silent), "wecom");
  other = new SettingsFollower({
    service: "wecom",
    definitions: [workers],
    source: new DomainSettingSource(caller),
    log: silent,
    // Longer than the test: what arrives came by the road.
    reconcileMs: 600_000,
  });
  other.start(otherBus);
  await vi.waitFor(
    async () => {
      const keys = await core.db.system("test").settingDefinition.findMany({ select: { key: true } });
      expect(keys.map(({ key }) => key)).toContain(workers.key);
      expect(keys.map(({ key }) => key)).toContain(logLevel.key);
    },
    { timeout: 20_000 },
  );
});
afterAll(async () => {
  await other?.stop();
  await otherBus?.close();
  await core?.parts.webhooks.stop();
  await core?.parts.settings.stop();
  await relay?.stop();
  await core?.close();
  await receiver?.close();
  await nats?.close();
});

type Place = { scope: "PLATFORM" | "SERVICE" | "TENANT"; service?: string };
const platform: Place = { scope: "PLATFORM" };
const fields = "setting { key value inForce inForceFrom version }";

async function change(
  person: Person,
  place: Place,
  value: unknown,
  expectedVersion: number,
  key = workers.key,
) {
  const input = { key, ...place, value, expectedVersion };
  return core.execute(
    `mutation ($input: ChangeSettingInput!) { changeSetting(input: $input) { ${fields} } }`,
    { input },
    person.principal,
  );
}
const versionAt = async (place: Place, key = workers.key) => {
  const rows = await core.db.system("test").setting.findMany({ where: { key, scope: place.scope } });
  return rows.at(-1)?.version ?? 0;
};
const arrives = (check: () => void) => vi.waitFor(check, { timeout: 20_000, interval: 5 });

describe("a change of a setting", () => {
  test("reaches another process that runs, by itself", async () => {
    expect(other.get(workers)).toEqual(workers.default);
    const told = vi.fn();
    const forget = other.onChange(told);
    const answer = await change(root, platform, { single: 5, bulk: 9 }, 0);
    expect(answer.data).toMatchObject({
      changeSetting: { setting: { version: 1, inForceFrom: "PLATFORM" } },
    });
    await arrives(() => expect(other.get(workers)).toEqual({ single: 5, bulk: 9 }));
    expect(told).toHaveBeenCalledWith(workers.key);
    forget();
  });

  test("of a narrower scope goes before a wider one, and clearing it lets the wider one count again", async () => {
    const { admin } = await core.given.tenant();
    await change(root, { scope: "SERVICE", service: "wecom" }, { single: 6, bulk: 10 }, 0);
    await change(admin, { scope: "TENANT" }, { single: 7, bulk: 11 }, 0);
    const { tenantId } = admin.principal;
    await arrives(() => expect(other.get(workers, tenantId).single).toBe(7));
    await arrives(() => expect(other.get(workers).single).toBe(6));
    await core.execute(
      `mutation { clearSetting(input: { key: "${workers.key}", scope: TENANT, expectedVersion: 1 }) { ${fields} } }`,
      {},
      admin.principal,
    );
    await arrives(() => expect(other.get(workers, tenantId).single).toBe(6));
  });

  test("comes to processes while NATS is away or its bucket is gone as soon as it can, and what was known holds till then", async () => {
    const before = other.get(workers);
    await nats.restart({ downMs: 500 });
    expect(other.get(workers)).toEqual(before);
    await change(root, { scope: "SERVICE", service: "wecom" }, { single: 12, bulk: 12 }, 1);
    await arrives(() => expect(other.get(workers).single).toBe(12));

    await core.bus.manager.streams.delete("KV_settings");
    expect(other.get(workers).single).toBe(12);
    await change(root, { scope: "SERVICE", service: "wecom" }, { single: 13, bulk: 13 }, 2);
    await arrives(() => expect(other.get(workers).single).toBe(13));
  });

  test("is obeyed by core itself: webhooks wait until they may go out again, and logs are written as wished", async () => {
    const { live } = core.parts.settings;
    const log = createLogger("obeying", "silent");
    const forget = obeyLogLevel([log], live);
    await change(root, platform, false, 0, webhookSending.key);
    await change(root, { scope: "SERVICE", service: "core" }, "debug", 0, logLevel.key);
    await arrives(() => expect(live.get(webhookSending)).toBe(false));
    await arrives(() => expect(log.level).toBe("debug"));
    expect(other.get(logLevel)).toBe("as-started");
    forget();

    const { admin } = await core.given.tenant();
    const { webhooks } = core.parts;
    webhooks.lanes.start();
    await core.as(admin.principal, async (context) => {
      const { endpoint } = await webhooks.endpoints.create(context, {
        url: `${receiver.origin}/held`,
        eventTypes: ["api-key.revoked.v1"],
      });
      await webhooks.deliveries.sendTest(context, {
        endpointId: endpoint.id,
        eventType: "api-key.revoked.v1",
      });
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(receiver.at("/held")).toEqual([]);
    await change(root, platform, true, 1, webhookSending.key);
    await arrives(() => expect(receiver.at("/held")).toHaveLength(1));
  });
});

describe("what is said is checked", () => {
  test.each([
    [{ single: 0, bulk: 1 }, ["input", "value", "single"]],
    [{ single: 1.5, bulk: 1 }, ["input", "value", "single"]],
    [{ single: 1 }, ["input", "value"]],
    ["four", ["input", "value"]],
  ])("%j is refused where it is wrong", async (value, path) => {
    const { errors } = await change(root, platform, value, await versionAt(platform));
    expect(errors?.[0]?.extensions).toMatchObject({
      code: "INVALID_INPUT",
      reason: "SETTING_VALUE_REFUSED",
      issues: [{ path }],
    });
  });

  test("against the version that was seen: of two who change it at once one is told", async () => {
    const version = await versionAt(platform);
    const answers = await Promise.all(
      [20, 21].map((single) => change(root, platform, { single, bulk: 1 }, version)),
    );
    const codes = answers.map(({ errors }) => errors?.[0]?.extensions["code"]);
    expect(codes).toContain("CONFLICT");
    expect(codes).toContain(undefined);
  });

  test("by who says it: a tenant speaks for itself alone", async () => {
    const { admin } = await core.given.tenant();
    const refused = await change(admin, platform, { single: 1, bulk: 1 }, await versionAt(platform));
    expect(refused.errors?.[0]?.extensions).toMatchObject({ code: "FORBIDDEN" });
    const hidden = await core.execute("{ settings(scope: PLATFORM) { key } }", {}, admin.principal);
    expect(hidden.errors?.[0]?.extensions).toMatchObject({ code: "FORBIDDEN" });
    const own = await core.execute("{ settings(scope: TENANT) { key version value } }", {}, admin.principal);
    expect(own.data?.["settings"]).toContainEqual({ key: workers.key, version: 0, value: null });
  });

  test("by the declaration: what looks like a secret is no setting", () => {
    const definition = { ...workers, key: "test.api-token" };
    expect(
      () =>
        new SettingsFollower({
          service: "x",
          definitions: [definition],
          source: other as never,
          log: silent,
        }),
    ).toThrow(/secret/);
  });
});

test("every version is kept, and rolling back makes a new one that says what an earlier one said", async () => {
  const { admin } = await core.given.tenant();
  const place: Place = { scope: "TENANT" };
  await change(admin, place, { single: 1, bulk: 1 }, 0);
  await change(admin, place, { single: 2, bulk: 2 }, 1);
  const back = await core.execute(
    `mutation { rollBackSetting(input: {
      key: "${workers.key}", scope: TENANT, toVersion: 1, expectedVersion: 2, comment: "too many" }) { ${fields} } }`,
    {},
    admin.principal,
  );
  expect(back.data).toMatchObject({
    rollBackSetting: { setting: { version: 3, value: { single: 1, bulk: 1 } } },
  });
  const { data } = await core.execute(
    `{ settingVersions(key: "${workers.key}", scope: TENANT, first: 10) {
      nodes { version value comment rolledBackTo changedByName } totalCount } }`,
    {},
    admin.principal,
  );
  expect(data?.["settingVersions"]).toMatchObject({
    totalCount: 3,
    nodes: [
      { version: 3, rolledBackTo: 1, comment: "too many", changedByName: admin.principal.name },
      { version: 2, value: { single: 2, bulk: 2 }, rolledBackTo: null },
      { version: 1 },
    ],
  });
  const audits = await core.events("core.audit.recorded.v1");
  const acts = audits.map(({ payload }) => payload.payload["action"]);
  expect(acts).toContain("setting.rolled-back");
  // The same once more is nothing new.
  const same = await change(admin, place, { single: 1, bulk: 1 }, 3);
  expect(same.data).toMatchObject({ changeSetting: { setting: { version: 3 } } });
});
