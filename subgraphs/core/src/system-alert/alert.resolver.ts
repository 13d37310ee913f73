import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { PageArgs, mapPage } from "@wegraph/kit/page";
import type { Page } from "@wegraph/kit/page";
import { asUser } from "../user/asUser.ts";
import { User } from "../user/user.model.ts";
import type { UserDirectory } from "../user/userDirectory.ts";
import { SystemAlertActInput, SystemAlertFilter } from "./alert.inputs.ts";
import {
  SystemAlert,
  SystemAlertConnection,
  SystemAlertEntry,
  SystemAlertPayload,
  SystemAlertSummary,
} from "./alert.model.ts";
import type { SystemAlertReader } from "./alert.reader.ts";
import type { SystemAlertService } from "./alert.service.ts";
import { asAlert, asCounts, asEntry } from "./alert.view.ts";

@Resolver(() => SystemAlert)
export class SystemAlertResolver {
  constructor(
    private readonly service: SystemAlertService,
    private readonly reader: SystemAlertReader,
    private readonly users: UserDirectory,
  ) {}

  @Requires("system-alert:read")
  @Query(() => SystemAlertConnection, { description: "The tenant's alerts, the newest first." })
  async systemAlerts(
    @Args(() => PageArgs) args: PageArgs,
    @Arg("filter", () => SystemAlertFilter, { nullable: true }) filter: SystemAlertFilter | null,
  ): Promise<Page<SystemAlert>> {
    return mapPage(await this.reader.page(filter ?? {}, args), asAlert);
  }

  @Requires("system-alert:read")
  @Query(() => SystemAlert, { nullable: true, description: "One alert; null if there is none with this id." })
  async systemAlert(
    @Arg("id", () => ID) id: string,
    @Ctx() context: RequestContext,
  ): Promise<SystemAlert | null> {
    const row = await this.reader.find(context, id);
    return row && asAlert(row);
  }

  @Requires("system-alert:read")
  @Query(() => SystemAlertSummary, { description: "The tenant's alerts, in sum." })
  async systemAlertSummary(): Promise<SystemAlertSummary> {
    const [counts, names] = await Promise.all([this.reader.counts(), this.reader.names()]);
    return {
      counts: asCounts(counts),
      names: names.map(({ titleZh, titleEn, ...each }) => ({ ...each, title: { zh: titleZh, en: titleEn } })),
      asOf: this.reader.now(),
    };
  }

  @FieldResolver(() => [SystemAlertEntry], {
    description: "What happened to it, the oldest first; at most 500 lines.",
  })
  async timeline(@Root() { id }: SystemAlert): Promise<SystemAlertEntry[]> {
    return (await this.reader.entries(id)).map(asEntry);
  }

  @FieldResolver(() => User, {
    nullable: true,
    description: "Who took it on; null if nobody or a program did, or you may not see users.",
  })
  async acknowledgedBy(
    @Root() { acknowledgedById }: SystemAlert,
    @Ctx() context: RequestContext,
  ): Promise<User | null> {
    const row = await this.users.mention(context, acknowledgedById);
    return row && asUser(row);
  }

  @FieldResolver(() => User, { nullable: true, description: "Who ended it by hand." })
  async resolvedBy(
    @Root() { resolvedById }: SystemAlert,
    @Ctx() context: RequestContext,
  ): Promise<User | null> {
    const row = await this.users.mention(context, resolvedById);
    return row && asUser(row);
  }

  @Requires("system-alert:acknowledge")
  @Mutation(() => SystemAlertPayload, {
    description: "Somebody takes an alert on: it is not escalated any more.",
  })
  async acknowledgeSystemAlert(
    @Arg("input", () => SystemAlertActInput) { alertId, note }: SystemAlertActInput,
    @Ctx() context: RequestContext,
  ): Promise<SystemAlertPayload> {
    return { alert: asAlert(await this.service.acknowledge(context, alertId, note ?? null)) };
  }

  @Requires("system-alert:acknowledge")
  @Mutation(() => SystemAlertPayload, {
    description: "Ends an alert by hand. If its cause lasts, it is raised anew after the rule's time.",
  })
  async resolveSystemAlert(
    @Arg("input", () => SystemAlertActInput) { alertId, note }: SystemAlertActInput,
    @Ctx() context: RequestContext,
  ): Promise<SystemAlertPayload> {
    return { alert: asAlert(await this.service.resolve(context, alertId, note ?? null)) };
  }
}

/** What is said of who did a thing in a timeline. */
@Resolver(() => SystemAlertEntry)
export class SystemAlertEntryResolver {
  constructor(private readonly users: UserDirectory) {}

  @FieldResolver(() => User, { nullable: true, description: "Null: the system or a program." })
  async actor(
    @Root() { actorKind, actorId }: SystemAlertEntry,
    @Ctx() context: RequestContext,
  ): Promise<User | null> {
    const row = await this.users.mention(context, actorKind === "USER" ? actorId : null);
    return row && asUser(row);
  }
}
