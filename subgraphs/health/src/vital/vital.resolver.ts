import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { PageArgs } from "@wegraph/kit/page";
import type { Page } from "@wegraph/kit/page";
import { User } from "@wegraph/kit/coreStubs.model";
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import { Patient } from "../patient/patient.model.ts";
import { RecordVitalSignsInput, RetractVitalSignInput, VitalSignFilter } from "./vital.input.ts";
import {
  PatientVitals,
  RecordVitalSignsPayload,
  RetractVitalSignPayload,
  VitalSign,
  VitalSignConnection,
} from "./vital.model.ts";
import type { VitalReader } from "./vital.reader.ts";
import type { VitalService } from "./vital.service.ts";

@Resolver(() => VitalSign)
export class VitalResolver {
  constructor(
    private readonly reader: VitalReader,
    private readonly service: VitalService,
  ) {}

  @Requires("vital-sign:read")
  @Query(() => VitalSignConnection, { description: "A patient's values, newest first." })
  vitalSigns(
    @Arg("patientId", () => ID) patientId: string,
    @Arg("filter", () => VitalSignFilter, { nullable: true }) filter: VitalSignFilter | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() context: RequestContext,
  ): Promise<Page<VitalSign>> {
    return this.reader.page(context, patientId, filter ?? {}, page);
  }

  @Requires("vital-sign:read")
  @Query(() => PatientVitals, { description: "The latest values of a patient, and what they add up to." })
  patientVitals(
    @Arg("patientId", () => ID) patientId: string,
    @Ctx() context: RequestContext,
  ): Promise<PatientVitals> {
    return this.reader.vitals(context, patientId);
  }

  @Requires("vital-sign:write")
  @Mutation(() => RecordVitalSignsPayload, {
    description:
      "Records values that were measured together: all of them, or none. Rules look at them as at those of devices.",
  })
  async recordVitalSigns(
    @Arg("input", () => RecordVitalSignsInput) input: RecordVitalSignsInput,
    @Ctx() context: RequestContext,
  ): Promise<RecordVitalSignsPayload> {
    const vitalSigns = await this.service.record(context, input);
    return { vitalSigns, vitals: await this.reader.vitalsAfter(context, input.patientId) };
  }

  @Requires("vital-sign:write")
  @Mutation(() => RetractVitalSignPayload, {
    description:
      "Takes back a value that was entered in error. It is kept, and left out of everything; what was computed from it is computed again.",
  })
  async retractVitalSign(
    @Arg("input", () => RetractVitalSignInput) input: RetractVitalSignInput,
    @Ctx() context: RequestContext,
  ): Promise<RetractVitalSignPayload> {
    const vitalSign = await this.service.retract(context, input);
    return { vitalSign, vitals: await this.reader.vitalsAfter(context, vitalSign.patientId) };
  }

  @FieldResolver(() => User, { nullable: true, description: "The person who entered it." })
  enteredBy(@Root() { enteredById }: VitalSign): User | null {
    return enteredById === null ? null : { id: enteredById };
  }
}

@Resolver(() => Patient)
export class PatientVitalsResolver {
  constructor(private readonly reader: VitalReader) {}

  @Requires("vital-sign:read")
  @FieldResolver(() => PatientVitals, {
    nullable: true,
    description: "The latest values; null where your right to vital signs does not reach this patient.",
  })
  vitals(@Root() { id }: Patient, @Ctx() context: RequestContext): Promise<PatientVitals | null> {
    return this.reader.find(context, id);
  }
}
