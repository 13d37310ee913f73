import type { Client, FormattedExecutionResult, Sink, SubscribePayload } from "graphql-ws";

/**
 * Where each subscription of this tab stands, so that after a break it goes on there: the server sends what was
 * missed first. A place that it no longer keeps (RESUME_GAP) is forgotten, and the next attempt begins anew.
 */
export class Places {
  private readonly cursors = new Map<string, string>();

  /** As the client's own `subscribe`, from the place where the same subscription last stood. */
  subscribe<Data, Extensions>(
    client: Pick<Client, "subscribe">,
    payload: SubscribePayload,
    sink: Sink<FormattedExecutionResult<Data, Extensions>>,
  ): () => void {
    const { cursors } = this;
    const key = JSON.stringify([payload.query, payload.variables]);
    const resumable: SubscribePayload = {
      ...payload,
      // graphql-ws writes the payload anew whenever it connects again, and so reads the place of that moment.
      get extensions() {
        const resumeAfter = cursors.get(key);
        return resumeAfter === undefined ? payload.extensions : { ...payload.extensions, resumeAfter };
      },
    };
    const leave = client.subscribe<Data, Extensions>(resumable, {
      next: (result) => {
        const cursor = cursorOf(result.extensions);
        if (cursor !== undefined) cursors.set(key, cursor);
        sink.next(result);
      },
      error: (error) => {
        if (isGap(error)) cursors.delete(key);
        sink.error(error);
      },
      complete: () => sink.complete(),
    });
    return () => {
      // Left on purpose: whoever comes back later begins with a query and not with all that happened since.
      cursors.delete(key);
      leave();
    };
  }
}

function cursorOf(extensions: unknown): string | undefined {
  if (typeof extensions !== "object" || extensions === null || !("cursor" in extensions)) return undefined;
  return typeof extensions.cursor === "string" ? extensions.cursor : undefined;
}

function isGap(error: unknown): boolean {
  return (
    Array.isArray(error) &&
    error.some((each: { extensions?: { code?: unknown } }) => each.extensions?.code === "RESUME_GAP")
  );
}
