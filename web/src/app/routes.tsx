import type { ComponentType } from "react";
import { createBrowserRouter, type RouteObject } from "react-router";
import { loadWords } from "../i18n/i18n.ts";
import { RequireSession } from "./RequireSession.tsx";
import { RouteProblem } from "./RouteProblem.tsx";
import { Splash } from "./Splash.tsx";

/** The right a page needs; the shell shows why instead of the page when the viewer lacks it. */
export interface RouteHandle {
  requires?: string;
}

/** A page's code and its words, fetched side by side when somebody goes there. */
function page(load: () => Promise<ComponentType>, ...namespaces: string[]) {
  return async () => {
    const [Component] = await Promise.all([load(), loadWords("errors", "status", ...namespaces)]);
    return { Component };
  };
}

const pages: RouteObject[] = [
  {
    index: true,
    lazy: page(
      async () => (await import("../features/overview/OverviewPage.tsx")).OverviewPage,
      "overview",
      "alerts",
    ),
  },
  {
    path: "accounts",
    handle: { requires: "account:read" },
    lazy: page(async () => (await import("../features/accounts/AccountsPage.tsx")).AccountsPage, "accounts"),
  },
  {
    path: "accounts/:id",
    handle: { requires: "account:read" },
    lazy: page(
      async () => (await import("../features/accounts/AccountPage.tsx")).AccountPage,
      "accounts",
      "messages",
      "alerts",
      "audit",
    ),
  },
  {
    path: "callbacks",
    handle: { requires: "callback:read" },
    lazy: page(
      async () => (await import("../features/callbacks/CallbacksPage.tsx")).CallbacksPage,
      "callbacks",
      "audit",
    ),
  },
  {
    path: "conversations",
    handle: { requires: "conversation:read" },
    lazy: page(
      async () => (await import("../features/conversations/ConversationsPage.tsx")).ConversationsPage,
      "conversations",
    ),
  },
  {
    path: "messages",
    handle: { requires: "message:read" },
    lazy: page(
      async () => (await import("../features/messages/RecordsPage.tsx")).RecordsPage,
      "messages",
      "audit",
    ),
  },
  {
    path: "messages/new",
    handle: { requires: "message:send" },
    lazy: page(async () => (await import("../features/messages/ComposePage.tsx")).ComposePage, "messages"),
  },
  {
    path: "messages/batches",
    handle: { requires: "message:read" },
    lazy: page(async () => (await import("../features/messages/BatchesPage.tsx")).BatchesPage, "messages"),
  },
  {
    path: "messages/batches/new",
    handle: { requires: "message:send" },
    lazy: page(
      async () => (await import("../features/messages/BatchWizardPage.tsx")).BatchWizardPage,
      "messages",
    ),
  },
  {
    path: "messages/batches/:id",
    handle: { requires: "message:read" },
    lazy: page(
      async () => (await import("../features/messages/BatchPage.tsx")).BatchPage,
      "messages",
      "audit",
    ),
  },
  {
    path: "messages/templates",
    handle: { requires: "message:read" },
    lazy: page(
      async () => (await import("../features/messages/TemplatesPage.tsx")).TemplatesPage,
      "messages",
    ),
  },
  {
    path: "messages/templates/new",
    handle: { requires: "message-template:write" },
    lazy: page(
      async () => (await import("../features/messages/NewTemplatePage.tsx")).NewTemplatePage,
      "messages",
    ),
  },
  {
    path: "messages/templates/:id",
    handle: { requires: "message:read" },
    lazy: page(
      async () => (await import("../features/messages/TemplatePage.tsx")).TemplatePage,
      "messages",
      "audit",
    ),
  },
  {
    path: "messages/statistics",
    handle: { requires: "message:read" },
    lazy: page(
      async () => (await import("../features/messages/StatisticsPage.tsx")).StatisticsPage,
      "messages",
    ),
  },
  {
    path: "messages/limits",
    handle: { requires: "message:read" },
    lazy: page(async () => (await import("../features/messages/LimitsPage.tsx")).LimitsPage, "messages"),
  },
  {
    path: "alerts",
    handle: { requires: "alert:read" },
    lazy: page(async () => (await import("../features/alerts/AlertsPage.tsx")).AlertsPage, "alerts"),
  },
  {
    path: "alerts/:id",
    handle: { requires: "alert:read" },
    lazy: page(async () => (await import("../features/alerts/AlertPage.tsx")).AlertPage, "alerts"),
  },
  {
    path: "monitoring/alerts",
    handle: { requires: "system-alert:read" },
    lazy: page(
      async () => (await import("../features/systemAlerts/SystemAlertsPage.tsx")).SystemAlertsPage,
      "alerting",
    ),
  },
  {
    path: "monitoring/alerts/:id",
    handle: { requires: "system-alert:read" },
    lazy: page(
      async () => (await import("../features/systemAlerts/SystemAlertPage.tsx")).SystemAlertPage,
      "alerting",
    ),
  },
  {
    path: "monitoring/wall",
    handle: { requires: "system-alert:read" },
    lazy: page(async () => (await import("../features/systemAlerts/WallPage.tsx")).WallPage, "alerting"),
  },
  {
    path: "monitoring/rules",
    handle: { requires: "monitor-rule:read" },
    lazy: page(
      async () => (await import("../features/monitorRules/MonitorRulesPage.tsx")).MonitorRulesPage,
      "alerting",
    ),
  },
  {
    path: "monitoring/silences",
    handle: { requires: "silence:read" },
    lazy: page(async () => (await import("../features/silences/SilencesPage.tsx")).SilencesPage, "alerting"),
  },
  {
    path: "monitoring/reports",
    handle: { requires: "report:read" },
    lazy: page(async () => (await import("../features/reports/ReportsPage.tsx")).ReportsPage, "alerting"),
  },
  {
    path: "monitoring/reports/:id",
    handle: { requires: "report:read" },
    lazy: page(async () => (await import("../features/reports/ReportPage.tsx")).ReportPage, "alerting"),
  },
  {
    path: "metrics-explorer",
    handle: { requires: "metric:read" },
    lazy: page(
      async () => (await import("../features/monitoring/MetricsPage.tsx")).MetricsPage,
      "monitoring",
    ),
  },
  {
    path: "system-map",
    handle: { requires: "system:read" },
    lazy: page(async () => (await import("../features/monitoring/SystemPage.tsx")).SystemPage, "monitoring"),
  },
  {
    path: "uptime",
    handle: { requires: "system:read" },
    lazy: page(async () => (await import("../features/monitoring/UptimePage.tsx")).UptimePage, "monitoring"),
  },
  {
    path: "alert-rules",
    handle: { requires: "alert:read" },
    lazy: page(
      async () => (await import("../features/alertRules/AlertRulesPage.tsx")).AlertRulesPage,
      "alerts",
    ),
  },
  {
    path: "contacts",
    handle: { requires: "contact:read" },
    lazy: page(
      async () => (await import("../features/contacts/ContactsPage.tsx")).ContactsPage,
      "contacts",
      "audit",
    ),
  },
  {
    path: "contacts/groups",
    handle: { requires: "contact:read" },
    lazy: page(async () => (await import("../features/contacts/GroupsPage.tsx")).GroupsPage, "contacts"),
  },
  {
    path: "contacts/groups/:id",
    handle: { requires: "contact:read" },
    lazy: page(async () => (await import("../features/contacts/GroupPage.tsx")).GroupPage, "contacts"),
  },
  {
    path: "contacts/syncs",
    handle: { requires: "contact:read" },
    lazy: page(async () => (await import("../features/contacts/SyncPage.tsx")).SyncPage, "contacts"),
  },
  {
    path: "corps",
    handle: { requires: "corp:read" },
    lazy: page(async () => (await import("../features/corps/CorpsPage.tsx")).CorpsPage, "corps"),
  },
  {
    path: "users",
    handle: { requires: "user:read" },
    lazy: page(async () => (await import("../features/users/UsersPage.tsx")).UsersPage, "users", "rights"),
  },
  {
    path: "users/:id",
    handle: { requires: "user:read" },
    lazy: page(
      async () => (await import("../features/users/UserPage.tsx")).UserPage,
      "users",
      "rights",
      "sessions",
      "audit",
    ),
  },
  {
    path: "roles",
    handle: { requires: "role:read" },
    lazy: page(async () => (await import("../features/roles/RolesPage.tsx")).RolesPage, "roles", "rights"),
  },
  {
    path: "roles/:id",
    handle: { requires: "role:read" },
    lazy: page(async () => (await import("../features/roles/RolePage.tsx")).RolePage, "roles", "rights"),
  },
  {
    path: "api-keys",
    handle: { requires: "api-key:read" },
    lazy: page(
      async () => (await import("../features/apiKeys/ApiKeysPage.tsx")).ApiKeysPage,
      "apiKeys",
      "roles",
      "rights",
    ),
  },
  {
    path: "jobs",
    handle: { requires: "job:read" },
    lazy: page(async () => (await import("../features/jobs/JobsPage.tsx")).JobsPage, "jobs"),
  },
  {
    path: "settings",
    handle: { requires: "setting:read" },
    lazy: page(async () => (await import("../features/settings/SettingsPage.tsx")).SettingsPage, "settings"),
  },
  {
    path: "quotas",
    handle: { requires: "quota:read" },
    lazy: page(async () => (await import("../features/quotas/QuotasPage.tsx")).QuotasPage, "quotas"),
  },
  {
    path: "bills",
    handle: { requires: "billing:read" },
    lazy: page(async () => (await import("../features/bills/BillsPage.tsx")).BillsPage, "quotas"),
  },
  {
    path: "bills/:id",
    handle: { requires: "billing:read" },
    lazy: page(async () => (await import("../features/bills/BillPage.tsx")).BillPage, "quotas"),
  },
  {
    path: "webhooks",
    handle: { requires: "webhook:read" },
    lazy: page(async () => (await import("../features/webhooks/WebhooksPage.tsx")).WebhooksPage, "webhooks"),
  },
  {
    path: "webhooks/:id",
    handle: { requires: "webhook:read" },
    lazy: page(async () => (await import("../features/webhooks/EndpointPage.tsx")).EndpointPage, "webhooks"),
  },
  {
    path: "notifications",
    lazy: page(
      async () => (await import("../features/notifications/NotificationsPage.tsx")).NotificationsPage,
      "notifications",
    ),
  },
  {
    path: "notifications/preferences",
    lazy: page(
      async () => (await import("../features/notifications/PreferencesPage.tsx")).PreferencesPage,
      "notifications",
    ),
  },
  {
    path: "notification-channels",
    handle: { requires: "channel:read" },
    lazy: page(async () => (await import("../features/channels/ChannelsPage.tsx")).ChannelsPage, "channels"),
  },
  {
    path: "notification-channels/:id",
    handle: { requires: "channel:read" },
    lazy: page(async () => (await import("../features/channels/ChannelPage.tsx")).ChannelPage, "channels"),
  },
  {
    path: "notification-deliveries",
    handle: { requires: "channel:read" },
    lazy: page(
      async () => (await import("../features/channels/DeliveriesPage.tsx")).DeliveriesPage,
      "channels",
    ),
  },
  {
    path: "notification-templates",
    handle: { requires: "channel:read" },
    lazy: page(
      async () => (await import("../features/channels/TemplatesPage.tsx")).TemplatesPage,
      "channels",
    ),
  },
  {
    path: "files",
    handle: { requires: "file:read" },
    lazy: page(async () => (await import("../features/files/FilesPage.tsx")).FilesPage, "files"),
  },
  {
    path: "sessions",
    lazy: page(async () => (await import("../features/sessions/SessionsPage.tsx")).SessionsPage, "sessions"),
  },
  {
    path: "audit",
    handle: { requires: "audit:read" },
    lazy: page(async () => (await import("../features/audit/AuditPage.tsx")).AuditPage, "audit"),
  },
  {
    path: "tenants",
    handle: { requires: "tenant:manage" },
    lazy: page(async () => (await import("../features/tenants/TenantsPage.tsx")).TenantsPage, "tenants"),
  },
  {
    path: "profile",
    lazy: page(
      async () => (await import("../features/profile/ProfilePage.tsx")).ProfilePage,
      "profile",
      "rights",
    ),
  },
  {
    path: "*",
    lazy: page(async () => (await import("../shell/NotFoundPage.tsx")).NotFoundPage),
  },
];

export const router = createBrowserRouter([
  {
    ErrorBoundary: RouteProblem,
    HydrateFallback: Splash,
    children: [
      {
        path: "/sign-in",
        lazy: async () => ({ Component: (await import("../features/signIn/SignInPage.tsx")).SignInPage }),
      },
      {
        path: "/s/:token",
        lazy: page(async () => (await import("../features/share/SharePage.tsx")).SharePage, "share"),
      },
      {
        path: "/",
        Component: RequireSession,
        children: [
          {
            lazy: page(async () => (await import("../shell/Console.tsx")).Console, "shell", "notifications"),
            children: [{ ErrorBoundary: RouteProblem, children: pages }],
          },
        ],
      },
    ],
  },
]);
