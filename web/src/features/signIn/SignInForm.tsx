import { Alert, Box, Button, Typography } from "@mui/material";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { durationText } from "../../i18n/formats.ts";
import { useSession } from "../../session/SessionContext.ts";
import { PlainField } from "../../ui/PlainField.tsx";
import { useNow } from "../../ui/useNow.ts";
import { PasswordField } from "./PasswordField.tsx";
import { problemOf, type SignInProblem } from "./signInProblem.ts";

/** Password first, then the code where the account wants one. `email` is given when a screen is unlocked. */
export function SignInForm({ email: given }: { email?: string | undefined }) {
  const { t } = useTranslation("entry");
  const session = useSession();
  const [email, setEmail] = useState(given ?? "");
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const [step, setStep] = useState<"password" | "code">("password");
  const [problem, setProblem] = useState<SignInProblem | null>(null);
  const [busy, setBusy] = useState(false);
  const secondsLeft = useSecondsLeft(problem);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (busy || secondsLeft > 0) return;
    setBusy(true);
    session
      .signIn({ email: email.trim(), password, ...(step === "code" ? { totpCode: code.trim() } : {}) })
      .catch((error: unknown) => {
        const found = problemOf(error, step, Date.now());
        setBusy(false);
        setProblem(found.kind === "codeNeeded" ? null : found);
        if (found.kind === "codeNeeded") setStep("code");
        else setCode("");
      });
  };
  const startOver = () => {
    setStep("password");
    setPassword("");
    setCode("");
    setProblem(null);
  };

  return (
    <Box component="form" onSubmit={submit} sx={{ display: "grid", gap: 2 }}>
      {step === "password" && (
        <>
          {given === undefined && (
            <PlainField
              label={t("email")}
              type="email"
              name="email"
              autoComplete="username"
              autoFocus
              required
              value={email}
              onChange={(event) => setEmail(event.target.value)}
            />
          )}
          <PasswordField
            label={t("password")}
            autoComplete="current-password"
            autoFocus={given !== undefined}
            value={password}
            onChange={setPassword}
          />
        </>
      )}
      {step === "code" && (
        <>
          <Typography variant="body2" color="textSecondary">
            {t("totp.text")}
          </Typography>
          <PlainField
            label={t("totp.code")}
            name="code"
            inputMode="text"
            autoComplete="one-time-code"
            autoFocus
            required
            value={code}
            onChange={(event) => setCode(event.target.value)}
          />
        </>
      )}
      <Problem problem={problem} secondsLeft={secondsLeft} />
      <Button type="submit" variant="contained" size="large" disabled={busy || secondsLeft > 0}>
        {busy ? t("signingIn") : step === "code" ? t("totp.verify") : t("signIn")}
      </Button>
      {step === "code" && <Button onClick={startOver}>{t("totp.back")}</Button>}
    </Box>
  );
}

function Problem({ problem, secondsLeft }: { problem: SignInProblem | null; secondsLeft: number }) {
  const { t, i18n } = useTranslation("entry");
  if (!problem) return null;
  if (problem.kind === "delayed" || problem.kind === "limited") {
    if (secondsLeft === 0) return null;
    return (
      <Alert severity="warning">
        {problem.kind === "limited" ? t("tooMany") : t("refused")}{" "}
        {t("delayed", { time: durationText(i18n.language, secondsLeft * 1_000) })}
      </Alert>
    );
  }
  if (problem.kind === "unavailable") return <Alert severity="warning">{t("unavailable")}</Alert>;
  if (problem.kind === "codeWrong") return <Alert severity="error">{t("totp.wrong")}</Alert>;
  if (problem.kind === "other")
    return <Alert severity="error">{t("failed", { message: problem.message })}</Alert>;
  return (
    <Alert severity="error">
      {t("refused")} {t("refusedHint")}
    </Alert>
  );
}

function useSecondsLeft(problem: SignInProblem | null): number {
  const now = useNow("second");
  if (problem?.kind !== "delayed" && problem?.kind !== "limited") return 0;
  return Math.max(0, Math.ceil((problem.until - now) / 1_000));
}
