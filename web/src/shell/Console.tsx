import { ApolloProvider, useQuery } from "@apollo/client/react";
import { Box } from "@mui/material";
import { type ReactNode, useEffect, useState } from "react";
import { createApolloClient } from "../app/apolloClient.ts";
import { Splash } from "../app/Splash.tsx";
import { languageOf, speak } from "../i18n/i18n.ts";
import { TimeZoneContext } from "../i18n/useFormats.ts";
import { AlertTellerSlot } from "../alerts/AlertTellerSlot.tsx";
import { HealthAlertProvider } from "../healthAlerts/HealthAlertContext.tsx";
import { AlertProvider } from "../live/AlertContext.tsx";
import { LiveProvider } from "../live/LiveContext.tsx";
import { LiveSocket } from "../live/liveSocket.ts";
import { preferences } from "../preferences/preferences.ts";
import { useSession } from "../session/SessionContext.ts";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { Toasts } from "../ui/Toasts.tsx";
import { holds } from "../viewer/permissions.ts";
import { ViewerContext, viewerQuery } from "../viewer/ViewerContext.ts";
import { AppShell } from "./AppShell.tsx";

/** Everything behind sign-in. Its graph client is made anew with it, so no answer outlives who asked. */
export function Console() {
  const session = useSession();
  const [{ socket, client }] = useState(() => {
    const line = new LiveSocket(socketUrl(), session);
    return { socket: line, client: createApolloClient(session, line) };
  });
  return (
    <ApolloProvider client={client}>
      <Toasts>
        <WithViewer socket={socket}>
          <AppShell />
        </WithViewer>
      </Toasts>
    </ApolloProvider>
  );
}

function WithViewer({ socket, children }: { socket: LiveSocket; children: ReactNode }) {
  const { data, error, refetch } = useQuery(viewerQuery);
  const viewer = data?.viewer;
  const locale = viewer?.user?.locale;

  useEffect(() => {
    if (locale && preferences().language === null) void speak(languageOf(locale));
  }, [locale]);

  if (!viewer && error)
    return (
      <Box sx={{ p: 3, maxWidth: 640, mx: "auto" }}>
        <ErrorNotice error={error} onRetry={() => void refetch()} />
      </Box>
    );
  if (!viewer) return <Splash />;
  return (
    <ViewerContext value={viewer}>
      <TimeZoneContext value={viewer.tenant.timeZone}>
        <LiveProvider
          socket={socket}
          mayReadAccounts={holds(viewer.permissions, "account:read")}
          mayReadConversations={holds(viewer.permissions, "conversation:read")}
        >
          <AlertProvider mayRead={holds(viewer.permissions, "alert:read")}>
            <HealthAlertProvider mayRead={holds(viewer.permissions, "health-alert:read")}>
              {children}
            </HealthAlertProvider>
            <AlertTellerSlot />
          </AlertProvider>
        </LiveProvider>
      </TimeZoneContext>
    </ViewerContext>
  );
}

function socketUrl(): string {
  const { protocol, host } = globalThis.location;
  return `${protocol === "https:" ? "wss" : "ws"}://${host}/graphql`;
}
