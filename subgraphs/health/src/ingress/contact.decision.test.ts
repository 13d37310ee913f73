import { describe, expect, test } from "vitest";
import { decideContact } from "./contact.decision.ts";
import type { Contact, ContactBefore } from "./contact.decision.ts";

const at = new Date("2026-11-22T10:00:00.000Z");
const before: ContactBefore = {
  connection: "ONLINE",
  battery: 82,
  firmware: "1.2.0",
  lastContactAt: new Date(at.getTime() - 1_000),
  skewMs: 0,
};
const contact: Contact = { at, address: "203.0.113.7", battery: 82, firmware: "1.2.0", skewMs: 0 };
const kinds = (given: Partial<ContactBefore>, said: Partial<Contact>) =>
  decideContact({ ...before, ...given }, { ...contact, ...said })?.logs.map(({ kind }) => kind);

describe("a contact", () => {
  test("that says nothing new is not written, but every ten seconds", () => {
    expect(decideContact(before, contact)).toBeNull();
    const due = decideContact({ ...before, lastContactAt: new Date(at.getTime() - 10_000) }, contact);
    expect(due).toMatchObject({ isTold: false, logs: [] });
  });

  test.each([
    ["the first one", { connection: "NEVER_SEEN" as const }, {}, ["ONLINE"]],
    ["one after silence", { connection: "OFFLINE" as const }, {}, ["ONLINE"]],
    ["a battery that has become low", { battery: 16 }, { battery: 15 }, ["BATTERY_LOW"]],
    ["a battery that is low still", { battery: 15 }, { battery: 12 }, []],
    ["new firmware", {}, { firmware: "1.3.0" }, ["FIRMWARE_CHANGED"]],
    ["firmware said for the first time", { firmware: null }, {}, []],
    ["a clock that is wrong", {}, { skewMs: 90_000 }, ["CLOCK_CORRECTED"]],
    ["a clock that trembles", { skewMs: 90_000 }, { skewMs: 93_000 }, undefined],
    ["a clock that was set right", { skewMs: 90_000 }, {}, ["CLOCK_CORRECTED"]],
  ])("is logged as what it is: %s", (_, given, said, expected) => {
    expect(kinds(given, said)).toEqual(expected);
  });

  test("that says no battery keeps what is known of it", () => {
    const change = decideContact(
      { ...before, connection: "OFFLINE" },
      { ...contact, battery: null, firmware: null },
    );
    expect(change).toMatchObject({ battery: 82, firmware: "1.2.0", hasCome: true, isTold: true });
  });
});
