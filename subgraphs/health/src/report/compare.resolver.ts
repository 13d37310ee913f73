import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { invalidInput } from "@wegraph/kit/errors";
import { Arg, Ctx, Field, ID, ObjectType, Query, Resolver } from "type-graphql";
import { ageOn, businessDay, dayOf } from "../calendar.ts";
import type { PatientAccess } from "../patient/patient.access.ts";
import type { TenantZones } from "../tenant/tenantZones.ts";
import { CheckupComparison, CheckupItemsPreview, CheckupPanel } from "./compare.model.ts";
import { itemsOfCsv } from "./item.csv.ts";
import { flagOf } from "./item.rules.ts";
import { panelsFor } from "./panel.view.ts";
import type { Whom } from "./panel.templates.ts";
import { CheckupItemsTextInput } from "./report.input.ts";
import { CheckupReport } from "./report.model.ts";
import { comparedMax } from "./report.reader.ts";
import type { ReportReader } from "./report.reader.ts";

@ObjectType({ description: "A patient's reports beside each other." })
export class CheckupReportComparison {
  @Field(() => [CheckupReport], { description: "The oldest first." })
  reports: CheckupReport[];

  @Field(() => [CheckupComparison])
  items: CheckupComparison[];
}

interface CompareOptions {
  reader: ReportReader;
  access: PatientAccess;
  zones: TenantZones;
  clock: () => Date;
}

/** What is asked beside reports themselves: comparisons, and help with writing one. */
@Resolver()
export class CompareResolver {
  constructor(private readonly options: CompareOptions) {}

  @Requires("checkup-report:read")
  @Query(() => CheckupReportComparison, {
    description: `A patient's reports side by side: those named, at most ${comparedMax}, else the latest five published ones.`,
  })
  checkupReportComparison(
    @Arg("patientId", () => ID) patientId: string,
    @Arg("reportIds", () => [ID], { nullable: true }) reportIds: string[] | null,
    @Ctx() context: RequestContext,
  ): Promise<CheckupReportComparison> {
    if (reportIds && reportIds.length > comparedMax)
      throw invalidInput([{ path: ["reportIds"], message: `at most ${comparedMax}` }]);
    return this.options.reader.compare(context, patientId, reportIds);
  }

  @Requires("checkup-report:read")
  @Query(() => [CheckupPanel], {
    description: "Common panels with published reference intervals: those of a patient, where one is named.",
  })
  async checkupPanels(
    @Arg("patientId", () => ID, { nullable: true }) patientId: string | null,
    @Ctx() context: RequestContext,
  ): Promise<CheckupPanel[]> {
    return panelsFor(await this.whom(context, patientId, null));
  }

  @Requires("checkup-report:write")
  @Query(() => CheckupItemsPreview, {
    description:
      "What a pasted table says: its items with their marks, and each line that cannot be taken. Nothing is stored.",
  })
  async checkupItemsPreview(
    @Arg("input", () => CheckupItemsTextInput) input: CheckupItemsTextInput,
    @Ctx() context: RequestContext,
  ): Promise<CheckupItemsPreview> {
    const whom = await this.whom(context, input.patientId ?? null, input.examinedOn ?? null);
    const { items, problems } = itemsOfCsv(input.text, whom);
    return { items: items.map((item) => ({ ...item, flag: flagOf(item) })), problems };
  }

  private async whom(
    context: RequestContext,
    patientId: string | null,
    day: string | null,
  ): Promise<Whom | null> {
    if (patientId === null) return null;
    const { access, zones, clock } = this.options;
    const { sex, birthDate, tenantId } = await access.open(
      context,
      "checkup-report:read",
      patientId,
      "CHECKUP_REPORTS",
    );
    return { sex, age: ageOn(birthDate, dayOf(day ?? businessDay(clock(), await zones.of(tenantId)))) };
  }
}
