import { expect, test } from "vitest";
import { AddressChanges } from "./addressChanges.ts";

function given() {
  const ends: (() => void)[] = [];
  const changes = new AddressChanges((work) => ends.push(work));
  const set = (drawn: string, name: string, value: string) =>
    changes
      .after(new URLSearchParams(drawn), (now) => {
        const next = new URLSearchParams(now);
        next.set(name, value);
        return next;
      })
      .toString();
  return { set, endHandler: () => ends.splice(0).forEach((end) => end()) };
}

test("two changes in one handler are both there", () => {
  const { set } = given();

  expect(set("tab=a", "search", "x")).toBe("tab=a&search=x");
  expect(set("tab=a", "page", "2")).toBe("tab=a&search=x&page=2");
  expect(set("tab=a", "search", "y")).toBe("tab=a&search=y&page=2");
});

test("what was drawn meanwhile counts, not what was ahead of it", () => {
  const { set } = given();
  set("tab=a", "search", "x");

  expect(set("tab=b", "page", "2")).toBe("tab=b&page=2");
});

test("a change that was never drawn is forgotten with its handler", () => {
  const { set, endHandler } = given();
  set("tab=a", "search", "x");
  endHandler();

  expect(set("tab=a", "page", "2")).toBe("tab=a&page=2");
});

test("the end of an earlier handler forgets nothing of a later one", () => {
  const { set, endHandler } = given();
  set("", "a", "1");
  set("a=1", "b", "2");
  endHandler();
  set("a=1&b=2", "c", "3");

  expect(set("a=1&b=2", "d", "4")).toBe("a=1&b=2&c=3&d=4");
});
