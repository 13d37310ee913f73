import { Box, Drawer, Link, useMediaQuery } from "@mui/material";
import { Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { Outlet, useMatches } from "react-router";
import type { RouteHandle } from "../app/page.ts";
import { PageTitleContext } from "../ui/Page.tsx";
import { WatermarkContext } from "../ui/Watermark.tsx";
import { useCan, useViewer } from "../viewer/ViewerContext.ts";
import { NoAccess } from "./NoAccess.tsx";
import { PageSkeleton } from "./PageSkeleton.tsx";
import { Rail } from "./Rail.tsx";
import { TabBar } from "./TabBar.tsx";
import { TopBar } from "./TopBar.tsx";
import { useOpenTabs } from "./useOpenTabs.ts";

/** The frame around every page: rail on the left, bar on top, tabs of what is open, and the page. */
export function AppShell() {
  const { t } = useTranslation("shell");
  const narrow = useMediaQuery((theme) => theme.breakpoints.down("md"));
  const [drawerOpen, setDrawerOpen] = useState(false);
  const tabs = useOpenTabs();
  const missing = useMissingRight();
  const { user, tenant } = useViewer();

  return (
    <Box sx={{ display: "flex", height: "100dvh", overflow: "hidden" }}>
      <Link
        href="#content"
        sx={{
          position: "absolute",
          zIndex: 2000,
          left: 8,
          top: -60,
          p: 1,
          bgcolor: "background.paper",
          "&:focus": { top: 8 },
        }}
      >
        {t("skipToContent")}
      </Link>
      {narrow ? (
        <Drawer open={drawerOpen} onClose={() => setDrawerOpen(false)}>
          <Rail expanded onNavigate={() => setDrawerOpen(false)} />
        </Drawer>
      ) : (
        <Rail />
      )}
      <Box sx={{ flex: 1, minWidth: 0, display: "flex", flexDirection: "column" }}>
        <TopBar {...(narrow ? { onOpenNavigation: () => setDrawerOpen(true) } : {})} />
        {!narrow && <TabBar tabs={tabs} />}
        <Box
          component="main"
          id="content"
          tabIndex={-1}
          sx={{ flex: 1, minHeight: 0, overflow: "auto", outline: "none", position: "relative" }}
        >
          <PageTitleContext value={tabs.entitle}>
            <WatermarkContext value={user ? `${user.displayName} ${user.email}` : tenant.name}>
              <Suspense fallback={<PageSkeleton />}>
                {missing ? <NoAccess right={missing} /> : <Outlet />}
              </Suspense>
            </WatermarkContext>
          </PageTitleContext>
        </Box>
      </Box>
    </Box>
  );
}

function useMissingRight(): string | undefined {
  const can = useCan();
  return useMatches()
    .map(({ handle }) => (isHandle(handle) ? handle.requires : undefined))
    .find((requires) => requires !== undefined && !can(requires));
}

function isHandle(handle: unknown): handle is RouteHandle {
  return typeof handle === "object" && handle !== null && "requires" in handle;
}
