import {
  Arg,
  Args,
  Ctx,
  FieldResolver,
  ID,
  Mutation,
  Query,
  Resolver,
  Root,
  Subscription,
} from "type-graphql";
import type { SubscribeResolverData } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import { oneOf } from "@wegraph/kit/codes";
import type { RequestContext } from "@wegraph/kit/context";
import { notFound } from "@wegraph/kit/errors";
import type { EventFeed } from "@wegraph/kit/feed";
import { followState } from "@wegraph/kit/followState";
import { PageArgs, mapPage } from "@wegraph/kit/page";
import type { Page } from "@wegraph/kit/page";
import { isUuid } from "@wegraph/kit/validate";
import { FileItem } from "../../file/file.model.ts";
import type { FileReader } from "../../file/file.reader.ts";
import { asFile } from "../../file/file.view.ts";
import { auditExportProgressed } from "./export.events.ts";
import { exportFormats } from "./export.format.ts";
import {
  AuditExport,
  AuditExportConnection,
  AuditExportPayload,
  StartAuditExportInput,
  exportStatuses,
} from "./export.model.ts";
import type { ExportRow, ExportService } from "./export.service.ts";

@Resolver(() => AuditExport)
export class AuditExportResolver {
  constructor(
    private readonly exports: ExportService,
    private readonly files: FileReader,
  ) {}

  @Requires("audit:export")
  @Query(() => AuditExportConnection, { description: "Exports of the audit log, the newest first." })
  async auditExports(@Args(() => PageArgs) args: PageArgs): Promise<Page<AuditExport>> {
    return mapPage(await this.exports.page(args), asExport);
  }

  @Requires("audit:export")
  @Mutation(() => AuditExportPayload, {
    description:
      "Writes the audit log, or a part of it, to a file among the tenant's files, in the background.",
  })
  async startAuditExport(
    @Arg("input", () => StartAuditExportInput) input: StartAuditExportInput,
    @Ctx() context: RequestContext,
  ): Promise<AuditExportPayload> {
    return { export: asExport(await this.exports.start(context, input)) };
  }

  @FieldResolver(() => FileItem, { nullable: true })
  async file(@Root() { fileId }: AuditExport & { fileId: string | null }, @Ctx() context: RequestContext) {
    const row = fileId === null ? null : await this.files.find(context, fileId);
    return row && row.deletedAt === null ? asFile(row) : null;
  }
}

/** The live progress of one export. Made around the feed, because type-graphql calls `subscribe` without the instance. */
export function exportProgressResolver(feed: EventFeed, exports: ExportService): object {
  const subscribe = ({
    args,
    context,
  }: SubscribeResolverData<unknown, Record<string, unknown>, RequestContext>) =>
    progress(feed, exports, context, String(args["exportId"]));

  @Resolver(() => AuditExport)
  class ExportProgressResolver {
    @Requires("audit:export")
    @Subscription(() => AuditExport, {
      subscribe,
      description: "An export as it is now, then each time it comes further; ends with it.",
    })
    async auditExportProgress(@Arg("exportId", () => ID) id: string): Promise<AuditExport> {
      const row = await exports.find(id);
      if (!row) throw notFound("audit export", id);
      return asExport(row);
    }
  }
  return new ExportProgressResolver();
}

const over = new Set(["DONE", "FAILED"]);

function progress(
  feed: EventFeed,
  exports: ExportService,
  context: RequestContext,
  id: string,
): Promise<AsyncIterableIterator<object>> {
  return followState(feed, context, auditExportProgressed, {
    where: ({ payload }) => payload.exportId === id.toLowerCase(),
    async read() {
      const row = isUuid(id) ? await exports.find(id) : null;
      if (!row) throw notFound("audit export", id);
      return { entity: row.id, isOver: over.has(row.status) };
    },
    isLast: ({ payload }) => over.has(payload.status),
  });
}

function asExport({ filter: _filter, ...row }: ExportRow): AuditExport {
  return {
    ...row,
    format: oneOf(exportFormats, row.format),
    status: oneOf(exportStatuses, row.status),
    file: null,
  };
}
