import { expect, test } from "vitest";
import type { MessageStatus } from "../gql/graphql.ts";
import { MessageStream, newestStatus } from "./messageStream.ts";

const change = (messageId: string, status: MessageStatus) => ({
  messageId,
  accountId: "a",
  status,
  errorCode: null,
});

function stream() {
  const frames: (() => void)[] = [];
  const made = new MessageStream((flush) => frames.push(flush));
  return { made, frame: () => frames.splice(0).forEach((flush) => flush()) };
}

test("a thousand changes of a frame redraw each row they are about once, and no other", () => {
  const { made, frame } = stream();
  const redrawn = new Map<string, number>();
  for (const id of ["m1", "m2"]) made.onMessage(id, () => redrawn.set(id, (redrawn.get(id) ?? 0) + 1));

  for (let i = 0; i < 1_000; i += 1)
    made.push([change("m1", i < 500 ? "QUEUED" : "SENT"), change(`x${i}`, "SENT")]);
  expect(redrawn.size).toBe(0);
  frame();

  expect([...redrawn]).toEqual([["m1", 1]]);
  expect(made.message("m1")?.status).toBe("SENT");
});

test("a status that comes late or twice changes nothing", () => {
  const { made, frame } = stream();
  made.push([change("m1", "READ"), change("m1", "DELIVERED"), change("m1", "SENT")]);
  frame();

  expect(made.message("m1")?.status).toBe("READ");
  expect(newestStatus("SENT", made.message("m1"))).toBe("READ");
  expect(newestStatus("READ", { status: "SENT", errorCode: null })).toBe("READ");
});

test("whoever counts is told all changes of a frame together", () => {
  const { made, frame } = stream();
  const told: number[] = [];
  const leave = made.onBatch((changes) => told.push(changes.length));
  made.push([change("m1", "SENT"), change("m2", "SENT")]);
  made.push([change("m3", "SENT")]);
  frame();
  leave();
  made.push([change("m4", "SENT")]);
  frame();

  expect(told).toEqual([3]);
});
