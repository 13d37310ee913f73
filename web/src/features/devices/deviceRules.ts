import { z } from "zod";
import { deviceKinds } from "./deviceState.ts";

const line = (max: number) => z.string().trim().max(max);
/** In minutes; empty: nobody expects any. */
const minutes = z
  .string()
  .trim()
  .refine((value) => value === "" || (Number(value) >= 0.5 && Number(value) <= 10_080), "range");

const deviceFields = {
  name: line(80).min(1, "required"),
  manufacturer: line(80),
  model: line(80),
  intervalMinutes: minutes,
};

export const deviceRules = z.object(deviceFields);
export type DeviceValues = z.infer<typeof deviceRules>;

export const registrationRules = z.object({
  ...deviceFields,
  serialNumber: line(64)
    .min(1, "required")
    .regex(/^[\w.:/-]*$/, "serial"),
  kind: z.enum(deviceKinds),
  patientId: z.string(),
});
export type RegistrationValues = z.infer<typeof registrationRules>;

export function fieldsOf({ name, manufacturer, model, intervalMinutes }: DeviceValues) {
  return {
    name,
    manufacturer: manufacturer || null,
    model: model || null,
    intervalSeconds: intervalMinutes === "" ? null : Math.round(Number(intervalMinutes) * 60),
  };
}
