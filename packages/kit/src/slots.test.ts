import { expect, test } from "vitest";
import { Slots } from "./slots.ts";

function work(slots: Slots) {
  const ends: (() => void)[] = [];
  let atWork = 0;
  let most = 0;
  const begin = () =>
    slots.run(async () => {
      atWork += 1;
      most = Math.max(most, atWork);
      await new Promise<void>((resolve) => ends.push(resolve));
      atWork -= 1;
    });
  return { begin, end: () => ends.shift()?.(), atWork: () => atWork, most: () => most };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

test("more places let in those who wait at once, fewer let nobody in until enough have left", async () => {
  const slots = new Slots(1);
  const { begin, end, atWork } = work(slots);
  const all = Array.from({ length: 6 }, begin);
  await settled();
  expect(atWork()).toBe(1);
  slots.resize(4);
  await settled();
  expect(atWork()).toBe(4);
  slots.resize(2);
  end();
  end();
  await settled();
  expect(atWork()).toBe(2);
  end();
  await settled();
  expect(atWork()).toBe(2);
  for (let left = 0; left < 6; left += 1) {
    end();
    await settled();
  }
  await Promise.all(all);
  expect(atWork()).toBe(0);
});
