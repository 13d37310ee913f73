import { useMutation } from "@apollo/client/react";
import DisableIcon from "@mui/icons-material/BlockRounded";
import EnableIcon from "@mui/icons-material/CheckCircleOutlineRounded";
import RenameIcon from "@mui/icons-material/DriveFileRenameOutlineRounded";
import PasswordIcon from "@mui/icons-material/KeyRounded";
import UnlockIcon from "@mui/icons-material/LockOpenRounded";
import SignOutIcon from "@mui/icons-material/LogoutRounded";
import MoreIcon from "@mui/icons-material/MoreHorizRounded";
import RemoveIcon from "@mui/icons-material/PersonRemoveOutlined";
import { Button, MenuItem } from "@mui/material";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { User_UserFragment } from "../../gql/graphql.ts";
import { ink } from "../../theme/tones.ts";
import { MenuButton } from "../../ui/MenuButton.tsx";
import { useToaster } from "../../ui/Toasts.tsx";
import { useNow } from "../../ui/useNow.ts";
import { useCan, useViewer } from "../../viewer/ViewerContext.ts";
import { UserDialogs } from "./UserDialogs.tsx";
import { standingOf } from "./userFragment.ts";
import { enableUser, unlockUser } from "./userMutations.ts";

export type UserDialog = "rename" | "disable" | "reset" | "remove" | "end";

interface UserActionsProps {
  user: User_UserFragment;
  dialog: UserDialog | null;
  open: (dialog: UserDialog | null) => void;
}

/** What may be done to this user by this viewer. Nobody disables or removes themselves by accident. */
export function UserActions({ user, dialog, open }: UserActionsProps) {
  const { t } = useTranslation(["users", "common"]);
  const can = useCan();
  const viewer = useViewer();
  const toaster = useToaster();
  const standing = standingOf(user, useNow());
  const [enable] = useMutation(enableUser);
  const [unlock] = useMutation(unlockUser);
  const self = viewer.user?.id === user.id;
  const input = { variables: { input: { userId: user.id } } };
  const named = { name: user.displayName };
  const told = (work: Promise<unknown>, message: string) => {
    work.then(
      () => toaster.done(message),
      (error: unknown) => toaster.failed(error),
    );
  };

  const items: { key: UserDialog; icon: ReactNode; text: string; may: boolean }[] = [
    {
      key: "rename",
      icon: <RenameIcon fontSize="small" />,
      text: t("action.rename"),
      may: can("user:update"),
    },
    {
      key: "reset",
      icon: <PasswordIcon fontSize="small" />,
      text: t("action.resetPassword"),
      may: can("user:update") && !self,
    },
    {
      key: "end",
      icon: <SignOutIcon fontSize="small" />,
      text: t("action.endSessions"),
      may: can("session:end") && !self,
    },
    {
      key: "disable",
      icon: <DisableIcon fontSize="small" />,
      text: t("action.disable"),
      may: can("user:update") && !self && user.status === "ACTIVE",
    },
    {
      key: "remove",
      icon: <RemoveIcon fontSize="small" />,
      text: t("action.remove"),
      may: can("user:delete") && !self,
    },
  ];
  const offered = items.filter(({ may }) => may);

  return (
    <>
      {standing === "LOCKED" && can("user:update") && (
        <Button
          variant="contained"
          startIcon={<UnlockIcon />}
          onClick={() => told(unlock(input), t("unlocked", named))}
        >
          {t("action.unlock")}
        </Button>
      )}
      {standing === "DISABLED" && can("user:update") && (
        <Button
          variant="contained"
          startIcon={<EnableIcon />}
          onClick={() => told(enable(input), t("enabled", named))}
        >
          {t("action.enable")}
        </Button>
      )}
      {offered.length > 0 && (
        <MenuButton label={t("common:rowActions", named)} icon={<MoreIcon fontSize="small" />}>
          {(close) =>
            offered.map(({ key, icon, text }) => (
              <MenuItem
                key={key}
                sx={key === "remove" || key === "disable" ? { color: ink("negative") } : {}}
                onClick={() => {
                  close();
                  open(key);
                }}
              >
                {icon}
                {text}
              </MenuItem>
            ))
          }
        </MenuButton>
      )}
      {dialog && offered.some(({ key }) => key === dialog) && (
        <UserDialogs user={user} dialog={dialog} onClose={() => open(null)} />
      )}
    </>
  );
}
