import { z } from "zod";
import type { DomainCaller } from "@wegraph/kit/domainCaller";

/** Where core says nothing: the platform's default. */
export const defaultZone = "Asia/Shanghai";

/** Tenants whose days begin at the same moment. `isRest`: all tenants but those. */
export interface ZoneGroup {
  zone: string;
  tenantIds: readonly string[];
  isRest: boolean;
}

const question = "query ($ids: [ID!]) { _tenantTimeZones(ids: $ids) { id timeZone } }";
const answer = z.object({ _tenantTimeZones: z.array(z.object({ id: z.string(), timeZone: z.string() })) });
const answerMs = 3_000;
/** Changes are followed; this is for the one that was missed. */
const freshMs = 5 * 60_000;

interface Known {
  zone: string;
  readAt: number;
}

/** By which clock each tenant's days are counted: asked of core, and remembered. Without core all are counted by the default. */
export class TenantZones {
  private readonly known = new Map<string, Known>();
  private readonly asked = new Map<string, Promise<string>>();

  constructor(
    private readonly core: DomainCaller | undefined,
    private readonly clock: () => Date,
  ) {}

  /** @throws AppError UNAVAILABLE when core does not answer and the tenant's zone was never known. */
  async of(tenantId: string): Promise<string> {
    const known = this.known.get(tenantId);
    if (known && this.clock().getTime() - known.readAt < freshMs) return known.zone;
    let asked = this.asked.get(tenantId);
    if (!asked) {
      asked = this.ask(tenantId).finally(() => this.asked.delete(tenantId));
      this.asked.set(tenantId, asked);
    }
    // A zone changes once in a tenant's life: what was so is so, for all we know, until core says otherwise.
    return known ? asked.catch(() => known.zone) : asked;
  }

  /** Of all tenants, as core has them now: for work across tenants. */
  async groups(): Promise<ZoneGroup[]> {
    const byZone = new Map<string, string[]>();
    const others: string[] = [];
    for (const { id, timeZone } of await this.read(null)) {
      if (timeZone === defaultZone) continue;
      byZone.set(timeZone, [...(byZone.get(timeZone) ?? []), id]);
      others.push(id);
    }
    const groups = [...byZone].map(([zone, tenantIds]) => ({ zone, tenantIds, isRest: false }));
    return [...groups, { zone: defaultZone, tenantIds: others, isRest: true }];
  }

  forget(tenantId: string): void {
    this.known.delete(tenantId);
  }

  forgetAll(): void {
    this.known.clear();
  }

  private async ask(tenantId: string): Promise<string> {
    const [row] = await this.read([tenantId]);
    const zone = row?.timeZone ?? defaultZone;
    this.known.set(tenantId, { zone, readAt: this.clock().getTime() });
    return zone;
  }

  private async read(ids: readonly string[] | null): Promise<{ id: string; timeZone: string }[]> {
    if (!this.core) return [];
    const signal = AbortSignal.timeout(answerMs);
    return answer.parse(await this.core.ask({ query: question, variables: { ids }, signal }))
      ._tenantTimeZones;
  }
}
