import { expect, test } from "vitest";
import { readState } from "../../ui/urlState.ts";
import { calledName, filterOf, listState } from "./contactsQuery.ts";

const stateOf = (address: string) => readState(listState, new URLSearchParams(address));

test("an address without filters asks for all contacts, and a made-up one for nothing strange", () => {
  expect(filterOf(stateOf(""))).toBeNull();
  expect(filterOf(stateOf("statuses=NOPE&added=forever"))).toBeNull();
});

test("what an address says is what is asked for", () => {
  const now = Date.parse("2026-11-22T10:00:00Z");
  expect(filterOf(stateOf("search=王&statuses=LOST&tags=t1,t2&users=ZhangSan&added=week"), now)).toEqual({
    search: "王",
    statuses: ["LOST"],
    tagIds: ["t1", "t2"],
    userIds: ["ZhangSan"],
    addedFrom: "2026-11-16T00:00:00.000Z",
  });
});

test("a contact is called by a present employee's remark before its own name", () => {
  const follower = { userId: "u", addWay: "QR_CODE", state: "", member: null } as const;
  const gone = { ...follower, remark: "Old", status: "REMOVED" } as const;
  const present = { ...follower, remark: "VIP", status: "ACTIVE" } as const;
  expect(calledName({ name: "Fang", followers: [gone, present] })).toBe("VIP");
  expect(calledName({ name: "Fang", followers: [gone] })).toBe("Fang");
});
