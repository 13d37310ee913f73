import { expect, test } from "vitest";
import { Cancellation } from "./cancellation.ts";
import type { CancelSignal } from "./cancellation.ts";

test("each listener is told once, with the reason there to be read", () => {
  const cancellation = new Cancellation();
  const told: unknown[] = [];
  const listener = () => told.push(cancellation.reason);
  cancellation.addEventListener("abort", listener);
  cancellation.addEventListener("abort", listener);

  cancellation.abort("enough");
  cancellation.abort("again");

  expect(told).toEqual(["enough"]);
  expect(cancellation).toMatchObject({ aborted: true, reason: "enough" });
});

test("who stopped listening is not told, not even by a listener before it", () => {
  const cancellation = new Cancellation();
  const told: string[] = [];
  const second = () => told.push("second");
  cancellation.addEventListener("abort", () => {
    told.push("first");
    cancellation.removeEventListener("abort", second);
  });
  cancellation.addEventListener("abort", second);

  cancellation.abort();

  expect(told).toEqual(["first"]);
  expect(cancellation.reason).toMatchObject({ name: "AbortError" });
});

test("an AbortSignal does where one of these is asked for", () => {
  const controller = new AbortController();
  const signal: CancelSignal = controller.signal;
  let told = 0;
  signal.addEventListener("abort", () => (told += 1), { once: true });

  controller.abort();

  expect(told).toBe(1);
});
