import { expect, test } from "vitest";
import type { MessageStatus } from "../../gql/graphql.ts";
import { coalesced } from "./coalesced.ts";
import { applyChanges, belongs, noFilter, type Row } from "./listRules.ts";
import {
  byDay,
  emptyThread,
  goesOn,
  isSending,
  type Said,
  withNewest,
  withOlder,
  withStatuses,
} from "./thread.ts";

const said = (id: string, status: MessageStatus | null = null): Said => ({
  id,
  status,
  direction: status ? "OUT" : "IN",
  at: `2026-11-22T10:00:0${id}Z`,
  type: "TEXT",
  text: id,
  content: {},
  recalledAt: null,
  servicerId: null,
  error: null,
  createdBy: null,
});
const page = (ids: string[], endCursor: string | null = null) => ({
  nodes: ids.map((id) => said(id)),
  pageInfo: { hasNextPage: endCursor !== null, endCursor },
});
const idsOf = ({ messages }: { messages: readonly Said[] }) => messages.map(({ id }) => id).join("");

test("pages, older ones and what comes in make one thread without repetitions, oldest first", () => {
  const first = withNewest(emptyThread, page(["6", "5"], "c5"));
  const older = withOlder(first, page(["4", "3"], "c3"));
  expect([idsOf(older), older.olderCursor]).toEqual(["3456", "c3"]);
  const newer = withNewest(older, page(["7", "6"], "c6"));
  expect([idsOf(newer), newer.olderCursor]).toEqual(["34567", "c3"]);
});

test("when more has come than a page holds, what lies between is fetched again and not left out", () => {
  const thread = withNewest(emptyThread, page(["2", "1"]));
  const later = withNewest(thread, page(["9", "8"], "c8"));
  expect([idsOf(later), later.olderCursor]).toEqual(["89", "c8"]);
});

test("a status never goes back, whichever of its news comes last", () => {
  const thread = { messages: [said("1", "QUEUED")], olderCursor: null };
  const sent = withStatuses(thread, new Map([["1", "SENT" as const]]));
  expect(isSending(thread)).toBe(true);
  expect(isSending(sent)).toBe(false);
  expect(withStatuses(sent, new Map([["1", "SENDING" as const]])).messages[0]?.status).toBe("SENT");
  const stale = withNewest(sent, {
    nodes: [said("1", "QUEUED")],
    pageInfo: { hasNextPage: false, endCursor: null },
  });
  expect(stale.messages[0]?.status).toBe("SENT");
});

test("messages are parted by day", () => {
  const items = [
    { at: "2026-11-21T23:00:00Z" },
    { at: "2026-11-22T01:00:00Z" },
    { at: "2026-11-22T02:00:00Z" },
  ];
  expect(byDay(items, (at) => at.slice(0, 10)).map(({ day, items: of }) => [day, of.length])).toEqual([
    ["2026-11-21", 1],
    ["2026-11-22", 2],
  ]);
});

const row = (id: string, given: Partial<Row> = {}): Row => ({
  id,
  version: 1,
  kind: "MEMBER",
  accountId: "a",
  recipient: `user-${id}`,
  name: `Name ${id}`,
  avatarUrl: null,
  state: "OPEN",
  unread: 0,
  kfState: null,
  lastMessageAt: `2026-11-22T10:00:0${id}Z`,
  lastMessage: null,
  assignee: null,
  ...given,
});
const change = (conversation: Row) => ({
  conversationId: conversation.id,
  version: conversation.version,
  conversation,
});
const given = { filter: noFilter, viewerId: "me", openId: "" };
const order = (rows: readonly Row[]) => rows.map(({ id }) => id).join("");

test("what is written in comes to the top, what is closed or taken away goes", () => {
  const rows = [row("3"), row("2"), row("1")];
  const written = row("1", { version: 2, lastMessageAt: "2026-11-22T11:00:00Z" });
  expect(order(applyChanges({ rows, hasMore: false }, [change(written)], given))).toBe("132");
  const closed = change(row("2", { version: 2, state: "CLOSED" }));
  expect(order(applyChanges({ rows, hasMore: false }, [closed], given))).toBe("31");
  const gone = { conversationId: "3", version: 2, conversation: null };
  expect(order(applyChanges({ rows, hasMore: false }, [gone], given))).toBe("21");
});

test("the open conversation stays in the list although it does not fit the filter any more", () => {
  const rows = [row("2", { unread: 1 }), row("1", { unread: 1 })];
  const read = change(row("2", { version: 2, unread: 0 }));
  const filter = { ...noFilter, unread: true };
  expect(order(applyChanges({ rows, hasMore: false }, [read], { ...given, filter, openId: "2" }))).toBe("21");
  expect(order(applyChanges({ rows, hasMore: false }, [read], { ...given, filter }))).toBe("1");
});

test("older news changes nothing, and what lies beyond the loaded pages waits for its own", () => {
  const rows = [row("3", { version: 5 }), row("2")];
  expect(
    applyChanges({ rows, hasMore: false }, [change(row("3", { version: 4, unread: 9 }))], given)[0]?.unread,
  ).toBe(0);
  expect(order(applyChanges({ rows, hasMore: true }, [change(row("1"))], given))).toBe("32");
  expect(order(applyChanges({ rows, hasMore: false }, [change(row("1"))], given))).toBe("321");
});

test("a filter means here what it means to the server", () => {
  expect(
    belongs(row("1", { assignee: { id: "me", displayName: "Me" } }), { ...noFilter, whose: "MINE" }, "me"),
  ).toBe(true);
  expect(belongs(row("1"), { ...noFilter, whose: "MINE" }, "me")).toBe(false);
  expect(belongs(row("1"), { ...noFilter, whose: "NOBODY" }, "me")).toBe(true);
  expect(belongs(row("1"), { ...noFilter, search: " USER-1" }, "me")).toBe(true);
  expect(belongs(row("1"), { ...noFilter, kind: "KF_CUSTOMER" }, "me")).toBe(false);
});

test("whoever asks while an answer is awaited is served by one more question, however many they are", async () => {
  const ends: (() => void)[] = [];
  const ask = coalesced(() => new Promise<void>((resolve) => ends.push(resolve)));
  ask();
  ask();
  ask();
  expect(ends).toHaveLength(1);
  ends[0]?.();
  await expect.poll(() => ends.length).toBe(2);
  ends[1]?.();
  ask();
  await expect.poll(() => ends.length).toBe(3);
});

test("an author is named once for what they say in a row, and again after a pause or another's words", () => {
  const later = { ...said("3"), at: "2026-11-22T10:05:00Z" };
  expect(goesOn(said("2"), said("1"))).toBe(true);
  expect(goesOn(later, said("2"))).toBe(false);
  expect(goesOn(said("2", "SENT"), said("1"))).toBe(false);
  expect(goesOn(said("1"), undefined)).toBe(false);
});
