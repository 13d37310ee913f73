import { useMutation } from "@apollo/client/react";
import EditIcon from "@mui/icons-material/EditOutlined";
import MoreIcon from "@mui/icons-material/MoreHorizRounded";
import { Button, MenuItem } from "@mui/material";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { ink } from "../../theme/tones.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { MenuButton } from "../../ui/MenuButton.tsx";
import { useToaster } from "../../ui/Toasts.tsx";
import { oneOf } from "../../ui/urlState.ts";
import { useUrlState } from "../../ui/useUrlState.ts";
import { useCan } from "../../viewer/ViewerContext.ts";
import { BindDeviceDialog } from "./BindDeviceDialog.tsx";
import type { ShownKey } from "./DeviceKeyDialog.tsx";
import {
  type DeviceData,
  restoreDevice,
  retireDevice,
  rotateDeviceKey,
  unbindDevice,
} from "./deviceQueries.ts";
import { EditDeviceDialog } from "./EditDeviceDialog.tsx";

const overlapHours = 24;
const viewState = { dialog: oneOf(["edit", "bind", "unbind", "rotate", "retire"], null) };

interface DeviceActionsProps {
  device: DeviceData;
  onKey: (shown: ShownKey) => void;
  onChanged: () => void;
}

export function DeviceActions({ device, onKey, onChanged }: DeviceActionsProps) {
  const { t } = useTranslation(["devices", "common"]);
  const navigate = useNavigate();
  const toaster = useToaster();
  const can = useCan();
  const [{ dialog }, change] = useUrlState(viewState);
  const [unbind] = useMutation(unbindDevice);
  const [retire] = useMutation(retireDevice);
  const [restore] = useMutation(restoreDevice);
  const [rotate] = useMutation(rotateDeviceKey, { fetchPolicy: "no-cache" });
  if (!can("health-device:manage")) return null;

  const input = { deviceId: device.id };
  const open = (next: NonNullable<typeof dialog>) => change({ dialog: next }, "push");
  const close = () => {
    change({ dialog: null });
    onChanged();
  };
  /** Who sees only devices of their patients does not see this one any more. */
  const leaveIfGone = (remains: boolean) => (remains ? undefined : navigate("/health/devices"));
  const bringBack = () =>
    void restore({ variables: { input } }).then(
      () => toaster.done(t("restore.done")),
      (error: unknown) => toaster.failed(error),
    );
  const acts = ["rotate", ...(device.binding ? (["unbind"] as const) : []), "retire"] as const;
  if (device.retiredAt)
    return (
      <Button variant="contained" onClick={bringBack}>
        {t("restore.action")}
      </Button>
    );
  return (
    <>
      {device.kind !== "GATEWAY" && can("patient:read") && (
        <Button variant={device.binding ? "outlined" : "contained"} onClick={() => open("bind")}>
          {t(device.binding ? "bind.move" : "bind.action")}
        </Button>
      )}
      <Button variant="outlined" startIcon={<EditIcon />} onClick={() => open("edit")}>
        {t("common:edit")}
      </Button>
      <MenuButton label={t("common:rowActions", { name: device.name })} icon={<MoreIcon />}>
        {(shut) =>
          acts.map((act) => (
            <MenuItem
              key={act}
              {...(act === "retire" ? { sx: { color: ink("negative") } } : {})}
              onClick={() => {
                shut();
                open(act);
              }}
            >
              {t(`${act}.action`)}
            </MenuItem>
          ))
        }
      </MenuButton>
      {dialog === "edit" && <EditDeviceDialog device={device} onClose={close} />}
      {dialog === "bind" && <BindDeviceDialog device={device} onClose={close} />}
      {dialog === "rotate" && (
        <ConfirmDialog
          title={t("rotate.title")}
          confirmText={t("rotate.action")}
          onClose={close}
          onConfirm={async () => {
            const { data } = await rotate({ variables: { input: { ...input, overlapHours } } });
            if (data) onKey({ deviceId: device.id, key: data.rotateHealthDeviceKey.key });
          }}
        >
          {t("rotate.text")}
        </ConfirmDialog>
      )}
      {dialog === "unbind" && (
        <ConfirmDialog
          title={t("unbind.title")}
          confirmText={t("unbind.action")}
          onClose={close}
          onConfirm={async () => {
            const { data } = await unbind({ variables: { input } });
            toaster.done(t("unbind.done"));
            await leaveIfGone(data?.unbindHealthDevice != null);
          }}
        >
          {t("unbind.text")}
        </ConfirmDialog>
      )}
      {dialog === "retire" && (
        <ConfirmDialog
          danger
          title={t("retire.title")}
          confirmText={t("retire.action")}
          onClose={close}
          onConfirm={async () => {
            const { data } = await retire({ variables: { input } });
            toaster.done(t("retire.done"));
            await leaveIfGone(data?.retireHealthDevice != null);
          }}
        >
          {t("retire.text")}
        </ConfirmDialog>
      )}
    </>
  );
}
