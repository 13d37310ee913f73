import type { CoreDatabase } from "../../database.ts";
import type { Reach } from "../channel.kinds.ts";
import { purpose } from "../channel.purpose.ts";
import type { ChannelVault } from "../channel.vault.ts";

/** Where single people are reached, as it is when something is sent to them: nobody's address stands in the log. */
export class Addresses {
  constructor(
    private readonly db: CoreDatabase,
    private readonly vault: ChannelVault,
  ) {}

  /** undefined: not (any more) a member who can be reached so. */
  async of(
    { tenantId }: { tenantId: string },
    reach: Exclude<Reach, "GROUP">,
    { userId }: { userId: string | null },
  ): Promise<string | undefined> {
    if (userId === null) return undefined;
    const user = await this.db.system(purpose).user.findFirst({
      where: { id: userId, status: "ACTIVE", roles: { some: { tenantId } } },
      select: { email: true, notificationSettings: { where: { tenantId }, select: { phone: true } } },
    });
    if (!user || reach === "EMAIL") return user?.email;
    const sealed = user.notificationSettings[0]?.phone;
    return sealed == null ? undefined : this.vault.openPhone(tenantId, userId, sealed);
  }
}
