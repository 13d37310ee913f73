import { expect, test } from "vitest";
import { Versions, anyTenant } from "./versions.ts";

test("a change is seen by its tenant and across tenants, for its type alone", () => {
  const versions = new Versions(100);
  const stamps = () => [
    versions.stamp("a", ["Role"]),
    versions.stamp("a", ["User"]),
    versions.stamp("b", ["Role"]),
    versions.stamp(anyTenant, ["Role", "User"]),
  ];
  const before = stamps();

  versions.changed("a", "Role");

  expect(stamps().map((stamp, i) => stamp !== before[i])).toEqual([true, false, false, true]);
});

test("a change of no type in particular is one of all the tenant's types", () => {
  const versions = new Versions(100);
  const before = [versions.stamp("a", ["Role"]), versions.stamp("b", ["Role"])];

  versions.changed("a");

  expect(versions.stamp("a", ["Role"])).not.toBe(before[0]);
  expect(versions.stamp("b", ["Role"])).toBe(before[1]);
});

test("no stamp comes back once something changed, however much is forgotten", () => {
  const versions = new Versions(6);
  const seen = new Set<number>([versions.stamp("a", ["Role"])]);

  for (let round = 0; round < 20; round += 1) {
    versions.changed("a", "Role");
    for (let i = 0; i < round; i += 1) versions.changed(`other ${i}`, `Type${i}`);
    const stamp = versions.stamp("a", ["Role"]);
    expect(seen.has(stamp)).toBe(false);
    seen.add(stamp);
  }
});
