import type { AlertDesk } from "../alert/finding.ts";
import type { Tx } from "../health.database.ts";
import { RuleBooks } from "./rule.books.ts";
import { RuleEvaluator } from "./rule.evaluator.ts";

interface Given {
  desk: AlertDesk<Tx>;
  clock: () => Date;
}

export type RuleParts = ReturnType<typeof assembleRules>;

/** Everything about rules: what is made of what. */
export function assembleRules({ desk, clock }: Given) {
  const books = new RuleBooks(clock);
  return { books, evaluator: new RuleEvaluator(books, desk) };
}
