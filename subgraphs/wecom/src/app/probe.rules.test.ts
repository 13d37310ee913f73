import { expect, test } from "vitest";
import { accepted, privateAddress, refusedBy, unknown, unreachable } from "../serverApi/outcome.ts";
import { errcodes } from "../serverApi/errcodes.ts";
import { findingOf, recordOf } from "./probe.rules.ts";

const from =
  "not allow to access from your ip, hint: [1], from ip: 203.0.113.9, more info at https://example.com";

test.each([
  [accepted({ name: "Desk", isDisabled: false }), { kind: "well", appName: "Desk" }],
  [accepted({ name: "Desk", isDisabled: true }), { kind: "refused", reason: "app_disabled" }],
  [refusedBy(60_020, from), { kind: "refused", reason: "ip_not_trusted", address: "203.0.113.9" }],
  [refusedBy(40_001, from), { kind: "refused", reason: "secret_wrong", address: null }],
  [refusedBy(301_002, ""), { kind: "refused", reason: "agent_unknown" }],
  [refusedBy(40_014, ""), { kind: "refused", reason: "token_refused" }],
  [refusedBy(45_009, ""), { kind: "busy", reason: "wecom_limit", waitMs: 60_000 }],
  [refusedBy(-1, ""), { kind: "unsure", reason: "wecom_busy" }],
  [unreachable("no route"), { kind: "unsure", reason: "wecom_unreachable", errcode: null }],
  [unknown("timeout", ""), { kind: "unsure", reason: "wecom_unreachable", errcode: null }],
  [privateAddress(), { kind: "refused", reason: "api_address_refused", errcode: null }],
] as const)("a probe answered with %o is %o", (outcome, expected) => {
  expect(findingOf(outcome)).toMatchObject(expected);
});

test("every errcode of the table is told by a reason, and none is taken for well", () => {
  for (const { errcode } of errcodes) {
    const record = recordOf(findingOf(refusedBy(errcode, "")));
    expect(record.reason).toMatch(/^[a-z_]+$/);
    expect(record.errcode).toBe(errcode);
  }
});

test("what is kept of a good probe is that it was good", () => {
  const finding = findingOf(accepted({ name: "Desk", isDisabled: false }));
  expect(recordOf(finding)).toEqual({ reason: null, errcode: 0, address: null });
});
