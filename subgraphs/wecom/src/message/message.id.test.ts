import { v4 } from "uuid";
import { expect, test } from "vitest";
import { createdAtOf, messageIds, placesOf } from "./message.id.ts";

test("ids of one call ascend and tell the millisecond they were made in", () => {
  const now = new Date("2026-11-22T09:00:00.123Z");
  const ids = messageIds(10_000, now);

  expect(new Set(ids).size).toBe(10_000);
  expect(ids.toSorted()).toEqual(ids);
  expect(new Set(ids.map((id) => createdAtOf(id)?.toISOString()))).toEqual(new Set([now.toISOString()]));
});

test("an id of another kind names no message", () => {
  expect(createdAtOf(v4())).toBeNull();
  expect(placesOf([v4()]).ids).toEqual([]);
});
