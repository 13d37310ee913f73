import CallbacksIcon from "@mui/icons-material/CallReceivedRounded";
import AlertsIcon from "@mui/icons-material/NotificationsActiveOutlined";
import ChannelsIcon from "@mui/icons-material/CampaignOutlined";
import ContactsIcon from "@mui/icons-material/ContactsOutlined";
import SystemMapIcon from "@mui/icons-material/AccountTreeOutlined";
import UptimeIcon from "@mui/icons-material/MonitorHeartOutlined";
import MetricsIcon from "@mui/icons-material/QueryStatsRounded";
import OverviewIcon from "@mui/icons-material/DashboardOutlined";
import ConversationsIcon from "@mui/icons-material/ForumOutlined";
import FilesIcon from "@mui/icons-material/FolderOutlined";
import CorpsIcon from "@mui/icons-material/DomainOutlined";
import AuditIcon from "@mui/icons-material/FactCheckOutlined";
import UsersIcon from "@mui/icons-material/GroupOutlined";
import TenantsIcon from "@mui/icons-material/HubOutlined";
import ApiKeysIcon from "@mui/icons-material/KeyOutlined";
import BillsIcon from "@mui/icons-material/ReceiptLongOutlined";
import QuotasIcon from "@mui/icons-material/DataUsageRounded";
import RolesIcon from "@mui/icons-material/ShieldOutlined";
import PatientsIcon from "@mui/icons-material/PersonalInjuryOutlined";
import MessagesIcon from "@mui/icons-material/SendOutlined";
import AccountsIcon from "@mui/icons-material/SmartphoneOutlined";
import SessionsIcon from "@mui/icons-material/DevicesOutlined";
import JobsIcon from "@mui/icons-material/EventRepeatOutlined";
import SettingsIcon from "@mui/icons-material/TuneOutlined";
import WebhooksIcon from "@mui/icons-material/WebhookOutlined";
import SystemAlertsIcon from "@mui/icons-material/CrisisAlertOutlined";
import RulesIcon from "@mui/icons-material/TuneOutlined";
import AlertPolicyIcon from "@mui/icons-material/RuleOutlined";
import SilencesIcon from "@mui/icons-material/NotificationsOffOutlined";
import ReportsIcon from "@mui/icons-material/AssessmentOutlined";
import HealthAlertsIcon from "@mui/icons-material/MonitorHeartRounded";
import HealthRulesIcon from "@mui/icons-material/RuleRounded";
import HealthDevicesIcon from "@mui/icons-material/SensorsOutlined";
import CheckupReportsIcon from "@mui/icons-material/AssignmentOutlined";
import CohortsIcon from "@mui/icons-material/GroupsOutlined";
import HealthOverviewIcon from "@mui/icons-material/SpaceDashboardOutlined";
import type { SvgIcon } from "@mui/material";

export type PageKey =
  | "overview"
  | "accounts"
  | "conversations"
  | "alerts"
  | "contacts"
  | "callbacks"
  | "corps"
  | "messages"
  | "healthAlerts"
  | "healthRules"
  | "devices"
  | "healthOverview"
  | "patients"
  | "checkupReports"
  | "cohorts"
  | "systemAlerts"
  | "monitorRules"
  | "silences"
  | "alertPolicy"
  | "reports"
  | "metrics"
  | "systemMap"
  | "uptime"
  | "users"
  | "roles"
  | "apiKeys"
  | "sessions"
  | "audit"
  | "files"
  | "channels"
  | "quotas"
  | "bills"
  | "webhooks"
  | "settings"
  | "jobs"
  | "tenants";

export interface Destination {
  key: PageKey;
  path: string;
  icon: typeof SvgIcon;
  requires?: string;
}

export interface Domain {
  key: "home" | "wecom" | "health" | "monitoring" | "administration" | "platform";
  pages: readonly Destination[];
}

/** The rail, by domain. The command palette offers the same. */
export const domains: readonly Domain[] = [
  { key: "home", pages: [{ key: "overview", path: "/", icon: OverviewIcon }] },
  {
    key: "wecom",
    pages: [
      { key: "accounts", path: "/accounts", icon: AccountsIcon, requires: "account:read" },
      { key: "messages", path: "/messages", icon: MessagesIcon, requires: "message:read" },
      {
        key: "conversations",
        path: "/conversations",
        icon: ConversationsIcon,
        requires: "conversation:read",
      },
      { key: "alerts", path: "/alerts", icon: AlertsIcon, requires: "alert:read" },
      { key: "contacts", path: "/contacts", icon: ContactsIcon, requires: "contact:read" },
      { key: "callbacks", path: "/callbacks", icon: CallbacksIcon, requires: "callback:read" },
      { key: "corps", path: "/corps", icon: CorpsIcon, requires: "corp:read" },
    ],
  },
  {
    key: "health",
    pages: [
      { key: "healthOverview", path: "/health/overview", icon: HealthOverviewIcon, requires: "patient:read" },
      { key: "patients", path: "/health/patients", icon: PatientsIcon, requires: "patient:read" },
      {
        key: "healthAlerts",
        path: "/health/alerts",
        icon: HealthAlertsIcon,
        requires: "health-alert:read",
      },
      { key: "devices", path: "/health/devices", icon: HealthDevicesIcon, requires: "health-device:read" },
      {
        key: "checkupReports",
        path: "/health/reports",
        icon: CheckupReportsIcon,
        requires: "checkup-report:read",
      },
      { key: "healthRules", path: "/health/rules", icon: HealthRulesIcon, requires: "health-rule:read" },
      { key: "cohorts", path: "/health/cohorts", icon: CohortsIcon, requires: "health-analysis:read" },
    ],
  },
  {
    key: "monitoring",
    pages: [
      {
        key: "systemAlerts",
        path: "/monitoring/alerts",
        icon: SystemAlertsIcon,
        requires: "system-alert:read",
      },
      { key: "metrics", path: "/metrics-explorer", icon: MetricsIcon, requires: "metric:read" },
      { key: "systemMap", path: "/system-map", icon: SystemMapIcon, requires: "system:read" },
      { key: "uptime", path: "/uptime", icon: UptimeIcon, requires: "system:read" },
      { key: "monitorRules", path: "/monitoring/rules", icon: RulesIcon, requires: "monitor-rule:read" },
      { key: "silences", path: "/monitoring/silences", icon: SilencesIcon, requires: "silence:read" },
      { key: "alertPolicy", path: "/monitoring/policy", icon: AlertPolicyIcon, requires: "silence:read" },
      { key: "reports", path: "/monitoring/reports", icon: ReportsIcon, requires: "report:read" },
    ],
  },
  {
    key: "administration",
    pages: [
      { key: "users", path: "/users", icon: UsersIcon, requires: "user:read" },
      { key: "roles", path: "/roles", icon: RolesIcon, requires: "role:read" },
      { key: "apiKeys", path: "/api-keys", icon: ApiKeysIcon, requires: "api-key:read" },
      { key: "channels", path: "/notification-channels", icon: ChannelsIcon, requires: "channel:read" },
      { key: "files", path: "/files", icon: FilesIcon, requires: "file:read" },
      { key: "quotas", path: "/quotas", icon: QuotasIcon, requires: "quota:read" },
      { key: "bills", path: "/bills", icon: BillsIcon, requires: "billing:read" },
      { key: "webhooks", path: "/webhooks", icon: WebhooksIcon, requires: "webhook:read" },
      { key: "settings", path: "/settings", icon: SettingsIcon, requires: "setting:read" },
      { key: "sessions", path: "/sessions", icon: SessionsIcon },
      { key: "audit", path: "/audit", icon: AuditIcon, requires: "audit:read" },
    ],
  },
  {
    key: "platform",
    pages: [
      { key: "tenants", path: "/tenants", icon: TenantsIcon, requires: "tenant:manage" },
      { key: "jobs", path: "/jobs", icon: JobsIcon, requires: "job:read" },
    ],
  },
];

/** Only what the viewer may open, and no domain without pages. */
export function reachable(can: (permission: string) => boolean): readonly Domain[] {
  return domains
    .map(({ key, pages }) => ({ key, pages: pages.filter(({ requires }) => !requires || can(requires)) }))
    .filter(({ pages }) => pages.length > 0);
}
