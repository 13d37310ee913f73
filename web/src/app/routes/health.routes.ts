import type { RouteObject } from "react-router";
import { page } from "../page.ts";

/** Patients, what is measured of them, and what follows from it. */
export const healthRoutes: RouteObject[] = [
  {
    path: "health/alerts",
    handle: { requires: "health-alert:read" },
    lazy: page(
      async () => (await import("../../features/healthAlerts/HealthAlertsPage.tsx")).HealthAlertsPage,
      "healthAlerts",
      "alerts",
      "vitals",
    ),
  },
  {
    path: "health/alerts/:id",
    handle: { requires: "health-alert:read" },
    lazy: page(
      async () => (await import("../../features/healthAlerts/HealthAlertPage.tsx")).HealthAlertPage,
      "healthAlerts",
      "vitals",
    ),
  },
  {
    path: "health/devices",
    handle: { requires: "health-device:read" },
    lazy: page(async () => (await import("../../features/devices/DevicesPage.tsx")).DevicesPage, "devices"),
  },
  {
    path: "health/devices/:id",
    handle: { requires: "health-device:read" },
    lazy: page(async () => (await import("../../features/devices/DevicePage.tsx")).DevicePage, "devices"),
  },
  {
    path: "health/patients",
    handle: { requires: "patient:read" },
    lazy: page(
      async () => (await import("../../features/patients/PatientsPage.tsx")).PatientsPage,
      "patients",
      "vitals",
    ),
  },
  {
    path: "health/patients/import",
    handle: { requires: "patient:write" },
    lazy: page(
      async () => (await import("../../features/patientImport/ImportPage.tsx")).ImportPage,
      "patientImport",
      "csv",
    ),
  },
  {
    path: "health/patients/:id",
    handle: { requires: "patient:read" },
    lazy: page(
      async () => (await import("../../features/patients/PatientPage.tsx")).PatientPage,
      "patients",
      "vitals",
    ),
  },
  {
    path: "health/overview",
    handle: { requires: "patient:read" },
    lazy: page(
      async () => (await import("../../features/healthOverview/HealthOverviewPage.tsx")).HealthOverviewPage,
      "healthAnalysis",
    ),
  },
  {
    path: "health/cohorts",
    handle: { requires: "health-analysis:read" },
    lazy: page(
      async () => (await import("../../features/cohorts/CohortPage.tsx")).CohortPage,
      "healthAnalysis",
    ),
  },
  {
    path: "health/reports",
    handle: { requires: "checkup-report:read" },
    lazy: page(
      async () => (await import("../../features/checkups/CheckupReportsPage.tsx")).CheckupReportsPage,
      "checkups",
    ),
  },
  {
    path: "health/reports/:id",
    handle: { requires: "checkup-report:read" },
    lazy: page(
      async () => (await import("../../features/checkups/CheckupReportPage.tsx")).CheckupReportPage,
      "checkups",
    ),
  },
  {
    path: "health/reports/:id/edit",
    handle: { requires: "checkup-report:write" },
    lazy: page(
      async () => (await import("../../features/checkups/CheckupEditorPage.tsx")).CheckupEditorPage,
      "checkups",
    ),
  },
  {
    path: "health/new-report/:patientId",
    handle: { requires: "checkup-report:write" },
    lazy: page(
      async () => (await import("../../features/checkups/CheckupEditorPage.tsx")).NewCheckupReportPage,
      "checkups",
    ),
  },
  {
    path: "health/report-comparison/:patientId",
    handle: { requires: "checkup-report:read" },
    lazy: page(
      async () => (await import("../../features/checkups/ComparisonPage.tsx")).ComparisonPage,
      "checkups",
    ),
  },
  {
    path: "health/rules",
    handle: { requires: "health-rule:read" },
    lazy: page(
      async () => (await import("../../features/healthRules/HealthRulesPage.tsx")).HealthRulesPage,
      "healthRules",
      "vitals",
    ),
  },
  {
    path: "health/rules/new",
    handle: { requires: "health-rule:manage" },
    lazy: page(
      async () => (await import("../../features/healthRules/NewRulePage.tsx")).NewRulePage,
      "healthRules",
      "healthAlerts",
      "vitals",
    ),
  },
  {
    path: "health/rules/:id",
    handle: { requires: "health-rule:read" },
    lazy: page(
      async () => (await import("../../features/healthRules/RulePage.tsx")).RulePage,
      "healthRules",
      "healthAlerts",
      "vitals",
      "audit",
    ),
  },
];
