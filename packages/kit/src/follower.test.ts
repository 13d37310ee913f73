import { expect, test } from "vitest";
import { AppError } from "./errors.ts";
import { Follower } from "./follower.ts";
import type { PlacedEvent, ReadFrom, ReadPage } from "./follower.ts";

const place = (seq: number) => ({ incarnation: 1, seq, storedAt: 0 });

function placed(seq: number): PlacedEvent {
  const actor = { kind: "SYSTEM" as const, id: "t", name: "t", address: null };
  const common = { id: `e${seq}`, subject: "s", tenantId: "t", at: "", correlationId: "c", actor };
  return { place: place(seq), event: { ...common, payload: seq, cursor: `c${seq}` } };
}

const events = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => placed(from + i));

/** A follower whose pages a test hands out by hand, at moments of its choice. */
function follow({ after, accepts }: { after?: number; accepts?: (payload: unknown) => boolean } = {}) {
  const reads: { from: ReadFrom; answer(page: ReadPage): Promise<void>; fail(error: Error): void }[] = [];
  let liveSeq = 0;
  let joined = 0;
  const follower = new Follower<number>({
    start: place(after ?? 0),
    isCaughtUp: after === undefined,
    accepts: (event) => accepts?.(event.payload) ?? true,
    join: () => {
      joined += 1;
      return liveSeq;
    },
    leave: () => (joined -= 1),
    read: (from) =>
      new Promise((resolve, reject) => {
        const answer = async (page: ReadPage) => {
          resolve(page);
          await settled();
        };
        reads.push({ from, answer, fail: reject });
      }),
  });
  const seen: number[] = [];
  const ends: unknown[] = [];
  const read = async () => {
    try {
      for await (const { payload } of follower) seen.push(payload);
      ends.push("done");
    } catch (error) {
      ends.push(error);
    }
  };
  /** As the feed does: events of others count the stream on, and are not handed out. */
  const live = (seq: number, isMine = true) => {
    liveSeq = seq;
    if (isMine && joined > 0) follower.push(placed(seq));
  };
  return { follower, reads, seen, ends, read, live, isJoined: () => joined > 0 };
}

const settled = () => new Promise<void>((resolve) => void setImmediate(resolve));
const page = (from: number, to: number, rest: Partial<ReadPage> = {}): ReadPage => ({
  events: events(from, to),
  lastSeq: to,
  isLast: true,
  begunAt: to,
  ...rest,
});

test("what happens while the last page is read comes after it, once, in order", async () => {
  const { reads, seen, read, live } = follow({ after: 2 });
  void read();
  await settled();
  for (const seq of [4, 5, 6, 7]) live(seq);
  await reads[0]?.answer(page(3, 5, { begunAt: 5 }));
  live(8);
  await settled();
  expect(seen).toEqual([3, 4, 5, 6, 7, 8]);
  expect(reads).toHaveLength(1);
});

test("live events that come later than the page that had them already are dropped", async () => {
  const { reads, seen, read, live } = follow({ after: 0 });
  void read();
  await settled();
  await reads[0]?.answer(page(1, 6, { begunAt: 3 }));
  for (const seq of [4, 5, 6, 7]) live(seq);
  await settled();
  expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7]);
});

test("a last page that was begun before this reader joined is not taken for the end", async () => {
  const { reads, seen, read, live } = follow({ after: 0 });
  live(5); // handed out before it joins, stored after the page that another reader has begun
  void read();
  await settled();
  await reads[0]?.answer(page(1, 4, { begunAt: 4 }));
  expect(seen).toEqual([1, 2, 3, 4]);
  expect(reads[1]?.from).toMatchObject({ place: { seq: 4 }, isContinued: true });
  live(6);
  await reads[1]?.answer(page(5, 5, { begunAt: 5 }));
  await settled();
  expect(seen).toEqual([1, 2, 3, 4, 5, 6]);
});

test("between pages nothing is kept: the live events of a long reading do not pile up", async () => {
  const { follower, reads, seen, read, live, isJoined } = follow({ after: 0 });
  void read();
  await settled();
  for (let seq = 9_000; seq < 10_000; seq += 1) live(seq);
  await reads[0]?.answer(page(1, 500, { isLast: false }));
  expect(seen).toHaveLength(500);
  expect(reads).toHaveLength(2);
  expect([follower.kept, isJoined()]).toEqual([0, true]);
});

test("too many live events while the last page is read: it reads on instead of losing any", async () => {
  const { reads, seen, read, live } = follow({ after: 0 });
  void read();
  await settled();
  for (let seq = 3; seq <= 3_000; seq += 1) live(seq);
  await reads[0]?.answer(page(1, 2, { begunAt: 2 }));
  expect(reads).toHaveLength(2);
  await reads[1]?.answer(page(3, 3_000, { begunAt: 3_000 }));
  live(3_001);
  await settled();
  expect(seen).toEqual(Array.from({ length: 3_001 }, (_, i) => i + 1));
});

test("a reader too slow for live events goes back to reading where it stopped", async () => {
  const { follower, reads, live, isJoined } = follow();
  for (let seq = 10; seq <= 2_010; seq += 1) live(seq);
  expect([follower.kept, isJoined()]).toEqual([0, false]);
  const first = follower.next();
  await settled();
  expect(reads[0]?.from).toMatchObject({ place: { seq: 9 }, isContinued: false });
  await reads[0]?.answer(page(10, 2_010, { begunAt: 2_010 }));
  expect((await first).value?.payload).toBe(10);
});

test("one that leaves is answered at once, in the middle of a page too, and is handed nothing more", async () => {
  const { follower, reads, live, isJoined } = follow({ after: 0 });
  const pending = follower.next();
  await settled();
  await follower.return();
  expect(await pending).toEqual({ value: undefined, done: true });
  await reads[0]?.answer(page(1, 3));
  live(4);
  expect(await follower.next()).toEqual({ value: undefined, done: true });
  expect([follower.kept, isJoined()]).toEqual([0, false]);
});

test("a gap ends it, after what it had been given", async () => {
  const { reads, seen, ends, read, isJoined } = follow({ after: 0 });
  void read();
  await settled();
  await reads[0]?.answer(page(1, 2, { isLast: false }));
  const gap = new AppError("RESUME_GAP", "CURSOR_TOO_OLD", "gone");
  reads[1]?.fail(gap);
  await settled();
  expect([seen, ends, isJoined()]).toEqual([[1, 2], [gap], false]);
});

test("what one's own filter throws ends oneself and nobody else", async () => {
  const broken = follow({
    accepts: () => {
      throw new Error("a bug");
    },
  });
  void broken.read();
  await settled();
  expect(() => broken.live(1)).not.toThrow();
  await settled();
  expect(broken.ends).toMatchObject([{ message: "a bug" }]);
});

test("an end hands out what had been received", async () => {
  const { follower, live, read, seen, ends } = follow();
  for (const seq of [1, 2]) live(seq);
  follower.end();
  await read();
  expect([seen, ends]).toEqual([[1, 2], ["done"]]);
});
