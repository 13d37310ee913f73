import { createBrowserRouter, type RouteObject } from "react-router";
import { page } from "./page.ts";
import { RequireSession } from "./RequireSession.tsx";
import { RouteProblem } from "./RouteProblem.tsx";
import { administrationRoutes } from "./routes/administration.routes.ts";
import { healthRoutes } from "./routes/health.routes.ts";
import { monitoringRoutes } from "./routes/monitoring.routes.ts";
import { wecomRoutes } from "./routes/wecom.routes.ts";
import { Splash } from "./Splash.tsx";

const pages: RouteObject[] = [
  {
    index: true,
    lazy: page(
      async () => (await import("../features/overview/OverviewPage.tsx")).OverviewPage,
      "overview",
      "alerts",
    ),
  },
  ...wecomRoutes,
  ...healthRoutes,
  ...monitoringRoutes,
  ...administrationRoutes,
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
