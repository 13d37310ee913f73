import { pino } from "pino";
import { v7 } from "uuid";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { Bus } from "./bus.ts";
import { RequestContext } from "./context.ts";
import type { StreamPlace } from "./context.ts";
import { cursorOf, positionOf } from "./cursor.ts";
import { defineEvent, natsSubject } from "./events.ts";
import { everyTenant } from "./feed.ts";
import type { FeedEvent } from "./feed.ts";
import type { Follower } from "./follower.ts";
import { anonymous } from "./principal.ts";
import { openOwnNats } from "./testing/ownNats.ts";

const log = pino({ level: "silent" });
const lampLit = defineEvent("test.lamp.lit.v1", z.object({ n: z.number() }), {
  entity: ({ n }) => `lamp ${n % 10}`,
});
const lampOut = defineEvent("test.lamp.out.v1", z.object({ n: z.number() }));
type Lit = { n: number };

let nats: Awaited<ReturnType<typeof openOwnNats>>;
let bus: Bus;
const open: Follower<Lit>[] = [];

beforeAll(async () => {
  nats = await openOwnNats();
  bus = await Bus.connect(nats.url, "feed-test", log);
  await bus.feed.start();
});
afterEach(async () => {
  for (const follower of open.splice(0)) await follower.return();
});
afterAll(async () => {
  await bus?.close();
  await nats?.close();
});

function envelope(tenantId: string, subject: string, n: number, id = v7()) {
  const actor = { kind: "SYSTEM", id: "test", name: "test", address: null };
  return { id, subject, tenantId, at: new Date().toISOString(), correlationId: "c", actor, payload: { n } };
}

/** As the relay does: in order, waiting for the acknowledgements of a batch together. */
async function light(tenantId: string, from: number, to: number, subject = lampLit.subject): Promise<void> {
  for (let n = from; n < to; n += 500) {
    const batch = Array.from({ length: Math.min(500, to - n) }, (_, i) => n + i);
    await Promise.all(
      batch.map((each) => {
        const event = envelope(tenantId, subject, each);
        return bus.js.publish(natsSubject(tenantId, subject), JSON.stringify(event), { msgID: event.id });
      }),
    );
  }
}

/** Follows as a caller of the tenant, after a cursor or from now on. */
async function follow(
  tenantId: string,
  after: string | null = null,
  options: Parameters<typeof bus.feed.subscribe<Lit>>[2] = {},
) {
  const place: StreamPlace = { after };
  const context = new RequestContext({ ...anonymous, tenantId }, "c", log, { place });
  const follower = await bus.feed.subscribe(context, lampLit, options);
  open.push(follower);
  return { follower, position: place.position ?? expect.fail("the place is not told") };
}

async function take(follower: Follower<Lit>, count: number): Promise<FeedEvent<Lit>[]> {
  const events: FeedEvent<Lit>[] = [];
  while (events.length < count) {
    const { value, done } = await follower.next();
    if (done) throw new Error(`ended after ${events.length} of ${count}`);
    events.push(value);
  }
  return events;
}

const numbers = (events: readonly FeedEvent<Lit>[]) => events.map(({ payload }) => payload.n);
const upTo = (to: number, from = 0) => Array.from({ length: to - from }, (_, i) => from + i);
/** That nothing more comes, told once the feed has read something later. */
async function isQuiet(tenantId: string, follower: Follower<Lit>): Promise<boolean> {
  const later = bus.feed.follow(lampOut, { tenantId });
  const pending = follower.next();
  await light(tenantId, 0, 1, lampOut.subject);
  await later.next();
  await Promise.all([later.return(), follower.return()]);
  return (await pending).done === true;
}

describe("a follower that resumes", () => {
  // The first test of the file: the broker has never had a message.
  test("from before the very first event of all gets it", async () => {
    expect((await bus.manager.streams.info("EVT")).state.last_seq).toBe(0);
    const tenantId = v7();
    const { position } = await follow(tenantId);
    await light(tenantId, 0, 2);
    const { follower } = await follow(tenantId, position);
    expect(numbers(await take(follower, 2))).toEqual([0, 1]);
  });

  test("has what it missed, in order, then goes on live, and nothing twice", async () => {
    const tenantId = v7();
    const before = await follow(tenantId);
    await light(tenantId, 0, 3);
    const [, second] = await take(before.follower, 3);
    await light(tenantId, 3, 1_300);
    await light(v7(), 0, 50);

    const { follower, position } = await follow(tenantId, second?.cursor ?? null);
    const missed = await take(follower, 1_298);
    await light(tenantId, 1_300, 1_305);
    const live = await take(follower, 5);

    expect(position).toBe(second?.cursor);
    expect(numbers([...missed, ...live])).toEqual(upTo(1_305, 2));
    expect(new Set([...missed, ...live].map(({ cursor }) => cursor)).size).toBe(1_303);
    expect(missed[0]?.entity).toBe("lamp 2");
    expect(await isQuiet(tenantId, follower)).toBe(true);
  });

  test("from the place where a quiet stream began, however much has happened to others", async () => {
    const tenantId = v7();
    const { position } = await follow(tenantId);
    await light(v7(), 0, 700);
    await light(tenantId, 0, 2);

    const { follower } = await follow(tenantId, position);

    expect(numbers(await take(follower, 2))).toEqual([0, 1]);
  });

  test("a filter holds for what is read back as for what is live", async () => {
    const tenantId = v7();
    const { position } = await follow(tenantId);
    await light(tenantId, 0, 20);
    await light(tenantId, 0, 20, lampOut.subject);

    const { follower } = await follow(tenantId, position, { where: ({ payload }) => payload.n % 7 === 0 });
    const missed = await take(follower, 3);
    await light(tenantId, 20, 30);

    expect(numbers([...missed, ...(await take(follower, 2))])).toEqual([0, 7, 14, 21, 28]);
  });

  test("fifty that come back under load, each from another place, all get everything once", async () => {
    const tenantId = v7();
    const { follower: first } = await follow(tenantId);
    await light(tenantId, 0, 2_000);
    const cursors = (await take(first, 2_000)).map(({ cursor }) => cursor);

    const publishing = light(tenantId, 2_000, 8_000);
    const readers = await Promise.all(
      upTo(50).map(async (i) => {
        const from = i * 37;
        const { follower } = await follow(tenantId, cursors[from] ?? null);
        return { from, seen: numbers(await take(follower, 8_000 - from - 1)) };
      }),
    );
    await publishing;

    for (const { from, seen } of readers) expect(seen).toEqual(upTo(8_000, from + 1));
  });

  test("hundreds that come back to nearly one place under load share what is read, and miss nothing", async () => {
    const tenantId = v7();
    const { follower: first } = await follow(tenantId);
    await light(tenantId, 0, 1_500);
    const cursors = (await take(first, 1_500)).map(({ cursor }) => cursor);

    const publishing = (async () => {
      for (let n = 1_500; n < 3_000; n += 5) await light(tenantId, n, n + 5);
    })();
    const readers = await Promise.all(
      upTo(300).map(async (i) => {
        await new Promise((resolve) => setTimeout(resolve, i));
        const from = 100 + (i % 20);
        const { follower } = await follow(tenantId, cursors[from] ?? null);
        return { from, seen: numbers(await take(follower, 3_000 - from - 1)) };
      }),
    );
    await publishing;

    for (const { from, seen } of readers) expect(seen).toEqual(upTo(3_000, from + 1));
  });

  test("a hundred thousand events are read a page at a time, while others are published", async () => {
    const tenantId = v7();
    const { position } = await follow(tenantId);
    const subject = natsSubject(tenantId, lampLit.subject);
    const before = (await bus.manager.streams.info("EVT")).state.messages;
    for (const n of upTo(100_000))
      bus.connection.publish(subject, JSON.stringify(envelope(tenantId, lampLit.subject, n)));
    await expect
      .poll(async () => (await bus.manager.streams.info("EVT")).state.messages - before, { timeout: 60_000 })
      .toBe(100_000);
    const publishing = light(tenantId, 100_000, 103_000);

    const { follower } = await follow(tenantId, position);
    const seen: number[] = [];
    let kept = 0;
    while (seen.length < 103_000) {
      seen.push(...numbers(await take(follower, 100)));
      kept = Math.max(kept, follower.kept);
    }
    await publishing;

    expect(seen).toEqual(upTo(103_000));
    expect(kept).toBeLessThanOrEqual(2_500);
  }, 120_000);

  test("one that leaves while it is read back for leaves nothing behind", async () => {
    const tenantId = v7();
    const { follower: first, position } = await follow(tenantId);
    await first.return();
    await light(tenantId, 0, 3_000);
    const { follower } = await follow(tenantId, position);
    await take(follower, 700);

    const pending = Promise.all([follower.next(), follower.return()]);

    expect((await pending)[1].done).toBe(true);
    expect((await follower.next()).done).toBe(true);
    const consumers = async () => (await bus.manager.streams.info("EVT")).state.consumer_count;
    await expect.poll(consumers, { timeout: 10_000 }).toBe(1);
    expect(bus.feed.followerCount).toBe(0);
  });

  test("a thousand that come back to one place share what is read", async () => {
    const tenantId = v7();
    const { position } = await follow(tenantId);
    await light(tenantId, 0, 800);
    let most = 0;
    const watching = setInterval(() => {
      void bus.manager.streams.info("EVT").then(({ state }) => (most = Math.max(most, state.consumer_count)));
    }, 5);

    const all = await Promise.all(
      upTo(1_000).map(async () => numbers(await take((await follow(tenantId, position)).follower, 800))),
    );
    clearInterval(watching);

    for (const seen of all) expect(seen).toEqual(upTo(800));
    expect(most).toBeLessThan(20);
  }, 60_000);
});

test("a follower too slow for the live events reads them back, in order and without loss", async () => {
  const tenantId = v7();
  const { follower } = await follow(tenantId);
  await light(tenantId, 0, 9_000);
  const [first] = await take(follower, 1);
  expect(follower.kept).toBeLessThanOrEqual(2_000);
  const publishing = light(tenantId, 9_000, 12_000);

  const rest = await take(follower, 11_999);
  await publishing;

  expect(numbers([...(first ? [first] : []), ...rest])).toEqual(upTo(12_000));
});

test("one that follows every tenant and is too slow misses nothing either", async () => {
  const tenants = [v7(), v7(), v7()];
  const follower = bus.feed.follow(lampLit, {
    tenantId: everyTenant,
    where: ({ tenantId }) => tenants.includes(tenantId),
  });
  open.push(follower);
  for (let n = 0; n < 6_000; n += 500) for (const tenantId of tenants) await light(tenantId, n, n + 500);
  const events = await take(follower, 18_000);
  for (const tenantId of tenants)
    expect(numbers(events.filter((event) => event.tenantId === tenantId))).toEqual(upTo(6_000));
});

test("whatever happens to a thing can be followed as one, live and read back, in order", async () => {
  const tenantId = v7();
  const anything = defineEvent("test.lamp.*.v1", lampLit.payload, { entity: ({ n }) => `any ${n}` });
  const place: StreamPlace = { after: null };
  const context = new RequestContext({ ...anonymous, tenantId }, "c", log, { place });
  const live = await bus.feed.subscribe(context, anything);
  open.push(live);
  await light(tenantId, 0, 1);
  await light(tenantId, 1, 2, lampOut.subject);
  await light(tenantId, 2, 3, "test.door.opened.v1");
  await light(tenantId, 3, 4);

  expect(numbers(await take(live, 3))).toEqual([0, 1, 3]);
  const again = new RequestContext({ ...anonymous, tenantId }, "c", log, {
    place: { after: place.position ?? expect.fail("the place is not told") },
  });
  const resumed = await bus.feed.subscribe(again, anything);
  open.push(resumed);
  expect((await take(resumed, 3)).map(({ subject }) => subject)).toEqual([
    lampLit.subject,
    lampOut.subject,
    lampLit.subject,
  ]);
});

test("nobody in particular follows nothing: there is no tenant for them", async () => {
  await expect(follow("")).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
});

describe("a cursor that cannot be gone on from is refused", () => {
  test.each(["", "7", "x.y", "a.b.c.d", "a.B.c", `${"z".repeat(40)}.1.1`, "1.1.1; DROP", "-1.2.3"])(
    "as malformed: %j",
    async (cursor) => {
      await expect(follow(v7(), cursor)).rejects.toMatchObject({
        code: "INVALID_INPUT",
        reason: "CURSOR_MALFORMED",
      });
    },
  );

  test("as unknown, when it is of another stream, of the future, or of another message", async () => {
    const { position } = await follow(v7());
    await light(v7(), 0, 1);
    const known = positionOf(position);
    const forged = [
      { ...known, incarnation: known.incarnation - 1_000 },
      { ...known, seq: known.seq + 1_000_000 },
      { ...known, seq: 1 },
      { ...known, storedAt: known.storedAt - 5_000 },
    ];
    for (const each of forged)
      await expect(follow(v7(), cursorOf(each))).rejects.toMatchObject({
        code: "RESUME_GAP",
        reason: "CURSOR_UNKNOWN",
      });
  });

  test("as too old, when what came after it is no longer kept; the one just before that still serves", async () => {
    const tenantId = v7();
    const { follower } = await follow(tenantId);
    await light(tenantId, 0, 10);
    const events = await take(follower, 10);
    const fifth = positionOf(events[4]?.cursor ?? "").seq;
    await bus.manager.streams.purge("EVT", { seq: fifth + 1 });

    await expect(follow(tenantId, events[3]?.cursor)).rejects.toMatchObject({
      code: "RESUME_GAP",
      reason: "CURSOR_TOO_OLD",
    });
    const resumed = await follow(tenantId, events[4]?.cursor);
    expect(numbers(await take(resumed.follower, 5))).toEqual([5, 6, 7, 8, 9]);
  });

  test("but a subscription that begins with the state needs no past", async () => {
    const { position } = await follow(v7());
    const old = cursorOf({ ...positionOf(position), incarnation: 1 });
    await expect(follow(v7(), "nonsense", { beginsWithState: true })).rejects.toMatchObject({
      reason: "CURSOR_MALFORMED",
    });
    expect(positionOf((await follow(v7(), old, { beginsWithState: true })).position).incarnation).toBe(
      positionOf(position).incarnation,
    );
  });

  test("and one whose past expires while it is being read ends with the gap, never skips it", async () => {
    const tenantId = v7();
    const { position } = await follow(tenantId);
    await light(tenantId, 0, 2_000);
    const { follower } = await follow(tenantId, position);
    const had = await take(follower, 500);
    await bus.manager.streams.purge("EVT", { keep: 100 });

    await expect(take(follower, 1)).rejects.toMatchObject({ code: "RESUME_GAP", reason: "CURSOR_TOO_OLD" });
    expect(numbers(had)).toEqual(upTo(500));
  });
});

describe("a feed that was silent for longer than the stream keeps events", () => {
  const gap = { code: "RESUME_GAP", reason: "CURSOR_TOO_OLD" };
  /** What others do meanwhile, after which the stream has forgotten everything so far. */
  async function passTime({ isMarked = true, from = bus } = {}): Promise<void> {
    const other = v7();
    const seen = from.feed.follow(lampLit, { tenantId: other });
    await light(other, 0, 3);
    for (let n = 0; n < 3; n += 1) await seen.next();
    await seen.return();
    if (isMarked) await from.feed.writeMarks();
    await bus.manager.streams.purge("EVT");
  }
  async function lastOf(tenantId: string): Promise<string> {
    const { follower } = await follow(tenantId);
    await light(tenantId, 0, 4);
    const events = await take(follower, 4);
    return events.at(-1)?.cursor ?? "";
  }

  test("is gone on with, from its last event and from where it began: nothing of it is lost", async () => {
    const tenantId = v7();
    const { position } = await follow(tenantId);
    await passTime();
    const { follower: begun } = await follow(tenantId, position);
    const first = begun.next();
    await light(tenantId, 0, 4);
    const [last] = [await first, ...(await take(begun, 3))].slice(-1) as FeedEvent<Lit>[];
    await passTime();
    await passTime();
    const { follower: back } = await follow(tenantId, last?.cursor ?? "");
    await light(tenantId, 4, 6);

    expect(numbers(await take(back, 2))).toEqual([4, 5]);
    expect(numbers(await take(begun, 2))).toEqual([4, 5]);
  });

  test("is a gap where one event of it is gone, whether it is followed by itself or with its family", async () => {
    const tenantId = v7();
    const anything = defineEvent("test.lamp.*.v1", lampLit.payload);
    const cursor = await lastOf(tenantId);
    const subscribe = (definition: typeof anything) =>
      bus.feed.subscribe(
        new RequestContext({ ...anonymous, tenantId }, "c", log, { place: { after: cursor } }),
        definition,
      );
    await light(tenantId, 0, 1, lampOut.subject);
    await passTime();

    open.push(await subscribe(lampLit));
    await expect(subscribe(lampOut)).rejects.toMatchObject(gap);
    await expect(subscribe(anything)).rejects.toMatchObject(gap);
    await light(tenantId, 4, 5);
    await passTime();
    await expect(subscribe(lampLit)).rejects.toMatchObject(gap);
  });

  test("is a gap as long as nobody has written down what is gone", async () => {
    const tenantId = v7();
    const cursor = await lastOf(tenantId);
    await passTime({ isMarked: false });

    await expect(follow(tenantId, cursor)).rejects.toMatchObject(gap);
    await bus.feed.writeMarks();
    await expect(follow(tenantId, cursor)).resolves.toBeDefined();
  });

  test("is known to a process that began later, which first reads what nobody wrote down", async () => {
    const [silent, active] = [v7(), v7()];
    const cursors = [await lastOf(silent), await lastOf(active)];
    await bus.feed.writeMarks();
    await light(active, 4, 5);
    const second = await Bus.connect(nats.url, "feed-test-2", log);
    try {
      await second.feed.start();
      await passTime({ from: second });
    } finally {
      await second.close();
    }

    await expect(follow(silent, cursors[0])).resolves.toBeDefined();
    await expect(follow(active, cursors[1])).rejects.toMatchObject(gap);
  });

  test("is written down once, whoever writes at the same time", async () => {
    const tenantId = v7();
    const others = await Promise.all(
      ["a", "b", "c"].map((name) => Bus.connect(nats.url, `feed-test-${name}`, log)),
    );
    try {
      for (const each of others) await each.feed.start();
      const cursor = await lastOf(tenantId);
      const all = [bus, ...others];
      for (const each of all) {
        const later = each.feed.follow(lampLit, { tenantId });
        await light(tenantId, 9, 10);
        await later.next();
        await later.return();
      }
      await Promise.all(all.map((each) => each.feed.writeMarks()));
      const written = async () => (await bus.manager.streams.info("MARK")).state.last_seq;
      const once = await written();
      for (const each of all) await each.feed.writeMarks();

      expect(await written()).toBe(once);
      await passTime();
      await expect(follow(tenantId, cursor)).rejects.toMatchObject(gap);
    } finally {
      for (const each of others) await each.close();
    }
  });

  test("is a gap for cursors from before marks were kept, and not for later ones", async () => {
    const tenantId = v7();
    const { position: before } = await follow(tenantId);
    await lastOf(tenantId);
    await bus.feed.writeMarks();
    await bus.manager.streams.purge("MARK");
    const after = await lastOf(v7());
    await passTime();
    const position = (await follow(tenantId)).position;
    await passTime();

    await expect(follow(tenantId, before)).rejects.toMatchObject(gap);
    await expect(follow(tenantId, after)).resolves.toBeDefined();
    await expect(follow(tenantId, position)).resolves.toBeDefined();
  });
});

describe("when the broker restarts", () => {
  test("in the middle of reading back, the follower gets the rest, once and in order", async () => {
    const tenantId = v7();
    const { position } = await follow(tenantId);
    await light(tenantId, 0, 4_000);
    const { follower } = await follow(tenantId, position);
    const before = await take(follower, 1_100);
    const restarted = nats.restart({ downMs: 300 });
    const after = await take(follower, 2_900);
    await restarted;
    await publishedAgain(tenantId, 4_000);
    const live = await take(follower, 1);

    expect(numbers([...before, ...after, ...live])).toEqual(upTo(4_001));
  }, 60_000);

  test("a live follower gets what is published afterwards, once", async () => {
    const tenantId = v7();
    const { follower } = await follow(tenantId);
    await light(tenantId, 0, 5);
    const before = await take(follower, 5);
    await nats.restart();
    await publishedAgain(tenantId, 5);
    await light(tenantId, 6, 10);

    expect(numbers([...before, ...(await take(follower, 5))])).toEqual(upTo(10));
  }, 60_000);
});

describe("when the stream is lost and filled again", () => {
  test("live followers hear of nothing twice and go on; cursors of before are a gap", async () => {
    const tenantId = v7();
    const { follower } = await follow(tenantId);
    const past = upTo(5).map((n) => envelope(tenantId, lampLit.subject, n));
    const publish = (event: (typeof past)[number]) =>
      bus.js.publish(natsSubject(tenantId, lampLit.subject), JSON.stringify(event), { msgID: event.id });
    for (const event of past) await publish(event);
    const before = await take(follower, 5);

    await bus.manager.streams.delete("EVT");
    await bus.ensureStreams();
    for (const event of past) await publish(event);
    await publishedAgain(tenantId, 5);
    const [next] = await take(follower, 1);

    expect(numbers([...before, ...(next ? [next] : [])])).toEqual(upTo(6));
    await expect(follow(tenantId, before[4]?.cursor)).rejects.toMatchObject({ code: "RESUME_GAP" });
    await light(tenantId, 6, 8);
    const resumed = await follow(tenantId, next?.cursor);
    expect(numbers(await take(resumed.follower, 2))).toEqual([6, 7]);
  }, 60_000);
});

test("when the broker loses its end, live followers go on, and cursors of what was lost are a gap for good", async () => {
  const tenantId = v7();
  const { follower } = await follow(tenantId);
  await light(tenantId, 0, 3);
  const kept = await take(follower, 3);
  const loseTheRest = await nats.remember();
  await publishedAgain(tenantId, 3);
  await light(tenantId, 4, 8);
  const lost = await take(follower, 5);

  await loseTheRest();
  await publishedAgain(tenantId, 8);
  const [next] = await take(follower, 1);
  expect(numbers(next ? [next] : [])).toEqual([8]);
  const gap = { code: "RESUME_GAP", reason: "CURSOR_UNKNOWN" };
  await expect(follow(tenantId, lost[4]?.cursor)).rejects.toMatchObject(gap);
  await light(tenantId, 9, 20); // the same numbers in the stream, for other events
  for (const { cursor } of lost) await expect(follow(tenantId, cursor)).rejects.toMatchObject(gap);
  const resumed = await follow(tenantId, kept[2]?.cursor);
  expect(numbers(await take(resumed.follower, 12))).toEqual(upTo(20, 8));
  expect(numbers(await take(follower, 11))).toEqual(upTo(20, 9));
}, 60_000);

/** The relay tries until the broker takes it; so does this. */
async function publishedAgain(tenantId: string, n: number): Promise<void> {
  await expect
    .poll(
      () =>
        light(tenantId, n, n + 1).then(
          () => true,
          () => false,
        ),
      { timeout: 20_000 },
    )
    .toBe(true);
}
