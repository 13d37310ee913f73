import { lazy, type ComponentType, type LazyExoticComponent } from "react";
import { loadWords } from "../../i18n/i18n.ts";
import type { PatientData } from "./patientQuery.ts";

/** What every tab of a patient's page is given. */
export interface PatientTabProps {
  patient: PatientData;
}

export type PatientTabKey =
  | "overview"
  | "vitals"
  | "alerts"
  | "devices"
  | "timeline"
  | "reports"
  | "risk"
  | "access";

export interface PatientTab {
  key: PatientTabKey;
  /** The right it needs besides the one to the file. */
  requires?: string;
  Component: LazyExoticComponent<ComponentType<PatientTabProps>>;
}

/** The tabs of a patient's page in their order, each with its code and words when somebody opens it. */
export const patientTabs: readonly PatientTab[] = [
  {
    key: "overview",
    Component: tab(async () => (await import("./PatientOverviewTab.tsx")).PatientOverviewTab, "vitals"),
  },
  {
    key: "vitals",
    requires: "vital-sign:read",
    Component: tab(async () => (await import("../vitals/VitalsTab.tsx")).VitalsTab, "vitals"),
  },
  {
    key: "alerts",
    requires: "health-alert:read",
    Component: tab(
      async () => (await import("../healthAlerts/PatientAlertsTab.tsx")).PatientAlertsTab,
      "healthAlerts",
      "vitals",
    ),
  },
  {
    key: "devices",
    requires: "health-device:read",
    Component: tab(
      async () => (await import("../devices/PatientDevicesTab.tsx")).PatientDevicesTab,
      "devices",
    ),
  },
  {
    key: "timeline",
    Component: tab(async () => (await import("./TimelineTab.tsx")).TimelineTab),
  },
  {
    key: "reports",
    requires: "checkup-report:read",
    Component: tab(
      async () => (await import("../checkups/PatientReportsTab.tsx")).PatientReportsTab,
      "checkups",
    ),
  },
  {
    key: "risk",
    requires: "health-analysis:read",
    Component: tab(async () => (await import("../risk/PatientRiskTab.tsx")).PatientRiskTab, "healthAnalysis"),
  },
  {
    key: "access",
    requires: "audit:read",
    Component: tab(async () => (await import("./AccessTab.tsx")).AccessTab, "audit"),
  },
];

function tab(load: () => Promise<ComponentType<PatientTabProps>>, ...namespaces: string[]) {
  return lazy(async () => {
    const [Component] = await Promise.all([load(), loadWords(...namespaces)]);
    return { default: Component };
  });
}
