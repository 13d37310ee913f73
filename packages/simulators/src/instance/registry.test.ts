import { beforeEach, expect, test } from "vitest";
import type { Instance } from "./instance.ts";
import { Owner } from "./owner.ts";
import { InstanceRegistry } from "./registry.ts";

let now = Date.UTC(2026, 10, 22);
let registry: InstanceRegistry;
let announced: string[];

beforeEach(() => {
  registry = new InstanceRegistry(() => now);
  announced = [];
  registry.onChange((instance, event) => announced.push(`${instance.seq} ${event}`));
});

function add(more: Partial<Instance> = {}): Instance {
  return registry.put({
    guid: "guid",
    corpId: "corp",
    clientToken: "token",
    name: "Sales 01",
    state: "created",
    seq: 0,
    session: false,
    settings: { life: true },
    ...more,
  });
}

test("every change is announced once and in order", () => {
  const owner = new Owner(registry);
  const shown = registry.showQr(add());
  const scanned = shown && owner.scan(shown);
  const online = scanned && owner.confirm(scanned, false);

  expect(online?.state).toBe("online");
  expect(announced).toEqual(["1 qr_refreshed", "2 scanned", "3 online"]);
});

test("a QR code nobody looks at expires all the same", () => {
  const shown = registry.showQr(add());
  now += 120_000;

  registry.sweep();

  expect(announced).toEqual(["1 qr_refreshed", "2 qr_expired"]);
  expect(registry.findByQrToken(shown?.login?.token ?? "")).toBeUndefined();
});

test("reading an instance never shows a log-in that is over", () => {
  registry.showQr(add());
  now += 120_000;

  expect(registry.get("guid")).toMatchObject({ state: "offline", reason: "qr_expired" });
});

test("a new QR code makes the old one worthless", () => {
  const first = registry.showQr(add())?.login?.token ?? "";
  const second = registry.showQr(registry.get("guid") ?? add())?.login?.token ?? "";

  expect(registry.findByQrToken(first)).toBeUndefined();
  expect(registry.findByQrToken(second)?.guid).toBe("guid");
});

test("a short outage passes without a word, a long one ends in connection_lost and then passes", () => {
  add({ state: "online", session: true, outage: { since: now, until: now + 30_000 } });
  now += 31_000;
  registry.sweep();
  expect(registry.get("guid")?.outage).toBeUndefined();
  expect(announced).toEqual([]);

  add({ state: "online", session: true, outage: { since: now, until: now + 90_000 } });
  now += 60_000;
  registry.sweep();
  expect(registry.get("guid")).toMatchObject({ state: "offline", reason: "connection_lost", session: true });
  expect(registry.get("guid")?.outage).toBeDefined();
  now += 30_000;
  registry.sweep();
  expect(registry.get("guid")?.outage).toBeUndefined();
});

test("a removed instance is not found by anything", () => {
  const shown = registry.showQr(add());
  if (shown) registry.remove(shown);

  expect(registry.get("guid")).toBeUndefined();
  expect(registry.findByClientToken("corp", "token")).toBeUndefined();
  expect(registry.findByQrToken(shown?.login?.token ?? "")).toBeUndefined();
});
