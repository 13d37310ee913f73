import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { notFound } from "@wegraph/kit/errors";
import { PageArgs } from "@wegraph/kit/page";
import type { Page } from "@wegraph/kit/page";
import { User } from "@wegraph/kit/coreStubs.model";
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import { Patient } from "../patient/patient.model.ts";
import type { PatientReader } from "../patient/patient.reader.ts";
import { AttachedFile } from "./file.stub.ts";
import {
  AmendCheckupReportInput,
  ChangeCheckupReportInput,
  CheckupReportFilter,
  CheckupReportVersionInput,
  CreateCheckupReportInput,
} from "./report.input.ts";
import {
  CheckupItem,
  CheckupItemCounts,
  CheckupReport,
  CheckupReportConnection,
  CheckupReportPayload,
  DeleteCheckupReportPayload,
} from "./report.model.ts";
import type { ReportReader } from "./report.reader.ts";
import type { ReportService } from "./report.service.ts";

@Resolver(() => CheckupReport)
export class ReportResolver {
  constructor(
    private readonly reader: ReportReader,
    private readonly service: ReportService,
    private readonly patients: PatientReader,
  ) {}

  @Requires("checkup-report:read")
  @Query(() => CheckupReportConnection, {
    description: "Check-up reports of the patients you may see, the latest examination first.",
  })
  checkupReports(
    @Arg("filter", () => CheckupReportFilter, { nullable: true }) filter: CheckupReportFilter | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() context: RequestContext,
  ): Promise<Page<CheckupReport>> {
    return this.reader.page(context, filter ?? {}, page);
  }

  @Requires("checkup-report:read")
  @Query(() => CheckupReport, { nullable: true, description: "One report. That you looked is recorded." })
  checkupReport(
    @Arg("id", () => ID) id: string,
    @Ctx() context: RequestContext,
  ): Promise<CheckupReport | null> {
    return this.reader.find(context, id);
  }

  @Requires("checkup-report:write")
  @Mutation(() => CheckupReportPayload, { description: "Drafts a report." })
  async createCheckupReport(
    @Arg("input", () => CreateCheckupReportInput) input: CreateCheckupReportInput,
    @Ctx() context: RequestContext,
  ): Promise<CheckupReportPayload> {
    return this.payload(context, await this.service.create(context, input));
  }

  @Requires("checkup-report:write")
  @Mutation(() => CheckupReportPayload, { description: "Changes a draft." })
  async changeCheckupReport(
    @Arg("input", () => ChangeCheckupReportInput) input: ChangeCheckupReportInput,
    @Ctx() context: RequestContext,
  ): Promise<CheckupReportPayload> {
    await this.service.change(context, input);
    return this.payload(context, input.reportId);
  }

  @Requires("checkup-report:write")
  @Mutation(() => CheckupReportPayload, {
    description: "Publishes a draft: from then on it stays as it is. One that it corrects counts no more.",
  })
  async publishCheckupReport(
    @Arg("input", () => CheckupReportVersionInput) input: CheckupReportVersionInput,
    @Ctx() context: RequestContext,
  ): Promise<CheckupReportPayload> {
    await this.service.publish(context, input);
    return this.payload(context, input.reportId);
  }

  @Requires("checkup-report:write")
  @Mutation(() => CheckupReportPayload, {
    description: "Drafts a report of the same content that will take the place of a published one.",
  })
  async amendCheckupReport(
    @Arg("input", () => AmendCheckupReportInput) input: AmendCheckupReportInput,
    @Ctx() context: RequestContext,
  ): Promise<CheckupReportPayload> {
    return this.payload(context, await this.service.amend(context, input));
  }

  @Requires("checkup-report:write")
  @Mutation(() => DeleteCheckupReportPayload, { description: "Deletes a draft." })
  async deleteCheckupReport(
    @Arg("input", () => CheckupReportVersionInput) input: CheckupReportVersionInput,
    @Ctx() context: RequestContext,
  ): Promise<DeleteCheckupReportPayload> {
    await this.service.delete(context, input);
    return { reportId: input.reportId };
  }

  @FieldResolver(() => Patient, {
    nullable: true,
    description: "Null for who may read reports and not files.",
  })
  patient(@Root() { patientId }: CheckupReport, @Ctx() context: RequestContext): Promise<Patient | null> {
    return this.patients.find(context, patientId);
  }

  @FieldResolver(() => [CheckupItem], { description: "What was examined, in order." })
  items(@Root() { id }: CheckupReport, @Ctx() context: RequestContext): Promise<CheckupItem[]> {
    return this.reader.items(context, id);
  }

  @FieldResolver(() => CheckupItemCounts, { description: "How many results stand where." })
  counts(@Root() { id }: CheckupReport, @Ctx() context: RequestContext): Promise<CheckupItemCounts> {
    return this.reader.counts(context, id);
  }

  @FieldResolver(() => [AttachedFile], { description: "Files that belong to it." })
  attachments(@Root() { attachmentFileIds }: CheckupReport): AttachedFile[] {
    return attachmentFileIds.map((id) => ({ id }));
  }

  @FieldResolver(() => User, { nullable: true })
  createdBy(@Root() { createdById }: CheckupReport): User | null {
    return createdById === null ? null : { id: createdById };
  }

  @FieldResolver(() => User, { nullable: true })
  publishedBy(@Root() { publishedById }: CheckupReport): User | null {
    return publishedById === null ? null : { id: publishedById };
  }

  private async payload(context: RequestContext, id: string): Promise<CheckupReportPayload> {
    const report = await this.reader.fresh(context, id);
    if (!report) throw notFound("checkup report", id);
    return { report };
  }
}
