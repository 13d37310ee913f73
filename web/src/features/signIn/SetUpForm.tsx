import { Alert, Box, Button, Typography } from "@mui/material";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { RefusedError } from "../../session/authApi.ts";
import { useSession } from "../../session/SessionContext.ts";
import { PlainField } from "../../ui/PlainField.tsx";
import { PasswordField } from "./PasswordField.tsx";

const passwordMin = 12;

/** The first organisation and its administrator, on an installation that has nobody yet. */
export function SetUpForm() {
  const { t } = useTranslation("entry");
  const session = useSession();
  const [values, setValues] = useState({
    tenantName: "",
    displayName: "",
    email: "",
    timeZone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
  });
  const [password, setPassword] = useState("");
  const [refusal, setRefusal] = useState<RefusedError | null>(null);
  const [busy, setBusy] = useState(false);

  const tooShort = password !== "" && password.length < passwordMin;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (password.length < passwordMin) return;
    setBusy(true);
    session.setUp({ ...values, password }).catch((error: unknown) => {
      setBusy(false);
      setRefusal(
        error instanceof RefusedError ? error : new RefusedError(String(error), "UNAVAILABLE", "NETWORK"),
      );
    });
  };
  const field = (name: keyof typeof values, label: string) => ({
    label,
    name,
    required: true,
    value: values[name],
    onChange: (event: { target: { value: string } }) => setValues({ ...values, [name]: event.target.value }),
    problem: refusal?.details.issues?.find(({ path }) => path.at(-1) === name)?.message,
  });

  return (
    <Box component="form" onSubmit={submit} sx={{ display: "grid", gap: 2 }}>
      <Typography variant="body2" color="textSecondary">
        {t("setUp.text")}
      </Typography>
      <PlainField {...field("tenantName", t("setUp.tenantName"))} autoComplete="organization" autoFocus />
      <PlainField {...field("displayName", t("setUp.displayName"))} autoComplete="name" />
      <PlainField {...field("email", t("email"))} type="email" autoComplete="username" />
      <PasswordField
        label={t("password")}
        autoComplete="new-password"
        value={password}
        onChange={setPassword}
        hint={t("setUp.passwordHint")}
        problem={tooShort ? t("tooShort", { count: passwordMin }) : undefined}
      />
      <PlainField {...field("timeZone", t("setUp.timeZone"))} inputProps={{ list: "time-zones" }} />
      <datalist id="time-zones">
        {Intl.supportedValuesOf("timeZone").map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
      {refusal && (
        <Alert severity="error">
          {refusal.code === "UNAVAILABLE" ? t("unavailable") : t("failed", { message: refusal.message })}
        </Alert>
      )}
      <Button type="submit" variant="contained" size="large" disabled={busy}>
        {t("setUp.create")}
      </Button>
    </Box>
  );
}
