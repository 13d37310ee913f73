import { z } from "zod";
import { defineEvent } from "@wegraph/kit/events";

const shape = z.object({ tenantId: z.string() });

/** Under the subject of the tenant they are about, whoever acted. */
export const tenantCreated = defineEvent(
  "core.tenant.created.v1",
  shape.extend({ name: z.string(), plan: z.string() }),
);
export const tenantSuspended = defineEvent("core.tenant.suspended.v1", shape.extend({ reason: z.string() }));
export const tenantResumed = defineEvent("core.tenant.resumed.v1", shape);
export const tenantDeleted = defineEvent("core.tenant.deleted.v1", shape.extend({ purgeAfter: z.string() }));
export const tenantRestored = defineEvent("core.tenant.restored.v1", shape.extend({ status: z.string() }));
/** Its data is gone, and is to go everywhere else. */
export const tenantPurged = defineEvent("core.tenant.purged.v1", shape);
export const tenantPlanChanged = defineEvent(
  "core.tenant.plan-changed.v1",
  shape.extend({ from: z.string(), to: z.string() }),
);
/** Its days begin at another moment: whoever counts by them counts again. */
export const tenantTimeZoneChanged = defineEvent(
  "core.tenant.time-zone-changed.v1",
  shape.extend({ from: z.string(), to: z.string() }),
);
