import { expect, test } from "vitest";
import { corePermissions, declaredPermissions } from "../../role/catalogue.ts";
import { typeFrom, webhookEventType, webhookEventTypes, webhookSubjects } from "./catalogue.ts";

const each = webhookEventTypes.map((type) => [type.type, type] as const);

test("each public event has a name, a subject and a version of its own", () => {
  const types = webhookEventTypes.map(({ type }) => type);
  expect(new Set(types).size).toBe(types.length);
  // A receiver takes each id once, and the id is the domain event's: two public events of one would swallow each other.
  expect(webhookSubjects).toHaveLength(types.length);
  for (const type of types) expect(type).toMatch(/^[a-z]+(?:-[a-z]+)*\.[a-z]+(?:-[a-z]+)*\.v\d+$/);
});

test.each(each)("%s: the right it needs exists, and its example fits", (type, entry) => {
  const rights = Object.values(declaredPermissions)
    .flat()
    .concat(corePermissions)
    .map(({ id }) => id);
  expect(rights).toContain(entry.requires);
  expect(webhookEventType(type)).toBe(entry);
  expect(typeFrom(entry.subject)).toBe(entry);
  expect(entry.dataOf(entry.example, [])).toEqual(entry.example);
});

test.each(each)("%s: what the domain event has besides is not told", (_, entry) => {
  const told = entry.dataOf({ ...entry.example, boundUserIds: ["somebody"], secret: "s3cret" }, []);
  expect(told).toEqual(entry.example);
});

test.each(each)("%s: an endpoint for one account hears of that account alone", (_, entry) => {
  const text = JSON.stringify(entry.example);
  const accountId = /"accountId":"([^"]+)"/.exec(text)?.[1];
  expect(entry.isOfAccounts).toBe(accountId !== undefined);
  if (accountId === undefined) return expect(entry.dataOf(entry.example, ["another"])).toEqual(entry.example);
  expect(entry.dataOf(entry.example, ["another"])).toBeNull();
  expect(entry.dataOf(entry.example, ["another", accountId])).toEqual(entry.example);
});

test("of messages that changed together only those of the chosen accounts are told", () => {
  const change = (messageId: string, accountId: string) => ({
    messageId,
    accountId,
    batchId: null,
    status: "SENT",
    errorCode: null,
  });
  const payload = { group: "g", changes: [change("1", "a"), change("2", "b"), change("3", "a")] };

  expect(webhookEventType("message.status-changed.v1")?.dataOf(payload, ["a"])).toEqual({
    changes: [change("1", "a"), change("3", "a")],
  });
});

test("a batch is told of when all of it has ended, not before", () => {
  const finished = webhookEventType("message-batch.finished.v1");
  const counts = { batchId: "b", total: 3, sent: 1, failed: 1, cancelled: 0, status: "RUNNING" };

  expect(finished?.dataOf(counts, [])).toBeNull();
  expect(finished?.dataOf({ ...counts, cancelled: 1 }, [])).toEqual({
    batchId: "b",
    total: 3,
    sent: 1,
    failed: 1,
    cancelled: 1,
  });
});

test.each([
  ["alert.updated.v1", ["ESCALATED", "ACKNOWLEDGED", "ACTED"], ["MEASURED", "CLEARING"]],
  ["health-alert.updated.v1", ["WORSENED", "ACKNOWLEDGED", "CORRECTED", "ESCALATED"], ["REPEATED", "NOTED"]],
])("%s tells of what somebody has to know, not of what merely goes on", (type, told, untold) => {
  const entry = webhookEventType(type);
  const changes = [...told, ...untold].filter(
    (change) => entry?.dataOf({ ...entry.example, change }, []) !== null,
  );
  expect(changes).toEqual(told);
});
