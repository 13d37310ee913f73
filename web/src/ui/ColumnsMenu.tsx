import ColumnsIcon from "@mui/icons-material/ViewColumnOutlined";
import { Checkbox, MenuItem } from "@mui/material";
import { useTranslation } from "react-i18next";
import { prefer, usePreferences } from "../preferences/preferences.ts";
import { MenuButton } from "./MenuButton.tsx";

export interface ColumnsMenuProps {
  name: string;
  columns: readonly { field: string; headerName?: string; hideable?: boolean; extra?: boolean }[];
}

/** Which columns a list shows; remembered on this device. */
export function ColumnsMenu({ name, columns }: ColumnsMenuProps) {
  const { t } = useTranslation();
  const { hiddenColumns } = usePreferences();
  const hidden = hiddenColumns[name] ?? columns.filter(({ extra }) => extra).map(({ field }) => field);
  const toggle = (field: string) => {
    const next = hidden.includes(field) ? hidden.filter((one) => one !== field) : [...hidden, field];
    prefer({ hiddenColumns: { ...hiddenColumns, [name]: next } });
  };
  return (
    <MenuButton label={t("columns")} icon={<ColumnsIcon fontSize="small" />}>
      {() =>
        columns
          .filter(({ hideable, headerName }) => hideable !== false && headerName)
          .map(({ field, headerName }) => (
            <MenuItem
              key={field}
              role="menuitemcheckbox"
              aria-checked={!hidden.includes(field)}
              onClick={() => toggle(field)}
            >
              <Checkbox size="small" checked={!hidden.includes(field)} tabIndex={-1} inert sx={{ p: 0.25 }} />
              {headerName}
            </MenuItem>
          ))
      }
    </MenuButton>
  );
}
