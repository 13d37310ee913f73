import LanguageIcon from "@mui/icons-material/TranslateRounded";
import { MenuItem } from "@mui/material";
import { useTranslation } from "react-i18next";
import { MenuButton } from "../ui/MenuButton.tsx";
import { languages } from "../i18n/i18n.ts";
import { useSpeak } from "../viewer/useSpeak.ts";

export function LanguageMenu() {
  const { t, i18n } = useTranslation("shell");
  const speak = useSpeak();
  return (
    <MenuButton label={t("language")} icon={<LanguageIcon fontSize="small" />}>
      {(close) =>
        languages.map(({ language, name }) => (
          <MenuItem
            key={language}
            lang={language}
            selected={i18n.language === language}
            onClick={() => {
              close();
              speak(language);
            }}
          >
            {name}
          </MenuItem>
        ))
      }
    </MenuButton>
  );
}
