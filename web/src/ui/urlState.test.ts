import { expect, test } from "vitest";
import { flag, ids, int, manyOf, oneOf, order, readState, text, words, writeState } from "./urlState.ts";

const shape = {
  search: text,
  statuses: manyOf(["ONLINE", "OFFLINE", "ERROR"]),
  tags: words,
  size: int(50, 1, 100),
  order: order(["NAME", "HEALTH"], { by: "NAME", direction: "ASC" }),
  dialog: oneOf(["create"], null),
  sel: ids,
  all: flag,
};

const somewhere = {
  search: "朱 & co",
  statuses: ["ONLINE", "ERROR"],
  tags: ["夜班", "a,b", "100%"],
  size: 25,
  order: { by: "HEALTH", direction: "DESC" },
  dialog: "create",
  sel: ["01a201ed-ec8b-74f7-a7c2-15dd327e3704", "01a201ed-ec8c-708e-a79a-56452b1af2ca"],
  all: true,
} as const;

test("a link reproduces the view it was copied from", () => {
  const written = writeState(shape, new URLSearchParams(), somewhere);

  expect(readState(shape, new URLSearchParams(written.toString()))).toEqual(somewhere);
});

test("a view as it usually is has a clean address", () => {
  const usual = readState(shape, new URLSearchParams());

  expect(writeState(shape, new URLSearchParams(), usual).toString()).toBe("");
});

test("what somebody typed into the address and means nothing is taken as not there", () => {
  const params = new URLSearchParams(
    "statuses=ONLINE,NONSENSE&size=100000&order=-PASSWORD&dialog=drop&sel=%00.x.~%25E0%25A4&tags=%25E0%25A4%25A,ok",
  );

  expect(readState(shape, params)).toMatchObject({
    statuses: ["ONLINE"],
    size: 50,
    order: { by: "NAME", direction: "ASC" },
    dialog: null,
    sel: [],
    tags: ["ok"],
  });
});

test("a change leaves alone what belongs to others in the address", () => {
  const params = new URLSearchParams("tab=history&search=x&size=25");

  expect(writeState(shape, params, { search: "" }).toString()).toBe("tab=history&size=25");
});

test("a hundred chosen rows fit in an address", () => {
  const chosen = Array.from({ length: 100 }, () => crypto.randomUUID());

  const written = ids.write(chosen) ?? "";

  expect(written.length).toBeLessThan(2_400);
  expect(ids.read(written)).toEqual(chosen);
});

test("an id that is no UUID survives as well", () => {
  expect(ids.read(ids.write(["x.y/z", "ü"]))).toEqual(["x.y/z", "ü"]);
});
