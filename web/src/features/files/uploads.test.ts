import { expect, test } from "vitest";
import { type Send, Uploads } from "./uploads.ts";

const file = (name: string) => new File(["content"], name);

function controlled() {
  const running = new Map<
    string,
    { done: () => void; fail: (error: Error) => void; told: (sent: number) => void }
  >();
  const send: Send = (task, signal, told) =>
    new Promise((done, fail) => {
      running.set(task.file.name, { done, fail, told });
      signal.addEventListener("abort", () => fail(new Error("aborted")));
    });
  return { running, uploads: new Uploads(send) };
}
const states = (uploads: Uploads) => uploads.tasks().map(({ file: { name }, status }) => `${name} ${status}`);
const settled = () => new Promise((resolve) => setTimeout(resolve));

test("three are brought at a time, the next as soon as one is through or was refused", async () => {
  const { running, uploads } = controlled();
  uploads.add(["a", "b", "c", "d", "e"].map(file), "/");
  expect([...running.keys()]).toEqual(["a", "b", "c"]);

  running.get("b")?.done();
  running.get("c")?.fail(new Error("refused"));
  await settled();

  expect(states(uploads)).toEqual(["a SENDING", "b DONE", "c FAILED", "d SENDING", "e SENDING"]);
});

test("one that is cancelled stays so, whatever comes after, and makes room for the next", async () => {
  const { running, uploads } = controlled();
  uploads.add(["a", "b", "c", "d"].map(file), "/");
  const [first, , , last] = uploads.tasks();

  uploads.cancel(first?.key ?? "");
  await settled();
  expect(states(uploads)).toEqual(["a CANCELLED", "b SENDING", "c SENDING", "d SENDING"]);
  running.get("d")?.told(3);
  expect(uploads.tasks()[3]?.sent).toBe(3);
  uploads.cancel(last?.key ?? "");
  await settled();
  expect(states(uploads)[3]).toBe("d CANCELLED");
});

test("one that failed can be tried again; what is over can be taken off the list", async () => {
  const { running, uploads } = controlled();
  uploads.add([file("a")], "/");
  running.get("a")?.fail(new Error("network"));
  await settled();

  uploads.retry(uploads.tasks()[0]?.key ?? "");
  expect(states(uploads)).toEqual(["a SENDING"]);
  running.get("a")?.done();
  await settled();
  uploads.clear();

  expect(uploads.tasks()).toEqual([]);
});
