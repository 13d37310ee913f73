import { textsOf } from "./template.rules.ts";

/** Finds forbidden words whatever the case and width of their letters; null when there are none to look for. */
export function keywordFinder(words: readonly string[]): ((content: unknown) => string | null) | null {
  if (words.length === 0) return null;
  // The longest first, so that the whole of a word is told and not the shorter one it begins with.
  const alternatives = words
    .map(folded)
    .toSorted((a, b) => b.length - a.length)
    .map((word) => word.replaceAll(/[$()*+.?[\\\]^{|}]/g, "\\$&"));
  const pattern = new RegExp(alternatives.join("|"), "u");
  return (content) => {
    for (const text of textsOf(content)) {
      const found = pattern.exec(folded(text));
      if (found) return found[0];
    }
    return null;
  };
}

function folded(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}
