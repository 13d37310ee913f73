import type { RouteObject } from "react-router";
import { page } from "../page.ts";

/** Accounts of WeCom, what they send and receive, and whom they know. */
export const wecomRoutes: RouteObject[] = [
  {
    path: "accounts",
    handle: { requires: "account:read" },
    lazy: page(
      async () => (await import("../../features/accounts/AccountsPage.tsx")).AccountsPage,
      "accounts",
    ),
  },
  {
    path: "accounts/:id",
    handle: { requires: "account:read" },
    lazy: page(
      async () => (await import("../../features/accounts/AccountPage.tsx")).AccountPage,
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
      async () => (await import("../../features/callbacks/CallbacksPage.tsx")).CallbacksPage,
      "callbacks",
      "audit",
    ),
  },
  {
    path: "conversations",
    handle: { requires: "conversation:read" },
    lazy: page(
      async () => (await import("../../features/conversations/ConversationsPage.tsx")).ConversationsPage,
      "conversations",
    ),
  },
  {
    path: "messages",
    handle: { requires: "message:read" },
    lazy: page(
      async () => (await import("../../features/messages/RecordsPage.tsx")).RecordsPage,
      "messages",
      "audit",
    ),
  },
  {
    path: "messages/new",
    handle: { requires: "message:send" },
    lazy: page(async () => (await import("../../features/messages/ComposePage.tsx")).ComposePage, "messages"),
  },
  {
    path: "messages/batches",
    handle: { requires: "message:read" },
    lazy: page(async () => (await import("../../features/messages/BatchesPage.tsx")).BatchesPage, "messages"),
  },
  {
    path: "messages/batches/new",
    handle: { requires: "message:send" },
    lazy: page(
      async () => (await import("../../features/messages/BatchWizardPage.tsx")).BatchWizardPage,
      "messages",
      "csv",
    ),
  },
  {
    path: "messages/batches/:id",
    handle: { requires: "message:read" },
    lazy: page(
      async () => (await import("../../features/messages/BatchPage.tsx")).BatchPage,
      "messages",
      "audit",
    ),
  },
  {
    path: "messages/templates",
    handle: { requires: "message:read" },
    lazy: page(
      async () => (await import("../../features/messages/TemplatesPage.tsx")).TemplatesPage,
      "messages",
    ),
  },
  {
    path: "messages/templates/new",
    handle: { requires: "message-template:write" },
    lazy: page(
      async () => (await import("../../features/messages/NewTemplatePage.tsx")).NewTemplatePage,
      "messages",
    ),
  },
  {
    path: "messages/templates/:id",
    handle: { requires: "message:read" },
    lazy: page(
      async () => (await import("../../features/messages/TemplatePage.tsx")).TemplatePage,
      "messages",
      "audit",
    ),
  },
  {
    path: "messages/statistics",
    handle: { requires: "message:read" },
    lazy: page(
      async () => (await import("../../features/messages/StatisticsPage.tsx")).StatisticsPage,
      "messages",
    ),
  },
  {
    path: "messages/limits",
    handle: { requires: "message:read" },
    lazy: page(async () => (await import("../../features/messages/LimitsPage.tsx")).LimitsPage, "messages"),
  },
  {
    path: "alerts",
    handle: { requires: "alert:read" },
    lazy: page(async () => (await import("../../features/alerts/AlertsPage.tsx")).AlertsPage, "alerts"),
  },
  {
    path: "alerts/:id",
    handle: { requires: "alert:read" },
    lazy: page(async () => (await import("../../features/alerts/AlertPage.tsx")).AlertPage, "alerts"),
  },
  {
    path: "alert-rules",
    handle: { requires: "alert:read" },
    lazy: page(
      async () => (await import("../../features/alertRules/AlertRulesPage.tsx")).AlertRulesPage,
      "alerts",
    ),
  },
  {
    path: "contacts",
    handle: { requires: "contact:read" },
    lazy: page(
      async () => (await import("../../features/contacts/ContactsPage.tsx")).ContactsPage,
      "contacts",
      "audit",
    ),
  },
  {
    path: "contacts/groups",
    handle: { requires: "contact:read" },
    lazy: page(async () => (await import("../../features/contacts/GroupsPage.tsx")).GroupsPage, "contacts"),
  },
  {
    path: "contacts/groups/:id",
    handle: { requires: "contact:read" },
    lazy: page(async () => (await import("../../features/contacts/GroupPage.tsx")).GroupPage, "contacts"),
  },
  {
    path: "contacts/syncs",
    handle: { requires: "contact:read" },
    lazy: page(async () => (await import("../../features/contacts/SyncPage.tsx")).SyncPage, "contacts"),
  },
  {
    path: "corps",
    handle: { requires: "corp:read" },
    lazy: page(async () => (await import("../../features/corps/CorpsPage.tsx")).CorpsPage, "corps"),
  },
];
