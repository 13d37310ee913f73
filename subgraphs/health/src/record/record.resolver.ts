import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { PageArgs } from "@wegraph/kit/page";
import type { Page } from "@wegraph/kit/page";
import { User } from "@wegraph/kit/coreStubs.model";
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import { PatientRecordKindEnum } from "./record.enums.ts";
import { AddPatientRecordInput, RetractPatientRecordInput } from "./record.input.ts";
import type { RecordKind } from "./record.kinds.ts";
import { PatientRecord, PatientRecordConnection, PatientRecordPayload } from "./record.model.ts";
import type { RecordReader } from "./record.reader.ts";
import type { RecordService } from "./record.service.ts";

@Resolver(() => PatientRecord)
export class RecordResolver {
  constructor(
    private readonly reader: RecordReader,
    private readonly service: RecordService,
  ) {}

  @Requires("patient:read")
  @Query(() => PatientRecordConnection, { description: "What happened to a patient, newest first." })
  patientTimeline(
    @Arg("patientId", () => ID) patientId: string,
    @Arg("kinds", () => [PatientRecordKindEnum], {
      nullable: true,
      description: "Only these; all when left out.",
    })
    kinds: RecordKind[] | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() context: RequestContext,
  ): Promise<Page<PatientRecord>> {
    return this.reader.page(context, patientId, kinds, page);
  }

  @Requires("patient:write")
  @Mutation(() => PatientRecordPayload, { description: "Writes on a patient's timeline." })
  async addPatientRecord(
    @Arg("input", () => AddPatientRecordInput) input: AddPatientRecordInput,
    @Ctx() context: RequestContext,
  ): Promise<PatientRecordPayload> {
    return { record: await this.reader.one(await this.service.add(context, input)) };
  }

  @Requires("patient:write")
  @Mutation(() => PatientRecordPayload, {
    description: "Marks an entry as made by mistake. It stays on the timeline, marked.",
  })
  async retractPatientRecord(
    @Arg("input", () => RetractPatientRecordInput) input: RetractPatientRecordInput,
    @Ctx() context: RequestContext,
  ): Promise<PatientRecordPayload> {
    await this.service.retract(context, input);
    return { record: await this.reader.one(input.recordId) };
  }

  @FieldResolver(() => User, {
    nullable: true,
    description: "Who wrote it; null for the platform and programs.",
  })
  author(@Root() { authorUserId }: PatientRecord): User | null {
    return authorUserId === null ? null : { id: authorUserId };
  }
}
