import AppIcon from "@mui/icons-material/AppsRounded";
import PhoneIcon from "@mui/icons-material/QrCodeScannerRounded";
import { Box, Radio, RadioGroup, Typography } from "@mui/material";
import { useId } from "react";
import { type Control, useController } from "react-hook-form";
import { useTranslation } from "react-i18next";
import type { CreateAccountValues } from "./createAccountRules.ts";

const choices = [
  { connector: "INSTANCE", icon: PhoneIcon },
  { connector: "CORP_APP", icon: AppIcon },
] as const;

/** The first thing to know of an account: what it is, and so what is asked next. */
export function ConnectorChoice({ control }: { control: Control<CreateAccountValues> }) {
  const { t } = useTranslation("accounts");
  const label = useId();
  const { field } = useController({ control, name: "connector" });
  return (
    <Box component="fieldset" sx={{ border: 0, m: 0, p: 0, minWidth: 0 }}>
      <Typography component="legend" id={label} variant="body2" color="textSecondary" sx={{ mb: 0.75 }}>
        {t("create.connector")}
      </Typography>
      <RadioGroup
        aria-labelledby={label}
        value={field.value}
        onChange={(_, value) => field.onChange(value)}
        sx={{ display: "grid", gap: 1, gridTemplateColumns: { xs: "1fr", sm: "1fr 1fr" } }}
      >
        {choices.map(({ connector, icon: Icon }) => (
          <Box
            component="label"
            key={connector}
            sx={{
              display: "grid",
              gridTemplateColumns: "auto minmax(0,1fr) auto",
              gap: 1.25,
              alignItems: "center",
              p: 1.25,
              border: 1,
              borderRadius: 1.5,
              cursor: "pointer",
              borderColor: field.value === connector ? "primary.main" : "divider",
              bgcolor: field.value === connector ? "action.selected" : "transparent",
            }}
          >
            <Icon sx={{ color: field.value === connector ? "primary.main" : "text.secondary" }} />
            <Box>
              <Typography sx={{ fontWeight: 560 }}>{t(`create.connectorName.${connector}`)}</Typography>
              <Typography variant="caption" color="textSecondary" component="div" sx={{ lineHeight: 1.35 }}>
                {t(`create.connectorText.${connector}`)}
              </Typography>
            </Box>
            <Radio value={connector} size="small" sx={{ p: 0.25 }} />
          </Box>
        ))}
      </RadioGroup>
    </Box>
  );
}
