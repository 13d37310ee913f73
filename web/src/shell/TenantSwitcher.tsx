import CheckIcon from "@mui/icons-material/CheckRounded";
import TenantIcon from "@mui/icons-material/BusinessRounded";
import UnfoldIcon from "@mui/icons-material/UnfoldMoreRounded";
import { Box, MenuItem, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import { MenuButton } from "../ui/MenuButton.tsx";
import { useViewer } from "../viewer/ViewerContext.ts";
import { useSwitchTenant } from "./useSwitchTenant.ts";

export function TenantSwitcher() {
  const { t } = useTranslation("shell");
  const { tenant, tenants } = useViewer();
  const switchTo = useSwitchTenant();

  if (tenants.length < 2)
    return (
      <Box sx={{ display: "flex", alignItems: "center", gap: 0.75, px: 1, minWidth: 0 }}>
        <TenantIcon fontSize="small" color="action" />
        <Typography noWrap sx={{ fontWeight: 560 }} title={tenant.name}>
          {tenant.name}
        </Typography>
      </Box>
    );
  return (
    <MenuButton
      label={`${t("switchTenant")}: ${tenant.name}`}
      icon={<TenantIcon fontSize="small" color="action" />}
      text={
        <Box component="span" sx={{ display: "flex", alignItems: "center", gap: 0.25, minWidth: 0 }}>
          <Box component="span" sx={{ overflow: "hidden", textOverflow: "ellipsis" }}>
            {tenant.name}
          </Box>
          <UnfoldIcon sx={{ fontSize: 16 }} color="action" />
        </Box>
      }
    >
      {(close) =>
        tenants.map(({ id, name, slug, status }) => (
          <MenuItem
            key={id}
            selected={id === tenant.id}
            disabled={status !== "ACTIVE"}
            onClick={() => {
              close();
              if (id !== tenant.id) switchTo(id);
            }}
          >
            <Box sx={{ width: 20, display: "flex" }}>
              {id === tenant.id && <CheckIcon fontSize="small" />}
            </Box>
            <Box>
              {name}
              <Typography variant="caption" component="div" color="textSecondary">
                {slug}
              </Typography>
            </Box>
          </MenuItem>
        ))
      }
    </MenuButton>
  );
}
