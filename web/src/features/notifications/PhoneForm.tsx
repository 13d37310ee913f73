import { useMutation } from "@apollo/client/react";
import { Box, Button, TextField, Typography } from "@mui/material";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { graphql } from "../../gql/gql.ts";
import { useToaster } from "../../ui/Toasts.tsx";

const setPhone = graphql(`
  mutation SetNotificationPhone($input: SetNotificationPhoneInput!) {
    setNotificationPhone(input: $input) {
      preferences {
        phone
      }
    }
  }
`);

const form = /^\+?[1-9][\d\s-]{6,18}$/;

/** The number for SMS. It is not shown again, but for its end. */
export function PhoneForm({ phone, onChanged }: { phone: string | null; onChanged: () => void }) {
  const { t } = useTranslation(["notifications", "common"]);
  const toaster = useToaster();
  const [typed, setTyped] = useState("");
  const [isTried, setTried] = useState(false);
  const [send, { loading }] = useMutation(setPhone);
  const isWrong = isTried && !form.test(typed.trim());
  const save = (next: string | null) =>
    void send({ variables: { input: { phone: next } } }).then(
      () => {
        setTyped("");
        setTried(false);
        toaster.done(t("common:saved"));
        onChanged();
      },
      (error: unknown) => toaster.failed(error),
    );
  return (
    <Box
      component="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (form.test(typed.trim())) save(typed.trim());
      }}
    >
      <Typography variant="body2" color="textSecondary" sx={{ mb: 1.5 }}>
        {phone ? t("phone.known", { phone }) : t("phone.text")}
      </Typography>
      <Box sx={{ display: "flex", gap: 1, flexWrap: "wrap", alignItems: "flex-start" }}>
        <TextField
          label={t("phone.label")}
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
          error={isWrong}
          helperText={isWrong ? t("phone.wrong") : null}
          slotProps={{ htmlInput: { inputMode: "tel", autoComplete: "tel" } }}
          sx={{ width: 260 }}
        />
        <Button type="submit" variant="contained" disabled={loading} sx={{ height: 40 }}>
          {t("common:save")}
        </Button>
        {phone && (
          <Button color="inherit" disabled={loading} onClick={() => save(null)} sx={{ height: 40 }}>
            {t("phone.remove")}
          </Button>
        )}
      </Box>
    </Box>
  );
}
