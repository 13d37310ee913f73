import type { RouteObject } from "react-router";
import { page } from "../page.ts";

/** People, rights, use, and what is set up. */
export const administrationRoutes: RouteObject[] = [
  {
    path: "users",
    handle: { requires: "user:read" },
    lazy: page(async () => (await import("../../features/users/UsersPage.tsx")).UsersPage, "users", "rights"),
  },
  {
    path: "users/:id",
    handle: { requires: "user:read" },
    lazy: page(
      async () => (await import("../../features/users/UserPage.tsx")).UserPage,
      "users",
      "rights",
      "sessions",
      "audit",
    ),
  },
  {
    path: "roles",
    handle: { requires: "role:read" },
    lazy: page(async () => (await import("../../features/roles/RolesPage.tsx")).RolesPage, "roles", "rights"),
  },
  {
    path: "roles/:id",
    handle: { requires: "role:read" },
    lazy: page(async () => (await import("../../features/roles/RolePage.tsx")).RolePage, "roles", "rights"),
  },
  {
    path: "api-keys",
    handle: { requires: "api-key:read" },
    lazy: page(
      async () => (await import("../../features/apiKeys/ApiKeysPage.tsx")).ApiKeysPage,
      "apiKeys",
      "roles",
      "rights",
    ),
  },
  {
    path: "quotas",
    handle: { requires: "quota:read" },
    lazy: page(async () => (await import("../../features/quotas/QuotasPage.tsx")).QuotasPage, "quotas"),
  },
  {
    path: "bills",
    handle: { requires: "billing:read" },
    lazy: page(async () => (await import("../../features/bills/BillsPage.tsx")).BillsPage, "quotas"),
  },
  {
    path: "bills/:id",
    handle: { requires: "billing:read" },
    lazy: page(async () => (await import("../../features/bills/BillPage.tsx")).BillPage, "quotas"),
  },
  {
    path: "jobs",
    handle: { requires: "job:read" },
    lazy: page(async () => (await import("../../features/jobs/JobsPage.tsx")).JobsPage, "jobs"),
  },
  {
    path: "settings",
    handle: { requires: "setting:read" },
    lazy: page(
      async () => (await import("../../features/settings/SettingsPage.tsx")).SettingsPage,
      "settings",
    ),
  },
  {
    path: "webhooks",
    handle: { requires: "webhook:read" },
    lazy: page(
      async () => (await import("../../features/webhooks/WebhooksPage.tsx")).WebhooksPage,
      "webhooks",
    ),
  },
  {
    path: "webhooks/:id",
    handle: { requires: "webhook:read" },
    lazy: page(
      async () => (await import("../../features/webhooks/EndpointPage.tsx")).EndpointPage,
      "webhooks",
    ),
  },
  {
    path: "notification-channels",
    handle: { requires: "channel:read" },
    lazy: page(
      async () => (await import("../../features/channels/ChannelsPage.tsx")).ChannelsPage,
      "channels",
    ),
  },
  {
    path: "notification-channels/:id",
    handle: { requires: "channel:read" },
    lazy: page(async () => (await import("../../features/channels/ChannelPage.tsx")).ChannelPage, "channels"),
  },
  {
    path: "notification-deliveries",
    handle: { requires: "channel:read" },
    lazy: page(
      async () => (await import("../../features/channels/DeliveriesPage.tsx")).DeliveriesPage,
      "channels",
    ),
  },
  {
    path: "notification-templates",
    handle: { requires: "channel:read" },
    lazy: page(
      async () => (await import("../../features/channels/TemplatesPage.tsx")).TemplatesPage,
      "channels",
    ),
  },
  {
    path: "files",
    handle: { requires: "file:read" },
    lazy: page(async () => (await import("../../features/files/FilesPage.tsx")).FilesPage, "files"),
  },
  {
    path: "sessions",
    lazy: page(
      async () => (await import("../../features/sessions/SessionsPage.tsx")).SessionsPage,
      "sessions",
    ),
  },
  {
    path: "audit",
    handle: { requires: "audit:read" },
    lazy: page(async () => (await import("../../features/audit/AuditPage.tsx")).AuditPage, "audit"),
  },
  {
    path: "tenants",
    handle: { requires: "tenant:manage" },
    lazy: page(async () => (await import("../../features/tenants/TenantsPage.tsx")).TenantsPage, "tenants"),
  },
];
