import { Kind, parse } from "graphql";
import { setImmediate as breathe } from "node:timers/promises";
import { RequestRefused } from "../errors.ts";
import type { GatewaySettings } from "../settings.ts";
import type { Graph } from "./graph.ts";

/** An operation that is likely to be asked for. */
export interface KnownOperation {
  readonly query: string;
  readonly operationName?: string | undefined;
  /** Keys of conditions that its callers failed to meet; for everybody who meets all of them unless given. */
  readonly unmet?: ReadonlySet<string>;
}

/**
 * Plans known operations before anyone asks a graph for them, the likeliest first, until the limit of number or
 * time. Those that the graph does not allow are passed over.
 *
 * @returns how many are ready.
 */
export async function warmUp(
  { documents, plans }: Graph,
  known: Iterable<KnownOperation>,
  { operationsMax, timeMsMax }: GatewaySettings["warmUp"],
): Promise<number> {
  const until = performance.now() + timeMsMax;
  const ready = new Set<string>();
  for (const { query, operationName, unmet } of known) {
    if (ready.size >= operationsMax || performance.now() > until) break;
    try {
      const operation = documents.find(query, operationName);
      await breathe();
      const planned = plans.find(
        operation,
        operation.needs.filter(({ key }) => unmet?.has(key)),
      );
      ready.add(planned.id);
    } catch (error) {
      if (!(error instanceof RequestRefused)) throw error;
    }
    // Checking and planning take milliseconds each, and requests are being answered meanwhile.
    await breathe();
  }
  return ready.size;
}

/** Every operation of documents that are known by text alone. */
export function* knownOperations(texts: Iterable<string>): Iterable<KnownOperation> {
  for (const query of texts)
    for (const definition of parse(query).definitions)
      if (definition.kind === Kind.OPERATION_DEFINITION)
        yield { query, operationName: definition.name?.value };
}
