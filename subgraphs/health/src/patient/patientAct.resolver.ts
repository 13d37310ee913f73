import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { notFound } from "@wegraph/kit/errors";
import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { PatientCare } from "./patient.care.ts";
import { Patient, PatientIdentityPayload, PatientPayload } from "./patient.model.ts";
import type { PatientReader } from "./patient.reader.ts";
import type { PatientReveal } from "./patient.reveal.ts";
import type { PatientStandings } from "./patient.standing.ts";
import {
  ChangeCareTeamInput,
  PatientVersionInput,
  RevealPatientIdentityInput,
  SetPatientConsentInput,
  SetPatientStatusInput,
} from "./patientStanding.input.ts";

interface Acts {
  care: PatientCare;
  standings: PatientStandings;
  reveal: PatientReveal;
  reader: PatientReader;
}

/** What is done with a patient's file besides changing what it says. */
@Resolver(() => Patient)
export class PatientActResolver {
  constructor(private readonly acts: Acts) {}

  @Requires("patient:write")
  @Mutation(() => PatientPayload, { description: "Says whether a patient is looked after." })
  async setPatientStatus(
    @Arg("input", () => SetPatientStatusInput) input: SetPatientStatusInput,
    @Ctx() context: RequestContext,
  ): Promise<PatientPayload> {
    await this.acts.standings.setStatus(context, input);
    return this.payload(context, input.patientId);
  }

  @Requires("patient:write")
  @Mutation(() => PatientPayload, { description: "Puts a file away: out of lists, and nothing is measured." })
  async archivePatient(
    @Arg("input", () => PatientVersionInput) input: PatientVersionInput,
    @Ctx() context: RequestContext,
  ): Promise<PatientPayload> {
    await this.acts.standings.archive(context, input);
    return this.payload(context, input.patientId);
  }

  @Requires("patient:write")
  @Mutation(() => PatientPayload, { description: "Takes an archived file into use again." })
  async restorePatient(
    @Arg("input", () => PatientVersionInput) input: PatientVersionInput,
    @Ctx() context: RequestContext,
  ): Promise<PatientPayload> {
    await this.acts.standings.restore(context, input);
    return this.payload(context, input.patientId);
  }

  @Requires("patient:write")
  @Mutation(() => PatientPayload, { description: "Changes who looks after a patient." })
  async changePatientCareTeam(
    @Arg("input", () => ChangeCareTeamInput) input: ChangeCareTeamInput,
    @Ctx() context: RequestContext,
  ): Promise<PatientPayload> {
    await this.acts.care.changeTeam(context, input);
    return this.payload(context, input.patientId);
  }

  @Requires("patient:write")
  @Mutation(() => PatientPayload, { description: "Says whether a patient agrees to be measured." })
  async setPatientConsent(
    @Arg("input", () => SetPatientConsentInput) input: SetPatientConsentInput,
    @Ctx() context: RequestContext,
  ): Promise<PatientPayload> {
    await this.acts.care.setConsent(context, input);
    return this.payload(context, input.patientId);
  }

  @Requires("patient:reveal")
  @Mutation(() => PatientIdentityPayload, {
    description: "Shows numbers, address and contacts in full. Who asked, and why, is kept in the audit log.",
  })
  async revealPatientIdentity(
    @Arg("input", () => RevealPatientIdentityInput) input: RevealPatientIdentityInput,
    @Ctx() context: RequestContext,
  ): Promise<PatientIdentityPayload> {
    return { identity: await this.acts.reveal.identity(context, input) };
  }

  private async payload(context: RequestContext, id: string): Promise<PatientPayload> {
    const patient = await this.acts.reader.fresh(context, id);
    // Changed so that the caller's rights do not reach it any more: done, and gone from sight.
    if (!patient) throw notFound("patient", id);
    return { patient };
  }
}
