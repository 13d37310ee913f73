export interface DiffLine {
  kind: "same" | "added" | "removed";
  text: string;
}

/** A content as lines: a field each, and a line each of a field of several. */
export function linesOf(content: unknown, prefix = ""): readonly string[] {
  if (typeof content === "string")
    return content.split("\n").map((line) => `${prefix}${prefix ? ": " : ""}${line}`);
  if (typeof content !== "object" || content === null) return [`${prefix}: ${String(content)}`];
  return Object.entries(content).flatMap(([name, part]) => {
    const place = Array.isArray(content)
      ? `${prefix} ${Number(name) + 1}`
      : prefix
        ? `${prefix}.${name}`
        : name;
    return linesOf(part, place);
  });
}

/** What was taken away and what was added, by the longest common sequence of lines. Contents are short. */
export function diffOf(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  const lengths = Array.from({ length: before.length + 1 }, () =>
    Array.from({ length: after.length + 1 }, () => 0),
  );
  const at = (i: number, j: number) => lengths[i]?.[j] ?? 0;
  for (let i = before.length - 1; i >= 0; i -= 1)
    for (let j = after.length - 1; j >= 0; j -= 1) {
      const row = lengths[i];
      if (row) row[j] = before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const [old, young] = [before[i], after[j]];
    if (old !== undefined && old === young) {
      lines.push({ kind: "same", text: old });
      i += 1;
      j += 1;
    } else if (old !== undefined && (young === undefined || at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ kind: "removed", text: old });
      i += 1;
    } else if (young !== undefined) {
      lines.push({ kind: "added", text: young });
      j += 1;
    }
  }
  return lines;
}
