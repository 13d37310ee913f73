import { oneOf } from "@wegraph/kit/codes";
import type { Tx } from "../database.ts";
import type { ReachableChannel } from "../notification/dispatch.rules.ts";
import { channelKinds } from "./channel.kinds.ts";

/** The channels that a tenant's notices can go by, in the order in which they stand in for each other. */
export async function enabledChannels(tx: Tx, tenantId: string): Promise<ReachableChannel[]> {
  const rows = await tx.notificationChannel.findMany({
    where: { tenantId, deletedAt: null, status: "ENABLED" },
    orderBy: [{ position: "asc" }, { id: "asc" }],
    select: { id: true, kind: true, language: true, severities: true, sickSince: true },
  });
  return rows.map((row) => ({
    ...row,
    kind: oneOf(channelKinds, row.kind),
    language: row.language === "en" ? "en" : "zh",
  }));
}
