import { Box, Paper, Typography } from "@mui/material";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Navigate, useSearchParams } from "react-router";
import { graphiqlPath } from "../../graphiql/path.ts";
import { AuthApi } from "../../session/authApi.ts";
import { safeReturnPath } from "../../session/returnPath.ts";
import { useSessionState } from "../../session/SessionContext.ts";
import { AppearanceSwitches } from "../../ui/AppearanceSwitches.tsx";
import { BrandMark } from "../../ui/BrandMark.tsx";
import { SetUpForm } from "./SetUpForm.tsx";
import { SignInForm } from "./SignInForm.tsx";
import { StatePath } from "./StatePath.tsx";

export function SignInPage() {
  const { t } = useTranslation("entry");
  const { phase } = useSessionState();
  const [params] = useSearchParams();
  const setUpRequired = useSetUpRequired();
  const title = setUpRequired ? t("setUp.title") : t("title");

  useEffect(() => {
    document.title = `${title} · Wegraph`;
  }, [title]);

  if (phase === "signedIn") return <GoBack to={safeReturnPath(params.get("from"))} />;

  return (
    <Box sx={{ minHeight: "100dvh", display: "grid", gridTemplateColumns: { xs: "1fr", md: "5fr 6fr" } }}>
      <StatePath />
      <Box
        component="main"
        sx={{ display: "grid", placeItems: "center", p: { xs: 2, sm: 4 }, alignContent: "center", gap: 3 }}
      >
        <Paper
          variant="outlined"
          sx={{ width: "100%", maxWidth: 400, p: { xs: 3, sm: 4 }, borderRadius: 2.5 }}
        >
          <Box sx={{ display: "flex", alignItems: "center", gap: 1, mb: 3 }}>
            <BrandMark size={28} />
            <Typography sx={{ fontWeight: 650, fontSize: "1.0625rem", letterSpacing: "-0.01em" }}>
              Wegraph
            </Typography>
          </Box>
          <Typography variant="h1" sx={{ mb: 2.5 }}>
            {title}
          </Typography>
          {setUpRequired ? <SetUpForm /> : <SignInForm />}
        </Paper>
        <AppearanceSwitches />
      </Box>
    </Box>
  );
}

/** To where somebody was sent from: a page of the console, or one that stands beside it. */
function GoBack({ to }: { to: string }) {
  const beside = to === graphiqlPath;
  useEffect(() => {
    if (beside) window.location.replace(to);
  }, [beside, to]);
  return beside ? null : <Navigate to={to} replace />;
}

/** Unknown counts as no: the form is there at once, and the rare empty installation swaps it. */
function useSetUpRequired(): boolean {
  const [required, setRequired] = useState(false);
  useEffect(() => {
    const api = new AuthApi((input, init) => fetch(input, init));
    api.setupRequired().then(setRequired, () => setRequired(false));
  }, []);
  return required;
}
