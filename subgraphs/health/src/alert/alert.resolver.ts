import { Arg, Args, Ctx, ID, Mutation, Query, Resolver } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { notFound } from "@wegraph/kit/errors";
import { PageArgs } from "@wegraph/kit/page";
import type { Page } from "@wegraph/kit/page";
import {
  AcknowledgeHealthAlertsInput,
  AddHealthAlertNoteInput,
  AssignHealthAlertsInput,
  HealthAlertFilter,
  ResolveHealthAlertsInput,
} from "./alert.input.ts";
import { HealthAlertPayload, HealthAlertsPayload, HealthAlertSummary } from "./alert.answers.model.ts";
import { HealthAlert, HealthAlertConnection } from "./alert.model.ts";
import type { HealthAlertRefusal } from "./alert.answers.model.ts";
import type { AlertReader } from "./alert.reader.ts";
import type { AlertService } from "./alert.service.ts";

@Resolver()
export class AlertResolver {
  constructor(
    private readonly reader: AlertReader,
    private readonly service: AlertService,
  ) {}

  @Requires("health-alert:read")
  @Query(() => HealthAlertConnection, { description: "Alerts of the patients you may see, newest first." })
  healthAlerts(
    @Arg("filter", () => HealthAlertFilter, { nullable: true }) filter: HealthAlertFilter | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() context: RequestContext,
  ): Promise<Page<HealthAlert>> {
    return this.reader.page(context, filter ?? {}, page);
  }

  @Requires("health-alert:read")
  @Query(() => HealthAlert, { nullable: true, description: "One alert." })
  healthAlert(@Arg("id", () => ID) id: string, @Ctx() context: RequestContext): Promise<HealthAlert | null> {
    return this.reader.find(context, id);
  }

  @Requires("health-alert:read")
  @Query(() => HealthAlertSummary, { description: "Alerts of the patients you may see, in sum." })
  healthAlertSummary(
    @Arg("filter", () => HealthAlertFilter, { nullable: true }) filter: HealthAlertFilter | null,
    @Ctx() context: RequestContext,
  ): Promise<HealthAlertSummary> {
    return this.reader.summary(context, filter ?? {});
  }

  @Requires("health-alert:handle")
  @Mutation(() => HealthAlertsPayload, {
    description:
      "Says that you look after alerts, so that nobody else is called. Taken ones stay as they are.",
  })
  async acknowledgeHealthAlerts(
    @Arg("input", () => AcknowledgeHealthAlertsInput) input: AcknowledgeHealthAlertsInput,
    @Ctx() context: RequestContext,
  ): Promise<HealthAlertsPayload> {
    return this.presentAll(context, input, await this.service.acknowledge(context, input));
  }

  @Requires("health-alert:handle")
  @Mutation(() => HealthAlertsPayload, {
    description: "Makes alerts somebody's task, or nobody's. It stops no escalation: acknowledging does.",
  })
  async assignHealthAlerts(
    @Arg("input", () => AssignHealthAlertsInput) input: AssignHealthAlertsInput,
    @Ctx() context: RequestContext,
  ): Promise<HealthAlertsPayload> {
    return this.presentAll(context, input, await this.service.assign(context, input));
  }

  @Requires("health-alert:handle")
  @Mutation(() => HealthAlertsPayload, {
    description:
      "Ends alerts by hand. If the cause lasts the next reading raises a new one: acknowledge what lasts.",
  })
  async resolveHealthAlerts(
    @Arg("input", () => ResolveHealthAlertsInput) input: ResolveHealthAlertsInput,
    @Ctx() context: RequestContext,
  ): Promise<HealthAlertsPayload> {
    return this.presentAll(context, input, await this.service.resolve(context, input));
  }

  @Requires("health-alert:handle")
  @Mutation(() => HealthAlertPayload, {
    description: "Writes something about an alert, also one that is over.",
  })
  async addHealthAlertNote(
    @Arg("input", () => AddHealthAlertNoteInput) input: AddHealthAlertNoteInput,
    @Ctx() context: RequestContext,
  ): Promise<HealthAlertPayload> {
    await this.service.addNote(context, input);
    return { alert: await this.present(context, input.alertId) };
  }

  private async presentAll(
    context: RequestContext,
    { alerts }: { alerts: readonly { id: string }[] },
    refused: HealthAlertRefusal[],
  ): Promise<HealthAlertsPayload> {
    return { alerts: await Promise.all(alerts.map(({ id }) => this.present(context, id))), refused };
  }

  private async present(context: RequestContext, id: string): Promise<HealthAlert> {
    const alert = await this.reader.fresh(context, id);
    if (!alert) throw notFound("health alert", id);
    return alert;
  }
}
