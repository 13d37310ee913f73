import { useTranslation } from "react-i18next";
import { wordOr } from "../../i18n/wordOr.ts";
import type { RecordData } from "./timelineQuery.ts";

/** What an entry says, in the viewer's language: people's own words, or what the platform's facts amount to. */
export function useRecordText(): (record: RecordData) => string {
  const { t, i18n } = useTranslation("patients");
  return ({ kind, title, text, facts }) => {
    const of = (name: string) => facts.find((fact) => fact.name === name)?.value;
    const word = (under: string, name: string) => {
      const value = of(name);
      return value === undefined ? undefined : wordOr(i18n, "patients", `${under}.${value}`, value);
    };
    const said = (...parts: (string | null | undefined)[]) => parts.filter(Boolean).join(" · ");
    switch (kind) {
      case "REGISTERED":
        return said(word("consent", "consent"));
      case "CONSENT":
        return said(word("consent", "to"), text);
      case "STATUS":
        return of("archived") === "true" ? t("archived") : said(word("status", "to"));
      case "CARE_TEAM":
        return said(of("department"), t("team.size", { count: Number(of("careTeamSize") ?? 0) }));
      case "ALERT_RAISED":
      case "ALERT_RESOLVED":
        return said(
          i18n.language === "zh-CN" ? of("nameZh") : of("nameEn"),
          measureOf(of("value"), of("unit")),
        );
      case "DEVICE_BOUND":
      case "DEVICE_UNBOUND":
        return said(of("name"), of("reason"));
      case "CHECKUP_REPORT":
        return said(of("reportNumber"), of("institution"), title);
      case "RISK_ASSESSMENT":
        return said(word("risk", "risk"), word("riskLevel", "level"));
      case "NOTE":
      case "VISIT":
      case "DIAGNOSIS":
      case "MEDICATION":
      case "ALLERGY":
      case "PROCEDURE":
        return said(title, text);
    }
  };
}

function measureOf(value: string | undefined, unit: string | undefined): string | undefined {
  return value === undefined ? undefined : [value, unit].filter(Boolean).join(" ");
}
