import { DomainCaller } from "@wegraph/kit/domainCaller";
import { expect, test } from "vitest";
import { coreKnowing } from "../testing/coreKnowing.ts";
import { TenantZones } from "./tenantZones.ts";

const minute = 60_000;

function given(zones: { current: Record<string, string> | null }) {
  const calls: unknown[] = [];
  let now = 0;
  const core = coreKnowing(
    () => zones.current,
    (ids) => calls.push(ids),
  );
  return {
    calls,
    zones: new TenantZones(new DomainCaller(core, "health"), () => new Date(now)),
    pass: (ms: number) => {
      now += ms;
    },
  };
}

test("core is asked once for a tenant, however many ask at once, and again when it may have changed", async () => {
  const known = { current: { a: "Europe/Berlin" } as Record<string, string> };
  const { zones, calls, pass } = given(known);

  expect(await Promise.all([zones.of("a"), zones.of("a"), zones.of("a")])).toEqual(
    Array(3).fill("Europe/Berlin"),
  );
  expect(calls).toEqual([["a"]]);

  known.current = { a: "Asia/Tokyo" };
  expect(await zones.of("a")).toBe("Europe/Berlin");
  zones.forget("a");
  expect(await zones.of("a")).toBe("Asia/Tokyo");
  known.current = { a: "America/Lima" };
  pass(6 * minute);
  expect(await zones.of("a")).toBe("America/Lima");
});

test("what was known holds while core is away; what never was known is said to be unknown", async () => {
  const known: { current: Record<string, string> | null } = { current: { a: "Europe/Berlin" } };
  const { zones, pass } = given(known);
  await zones.of("a");

  known.current = null;
  pass(6 * minute);

  expect(await zones.of("a")).toBe("Europe/Berlin");
  await expect(zones.of("b")).rejects.toThrow("core is away");
});

test("tenants fall into groups by zone; whoever core does not name is of the default's", async () => {
  const { zones } = given({
    current: { a: "Europe/Berlin", b: "Asia/Shanghai", c: "Europe/Berlin", d: "Asia/Tokyo" },
  });

  expect(await zones.groups()).toEqual([
    { zone: "Europe/Berlin", tenantIds: ["a", "c"], isRest: false },
    { zone: "Asia/Tokyo", tenantIds: ["d"], isRest: false },
    { zone: "Asia/Shanghai", tenantIds: ["a", "c", "d"], isRest: true },
  ]);
  expect(await zones.of("unknown")).toBe("Asia/Shanghai");
});

test("without core all days are those of the default", async () => {
  const zones = new TenantZones(undefined, () => new Date());

  expect(await zones.of("a")).toBe("Asia/Shanghai");
  expect(await zones.groups()).toEqual([{ zone: "Asia/Shanghai", tenantIds: [], isRest: true }]);
});
