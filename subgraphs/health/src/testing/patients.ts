import type { RequestContext } from "@wegraph/kit/context";
import type { CreatePatientInput } from "../patient/patient.input.ts";
import type { World } from "./world.ts";

/** Registers a patient by the real service: one who has consented, unless told otherwise. Returns the id. */
export function makePatient(
  world: World,
  context: RequestContext,
  given: Partial<CreatePatientInput> = {},
): Promise<string> {
  return world.as(context, () =>
    world.parts.patients.service.create(context, {
      name: "张秀英",
      sex: "FEMALE",
      birthDate: "1958-04-12",
      hasConsented: true,
      ...given,
    }),
  );
}
