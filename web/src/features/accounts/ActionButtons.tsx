import MoreIcon from "@mui/icons-material/MoreHorizRounded";
import { Box, Button, MenuItem } from "@mui/material";
import { useTranslation } from "react-i18next";
import type { AccountAction } from "../../gql/graphql.ts";
import { ink } from "../../theme/tones.ts";
import { MenuButton } from "../../ui/MenuButton.tsx";
import { actionIcon, inMenuOrder, primaryAction } from "./actionLook.ts";

interface ActionButtonsProps {
  name: string;
  allowed: readonly AccountAction[];
  onAction: (action: AccountAction) => void;
  /** On the account's own page the first button is the page's primary action. */
  prominent?: boolean;
}

/** The likeliest act as a button, the others behind "more". Nothing that is not allowed. */
export function ActionButtons({ name, allowed, onAction, prominent = false }: ActionButtonsProps) {
  const { t } = useTranslation(["accounts", "common"]);
  const first = primaryAction(allowed);
  const rest = inMenuOrder(allowed).filter((action) => action !== first);
  const Icon = first ? actionIcon[first] : undefined;
  return (
    <Box sx={{ display: "flex", gap: 0.5, justifyContent: "flex-end", alignItems: "center" }}>
      {first && Icon && (
        <Button
          variant={prominent ? "contained" : "outlined"}
          startIcon={<Icon />}
          onClick={() => onAction(first)}
          sx={prominent ? {} : { minHeight: 26, height: 26, px: 1, fontSize: "0.75rem" }}
        >
          {t(`action.${first}`)}
        </Button>
      )}
      {rest.length > 0 && (
        <MenuButton label={t("common:rowActions", { name })} icon={<MoreIcon fontSize="small" />}>
          {(close) =>
            rest.map((action) => {
              const ActionIcon = actionIcon[action];
              return (
                <MenuItem
                  key={action}
                  onClick={() => {
                    close();
                    onAction(action);
                  }}
                  sx={action === "DELETE" ? { color: ink("negative") } : {}}
                >
                  <ActionIcon fontSize="small" />
                  {t(`action.${action}`)}
                </MenuItem>
              );
            })
          }
        </MenuButton>
      )}
    </Box>
  );
}
