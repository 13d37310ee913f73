import DarkIcon from "@mui/icons-material/DarkModeOutlined";
import LightIcon from "@mui/icons-material/LightModeOutlined";
import { Box, Button, IconButton } from "@mui/material";
import { useColorScheme } from "@mui/material/styles";
import { useTranslation } from "react-i18next";
import { nameOf, speak } from "../i18n/i18n.ts";
import { type Language, prefer } from "../preferences/preferences.ts";

export function AppearanceSwitches() {
  const { t, i18n } = useTranslation("entry");
  const { mode, systemMode, setMode } = useColorScheme();
  const dark = (mode === "system" ? systemMode : mode) === "dark";
  const other: Language = i18n.language === "en" ? "zh-CN" : "en";
  return (
    <Box sx={{ display: "flex", gap: 1, alignItems: "center" }}>
      <Button
        color="inherit"
        lang={other}
        onClick={() => {
          prefer({ language: other });
          void speak(other);
        }}
      >
        {nameOf(other)}
      </Button>
      <IconButton aria-label={t("theme")} onClick={() => setMode(dark ? "light" : "dark")}>
        {dark ? <LightIcon fontSize="small" /> : <DarkIcon fontSize="small" />}
      </IconButton>
    </Box>
  );
}
