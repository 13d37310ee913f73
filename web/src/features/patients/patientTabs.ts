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
    Component: tab(async () => (await import("./PatientOverviewTab.tsx")).PatientOverviewTab),
  },
];

function tab(load: () => Promise<ComponentType<PatientTabProps>>, ...namespaces: string[]) {
  return lazy(async () => {
    const [Component] = await Promise.all([load(), loadWords(...namespaces)]);
    return { default: Component };
  });
}
