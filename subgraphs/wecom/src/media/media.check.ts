import { invalidInput } from "@wegraph/kit/errors";
import type { Draft, Wanted } from "../message/acceptance/drafts.ts";
import { filesOf } from "../message/content/content.wire.ts";
import { canBeSentAs, fromWecomKind } from "./media.kinds.ts";
import type { MediaReader } from "./media.reader.ts";

const issuesMax = 100;

/**
 * Messages may only name files that are there, of the kind that is asked for.
 *
 * @param drafts of `wanted`, in the same order.
 * @throws AppError INVALID_INPUT (MESSAGE_REFUSED) that names every content with such a file, the first hundred.
 */
export async function demandFiles(
  media: MediaReader,
  wanted: readonly Pick<Wanted, "path">[],
  drafts: readonly Draft[],
): Promise<void> {
  const uses = drafts.flatMap(({ content }, i) =>
    filesOf(content).map(({ key, kind }) => ({
      key,
      kind: fromWecomKind(kind),
      path: wanted[i]?.path ?? [],
    })),
  );
  if (uses.length === 0) return;
  const kinds = await media.kindsOf(uses.map(({ key }) => key));
  const issues = uses.flatMap(({ key, kind, path }) => {
    const found = kinds.get(key);
    if (found && canBeSentAs(found, kind)) return [];
    const message = found ? `the file is no ${kind}, but ${found}` : "there is no such file";
    return [{ path: [...path, "content", "file"], message }];
  });
  if (issues.length > 0) throw invalidInput(issues.slice(0, issuesMax), "MESSAGE_REFUSED");
}
