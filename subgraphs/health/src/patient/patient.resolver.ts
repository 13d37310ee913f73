import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { notFound } from "@wegraph/kit/errors";
import { PageArgs } from "@wegraph/kit/page";
import type { Page } from "@wegraph/kit/page";
import { Arg, Args, Ctx, ID, Mutation, Query, Resolver } from "type-graphql";
import { ChangePatientInput, CreatePatientInput } from "./patient.input.ts";
import { Patient, PatientConnection, PatientPayload } from "./patient.model.ts";
import type { PatientOverview } from "./patient.overview.ts";
import type { PatientReader } from "./patient.reader.ts";
import type { PatientService } from "./patient.service.ts";
import { PatientFilter, PatientOrder } from "./patientFilter.input.ts";

@Resolver(() => Patient)
export class PatientResolver {
  constructor(
    private readonly reader: PatientReader,
    private readonly overview: PatientOverview,
    private readonly service: PatientService,
  ) {}

  @Requires("patient:read")
  @Query(() => Patient, {
    nullable: true,
    description: "One patient's file. That you looked at it is recorded.",
  })
  patient(@Arg("id", () => ID) id: string, @Ctx() context: RequestContext): Promise<Patient | null> {
    return this.reader.find(context, id);
  }

  @Requires("patient:read")
  @Query(() => PatientConnection, {
    description:
      "Patients you may see, the newest file first unless ordered otherwise. That each was shown to you is recorded.",
  })
  patients(
    @Arg("filter", () => PatientFilter, { nullable: true }) filter: PatientFilter | null,
    @Arg("orderBy", () => PatientOrder, { nullable: true }) order: PatientOrder | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() context: RequestContext,
  ): Promise<Page<Patient>> {
    return this.reader.page(context, filter ?? {}, order, page);
  }

  @Requires("patient:read")
  @Query(() => [String], { description: "Groups in use among the patients you may see, at most 200." })
  patientGroups(@Ctx() context: RequestContext): Promise<string[]> {
    return this.overview.groups(context);
  }

  @Requires("patient:write")
  @Mutation(() => PatientPayload, { description: "Registers a patient." })
  async createPatient(
    @Arg("input", () => CreatePatientInput) input: CreatePatientInput,
    @Ctx() context: RequestContext,
  ): Promise<PatientPayload> {
    return this.payload(context, await this.service.create(context, input));
  }

  @Requires("patient:write")
  @Mutation(() => PatientPayload, { description: "Changes what a patient's file says." })
  async changePatient(
    @Arg("input", () => ChangePatientInput) input: ChangePatientInput,
    @Ctx() context: RequestContext,
  ): Promise<PatientPayload> {
    await this.service.change(context, input);
    return this.payload(context, input.patientId);
  }

  private async payload(context: RequestContext, id: string): Promise<PatientPayload> {
    const patient = await this.reader.fresh(context, id);
    // Changed so that the caller's rights do not reach it any more: done, and gone from sight.
    if (!patient) throw notFound("patient", id);
    return { patient };
  }
}
