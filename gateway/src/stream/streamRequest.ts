import { invalidInput } from "@wegraph/kit/errors";
import type { AppError } from "@wegraph/kit/errors";
import { z } from "zod";
import type { Caller } from "../caller.ts";
import type { Entrance } from "../entrance.ts";
import type { OperationText } from "../operations.ts";

/** A subscription as a client asks for it. */
export interface StreamRequest {
  readonly text: OperationText;
  /** The cursor of the last event that the client has. */
  readonly resumeAfter?: string | undefined;
  /** The name of the query in the same document whose answer is to come first. */
  readonly snapshot?: string | undefined;
}

const cursorCharactersMax = 1_000;
const nameCharactersMax = 200;

const extensionsShape = z
  .object({
    resumeAfter: z.string().min(1).max(cursorCharactersMax).nullish(),
    snapshot: z.string().min(1).max(nameCharactersMax).nullish(),
  })
  .nullish();

/**
 * Reads what a subscription asks for besides its operation, and admits the query of its snapshot like any other.
 *
 * @param lastEventId what an EventSource says it got last; that is later than whatever the request was written with.
 * @throws AppError INVALID_INPUT for extensions that are not what they should be.
 * @throws RequestRefused or AppError when the snapshot's query cannot be run.
 */
export async function acceptStream(
  entrance: Entrance,
  text: OperationText,
  extensions: unknown,
  caller: Caller,
  lastEventId?: string,
): Promise<StreamRequest> {
  const given = extensionsShape.safeParse(extensions);
  if (!given.success) throw malformed(given.error);
  const { resumeAfter, snapshot } = given.data ?? {};
  if (snapshot != null) await entrance.acceptText({ ...text, operationName: snapshot }, caller);
  return { text, resumeAfter: lastEventId || resumeAfter || undefined, snapshot: snapshot ?? undefined };
}

function malformed({ issues }: z.ZodError): AppError {
  return invalidInput(
    issues.map(({ path, message }) => ({ path: ["extensions", ...path.map(String)], message })),
    "EXTENSIONS_MALFORMED",
  );
}
