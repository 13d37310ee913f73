import { Arg, Args, Ctx, FieldResolver, Int, Query, Resolver, Root } from "type-graphql";
import { z } from "zod";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { isUuid } from "@wegraph/kit/validate";
import { PageArgs, mapPage } from "@wegraph/kit/page";
import type { Page } from "@wegraph/kit/page";
import { asUser } from "../user/asUser.ts";
import { User } from "../user/user.model.ts";
import type { UserDirectory } from "../user/userDirectory.ts";
import { AuditEntry, AuditEntryConnection, AuditFilter, AuditVerification } from "./audit.model.ts";
import type { AuditRow, AuditService } from "./audit.service.ts";

const changesShape = z.array(
  z.object({ field: z.string(), before: z.unknown().optional(), after: z.unknown().optional() }),
);

@Resolver(() => AuditEntry)
export class AuditResolver {
  constructor(
    private readonly log: AuditService,
    private readonly users: UserDirectory,
  ) {}

  @Requires("audit:read")
  @Query(() => AuditEntryConnection, { description: "Who did what in the tenant, the newest first." })
  async auditLog(
    @Args(() => PageArgs) args: PageArgs,
    @Arg("filter", () => AuditFilter, { nullable: true }) filter: AuditFilter | null,
  ): Promise<Page<AuditEntry>> {
    return mapPage(await this.log.page(filter ?? {}, args), asEntry);
  }

  @Requires("audit:verify")
  @Query(() => AuditVerification, {
    description: "Checks that the log is as it was written; all of it if no range is given.",
  })
  verifyAuditLog(
    @Arg("fromSeq", () => Int, { nullable: true }) fromSeq: number | null,
    @Arg("toSeq", () => Int, { nullable: true }) toSeq: number | null,
    @Ctx() context: RequestContext,
  ): Promise<AuditVerification> {
    return this.log.verify(context, { fromSeq, toSeq });
  }

  @FieldResolver(() => User, {
    nullable: true,
    description: "Who acted, if a user did who still belongs to the tenant.",
  })
  async actor(
    @Root() { actorKind, actorId }: AuditEntry,
    @Ctx() context: RequestContext,
  ): Promise<User | null> {
    const isUser = actorKind === "USER" && actorId !== null && isUuid(actorId);
    const row = isUser ? await this.users.mention(context, actorId) : null;
    return row && asUser(row);
  }
}

function asEntry({ changes, ...row }: AuditRow): AuditEntry {
  return { ...row, changes: changesShape.parse(changes) };
}
