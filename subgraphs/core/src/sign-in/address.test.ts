import { expect, test } from "vitest";
import { addressKey, isAllowed, normalNetwork } from "./address.ts";

test.each([
  ["203.0.113.9", "203.0.113.9"],
  ["::ffff:203.0.113.9", "203.0.113.9"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"],
  ["", "unknown"],
  ["not an address", "unknown"],
])("%s is counted as %s", (address, key) => {
  expect(addressKey(address)).toBe(key);
});

test.each([
  ["10.0.0.0/8", "10.0.0.0/8"],
  [" 10.1.2.3", null],
  ["::ffff:10.1.2.3", "10.1.2.3"],
  ["2001:DB8::/32", "2001:db8::/32"],
  ["10.1", null],
  ["0x0a000001", null],
  ["10.0.0.0/33", null],
  ["example.com", null],
  ["", null],
])("%s as a network is %s", (text, normal) => {
  expect(normalNetwork(text)).toBe(normal);
});

test.each([
  ["10.1.2.3", ["10.0.0.0/8"], true],
  ["::ffff:10.1.2.3", ["10.0.0.0/8"], true],
  ["11.1.2.3", ["10.0.0.0/8", "192.0.2.1"], false],
  ["192.0.2.1", ["10.0.0.0/8", "192.0.2.1"], true],
  ["2001:db8::5", ["10.0.0.0/8", "2001:db8::/32"], true],
  ["2001:db9::5", ["2001:db8::/32"], false],
  [null, ["10.0.0.0/8"], false],
  ["nonsense", ["10.0.0.0/8"], false],
  [null, [], true],
])("%s with %j is allowed: %s", (address, networks, allowed) => {
  expect(isAllowed(address, networks)).toBe(allowed);
});
