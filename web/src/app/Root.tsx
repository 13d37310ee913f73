import { CssBaseline } from "@mui/material";
import { ThemeProvider } from "@mui/material/styles";
import { Suspense } from "react";
import { RouterProvider } from "react-router/dom";
import type { Session } from "../session/session.ts";
import { SessionContext } from "../session/SessionContext.ts";
import { modeStorageKey, theme } from "../theme/theme.ts";
import { router } from "./routes.tsx";
import { Splash } from "./Splash.tsx";

export function Root({ session }: { session: Session }) {
  return (
    <SessionContext value={session}>
      <ThemeProvider
        theme={theme}
        defaultMode="system"
        modeStorageKey={modeStorageKey}
        disableTransitionOnChange
      >
        <CssBaseline />
        <Suspense fallback={<Splash />}>
          <RouterProvider router={router} />
        </Suspense>
      </ThemeProvider>
    </SessionContext>
  );
}
