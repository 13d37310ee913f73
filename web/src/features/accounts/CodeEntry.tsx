import { useMutation } from "@apollo/client/react";
import VerifyIcon from "@mui/icons-material/PasswordRounded";
import { Box, Button, TextField, Typography } from "@mui/material";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useDescribeRefusal } from "../../i18n/useRefusalText.ts";
import type { AccountLogin_AccountFragment } from "../../gql/graphql.ts";
import { solid } from "../../theme/tones.ts";
import { submitCodeMutation } from "./accountOperations.ts";

/** The code WeCom sends when it sees a device for the first time. */
export function CodeEntry({ id, login }: { id: string; login: AccountLogin_AccountFragment["login"] }) {
  const { t } = useTranslation("accounts");
  const describe = useDescribeRefusal();
  const [code, setCode] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const [submitCode, { loading }] = useMutation(submitCodeMutation);
  const left = login?.verificationAttemptsLeft ?? null;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (code.trim() === "" || loading) return;
    setProblem(null);
    submitCode({ variables: { input: { accountId: id, code: code.trim() } } }).then(
      ({ data }) => {
        // Still verifying after our code was looked at: it was the wrong one.
        if (data?.submitVerificationCode.account.status === "VERIFYING") setProblem(t("login.codeWrong"));
        setCode("");
      },
      (error: unknown) => setProblem(describe(error).title),
    );
  };

  return (
    <Box
      component="form"
      onSubmit={submit}
      sx={{ display: "grid", justifyItems: "center", gap: 2, width: 280 }}
    >
      <VerifyIcon sx={{ fontSize: 48, color: solid("attention") }} />
      <Typography>{t("login.codeText")}</Typography>
      <TextField
        label={t("login.code")}
        value={code}
        autoFocus
        onChange={(event) => setCode(event.target.value.replaceAll(/\s/g, ""))}
        error={problem !== null}
        helperText={problem ?? (left === null ? " " : t("login.attemptsLeft", { count: left }))}
        slotProps={{
          htmlInput: {
            inputMode: "numeric",
            autoComplete: "one-time-code",
            maxLength: 12,
            style: { textAlign: "center", letterSpacing: "0.3em", fontSize: "1.25rem" },
          },
        }}
      />
      {problem !== null && left !== null && (
        <Typography variant="body2" color="textSecondary">
          {t("login.attemptsLeft", { count: left })}
        </Typography>
      )}
      <Button type="submit" variant="contained" fullWidth disabled={loading || code === ""}>
        {t("action.SUBMIT_CODE")}
      </Button>
    </Box>
  );
}
