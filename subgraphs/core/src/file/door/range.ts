import type { ByteRange } from "../store/objectStore.ts";

/**
 * What a Range header asks for of a file of `bytes` (RFC 9110, 14.1.2). Null stands for the whole: no range, one that is
 * malformed, or several at once, all of which a server may pass over.
 */
export function rangeOf(header: string | undefined, bytes: number): ByteRange | "UNSATISFIABLE" | null {
  const [, from, to] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.replaceAll(" ", "") ?? "") ?? [];
  if (from === undefined || to === undefined || (from === "" && to === "")) return null;
  if (from === "") {
    const length = Math.min(Number(to), bytes);
    return length === 0 ? "UNSATISFIABLE" : { first: bytes - length, last: bytes - 1 };
  }
  const first = Number(from);
  const last = to === "" ? bytes - 1 : Math.min(Number(to), bytes - 1);
  if (to !== "" && Number(to) < first) return null;
  return first >= bytes ? "UNSATISFIABLE" : { first, last };
}
