import { describe, expect, test } from "vitest";
import type { AccountEvent } from "../../live/accountStream.ts";
import { type FeedItem, itemOfEvent, keyOf, mergeFeed } from "./feed.ts";
import { bringForward, type Counts, countOf } from "./liveSummary.ts";

const counts: Counts = {
  total: 10,
  byStatus: { ONLINE: 6, OFFLINE: 4 },
  asOf: "2026-11-22T08:00:00.000Z",
};

function event(at: string, from: AccountEvent["from"], to: AccountEvent["to"], id = "a"): AccountEvent {
  const account = { id, name: id, healthScore: 80, allowedActions: [], tenant: { id: "t", name: "T" } };
  return { id: crypto.randomUUID(), at, from, to, event: "e", reason: null, version: 1, account };
}

describe("the counts", () => {
  test("follow what happened since they were taken", () => {
    const now = bringForward(counts, [
      event("2026-11-22T08:00:01.000Z", "OFFLINE", "INITIALIZING"),
      event("2026-11-22T08:00:02.000Z", "ONLINE", "ERROR"),
    ]);

    expect(now.byStatus).toMatchObject({ ONLINE: 5, OFFLINE: 3, INITIALIZING: 1, ERROR: 1 });
    expect(now.total).toBe(10);
    expect(now.asOf).toBe("2026-11-22T08:00:02.000Z");
  });

  test("do not count again what they already held", () => {
    expect(bringForward(counts, [event("2026-11-22T07:59:59.000Z", "OFFLINE", "ONLINE")])).toEqual(counts);
  });

  test("grow with a new account", () => {
    const now = bringForward(counts, [event("2026-11-22T08:00:01.000Z", null, "CREATED")]);

    expect([now.total, countOf(now, "CREATED")]).toEqual([11, 1]);
  });

  test("are never negative, whatever was missed", () => {
    const now = bringForward(counts, [event("2026-11-22T08:00:01.000Z", "VERIFYING", "ONLINE")]);

    expect(countOf(now, "VERIFYING")).toBe(0);
  });
});

describe("the feed", () => {
  const told: FeedItem = {
    key: keyOf("a", "2026-11-22T08:00:05.000Z", "ERROR"),
    at: "2026-11-22T08:00:05.000Z",
    from: "ONLINE",
    to: "ERROR",
    reason: "kicked",
    accountId: "a",
    accountName: "A",
    actorKind: "PROVIDER",
    actorName: null,
  };

  test("shows a change once, though the stream and the query both tell of it", () => {
    const live = itemOfEvent(event("2026-11-22T08:00:05.000Z", "ONLINE", "ERROR"));

    expect(mergeFeed([live], [told])).toEqual([told]);
  });

  test("has the newest first", () => {
    const later = itemOfEvent(event("2026-11-22T08:00:09.000Z", "ERROR", "RECOVERING"));

    expect(mergeFeed([told], [later]).map(({ to }) => to)).toEqual(["RECOVERING", "ERROR"]);
  });

  test("does not grow without end", () => {
    const many = Array.from({ length: 500 }, (_, second) =>
      itemOfEvent(event(new Date(second * 1_000).toISOString(), "ONLINE", "ERROR", `a${second}`)),
    );

    expect(mergeFeed(many, [])).toHaveLength(60);
  });
});
