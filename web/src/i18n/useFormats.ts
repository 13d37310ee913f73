import { createContext, use } from "react";
import { useTranslation } from "react-i18next";
import { type Formats, formatsOf } from "./formats.ts";

/** The tenant's time zone; a business day is the tenant's, wherever its people sit. */
export const TimeZoneContext = createContext<string>(new Intl.DateTimeFormat().resolvedOptions().timeZone);

export function useFormats(): Formats {
  const timeZone = use(TimeZoneContext);
  const { i18n } = useTranslation();
  return formatsOf(i18n.language, timeZone);
}
