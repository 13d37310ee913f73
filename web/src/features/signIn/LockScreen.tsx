import LockIcon from "@mui/icons-material/LockOutlined";
import { Box, Button, Paper, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import { useSession } from "../../session/SessionContext.ts";
import { SignInForm } from "./SignInForm.tsx";

/** Covers the console while its person is away. Behind it there is no session left to misuse. */
export function LockScreen({ email }: { email: string }) {
  const { t } = useTranslation("entry");
  const session = useSession();
  return (
    <Box component="main" sx={{ minHeight: "100dvh", display: "grid", placeItems: "center", p: 2 }}>
      <Paper variant="outlined" sx={{ width: "100%", maxWidth: 380, p: 4, borderRadius: 2.5 }}>
        <Box sx={{ display: "grid", justifyItems: "center", gap: 1, mb: 3 }}>
          <LockIcon color="primary" sx={{ fontSize: 36 }} />
          <Typography variant="h1">{t("locked")}</Typography>
          <Typography color="textSecondary">{email}</Typography>
        </Box>
        <SignInForm email={email} />
        <Button fullWidth sx={{ mt: 1.5 }} onClick={() => void session.signOut().catch(() => {})}>
          {t("totp.back")}
        </Button>
      </Paper>
    </Box>
  );
}
