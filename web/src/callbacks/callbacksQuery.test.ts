import { expect, test } from "vitest";
import { readState, writeState } from "../ui/urlState.ts";
import { callbacksState, filterOf, firstCallbacks, isFiltered, noFilter } from "./callbacksQuery.ts";

const account = "0197c0f0-0000-7000-8000-000000000001";

test("a list is what its address says, and nothing an address cannot mean", () => {
  const state = readState(
    callbacksState,
    new URLSearchParams("cbStatus=FAILED,NONSENSE&cbKind=KF&cbSize=5000"),
  );
  expect(state).toMatchObject({ cbStatus: ["FAILED"], cbKind: ["KF"], cbSize: 50 });
  expect(filterOf(state)).toEqual({ statuses: ["FAILED"], kinds: ["KF"] });
  expect(isFiltered(state)).toBe(true);
});

test("on an account's page the list is that account's, whatever the address says", () => {
  const params = writeState(callbacksState, new URLSearchParams(), {
    cbAccounts: ["0197c0f0-0000-7000-8000-000000000002"],
  });
  expect(filterOf(readState(callbacksState, params), account)).toEqual({ accountIds: [account] });
});

test("clearing the filters leaves an address that says nothing of them", () => {
  const filtered = new URLSearchParams("cbStatus=FAILED&cbFrom=2026-11-01T00:00:00Z&cbAfter=x&tab=callbacks");
  const cleared = writeState(callbacksState, filtered, { ...noFilter, ...firstCallbacks });
  expect(cleared.toString()).toBe("tab=callbacks");
  expect(isFiltered(readState(callbacksState, cleared))).toBe(false);
});
