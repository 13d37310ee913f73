import { Ctx, FieldResolver, Query, Resolver } from "type-graphql";
import { SignedIn } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { notFound } from "@wegraph/kit/errors";
import type { CatalogueService } from "../role/catalogue.service.ts";
import { spelledOut, widestScope } from "../role/permissions.rules.ts";
import { asSession } from "../session/asSession.ts";
import { Session } from "../session/session.model.ts";
import type { SessionService } from "../session/session.service.ts";
import { Tenant } from "../tenant/tenant.model.ts";
import type { TenantDirectory } from "../tenant/tenantDirectory.ts";
import { asUser } from "../user/asUser.ts";
import { User } from "../user/user.model.ts";
import type { UserDirectory } from "../user/userDirectory.ts";
import { Viewer } from "./viewer.model.ts";

@Resolver(() => Viewer)
export class ViewerResolver {
  constructor(
    private readonly catalogue: CatalogueService,
    private readonly users: UserDirectory,
    private readonly tenantDirectory: TenantDirectory,
    private readonly sessions: SessionService,
  ) {}

  @SignedIn()
  @Query(() => Viewer, { description: "Who asks." })
  viewer(@Ctx() { principal }: RequestContext): Viewer {
    const { grants } = principal;
    return { permissions: spelledOut(grants, this.catalogue.entries), dataScope: widestScope(grants) };
  }

  @FieldResolver(() => User, { nullable: true, description: "null for an API key." })
  async user(@Ctx() context: RequestContext): Promise<User | null> {
    const { kind, id } = context.principal;
    const row = kind === "USER" ? await this.users.find(context, id) : null;
    return row && asUser(row);
  }

  @FieldResolver(() => Tenant, { description: "The tenant one is in." })
  async tenant(@Ctx() context: RequestContext): Promise<Tenant> {
    const { tenantId } = context.principal;
    const row = await this.tenantDirectory.find(context, tenantId);
    if (!row) throw notFound("tenant", tenantId);
    return row;
  }

  @FieldResolver(() => [Tenant], {
    description: "The tenants one belongs to; switchTenant leads to the active ones.",
  })
  async tenants(@Ctx() context: RequestContext): Promise<Tenant[]> {
    const { kind, id } = context.principal;
    return kind === "USER" ? this.tenantDirectory.ofUser(id) : [await this.tenant(context)];
  }

  @FieldResolver(() => Session, {
    nullable: true,
    description: "The session one is in; null for an API key.",
  })
  async session(@Ctx() context: RequestContext): Promise<Session | null> {
    const row = await this.sessions.current(context);
    return row && asSession(row, context);
  }
}
