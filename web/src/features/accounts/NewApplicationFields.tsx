import { Box } from "@mui/material";
import type { Control } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { TextInput } from "../../forms/TextInput.tsx";
import type { CreateAccountValues } from "./createAccountRules.ts";

/** What WeCom's console says of the application. */
export function NewApplicationFields({ control }: { control: Control<CreateAccountValues> }) {
  const { t } = useTranslation("accounts");
  return (
    <>
      <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: { xs: "1fr", sm: "1fr 1fr" } }}>
        <TextInput
          control={control}
          name="agentId"
          label={t("app.agentId")}
          hint={t("app.agentIdHint")}
          slotProps={{ htmlInput: { inputMode: "numeric" } }}
          required
        />
        <TextInput
          control={control}
          name="memberLimit"
          label={t("app.memberLimit")}
          hint={t("app.memberLimitHint")}
          slotProps={{ htmlInput: { inputMode: "numeric" } }}
          required
        />
      </Box>
      <TextInput
        control={control}
        name="secret"
        type="password"
        autoComplete="off"
        label={t("app.secret")}
        hint={t("app.secretHint")}
        required
      />
      <TextInput
        control={control}
        name="apiUrl"
        type="url"
        label={t("app.apiUrl")}
        hint={t("app.apiUrlHint")}
      />
    </>
  );
}
