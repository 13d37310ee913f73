import { setTimeout as sleep } from "node:timers/promises";
import { v7 } from "uuid";
import { backOffMs } from "@wegraph/kit/backOff";
import type { Logger } from "@wegraph/kit/log";
import { isStream } from "@wegraph/kit/subgraph";
import type { SubgraphLink } from "@wegraph/kit/subgraph";
import { z } from "zod";
import type { IdentityChange, OnIdentityChange } from "../stream/liveIdentity.ts";
import { gatewayPrincipal } from "./gatewayPrincipal.ts";

const changeShape = z.object({ tenantId: z.string().optional(), principalId: z.string().optional() });
const query = "subscription IdentityChanges { _identityChanged }";
/** How soon the line is made again: what changes meanwhile waits for it. */
const backOff = { baseMs: 50, maxMs: 1_000 };

/**
 * Tells of identity changes as the subgraph that owns identities announces them, by a field that is inaccessible
 * through the supergraph. The subgraph begins each stream with a change that concerns everyone, so after a break of
 * the line every open connection is checked at once.
 */
export function followCore(link: SubgraphLink, log: Logger): OnIdentityChange {
  return (listener) => {
    const stopping = new AbortController();
    void follow(link, listener, log, stopping.signal);
    return () => stopping.abort();
  };
}

async function follow(
  link: SubgraphLink,
  listener: (change: IdentityChange) => void,
  log: Logger,
  signal: AbortSignal,
): Promise<void> {
  for (let attempt = 1; !signal.aborted; attempt += 1) {
    try {
      for await (const change of changes(link, signal)) {
        attempt = 0;
        listener(change);
      }
      if (!signal.aborted) log.warn({ subgraph: link.name }, "identity changes ended");
    } catch (err) {
      if (!signal.aborted) log.warn({ err, subgraph: link.name }, "identity changes interrupted");
    }
    await sleep(backOffMs(Math.max(attempt, 1), backOff), undefined, { signal, ref: false }).catch(
      () => undefined,
    );
  }
}

async function* changes(link: SubgraphLink, signal: AbortSignal): AsyncGenerator<IdentityChange, void, void> {
  const answer = await link.subscribe({ query, principal: gatewayPrincipal, correlationId: v7(), signal });
  const results = isStream(answer) ? answer : [answer];
  for await (const { data, errors } of results) {
    if (errors?.[0]) throw new Error(`Identity changes cannot be followed: ${errors[0].message}`);
    yield changeShape.parse(data?.["_identityChanged"]);
  }
}
