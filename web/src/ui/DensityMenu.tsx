import DensityIcon from "@mui/icons-material/DensityMediumRounded";
import { MenuItem } from "@mui/material";
import { useTranslation } from "react-i18next";
import { densities, prefer, usePreferences } from "../preferences/preferences.ts";
import { MenuButton } from "./MenuButton.tsx";

export function DensityMenu() {
  const { t } = useTranslation("shell");
  const { density } = usePreferences();
  return (
    <MenuButton label={t("density")} icon={<DensityIcon fontSize="small" />}>
      {(close) =>
        densities.map((name) => (
          <MenuItem
            key={name}
            role="menuitemradio"
            aria-checked={density === name}
            selected={density === name}
            onClick={() => {
              prefer({ density: name });
              close();
            }}
          >
            {t(`densities.${name}`)}
          </MenuItem>
        ))
      }
    </MenuButton>
  );
}
