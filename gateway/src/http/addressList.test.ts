import { describe, expect, test } from "vitest";
import { AddressList, networkIn } from "./addressList.ts";

describe("a list of addresses", () => {
  const list = new AddressList(["203.0.113.0/24", "198.51.100.7", "2001:db8:1::/48", "::1"]);

  test.each(["203.0.113.0", "203.0.113.255", "198.51.100.7", "2001:db8:1:ffff::9", "2001:DB8:1::", "::1"])(
    "has %s",
    (address) => expect(list.has(address)).toBe(true),
  );

  test.each([
    "203.0.114.0",
    "198.51.100.8",
    "2001:db8:2::1",
    "::2",
    "",
    "localhost",
    "203.0.113.1, 10.0.0.1",
  ])("does not have %j", (address) => expect(list.has(address)).toBe(false));

  test("that is empty has nobody, and one of everything has everybody of its kind", () => {
    expect(new AddressList([]).has("203.0.113.1")).toBe(false);
    const everyone = new AddressList(["0.0.0.0/0"]);
    expect([everyone.has("203.0.113.1"), everyone.has("::1")]).toEqual([true, false]);
  });
});

test.each([
  "",
  "203.0.113",
  "203.0.113.0/33",
  "203.0.113.0/",
  "203.0.113.0/-1",
  "203.0.113.0/24/8",
  "::1/129",
  "fe80::1%eth0",
  "example.com",
  "203.0.113.0/2.4",
])("%j is neither an address nor a network", (text) => {
  expect(networkIn(text)).toBeNull();
  expect(() => new AddressList([text])).toThrow();
});
