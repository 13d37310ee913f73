import { Box, FormControlLabel, MenuItem, Switch, TextField } from "@mui/material";
import { useColorScheme } from "@mui/material/styles";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { languageOf, languages } from "../../i18n/i18n.ts";
import { densities, type Palette, prefer, usePreferences } from "../../preferences/preferences.ts";
import { Panel } from "../../ui/Panel.tsx";
import { useSpeak } from "../../viewer/useSpeak.ts";

const palettes: readonly Palette[] = ["standard", "distinct"];
const modes = ["light", "dark", "system"] as const;

/** How the console looks to this person on this device. */
export function DisplayPanel() {
  const { t, i18n } = useTranslation(["profile", "shell"]);
  const { density, palette, showTabs } = usePreferences();
  const { mode, setMode } = useColorScheme();
  const speak = useSpeak();
  return (
    <Panel title={t("display.title")}>
      <Box sx={{ display: "grid", gap: 2 }}>
        <Choice
          label={t("display.language")}
          value={i18n.language}
          options={languages.map(({ language, name }) => [language, name] as const)}
          onChange={(next) => speak(languageOf(next))}
        />
        <Choice
          label={t("display.theme")}
          value={mode ?? "system"}
          options={modes.map((name) => [name, t(`shell:themeMode.${name}`)])}
          onChange={(next) => setMode(modes.find((name) => name === next) ?? "system")}
        />
        <Choice
          label={t("display.density")}
          value={density}
          options={densities.map((name) => [name, t(`shell:densities.${name}`)])}
          onChange={(next) => prefer({ density: densities.find((name) => name === next) ?? "standard" })}
        />
        <Choice
          label={t("display.palette")}
          value={palette}
          hint={t("display.paletteHint")}
          options={palettes.map((name) => [name, t(`shell:palettes.${name}`)])}
          onChange={(next) => prefer({ palette: palettes.find((name) => name === next) ?? "standard" })}
        />
        <FormControlLabel
          control={<Switch checked={showTabs} onChange={(_, checked) => prefer({ showTabs: checked })} />}
          label={t("display.tabs")}
        />
      </Box>
    </Panel>
  );
}

function Choice(props: {
  label: string;
  value: string;
  hint?: string;
  options: readonly (readonly [string, ReactNode])[];
  onChange: (value: string) => void;
}) {
  return (
    <TextField
      select
      label={props.label}
      value={props.value}
      helperText={props.hint ?? null}
      onChange={({ target }) => props.onChange(target.value)}
      sx={{ maxWidth: 360 }}
    >
      {props.options.map(([value, text]) => (
        <MenuItem key={value} value={value}>
          {text}
        </MenuItem>
      ))}
    </TextField>
  );
}
