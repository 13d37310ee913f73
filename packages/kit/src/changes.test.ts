import { expect, test } from "vitest";
import { changedType } from "./changes.ts";
import type { DomainEvent } from "./events.ts";

const event = (subject: string, payload: unknown = {}): DomainEvent => ({
  id: "1",
  subject,
  tenantId: "t",
  at: "",
  correlationId: "c",
  actor: { kind: "SYSTEM", id: "s", name: "s", address: null },
  payload,
});

test.each([
  ["core.role.changed.v1", {}, "Role"],
  ["core.api-key.revoked.v1", {}, "ApiKey"],
  ["core.audit.recorded.v1", { resourceType: "api-key" }, "ApiKey"],
  ["core.audit.recorded.v1", { resourceType: "bulk operation" }, "BulkOperation"],
  ["core.audit.recorded.v1", { resourceType: "BulkOperation" }, "BulkOperation"],
])("%s %j is a change of %s", (subject, payload, type) => {
  expect(changedType("core", event(subject, payload))).toBe(type);
});
