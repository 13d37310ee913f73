import type { RequestContext } from "@wegraph/kit/context";
import { AppError } from "@wegraph/kit/errors";
import type { Tx } from "../database.ts";
import { adminRoleId } from "./builtInRoles.ts";
import type { CatalogueService } from "./catalogue.service.ts";
import { effectiveGrants, graphOf } from "./lineage.rules.ts";
import { lacking } from "./permissions.rules.ts";
import type { Grant } from "./permissions.rules.ts";
import type { RoleRow } from "./roleGraph.ts";

/** What one caller may do to the rights of others. Ask within the transaction of the change, after `lockRights`. */
export class Authority {
  constructor(private readonly catalogue: CatalogueService) {}

  /** Nobody gives a right they do not hold themselves, or further than they hold it. */
  mustHold({ principal }: RequestContext, wanted: readonly Grant[]): void {
    const missing = lacking(principal.grants, wanted, this.catalogue.entries);
    if (missing.length === 0) return;
    throw new AppError(
      "FORBIDDEN",
      "GRANT_EXCEEDS_OWN",
      "You cannot give a right that you do not hold yourself.",
      {
        missing: [...new Set(missing.map(({ permission }) => permission))].toSorted(),
      },
    );
  }

  /**
   * Who could reset an administrator's password would be an administrator. So acts on another user need every
   * right that user has.
   */
  async mustOutrank(
    tx: Tx,
    context: RequestContext,
    userId: string,
    roles: readonly RoleRow[],
  ): Promise<void> {
    const { tenantId } = context.principal;
    const held = await tx.userRole.findMany({ where: { tenantId, userId }, select: { roleId: true } });
    const graph = graphOf(roles);
    const grants = held.flatMap(({ roleId }) => effectiveGrants(roleId, graph));
    if (lacking(context.principal.grants, grants, this.catalogue.entries).length === 0) return;
    throw new AppError("FORBIDDEN", "USER_OUTRANKS", "This user has rights that you do not have.", {
      userId,
    });
  }

  /** Without an administrator nobody could ever make one again. Ask after the change. */
  async mustKeepAdmin(tx: Tx, { principal }: RequestContext): Promise<void> {
    const { tenantId, isPlatform } = principal;
    const left = await tx.userRole.count({
      where: { tenantId, roleId: adminRoleId({ isPlatform }), user: { status: "ACTIVE" } },
    });
    if (left > 0) return;
    throw new AppError("CONFLICT", "LAST_ADMIN", "The tenant would be left without an administrator.");
  }
}
