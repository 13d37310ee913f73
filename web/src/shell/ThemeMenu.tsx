import DarkIcon from "@mui/icons-material/DarkModeOutlined";
import LightIcon from "@mui/icons-material/LightModeOutlined";
import SystemIcon from "@mui/icons-material/SettingsBrightnessOutlined";
import { MenuItem } from "@mui/material";
import { useColorScheme } from "@mui/material/styles";
import { useTranslation } from "react-i18next";
import { MenuButton } from "../ui/MenuButton.tsx";

const modes = [
  ["light", LightIcon],
  ["dark", DarkIcon],
  ["system", SystemIcon],
] as const;

export function ThemeMenu() {
  const { t } = useTranslation("shell");
  const { mode, setMode } = useColorScheme();
  const [, Icon] = modes.find(([name]) => name === mode) ?? modes[2];
  return (
    <MenuButton label={t("theme")} icon={<Icon fontSize="small" />}>
      {(close) =>
        modes.map(([name, ModeIcon]) => (
          <MenuItem
            key={name}
            selected={mode === name}
            onClick={() => {
              setMode(name);
              close();
            }}
          >
            <ModeIcon fontSize="small" />
            {t(`themeMode.${name}`)}
          </MenuItem>
        ))
      }
    </MenuButton>
  );
}
