import type { ApiChange, Declared, Weight } from "./apiChanges.ts";

const titles: Readonly<Record<Weight, string>> = {
  BREAKING: "Breaking",
  DANGEROUS: "May surprise",
  DEPRECATED: "Deprecated",
  ADDED: "Added",
  OTHER: "Changed",
};
const unreleasedTitle = "## Not released yet";
const nothing = "Nothing.";

/** The changelog with what is not released yet in its section; the releases below stay as they are. */
export function withUnreleased(
  changelog: string,
  changes: readonly ApiChange[],
  declared: readonly Declared[],
): string {
  const { head, released } = parts(changelog);
  const section = sectionsOf(changes, declared);
  return `${head}${unreleasedTitle}\n\n${section || `${nothing}\n`}\n${released}`;
}

/** The changelog once what is not released yet is the release `name`. */
export function withRelease(changelog: string, name: string): string {
  const { head, unreleased, released } = parts(changelog);
  return `${head}${unreleasedTitle}\n\n${nothing}\n\n## ${name}\n\n${unreleased.trim()}\n\n${released}`;
}

function sectionsOf(changes: readonly ApiChange[], declared: readonly Declared[]): string {
  const because = new Map(declared.map((each) => [each.change, each.because]));
  return Object.entries(titles)
    .flatMap(([weight, title]) => {
      const lines = changes
        .filter((change) => change.weight === weight)
        .map(({ id, message }) => `- ${message}${because.has(id) ? `: ${because.get(id)}` : ""}`);
      return lines.length > 0 ? [`### ${title}\n\n${lines.join("\n")}\n`] : [];
    })
    .join("\n");
}

function parts(changelog: string): { head: string; unreleased: string; released: string } {
  const at = changelog.indexOf(`${unreleasedTitle}\n`);
  if (at === -1) throw new Error(`The changelog has no section "${unreleasedTitle}".`);
  const rest = changelog.slice(at + unreleasedTitle.length + 1);
  const next = rest.search(/^## /m);
  const end = next === -1 ? rest.length : next;
  return { head: changelog.slice(0, at), unreleased: rest.slice(0, end), released: rest.slice(end) };
}
