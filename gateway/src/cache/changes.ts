import { setTimeout as sleep } from "node:timers/promises";
import { v7 } from "uuid";
import { z } from "zod";
import { backOffMs } from "@wegraph/kit/backOff";
import type { Logger } from "@wegraph/kit/log";
import { isStream } from "@wegraph/kit/subgraph";
import type { SubgraphLink } from "@wegraph/kit/subgraph";
import { gatewayPrincipal } from "../identity/gatewayPrincipal.ts";

/** Something of this GraphQL type changed in this tenant. */
export interface Change {
  readonly tenantId: string;
  readonly type: string;
}

export interface ChangeListener {
  changed(change: Change): void;
  /** Whether every change is being told of, from now on. */
  reliable(isReliable: boolean): void;
}

/** @returns stops telling. */
export type FollowChanges = (listener: ChangeListener) => () => void;

const changeShape = z
  .tuple([z.string(), z.string()])
  .transform(([tenantId, type]): Change => ({ tenantId, type }));
const backOff = { baseMs: 100, maxMs: 5_000 };

/**
 * Follows what each domain says of changes of its things, by fields that are inaccessible through the supergraph. A
 * stream that breaks off is taken up anew; what it missed meanwhile is for the listener to assume.
 */
export function followChanges(links: readonly SubgraphLink[], log: Logger): FollowChanges {
  return (listener) => {
    const stopping = new AbortController();
    const standing = new Set<string>();
    const stands = ({ name }: SubgraphLink, isStanding: boolean) => {
      const before = standing.size === links.length;
      if (isStanding) standing.add(name);
      else standing.delete(name);
      const now = standing.size === links.length;
      if (now !== before && !stopping.signal.aborted) listener.reliable(now);
    };
    for (const link of links) void follow(link, listener, stands, stopping.signal, log);
    return () => stopping.abort();
  };
}

async function follow(
  link: SubgraphLink,
  listener: ChangeListener,
  stands: (link: SubgraphLink, isStanding: boolean) => void,
  signal: AbortSignal,
  log: Logger,
): Promise<void> {
  const field = `_${link.name}Changed`;
  for (let attempt = 1; !signal.aborted; attempt += 1) {
    try {
      const stream = await link.subscribe({
        query: `subscription { ${field} }`,
        principal: gatewayPrincipal,
        correlationId: v7(),
        resume: { after: null },
        signal,
      });
      if (!isStream(stream)) throw new Error(`${link.name} refused to tell of changes.`);
      for await (const { data, errors, extensions } of stream) {
        if (extensions?.["isPosition"]) stands(link, true);
        else if (data) listener.changed(changeShape.parse(data[field]));
        else throw new Error(errors?.[0]?.message ?? `${link.name} told nothing of a change.`);
        attempt = 0;
      }
    } catch (err) {
      if (!signal.aborted) log.warn({ err, subgraph: link.name }, "changes cannot be followed");
    }
    stands(link, false);
    const waitMs = backOffMs(Math.max(attempt, 1), backOff);
    await sleep(waitMs, undefined, { signal, ref: false }).catch(() => undefined);
  }
}
