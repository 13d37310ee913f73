import { expect, test } from "vitest";
import { close, entitle, type OpenTab, visit } from "./openTabs.ts";

const tab = (pathname: string, address = pathname): OpenTab => ({ pathname, address, title: pathname });

test("a page has one tab, which remembers its filters", () => {
  const tabs = visit([tab("/"), tab("/accounts")], { pathname: "/accounts", address: "/accounts?search=x" });

  expect(tabs.map(({ address }) => address)).toEqual(["/", "/accounts?search=x"]);
});

test("a visit that changes nothing leaves the very same tabs", () => {
  const tabs = [tab("/")];

  expect(visit(tabs, { pathname: "/", address: "/" })).toBe(tabs);
});

test("the oldest tab makes room", () => {
  const many = Array.from({ length: 12 }, (_, index) => tab(`/${index}`));

  const tabs = visit(many, { pathname: "/new", address: "/new" });

  expect([tabs.length, tabs[0]?.pathname, tabs.at(-1)?.pathname]).toEqual([12, "/1", "/new"]);
});

test("closing a tab leads to the one before it", () => {
  const { tabs, neighbour } = close([tab("/"), tab("/a"), tab("/b")], "/b");

  expect([tabs.length, neighbour?.pathname]).toEqual([2, "/a"]);
});

test("closing the last tab leads nowhere in particular", () => {
  expect(close([tab("/a")], "/a")).toEqual({ tabs: [], neighbour: undefined });
});

test("a title goes to its own page only", () => {
  expect(entitle([tab("/"), tab("/a")], "/a", "A").map(({ title }) => title)).toEqual(["/", "A"]);
});
