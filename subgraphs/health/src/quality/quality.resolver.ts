import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { HealthDevice } from "../device/device.model.ts";
import { HealthDataQuality } from "./quality.model.ts";
import { daysMax } from "./quality.reader.ts";
import type { QualityReader } from "./quality.reader.ts";

const daysDefault = 30;

@Resolver(() => HealthDevice)
export class QualityResolver {
  constructor(private readonly reader: QualityReader) {}

  @FieldResolver(() => [HealthDataQuality], {
    description: `How good its data are by day, the latest first; at most ${daysMax} days, ${daysDefault} unless given.`,
  })
  quality(
    @Root() { id }: HealthDevice,
    @Arg("days", () => Int, { nullable: true }) days: number | null,
  ): Promise<HealthDataQuality[]> {
    return this.reader.of(id, days ?? daysDefault);
  }

  @Requires("health-device:read")
  @Query(() => [HealthDataQuality], {
    description: `How good a patient's data of all devices are by day, the latest first; at most ${daysMax} days.`,
  })
  patientDataQuality(
    @Arg("patientId", () => ID) patientId: string,
    @Arg("days", () => Int, { nullable: true }) days: number | null,
    @Ctx() context: RequestContext,
  ): Promise<HealthDataQuality[]> {
    return this.reader.ofPatient(context, patientId, days ?? daysDefault);
  }
}
