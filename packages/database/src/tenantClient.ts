import { currentTenant } from "./scope.ts";

/** Prisma's collector of queries: holds those that can be answered together until the tick is over. */
interface Collector {
  readonly constructor: Function;
  readonly options: object;
  request(query: object): Promise<unknown>;
}

/**
 * Gives each tenant a collector of its own. Prisma has one per client: findUnique calls of a tick become one
 * query, whoever made them, and a $transaction([…]) waits there as well; all of it then runs in the context of
 * the first caller, that is, for the first caller's tenant. Another tenant's request would get its rows.
 *
 * Every generated client goes through here (prisma/<domain>/src/client.ts).
 *
 * @throws Error when this version of Prisma is built differently: better no client than one that mixes tenants.
 */
export function keepTenantsApart(client: object): void {
  const handler: unknown = Reflect.get(client, "_requestHandler");
  const shared: unknown = isObject(handler) ? Reflect.get(handler, "dataloader") : undefined;
  if (!isObject(handler) || !isCollector(shared))
    throw new Error("This version of Prisma collects queries in another way; it could mix tenants.");

  let collectors = new Map<string, Collector>();
  const collectorOf = (tenant: string): Collector => {
    const known = collectors.get(tenant);
    if (known) return known;
    // They are cheap, and nothing is left in them when the tick is over: only those in use are kept.
    if (collectors.size === 0) setImmediate(() => (collectors = new Map<string, Collector>()));
    const made: Collector = Reflect.construct(shared.constructor, [shared.options]);
    collectors.set(tenant, made);
    return made;
  };
  Reflect.set(handler, "dataloader", {
    request: (query: object) => collectorOf(currentTenant() ?? "").request(query),
  });
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function isCollector(value: unknown): value is Collector {
  return (
    isObject(value) &&
    typeof Reflect.get(value, "request") === "function" &&
    isObject(Reflect.get(value, "options")) &&
    typeof Reflect.get(Object(Reflect.get(value, "options")), "batchBy") === "function"
  );
}
