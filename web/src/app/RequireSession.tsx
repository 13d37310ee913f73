import { Alert, Box, Button } from "@mui/material";
import { lazy, Suspense, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Navigate, Outlet, useLocation } from "react-router";
import { signInPath } from "../session/returnPath.ts";
import { useSession, useSessionState } from "../session/SessionContext.ts";
import { Splash } from "./Splash.tsx";

const LockScreen = lazy(async () => ({
  default: (await import("../features/signIn/LockScreen.tsx")).LockScreen,
}));

const askAgainMs = 3_000;

/** The pages behind sign-in. Each sign-in and each tenant gets a console of its own, with nothing left over. */
export function RequireSession() {
  const { phase, identity, lockedFor, leftByChoice } = useSessionState();
  const { pathname, search } = useLocation();

  if (phase === "unknown") return <Splash />;
  if (phase === "unreachable") return <Unreachable />;
  if (phase === "signedOut")
    return <Navigate to={leftByChoice ? "/sign-in" : signInPath(pathname + search)} replace />;
  if (phase === "locked")
    return (
      <Suspense fallback={<Splash />}>
        <LockScreen email={lockedFor ?? ""} />
      </Suspense>
    );
  return <Outlet key={identity} />;
}

/** The server may be restarting: nobody is signed out for that. */
function Unreachable() {
  const { t } = useTranslation(["entry", "common"]);
  const session = useSession();
  useEffect(() => {
    const asking = setInterval(() => void session.resume(), askAgainMs);
    return () => clearInterval(asking);
  }, [session]);
  return (
    <Box sx={{ minHeight: "100dvh", display: "grid", placeItems: "center", p: 2 }}>
      <Alert
        severity="warning"
        action={
          <Button color="inherit" onClick={() => void session.resume()}>
            {t("common:retry")}
          </Button>
        }
      >
        {t("unavailable")}
      </Alert>
    </Box>
  );
}
