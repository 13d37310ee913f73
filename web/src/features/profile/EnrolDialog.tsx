import { useMutation } from "@apollo/client/react";
import { Box, Button, Skeleton, Typography } from "@mui/material";
import { useEffect, useState } from "react";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { download } from "../../charts/csv.ts";
import { FormDialog } from "../../forms/FormDialog.tsx";
import { TextInput } from "../../forms/TextInput.tsx";
import { zodResolver } from "../../forms/zodResolver.ts";
import { graphql } from "../../gql/gql.ts";
import { CopyButton } from "../../ui/CopyButton.tsx";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { ShownOnceDialog } from "../../ui/ShownOnceDialog.tsx";

const beginTotp = graphql(`
  mutation BeginTotpEnrolment {
    beginTotpEnrolment {
      secret
      otpauthUri
      qrImage
    }
  }
`);

const confirmTotp = graphql(`
  mutation ConfirmTotpEnrolment($input: ConfirmTotpInput!) {
    confirmTotpEnrolment(input: $input) {
      recoveryCodes
      user {
        id
        totpEnabled
      }
    }
  }
`);

export const codeRules = z.object({ code: z.string().check(z.trim(), z.regex(/^\d{6}$/, "code")) });

/** Scan, prove it works, keep the recovery codes: the second factor is on only after the second step. */
export function EnrolDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(["profile", "common"]);
  const [begin, { data, error, called }] = useMutation(beginTotp, { fetchPolicy: "no-cache" });
  const [confirm] = useMutation(confirmTotp);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const form = useForm({ resolver: zodResolver(codeRules), defaultValues: { code: "" } });
  const enrolment = data?.beginTotpEnrolment;

  useEffect(() => {
    // The refusal is shown below.
    if (!called) begin().catch(() => {});
  }, [begin, called]);

  if (codes) return <RecoveryCodes codes={codes} onClose={onClose} />;
  return (
    <FormDialog
      title={t("totp.title")}
      form={form}
      fields={["code"]}
      submitText={t("totp.confirm")}
      onClose={onClose}
      onSubmit={async ({ code }) => {
        const { data: confirmed } = await confirm({ variables: { input: { code } } });
        if (confirmed) setCodes(confirmed.confirmTotpEnrolment.recoveryCodes);
      }}
    >
      {error && <ErrorNotice error={error} onRetry={() => void begin().catch(() => {})} />}
      <Typography>{t("totp.scan")}</Typography>
      <Box sx={{ display: "grid", justifyItems: "center" }}>
        {enrolment ? (
          <Box sx={{ bgcolor: "#fff", p: 1, borderRadius: 1, lineHeight: 0 }}>
            <img src={enrolment.qrImage} alt={t("totp.qrAlt")} width={184} height={184} />
          </Box>
        ) : (
          <Skeleton variant="rounded" width={200} height={200} />
        )}
      </Box>
      {enrolment && (
        <Typography variant="body2" color="textSecondary" component="div">
          {t("totp.byHand")} <code>{enrolment.secret}</code>
          <CopyButton text={enrolment.secret} label={t("common:copy")} />
        </Typography>
      )}
      <TextInput
        control={form.control}
        name="code"
        label={t("totp.code")}
        autoComplete="one-time-code"
        slotProps={{ htmlInput: { inputMode: "numeric", maxLength: 6 } }}
      />
    </FormDialog>
  );
}

function RecoveryCodes({ codes, onClose }: { codes: readonly string[]; onClose: () => void }) {
  const { t } = useTranslation(["profile", "common"]);
  return (
    <ShownOnceDialog
      title={t("totp.recoveryTitle")}
      warning={t("totp.recoveryText")}
      kept={t("totp.kept")}
      narrow
      onClose={onClose}
    >
      <Box
        component="ul"
        sx={{
          m: 0,
          p: 2,
          listStyle: "none",
          display: "grid",
          gridTemplateColumns: "1fr 1fr",
          gap: 1,
          bgcolor: "action.hover",
          borderRadius: 1,
        }}
      >
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </Box>
      <Box sx={{ display: "flex", gap: 1, alignItems: "center" }}>
        <CopyButton text={codes.join("\n")} label={t("common:copy")} />
        <Button
          variant="outlined"
          onClick={() =>
            download("wegraph-recovery-codes.txt", `${codes.join("\n")}\n`, "text/plain;charset=utf-8")
          }
        >
          {t("totp.download")}
        </Button>
      </Box>
    </ShownOnceDialog>
  );
}
