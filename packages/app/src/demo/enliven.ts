import { addApplications, logInApplications } from "./applications.ts";
import type { DemoTenant } from "./demoTenant.ts";
import { wearDevices } from "./devices.ts";
import { registerPatients } from "./health.ts";
import { recallHealth } from "./healthReports.ts";
import { hearMembers } from "./incoming.ts";
import { sendMessages } from "./messages.ts";

type Chapter = (tenant: DemoTenant) => Promise<void>;

/** Before the platform starts: what has to be there when it is first looked at. */
export const beforeStart: readonly Chapter[] = [addApplications, registerPatients];

/**
 * Once the platform answers: what people do with it, by real calls only, in this order. Whoever wants something to be
 * seen in the demo adds a chapter here.
 */
const afterStart: readonly Chapter[] = [
  logInApplications,
  sendMessages,
  hearMembers,
  wearDevices,
  recallHealth,
];

/** Brings the demo to life, beside whatever the first visitor does. A chapter that fails leaves the others their turn. */
export async function enliven(tenants: readonly DemoTenant[]): Promise<void> {
  await Promise.all(
    tenants.map(async (tenant) => {
      for (const chapter of afterStart)
        await chapter(tenant).catch((err: unknown) =>
          tenant.log.warn({ err, chapter: chapter.name, tenant: tenant.facts.slug }, "demo chapter not told"),
        );
      tenant.log.info({ tenant: tenant.facts.slug }, "demo tenant alive");
    }),
  );
}
