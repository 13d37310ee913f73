import { expect, test, vi } from "vitest";
import { type AccountEvent, AccountStream, newest } from "./accountStream.ts";
import { FrameBuffer } from "./frameBuffer.ts";

function event(change: Partial<AccountEvent> & { account?: AccountEvent["account"] } = {}): AccountEvent {
  return {
    id: crypto.randomUUID(),
    at: "2026-11-22T08:00:00.000Z",
    from: "ONLINE",
    to: "ERROR",
    event: "failed",
    reason: "heartbeat_missed",
    version: 7,
    account: account("a"),
    ...change,
  };
}

function account(id: string): AccountEvent["account"] {
  return { id, name: id, healthScore: 80, allowedActions: ["RECOVER"], tenant: { id: "t", name: "T" } };
}

/** Frames that come when the test says so. */
function frames() {
  const waiting: (() => void)[] = [];
  return {
    schedule: (flush: () => void) => waiting.push(flush),
    draw: () => {
      for (const flush of waiting.splice(0)) flush();
    },
  };
}

test("a thousand events before a frame are handed over once", () => {
  const { schedule, draw } = frames();
  const batches: number[][] = [];
  const buffer = new FrameBuffer<number>((items) => batches.push([...items]), schedule);

  for (let item = 0; item < 1_000; item += 1) buffer.push(item);
  expect(batches).toEqual([]);
  draw();

  expect(batches).toHaveLength(1);
  expect(batches[0]).toHaveLength(1_000);
});

test("what arrives while a frame is drawn waits for the next", () => {
  const { schedule, draw } = frames();
  const batches: number[][] = [];
  const buffer = new FrameBuffer<number>((items) => {
    batches.push([...items]);
    if (batches.length === 1) buffer.push(2);
  }, schedule);

  buffer.push(1);
  draw();
  draw();

  expect(batches).toEqual([[1], [2]]);
});

test("only the row of the account that changed is told", () => {
  const { schedule, draw } = frames();
  const stream = new AccountStream(schedule);
  const [mine, other] = [vi.fn(), vi.fn()];
  stream.onAccount("a", mine);
  stream.onAccount("b", other);

  stream.push(event());
  stream.push(event({ version: 8, to: "RECOVERING" }));
  draw();

  expect(mine).toHaveBeenCalledOnce();
  expect(other).not.toHaveBeenCalled();
  expect(stream.account("a")).toMatchObject({ status: "RECOVERING", version: 8 });
});

test("an event that comes twice counts once", () => {
  const { schedule, draw } = frames();
  const stream = new AccountStream(schedule);
  const batches: (readonly AccountEvent[])[] = [];
  stream.onBatch((events) => batches.push(events));
  const same = event();

  stream.push(same);
  stream.push({ ...same });
  draw();

  expect(batches.flat()).toEqual([same]);
});

test("an event that comes late does not take the account back", () => {
  const { schedule, draw } = frames();
  const stream = new AccountStream(schedule);

  stream.push(event({ version: 9, to: "ONLINE" }));
  stream.push(event({ version: 8, to: "ERROR" }));
  draw();

  expect(stream.account("a")?.status).toBe("ONLINE");
});

test("a listener that has gone is told nothing", () => {
  const { schedule, draw } = frames();
  const stream = new AccountStream(schedule);
  const gone = vi.fn();
  stream.onAccount("a", gone)();

  stream.push(event());
  draw();

  expect(gone).not.toHaveBeenCalled();
});

test("of a query's answer and the stream, the one with the higher version is shown", () => {
  const row = {
    id: "a",
    status: "OFFLINE" as const,
    statusReason: null,
    statusSince: "2026-11-22T07:00:00Z",
    version: 6,
    healthScore: 50,
    allowedActions: [],
  };
  const { schedule, draw } = frames();
  const stream = new AccountStream(schedule);
  stream.push(event());
  draw();

  expect(newest(row, stream.account("a")).status).toBe("ERROR");
  expect(newest({ ...row, version: 7 }, stream.account("a")).status).toBe("OFFLINE");
  expect(newest(row, undefined)).toBe(row);
});
