import { audit } from "@wegraph/kit/audit";
import type { RequestContext } from "@wegraph/kit/context";
import { AppError, notFound } from "@wegraph/kit/errors";
import { originOf } from "@wegraph/kit/outbox";
import { domain } from "../database.ts";
import type { CoreDatabase } from "../database.ts";
import { uptimePurpose } from "./health.status.ts";
import { announceHealth } from "./uptime.events.ts";

/** What people decide about processes. */
export class UptimeService {
  constructor(
    private readonly db: CoreDatabase,
    private readonly clock: () => Date,
  ) {}

  /**
   * For one that was switched off without a word: it is missed no more. Should it come back it is known again.
   * @throws AppError NOT_FOUND; CONFLICT while it is heard of.
   */
  async forget(context: RequestContext, componentId: string): Promise<void> {
    await this.db.system(uptimePurpose).$transaction(async (tx) => {
      const known = await tx.healthComponent.findFirst({
        where: { id: componentId, part: "", leftAt: null },
      });
      if (!known) throw notFound("process", componentId);
      const { service, instance } = known;
      const { count } = await tx.healthComponent.updateMany({
        where: { id: componentId, status: "DOWN", lastBeatAt: { equals: known.lastBeatAt }, leftAt: null },
        data: { leftAt: this.clock() },
      });
      if (count === 0 || !this.isSilent(known.lastBeatAt))
        throw new AppError("CONFLICT", "PROCESS_ALIVE", `${service}@${instance} is heard of.`, {
          componentId,
        });
      await announceHealth(tx, [{ componentId, service, instance, part: "", status: null }]);
      await audit(tx, domain, originOf(context), {
        action: "process.forgotten",
        resourceType: "process",
        resourceId: componentId,
        changes: [{ field: "name", before: `${service}@${instance}` }],
      });
    });
  }

  private isSilent(lastBeatAt: Date): boolean {
    return this.clock().getTime() - lastBeatAt.getTime() > 60_000;
  }
}
