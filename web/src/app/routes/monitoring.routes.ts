import type { RouteObject } from "react-router";
import { page } from "../page.ts";

/** How the platform and the tenant are doing. */
export const monitoringRoutes: RouteObject[] = [
  {
    path: "monitoring/alerts",
    handle: { requires: "system-alert:read" },
    lazy: page(
      async () => (await import("../../features/systemAlerts/SystemAlertsPage.tsx")).SystemAlertsPage,
      "alerting",
    ),
  },
  {
    path: "monitoring/alerts/:id",
    handle: { requires: "system-alert:read" },
    lazy: page(
      async () => (await import("../../features/systemAlerts/SystemAlertPage.tsx")).SystemAlertPage,
      "alerting",
    ),
  },
  {
    path: "monitoring/wall",
    handle: { requires: "system-alert:read" },
    lazy: page(async () => (await import("../../features/systemAlerts/WallPage.tsx")).WallPage, "alerting"),
  },
  {
    path: "monitoring/rules",
    handle: { requires: "monitor-rule:read" },
    lazy: page(
      async () => (await import("../../features/monitorRules/MonitorRulesPage.tsx")).MonitorRulesPage,
      "alerting",
    ),
  },
  {
    path: "monitoring/silences",
    handle: { requires: "silence:read" },
    lazy: page(
      async () => (await import("../../features/silences/SilencesPage.tsx")).SilencesPage,
      "alerting",
    ),
  },
  {
    path: "monitoring/policy",
    handle: { requires: "silence:read" },
    lazy: page(
      async () => (await import("../../features/alertPolicy/PolicyPage.tsx")).PolicyPage,
      "alerting",
    ),
  },
  {
    path: "monitoring/reports",
    handle: { requires: "report:read" },
    lazy: page(async () => (await import("../../features/reports/ReportsPage.tsx")).ReportsPage, "alerting"),
  },
  {
    path: "monitoring/reports/:id",
    handle: { requires: "report:read" },
    lazy: page(async () => (await import("../../features/reports/ReportPage.tsx")).ReportPage, "alerting"),
  },
  {
    path: "metrics-explorer",
    handle: { requires: "metric:read" },
    lazy: page(
      async () => (await import("../../features/monitoring/MetricsPage.tsx")).MetricsPage,
      "monitoring",
    ),
  },
  {
    path: "system-map",
    handle: { requires: "system:read" },
    lazy: page(
      async () => (await import("../../features/monitoring/SystemPage.tsx")).SystemPage,
      "monitoring",
    ),
  },
  {
    path: "uptime",
    handle: { requires: "system:read" },
    lazy: page(
      async () => (await import("../../features/monitoring/UptimePage.tsx")).UptimePage,
      "monitoring",
    ),
  },
];
