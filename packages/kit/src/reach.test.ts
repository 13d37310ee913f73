import { expect, test } from "vitest";
import { anonymous } from "./principal.ts";
import type { Principal } from "./principal.ts";
import { reaches } from "./reach.ts";

const me = "0192f6c1-0000-7000-8000-000000000001";
const other = "0192f6c1-0000-7000-8000-000000000002";

const things = {
  mine: { ownerUserId: me, boundUserIds: [], department: null },
  boundToMe: { ownerUserId: other, boundUserIds: [other, me], department: "B" },
  ofMyDepartment: { ownerUserId: other, boundUserIds: [], department: "A" },
  foreign: { ownerUserId: other, boundUserIds: [other], department: "B" },
  nobodys: { ownerUserId: null, boundUserIds: [], department: null },
};

function reached(caller: Partial<Principal>): string[] {
  const principal: Principal = { ...anonymous, kind: "USER", id: me, department: "A", ...caller };
  return Object.entries(things).flatMap(([name, thing]) =>
    reaches(principal, "thing:read", thing) ? [name] : [],
  );
}

const granted = (scope: Principal["grants"][number]["scope"], permission = "thing:read") => ({
  grants: [{ permission, scope }],
});

test.each([
  ["nothing, without the right", granted("TENANT", "thing:write"), []],
  ["what is one's own", granted("OWN"), ["mine"]],
  ["what is bound to one, and one's own", granted("BOUND"), ["mine", "boundToMe"]],
  ["what is of one's department", granted("DEPARTMENT"), ["ofMyDepartment"]],
  ["nothing of a department, for who is of none", { ...granted("DEPARTMENT"), department: null }, []],
  ["nothing of a person, for a part that is none", { ...granted("BOUND"), id: "worker" }, []],
  ["all of the tenant", granted("TENANT"), Object.keys(things)],
])("a right reaches %s", (_, caller, names) => {
  expect(reached(caller)).toEqual(names);
});
