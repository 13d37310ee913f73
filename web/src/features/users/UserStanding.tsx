import { Box, Tooltip } from "@mui/material";
import { useTranslation } from "react-i18next";
import type { User_UserFragment } from "../../gql/graphql.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import { StatusLabel } from "../../status/StatusLabel.tsx";
import { useNow } from "../../ui/useNow.ts";
import { standingLook, standingOf } from "./userFragment.ts";

export function UserStanding({ user }: { user: User_UserFragment }) {
  const { t } = useTranslation(["users", "status"]);
  const formats = useFormats();
  const standing = standingOf(user, useNow());
  const until =
    standing === "LOCKED" && user.lockedUntil
      ? t("locked", { time: formats.dateTime(user.lockedUntil) })
      : "";
  return (
    <Tooltip title={until}>
      <Box component="span" sx={{ display: "inline-flex" }} data-user-standing={standing}>
        <StatusLabel {...standingLook[standing]}>{t(`status:user.${standing}`)}</StatusLabel>
      </Box>
    </Tooltip>
  );
}
