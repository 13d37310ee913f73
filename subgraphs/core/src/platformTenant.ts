import { platformScope } from "@wegraph/kit/outbox";
import { refusal } from "@wegraph/kit/principal";
import type { Principal } from "@wegraph/kit/principal";
import type { Tx } from "./database.ts";

/** The id of the tenant that runs the platform; before there is one, what stands for it. */
export async function platformTenantId(tx: Pick<Tx, "tenant">): Promise<string> {
  const platform = await tx.tenant.findFirst({ where: { isPlatform: true }, select: { id: true } });
  return platform?.id ?? platformScope;
}

/** @throws AppError FORBIDDEN outside the tenant that runs the platform, whatever rights somebody has in his own. */
export function mustBePlatform(principal: Principal): void {
  if (!principal.isPlatform) throw refusal(principal, []);
}
