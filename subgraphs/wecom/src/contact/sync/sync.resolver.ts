import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { notFound } from "@wegraph/kit/errors";
import { PageArgs } from "@wegraph/kit/page";
import type { Page } from "@wegraph/kit/page";
import { User } from "@wegraph/kit/coreStubs.model";
import { Corp } from "../../corp/corp.model.ts";
import type { CorpService } from "../../corp/corp.service.ts";
import {
  CancelContactSyncInput,
  ContactSyncRun,
  ContactSyncRunConnection,
  ContactSyncRunPayload,
  StartContactSyncInput,
} from "./sync.model.ts";
import type { RunReader } from "./run.reader.ts";
import type { ContactSyncService } from "./sync.service.ts";

@Resolver(() => ContactSyncRun)
export class ContactSyncResolver {
  constructor(
    private readonly reader: RunReader,
    private readonly service: ContactSyncService,
    private readonly corps: CorpService,
  ) {}

  @Requires("contact:read")
  @Query(() => ContactSyncRunConnection, { description: "Syncs of contacts, newest first." })
  contactSyncRuns(
    @Arg("corpId", () => ID, { nullable: true }) corpId: string | null,
    @Args(() => PageArgs) page: PageArgs,
  ): Promise<Page<ContactSyncRun>> {
    return this.reader.page(corpId, page);
  }

  @Requires("contact:read")
  @Query(() => ContactSyncRun, { nullable: true, description: "One sync." })
  contactSyncRun(
    @Arg("id", () => ID) id: string,
    @Ctx() context: RequestContext,
  ): Promise<ContactSyncRun | null> {
    return this.reader.find(context, id);
  }

  @FieldResolver(() => Corp, { nullable: true, description: "The corporation it reads." })
  corp(@Root() { corpId }: ContactSyncRun, @Ctx() context: RequestContext): Promise<Corp | null> {
    return this.corps.find(context, corpId);
  }

  @FieldResolver(() => User, { nullable: true, description: "Who began it; null for the schedule." })
  createdBy(@Root() { createdById }: ContactSyncRun): User | null {
    return createdById === null ? null : { id: createdById };
  }

  @Requires("contact:sync")
  @Mutation(() => ContactSyncRunPayload, {
    description:
      "Begins to read a corporation's contacts. CONFLICT SYNC_RUNNING while it is being read already.",
  })
  async startContactSync(
    @Arg("input", () => StartContactSyncInput) { corpId, kind, idempotencyKey }: StartContactSyncInput,
    @Ctx() context: RequestContext,
  ): Promise<ContactSyncRunPayload> {
    const key = idempotencyKey ?? null;
    const id = await this.service.start(context, { corpId, kind: kind ?? "FULL", idempotencyKey: key });
    return this.payload(context, id);
  }

  @Requires("contact:sync")
  @Mutation(() => ContactSyncRunPayload, { description: "Ends a sync. What it has read stays." })
  async cancelContactSync(
    @Arg("input", () => CancelContactSyncInput) { runId }: CancelContactSyncInput,
    @Ctx() context: RequestContext,
  ): Promise<ContactSyncRunPayload> {
    await this.service.cancel(context, runId);
    return this.payload(context, runId);
  }

  private async payload(context: RequestContext, id: string): Promise<ContactSyncRunPayload> {
    const run = await this.reader.fresh(context, id);
    if (!run) throw notFound("contact sync run", id);
    return { run };
  }
}
