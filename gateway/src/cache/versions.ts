import { LRUCache } from "lru-cache";

/** Of any tenant: what is shown across tenants goes by it. */
export const anyTenant = "*";
const anyType = "*";

/**
 * What is remembered of changes: for each tenant and type, when it last changed, as a running number. Two equal stamps
 * mean that nothing changed in between.
 */
export class Versions {
  private count = 0;
  /** As late as anything that was forgotten: it may have changed then. */
  private floor = 0;
  private readonly changes: LRUCache<string, number>;

  constructor(rememberedMax: number) {
    this.changes = new LRUCache({
      max: rememberedMax,
      dispose: (at, _key, reason) => {
        if (reason === "evict") this.floor = Math.max(this.floor, at);
      },
    });
  }

  stamp(tenantId: string, types: readonly string[]): number {
    let latest = Math.max(this.floor, this.at(tenantId, anyType));
    for (const type of types) latest = Math.max(latest, this.at(tenantId, type));
    return latest;
  }

  /** One of a tenant's things of this type changed; without a type, any of them may have. */
  changed(tenantId: string, type: string = anyType): void {
    this.count += 1;
    this.changes.set(nameOf(tenantId, type), this.count);
    this.changes.set(nameOf(anyTenant, type), this.count);
  }

  allChanged(): void {
    this.count += 1;
    this.floor = this.count;
  }

  private at(tenantId: string, type: string): number {
    return this.changes.get(nameOf(tenantId, type)) ?? 0;
  }
}

function nameOf(tenantId: string, type: string): string {
  return `${tenantId} ${type}`;
}
