import { isFields } from "../row.ts";
import type { PathKey } from "../types.ts";

interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly { message: string; path?: readonly PathKey[] | undefined }[] | undefined;
}

/** What is wrong with `answer` when `right` is the right one; null when nothing is. */
export function judge(answer: Answer, right: Answer): string | null {
  const [given, wanted] = [JSON.stringify(answer.data), JSON.stringify(right.data)];
  if (given !== wanted) return `data differs\n  is     ${given}\n  should ${wanted}`;
  if ((answer.errors ?? []).length === 0 && (right.errors ?? []).length > 0)
    return `no errors, but ${text(right)}`;
  const nulls = new Set(
    (right.errors ?? []).map(({ path }) => JSON.stringify(nullOn(right.data, path ?? []))),
  );
  for (const { path, message } of answer.errors ?? []) {
    if (!path) return `an error without a path: ${message}`;
    const at = JSON.stringify(nullOn(answer.data, path));
    if (at === "null") return `an error where nothing is missing: ${message} at ${path.join(".")}`;
    if (!nulls.has(at))
      return `an error where there is none: ${message} at ${path.join(".")}\n  ${text(right)}`;
    nulls.delete(at);
    nulls.add(at);
  }
  const told = new Set(
    (answer.errors ?? []).map(({ path }) => JSON.stringify(nullOn(answer.data, path ?? []))),
  );
  for (const at of nulls)
    if (!told.has(at))
      return `nothing is said about the null at ${at}\n  is     ${text(answer)}\n  should ${text(right)}`;
  return null;
}

/**
 * Whether an answer that is not the right one is at least true: where it has null instead, an error about the object,
 * about one around it or about something inside says so.
 */
export function isPoorer(answer: Answer, right: Answer): boolean {
  const paths = (answer.errors ?? []).map(({ path }) => path ?? []);
  if (paths.some((path) => path.length === 0)) return false; // it would explain everything
  const agrees = (is: unknown, should: unknown, at: readonly PathKey[]): boolean => {
    if (JSON.stringify(is) === JSON.stringify(should)) return true;
    if (is === null) return paths.some((path) => begins(path, at.slice(0, -1)) || begins(at, path));
    if (Array.isArray(is) && Array.isArray(should))
      return (
        is.length === should.length && is.every((item, index) => agrees(item, should[index], [...at, index]))
      );
    if (!isFields(is) || !isFields(should)) return false;
    const keys = Object.keys(should);
    return (
      Object.keys(is).join() === keys.join() &&
      keys.every((key) => agrees(is[key], should[key], [...at, key]))
    );
  };
  return agrees(answer.data, right.data, []);
}

function begins(path: readonly PathKey[], start: readonly PathKey[]): boolean {
  return start.every((key, index) => path[index] === key);
}

/**
 * Mutations are made in order. One that fails keeps the others from being made; where what it selects fails
 * only after it was made, others may have been made, and the answer is null all the same.
 */
export function judgeOrder(made: readonly string[], right: readonly string[], data: unknown): string | null {
  const isRight = made.length === right.length || (data === null && made.length > right.length);
  const inOrder = right.every((mutation, index) => mutation === made[index]);
  return isRight && inOrder ? null : `mutations were ${made.join(", ")} instead of ${right.join(", ")}`;
}

/** The place of the null that an error at `path` has led to; null when there is none. */
function nullOn(data: unknown, path: readonly PathKey[]): readonly PathKey[] | null {
  let value = data;
  for (let length = 0; ; length += 1) {
    if (value === null || value === undefined) return path.slice(0, length);
    const key = path[length];
    if (key === undefined) return null;
    value = within(value, key);
  }
}

function within(value: unknown, key: PathKey): unknown {
  if (typeof key === "number") return Array.isArray(value) ? value[key] : undefined;
  return isFields(value) ? value[key] : undefined;
}

function text({ errors = [] }: Answer): string {
  return errors.map(({ message, path = [] }) => `${message} at ${path.join(".")}`).join("; ");
}
