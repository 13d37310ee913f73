import LockIcon from "@mui/icons-material/LockOutlined";
import SignOutIcon from "@mui/icons-material/LogoutRounded";
import ProfileIcon from "@mui/icons-material/ManageAccountsOutlined";
import { Box, Divider, MenuItem, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useSession } from "../session/SessionContext.ts";
import { MenuButton } from "../ui/MenuButton.tsx";
import { PersonAvatar } from "../ui/PersonAvatar.tsx";
import { useToaster } from "../ui/Toasts.tsx";
import { useViewer } from "../viewer/ViewerContext.ts";

export function PersonMenu() {
  const { t } = useTranslation("shell");
  const { user } = useViewer();
  const session = useSession();
  const navigate = useNavigate();
  const toaster = useToaster();
  if (!user) return null;
  return (
    <MenuButton label={t("person")} icon={<PersonAvatar id={user.id} name={user.displayName} />}>
      {(close) => [
        <Box key="who" sx={{ px: 2, py: 1, maxWidth: 260 }}>
          <Typography variant="h3" component="div" noWrap>
            {user.displayName}
          </Typography>
          <Typography variant="caption" component="div" color="textSecondary" noWrap>
            {user.email}
          </Typography>
        </Box>,
        <Divider key="line" sx={{ my: 0.5 }} />,
        <MenuItem
          key="profile"
          onClick={() => {
            close();
            void navigate("/profile");
          }}
        >
          <ProfileIcon fontSize="small" />
          {t("page.profile")}
        </MenuItem>,
        <MenuItem
          key="lock"
          onClick={() => {
            close();
            session.lock(user.email).catch((error: unknown) => toaster.failed(error));
          }}
        >
          <LockIcon fontSize="small" />
          {t("lock")}
        </MenuItem>,
        <MenuItem
          key="signOut"
          onClick={() => {
            close();
            session.signOut().catch((error: unknown) => toaster.failed(error));
          }}
        >
          <SignOutIcon fontSize="small" />
          {t("signOut")}
        </MenuItem>,
      ]}
    </MenuButton>
  );
}
