import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { PageArgs, mapPage } from "@wegraph/kit/page";
import type { Page } from "@wegraph/kit/page";
import { asUser } from "../../user/asUser.ts";
import { User } from "../../user/user.model.ts";
import type { UserDirectory } from "../../user/userDirectory.ts";
import { asAlert } from "../alert.view.ts";
import {
  AlertSilence,
  AlertSilenceConnection,
  AlertSilenceInput,
  AlertSilencePayload,
  AlertSilencePreview,
  AlertSilencePreviewInput,
  CreateAlertSilenceInput,
  UpdateAlertSilenceInput,
} from "./silence.model.ts";
import type { SilenceReader } from "./silence.reader.ts";
import type { SilenceRow } from "./silence.row.ts";
import { checkMatchers } from "./silence.service.ts";
import type { SilenceService } from "./silence.service.ts";

const previewMax = 50;

@Resolver(() => AlertSilence)
export class AlertSilenceResolver {
  constructor(
    private readonly service: SilenceService,
    private readonly reader: SilenceReader,
    private readonly users: UserDirectory,
    private readonly clock: () => Date,
  ) {}

  @Requires("silence:read")
  @Query(() => AlertSilenceConnection, { description: "Silences, the last to end first." })
  async alertSilences(
    @Args(() => PageArgs) args: PageArgs,
    @Arg("isOver", () => Boolean, {
      nullable: true,
      defaultValue: false,
      description: "Those that are over instead of those in force or to come.",
    })
    isOver: boolean | null,
  ): Promise<Page<AlertSilence>> {
    return mapPage(await this.reader.page(isOver ?? false, args), (row) => this.asSilence(row));
  }

  @Requires("silence:read")
  @Query(() => AlertSilence, {
    nullable: true,
    description: "One silence; null if there is none with this id.",
  })
  async alertSilence(
    @Arg("id", () => ID) id: string,
    @Ctx() context: RequestContext,
  ): Promise<AlertSilence | null> {
    const row = await this.reader.find(context, id);
    return row && this.asSilence(row);
  }

  @Requires("silence:read")
  @Query(() => AlertSilencePreview, { description: "What matchers would silence, before anybody misses it." })
  async previewAlertSilence(
    @Arg("input", () => AlertSilencePreviewInput) { matchers }: AlertSilencePreviewInput,
  ): Promise<AlertSilencePreview> {
    checkMatchers(matchers);
    const { open, lastWeek } = await this.reader.preview(matchers);
    return {
      alerts: open.slice(0, previewMax).map(asAlert),
      openCount: open.length,
      lastWeekCount: lastWeek,
    };
  }

  @FieldResolver(() => User, { nullable: true, description: "Who made it; null if a program did." })
  async createdBy(
    @Root() { createdById }: AlertSilence,
    @Ctx() context: RequestContext,
  ): Promise<User | null> {
    const row = await this.users.mention(context, createdById);
    return row && asUser(row);
  }

  @Requires("silence:manage")
  @Mutation(() => AlertSilencePayload, { description: "Silences alerts; those that last say so at once." })
  async createAlertSilence(
    @Arg("input", () => CreateAlertSilenceInput) {
      idempotencyKey,
      startsAt,
      ...input
    }: CreateAlertSilenceInput,
    @Ctx() context: RequestContext,
  ): Promise<AlertSilencePayload> {
    const wanted = { ...input, startsAt: startsAt ?? null };
    return { silence: this.asSilence(await this.service.create(context, wanted, idempotencyKey ?? null)) };
  }

  @Requires("silence:manage")
  @Mutation(() => AlertSilencePayload, {
    description: "Lets a silence end at another time, or changes its comment.",
  })
  async updateAlertSilence(
    @Arg("input", () => UpdateAlertSilenceInput) { silenceId, endsAt, comment }: UpdateAlertSilenceInput,
    @Ctx() context: RequestContext,
  ): Promise<AlertSilencePayload> {
    const change = { ...(endsAt != null && { endsAt }), ...(comment != null && { comment }) };
    return { silence: this.asSilence(await this.service.update(context, silenceId, change)) };
  }

  @Requires("silence:manage")
  @Mutation(() => AlertSilencePayload, {
    description: "Ends a silence now. Alerts that last and that nobody has heard of are told of.",
  })
  async endAlertSilence(
    @Arg("input", () => AlertSilenceInput) { silenceId }: AlertSilenceInput,
    @Ctx() context: RequestContext,
  ): Promise<AlertSilencePayload> {
    return { silence: this.asSilence(await this.service.end(context, silenceId)) };
  }

  private asSilence(row: SilenceRow): AlertSilence {
    const now = this.clock();
    const state = row.endsAt <= now ? "EXPIRED" : row.startsAt > now ? "PENDING" : "ACTIVE";
    return { ...row, state };
  }
}
