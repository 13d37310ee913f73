import { createContext, use, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { createFormats, type Formats } from "./formats.ts";

/** The tenant's time zone; a business day is the tenant's, wherever its people sit. */
export const TimeZoneContext = createContext<string>(new Intl.DateTimeFormat().resolvedOptions().timeZone);

export function useFormats(): Formats {
  const timeZone = use(TimeZoneContext);
  const { i18n } = useTranslation();
  return useMemo(() => createFormats(i18n.language, timeZone), [i18n.language, timeZone]);
}
