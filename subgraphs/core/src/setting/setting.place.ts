import { invalidInput } from "@wegraph/kit/errors";
import type { SettingScope } from "./setting.codes.ts";

/** Where something is said: on the platform, to a service, or in a tenant. */
export interface SettingPlace {
  scope: SettingScope;
  /** Empty but for SERVICE. */
  service: string;
  tenantId: string | null;
}

/** @throws AppError INVALID_INPUT where scope and service do not go together. */
export function placeFor(
  scope: SettingScope,
  service: string | null | undefined,
  tenantId: string,
): SettingPlace {
  if ((scope === "SERVICE") !== (service != null))
    throw invalidInput(
      [{ path: ["service"], message: "needed for SERVICE, and not allowed elsewhere" }],
      "SETTING_SERVICE_REFUSED",
    );
  return { scope, service: service ?? "", tenantId: scope === "TENANT" ? tenantId : null };
}
