import { CombinedGraphQLErrors } from "@apollo/client/errors";
import { detailsOf, RefusedError } from "./authApi.ts";

/** Whatever a request was rejected with, as the one kind of error the console shows. */
export function refusalOf(error: unknown): RefusedError {
  if (error instanceof RefusedError) return error;
  if (CombinedGraphQLErrors.is(error)) {
    const [first] = error.errors;
    const extensions = first?.extensions ?? {};
    return new RefusedError(
      first?.message ?? error.message,
      textOf(extensions["code"], "INTERNAL"),
      textOf(extensions["reason"], ""),
      detailsOf(extensions),
    );
  }
  // The rest is a connection that failed or an answer that was no GraphQL.
  return new RefusedError(error instanceof Error ? error.message : String(error), "UNAVAILABLE", "NETWORK");
}

/** The error unless all of it is about fields inside an answer that this viewer may not see. */
export function seriousError(error: unknown): unknown {
  if (!CombinedGraphQLErrors.is(error)) return error;
  const expected = error.errors.every(
    ({ extensions, path }) => extensions?.["code"] === "FORBIDDEN" && (path?.length ?? 0) > 1,
  );
  return expected ? undefined : error;
}

function textOf(value: unknown, otherwise: string): string {
  return typeof value === "string" ? value : otherwise;
}
