import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { notFound } from "@wegraph/kit/errors";
import { connectionOf, PageArgs } from "@wegraph/kit/page";
import type { Page } from "@wegraph/kit/page";
import { User } from "@wegraph/kit/coreStubs.model";
import { Account } from "../account/account.model.ts";
import type { AccountReader } from "../account/account.reader.ts";
import { TextLanguageEnum } from "./alert.enums.ts";
import {
  AccountAlertFilter,
  AcknowledgeAccountAlertsInput,
  ResolveAccountAlertInput,
} from "./alert.input.ts";
import {
  AccountAlert,
  AccountAlertActionResult,
  AccountAlertConnection,
  AccountAlertDetail,
  AccountAlertEntry,
  AccountAlertPayload,
  AccountAlertPoint,
  AccountAlertsPayload,
  AccountAlertSummary,
  AccountAlertText,
} from "./alert.model.ts";
import type { AlertReader } from "./alert.reader.ts";
import type { AlertService } from "./alert.service.ts";
import { textOf } from "./alert.texts.ts";
import type { TextLanguage } from "./alert.texts.ts";

const AccountAlertEntryConnection = connectionOf(() => AccountAlertEntry, "AccountAlertEntry");

@Resolver(() => AccountAlert)
export class AlertResolver {
  constructor(
    private readonly reader: AlertReader,
    private readonly service: AlertService,
    private readonly accounts: AccountReader,
  ) {}

  @Requires("alert:read")
  @Query(() => AccountAlertConnection, { description: "Alerts of the accounts you may see, newest first." })
  accountAlerts(
    @Arg("filter", () => AccountAlertFilter, { nullable: true }) filter: AccountAlertFilter | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() context: RequestContext,
  ): Promise<Page<AccountAlert>> {
    return this.reader.page(context, filter ?? {}, page);
  }

  @Requires("alert:read")
  @Query(() => AccountAlert, { nullable: true, description: "One alert." })
  accountAlert(
    @Arg("id", () => ID) id: string,
    @Ctx() context: RequestContext,
  ): Promise<AccountAlert | null> {
    return this.reader.find(context, id);
  }

  @Requires("alert:read")
  @Query(() => AccountAlertSummary, { description: "Alerts of the accounts you may see, in sum." })
  accountAlertSummary(
    @Arg("filter", () => AccountAlertFilter, { nullable: true }) filter: AccountAlertFilter | null,
    @Ctx() context: RequestContext,
  ): Promise<AccountAlertSummary> {
    return this.reader.summary(context, filter ?? {});
  }

  @Requires("alert:acknowledge")
  @Mutation(() => AccountAlertsPayload, {
    description:
      "Says that somebody looks after alerts. Those that are taken or over already stay as they are.",
  })
  async acknowledgeAccountAlerts(
    @Arg("input", () => AcknowledgeAccountAlertsInput) input: AcknowledgeAccountAlertsInput,
    @Ctx() context: RequestContext,
  ): Promise<AccountAlertsPayload> {
    await this.service.acknowledge(context, input);
    return { alerts: await Promise.all(input.alertIds.map((id) => this.present(context, id))) };
  }

  @Requires("alert:acknowledge")
  @Mutation(() => AccountAlertPayload, {
    description:
      "Ends an alert by hand. If its cause lasts a new one follows, five minutes later at the earliest: acknowledge what lasts.",
  })
  async resolveAccountAlert(
    @Arg("input", () => ResolveAccountAlertInput) input: ResolveAccountAlertInput,
    @Ctx() context: RequestContext,
  ): Promise<AccountAlertPayload> {
    await this.service.resolve(context, input);
    return { alert: await this.present(context, input.alertId) };
  }

  @FieldResolver(() => Account, {
    nullable: true,
    description: "The account as it is now; null when it is gone.",
  })
  account(@Root() { accountId }: AccountAlert, @Ctx() context: RequestContext): Promise<Account | null> {
    return this.accounts.find(context, accountId);
  }

  @FieldResolver(() => AccountAlertText, { description: "In words, for people." })
  text(
    @Root() alert: AccountAlert,
    @Arg("language", () => TextLanguageEnum, { defaultValue: "ZH_CN" }) language: TextLanguage,
  ): AccountAlertText {
    return textOf(alert.kind, alert, language);
  }

  @FieldResolver(() => [AccountAlertDetail], { description: "What was measured besides." })
  details(@Root() { detail }: AccountAlert): AccountAlertDetail[] {
    return Object.entries(detail).flatMap(([name, value]) =>
      typeof value === "string" || typeof value === "number" ? [{ name, value: String(value) }] : [],
    );
  }

  @FieldResolver(() => User, {
    nullable: true,
    description: "Who looks after it; null for nobody, or a program.",
  })
  acknowledgedBy(@Root() { acknowledgedById }: AccountAlert): User | null {
    return acknowledgedById === null ? null : { id: acknowledgedById };
  }

  @FieldResolver(() => User, { nullable: true, description: "Who ended it by hand." })
  resolvedBy(@Root() { resolvedById }: AccountAlert): User | null {
    return resolvedById === null ? null : { id: resolvedById };
  }

  @FieldResolver(() => [AccountAlertActionResult], { description: "What its rule wanted done by itself." })
  actions(@Root() alert: AccountAlert): Promise<AccountAlertActionResult[]> {
    return this.reader.actions(alert);
  }

  @FieldResolver(() => AccountAlertEntryConnection, { description: "What happened to it, oldest first." })
  timeline(
    @Root() alert: AccountAlert,
    @Args(() => PageArgs) page: PageArgs,
  ): Promise<Page<AccountAlertEntry>> {
    return this.reader.entries(alert, page);
  }

  @FieldResolver(() => [AccountAlertPoint], {
    description:
      "What was measured while it lasted, oldest first, at most 200 points; the worst of each stretch.",
  })
  values(@Root() alert: AccountAlert): Promise<AccountAlertPoint[]> {
    return this.reader.points(alert);
  }

  private async present(context: RequestContext, id: string): Promise<AccountAlert> {
    const alert = await this.reader.fresh(context, id);
    if (!alert) throw notFound("account alert", id);
    return alert;
  }
}

@Resolver(() => AccountAlertEntry)
export class AlertEntryResolver {
  @FieldResolver(() => User, {
    nullable: true,
    description: "The person who did it; null for a program or the platform.",
  })
  actor(@Root() { actorKind, actorId }: AccountAlertEntry): User | null {
    return actorKind === "USER" ? { id: actorId } : null;
  }
}
