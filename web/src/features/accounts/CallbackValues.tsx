import { Box, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import { CopyButton } from "../../ui/CopyButton.tsx";

interface CallbackValuesProps {
  callback: { url: string; token: string; encodingAesKey: string };
}

/** The three values that WeCom's console asks for, each to be copied. */
export function CallbackValues({ callback }: CallbackValuesProps) {
  const { t } = useTranslation(["accounts", "common"]);
  const values = [
    { name: t("app.url"), value: callback.url, key: "url" },
    { name: t("app.token"), value: callback.token, key: "token" },
    { name: t("app.aesKey"), value: callback.encodingAesKey, key: "aesKey" },
  ];
  return (
    <Box component="dl" sx={{ m: 0, width: "100%", display: "grid", gap: 1, textAlign: "start" }}>
      {values.map(({ name, value, key }) => (
        <Box
          key={key}
          sx={{
            display: "grid",
            gridTemplateColumns: "minmax(0,1fr) auto",
            alignItems: "center",
            columnGap: 1,
            px: 1.5,
            py: 0.75,
            border: 1,
            borderColor: "divider",
            borderRadius: 1,
            bgcolor: "action.hover",
          }}
        >
          <Box sx={{ minWidth: 0 }}>
            <Typography component="dt" variant="caption" color="textSecondary">
              {name}
            </Typography>
            <Box component="dd" sx={{ m: 0 }}>
              <Box
                component="code"
                data-callback={key}
                sx={{ overflowWrap: "anywhere", fontSize: "0.8125rem" }}
              >
                {value}
              </Box>
            </Box>
          </Box>
          <CopyButton text={value} label={`${t("common:copy")}: ${name}`} />
        </Box>
      ))}
    </Box>
  );
}
