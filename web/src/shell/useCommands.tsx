import AddIcon from "@mui/icons-material/AddRounded";
import ThemeIcon from "@mui/icons-material/ContrastRounded";
import LockIcon from "@mui/icons-material/LockOutlined";
import SignOutIcon from "@mui/icons-material/LogoutRounded";
import BellIcon from "@mui/icons-material/NotificationsNoneRounded";
import ProfileIcon from "@mui/icons-material/ManageAccountsOutlined";
import MessagesIcon from "@mui/icons-material/SendOutlined";
import TenantIcon from "@mui/icons-material/SwapHorizRounded";
import LanguageIcon from "@mui/icons-material/TranslateRounded";
import type { SvgIcon } from "@mui/material";
import { useColorScheme } from "@mui/material/styles";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useSession } from "../session/SessionContext.ts";
import { useToaster } from "../ui/Toasts.tsx";
import { useSpeak } from "../viewer/useSpeak.ts";
import { useCan, useViewer } from "../viewer/ViewerContext.ts";
import { reachable } from "./navigation.ts";
import { useSwitchTenant } from "./useSwitchTenant.ts";

interface Entry {
  key: string;
  text: string;
  /** What it is also found by, whatever the language. */
  keywords: string;
  icon: typeof SvgIcon;
}

export interface Commands {
  pages: readonly (Entry & { to: string })[];
  actions: readonly (Entry & { run: () => void })[];
}

/** The parts of messages that the rail does not list. */
const messageParts = [
  { key: "messageBatches", to: "/messages/batches" },
  { key: "messageTemplates", to: "/messages/templates" },
  { key: "messageStatistics", to: "/messages/statistics" },
  { key: "messageLimits", to: "/messages/limits" },
] as const;

/** Everybody's own. */
const notificationParts = [
  { key: "notifications", to: "/notifications" },
  { key: "notificationPreferences", to: "/notifications/preferences" },
] as const;

/** What the palette offers this viewer. */
export function useCommands(): Commands {
  const { t, i18n } = useTranslation("shell");
  const { user, tenant, tenants } = useViewer();
  const can = useCan();
  const session = useSession();
  const navigate = useNavigate();
  const toaster = useToaster();
  const speak = useSpeak();
  const switchTo = useSwitchTenant();
  const { mode, systemMode, setMode } = useColorScheme();
  const dark = (mode === "system" ? systemMode : mode) === "dark";

  const go = (to: string) => () => void navigate(to);
  const create = (right: string, key: string, text: string, to: string) =>
    can(right) ? [{ key, text, keywords: "new create add", icon: AddIcon, run: go(to) }] : [];

  return {
    pages: [
      ...reachable(can)
        .flatMap(({ pages }) => pages)
        .map(({ key, path, icon }) => ({
          key,
          text: t(`page.${key}`),
          keywords: `${key} ${path}`,
          icon,
          to: path,
        })),
      ...(can("message:read") ? messageParts : []).map(({ key, to }) => ({
        key,
        text: t(`page.${key}`),
        keywords: `${key} ${to}`,
        icon: MessagesIcon,
        to,
      })),
      ...notificationParts.map(({ key, to }) => ({
        key,
        text: t(`page.${key}`),
        keywords: `${key} ${to}`,
        icon: BellIcon,
        to,
      })),
      {
        key: "profile",
        text: t("page.profile"),
        keywords: "profile password",
        icon: ProfileIcon,
        to: "/profile",
      },
    ],
    actions: [
      ...create("account:create", "newAccount", t("commands.newAccount"), "/accounts?dialog=create"),
      ...create("message:send", "newMessage", t("commands.newMessage"), "/messages/new"),
      ...create("message:send", "newBatch", t("commands.newBatch"), "/messages/batches/new"),
      ...create("patient:write", "importPatients", t("commands.importPatients"), "/health/patients/import"),
      ...create("user:create", "newUser", t("commands.newUser"), "/users?dialog=create"),
      ...create("api-key:write", "newApiKey", t("commands.newApiKey"), "/api-keys?dialog=create"),
      ...create(
        "channel:manage",
        "newChannel",
        t("commands.newChannel"),
        "/notification-channels?dialog=create",
      ),
      ...create("webhook:manage", "newWebhook", t("commands.newWebhook"), "/webhooks?dialog=create"),
      ...tenants
        .filter(({ id, status }) => id !== tenant.id && status === "ACTIVE")
        .map(({ id, name, slug }) => ({
          key: `tenant ${id}`,
          text: t("commands.switchTo", { tenant: name }),
          keywords: `switch tenant ${slug}`,
          icon: TenantIcon,
          run: () => switchTo(id),
        })),
      {
        key: "theme",
        text: t("commands.toggleTheme"),
        keywords: "theme dark light",
        icon: ThemeIcon,
        run: () => setMode(dark ? "light" : "dark"),
      },
      {
        key: "language",
        text: t("commands.otherLanguage"),
        keywords: "language english chinese 中文",
        icon: LanguageIcon,
        run: () => speak(i18n.language === "en" ? "zh-CN" : "en"),
      },
      {
        key: "lock",
        text: t("lock"),
        keywords: "lock",
        icon: LockIcon,
        run: () => void session.lock(user?.email ?? "").catch((error: unknown) => toaster.failed(error)),
      },
      {
        key: "signOut",
        text: t("signOut"),
        keywords: "sign out log out",
        icon: SignOutIcon,
        run: () => void session.signOut().catch((error: unknown) => toaster.failed(error)),
      },
    ],
  };
}
