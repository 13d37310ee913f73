import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from "type-graphql";
import { Requires, SignedIn } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { notFound } from "@wegraph/kit/errors";
import { PageArgs, mapPage } from "@wegraph/kit/page";
import type { Page } from "@wegraph/kit/page";
import { SwitchTenantPayload } from "../sign-in/signIn.model.ts";
import { asUser } from "../user/asUser.ts";
import { User } from "../user/user.model.ts";
import type { UserDirectory } from "../user/userDirectory.ts";
import { asSession } from "./asSession.ts";
import {
  EndAllSessionsInput,
  EndSessionInput,
  EndSessionsPayload,
  Session,
  SessionConnection,
  SessionFilter,
  SessionPayload,
  SignOutPayload,
  SwitchTenantInput,
} from "./session.model.ts";
import type { SessionService } from "./session.service.ts";

@Resolver(() => Session)
export class SessionResolver {
  constructor(
    private readonly service: SessionService,
    private readonly users: UserDirectory,
  ) {}

  @SignedIn()
  @Query(() => SessionConnection, { description: "Where one is and was signed in, the newest first." })
  async mySessions(
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: RequestContext,
  ): Promise<Page<Session>> {
    return mapPage(await this.service.pageOfOwn(context, args), (row) => asSession(row, context));
  }

  @Requires("session:read")
  @Query(() => SessionConnection, { description: "The sessions used in the tenant, the newest first." })
  async sessions(
    @Args(() => PageArgs) args: PageArgs,
    @Arg("filter", () => SessionFilter, { nullable: true }) filter: SessionFilter | null,
    @Ctx() context: RequestContext,
  ): Promise<Page<Session>> {
    return mapPage(await this.service.pageOfTenant(filter ?? {}, args), (row) => asSession(row, context));
  }

  @SignedIn()
  @FieldResolver(() => User, { description: "Whose it is." })
  async user(@Root() { userId }: Session, @Ctx() context: RequestContext): Promise<User> {
    const row = await this.users.find(context, userId);
    if (!row) throw notFound("user", userId);
    return asUser(row);
  }

  @SignedIn()
  @Mutation(() => SignOutPayload, { description: "Ends the session that asks." })
  async signOut(@Ctx() context: RequestContext): Promise<SignOutPayload> {
    return { endedSessionId: await this.service.signOut(context) };
  }

  @SignedIn()
  @Mutation(() => SwitchTenantPayload, {
    description: "An access token for another of one's tenants, in the same session.",
  })
  async switchTenant(
    @Arg("input", () => SwitchTenantInput) { tenantId }: SwitchTenantInput,
    @Ctx() context: RequestContext,
  ): Promise<SwitchTenantPayload> {
    const { token, tenant } = await this.service.switchTenant(context, tenantId);
    return { accessToken: token.token, accessTokenExpiresAt: token.expiresAt, tenant };
  }

  @SignedIn()
  @Mutation(() => SessionPayload, {
    description: "Ends one's own session, or with session:end any of the tenant.",
  })
  async endSession(
    @Arg("input", () => EndSessionInput) { sessionId }: EndSessionInput,
    @Ctx() context: RequestContext,
  ): Promise<SessionPayload> {
    return { session: asSession(await this.service.end(context, sessionId), context) };
  }

  @SignedIn()
  @Mutation(() => EndSessionsPayload, {
    description: "Ends all of one's own sessions, or with session:end of a user.",
  })
  async endAllSessions(
    @Arg("input", () => EndAllSessionsInput) input: EndAllSessionsInput,
    @Ctx() context: RequestContext,
  ): Promise<EndSessionsPayload> {
    return { endedCount: await this.service.endAll(context, input) };
  }
}
