import type { Relation } from "./contact.plan.ts";

/** What to do with the news that a relation has ended. */
export type EndVerdict = "apply" | "ask" | "late";

/**
 * A callback says that a relation ended at `sentAt`, by WeCom's clock, to the second. It is late where the relation
 * is over already, or was begun again since; where it cannot be told, because something was read at about that time,
 * WeCom is asked how it stands.
 */
export function endVerdict(
  relation: Pick<Relation, "status" | "addedAt" | "newsAt" | "asOf"> | undefined,
  sentAt: Date,
  kind: "LOST" | "REMOVED",
): EndVerdict {
  if (!relation) return "late";
  if (relation.status === "REMOVED" || relation.status === kind) return "late";
  if (relation.newsAt !== null && relation.newsAt > sentAt) return "late";
  if (wholeSecond(relation.addedAt) > sentAt.getTime()) return "late";
  // Whoever deleted the employee is still listed by WeCom: asking would tell nothing.
  if (kind === "LOST") return "apply";
  return sentAt >= relation.asOf ? "apply" : "ask";
}

function wholeSecond(at: Date): number {
  return Math.floor(at.getTime() / 1_000) * 1_000;
}
