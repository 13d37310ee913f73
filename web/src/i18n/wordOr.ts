import type { i18n } from "i18next";

/**
 * The word for something the server named, which may be newer than this console and have no word
 * here yet. Everywhere else keys are checked by the compiler; here they cannot be.
 */
export function wordOr(
  translations: i18n,
  namespace:
    | "alerts"
    | "audit"
    | "callbacks"
    | "devices"
    | "errors"
    | "messages"
    | "monitoring"
    | "notifications"
    | "patientImport"
    | "patients"
    | "rights"
    | "status"
    | "webhooks",
  key: string,
  otherwise: string,
  values: Readonly<Record<string, string | undefined>> = {},
): string {
  return translations.t(key, { ns: namespace, ...values, defaultValue: otherwise });
}
