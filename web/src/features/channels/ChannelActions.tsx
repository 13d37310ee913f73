import { useMutation } from "@apollo/client/react";
import EditIcon from "@mui/icons-material/EditOutlined";
import TestIcon from "@mui/icons-material/SendOutlined";
import { Button } from "@mui/material";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { graphql } from "../../gql/gql.ts";
import type { Channel_ItemFragment } from "../../gql/graphql.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { useToaster } from "../../ui/Toasts.tsx";
import { oneOf } from "../../ui/urlState.ts";
import { useUrlState } from "../../ui/useUrlState.ts";
import { useCan } from "../../viewer/ViewerContext.ts";
import { ChannelDialog } from "./ChannelDialog.tsx";

const testChannel = graphql(`
  mutation TestNotificationChannel($input: TestNotificationChannelInput!) {
    testNotificationChannel(input: $input) {
      delivery {
        id
      }
    }
  }
`);
const enableChannel = graphql(`
  mutation EnableNotificationChannel($input: NotificationChannelInput!) {
    enableNotificationChannel(input: $input) {
      channel {
        ...Channel_item
      }
    }
  }
`);
const disableChannel = graphql(`
  mutation DisableNotificationChannel($input: NotificationChannelInput!) {
    disableNotificationChannel(input: $input) {
      channel {
        ...Channel_item
      }
    }
  }
`);
const deleteChannel = graphql(`
  mutation DeleteNotificationChannel($input: NotificationChannelInput!) {
    deleteNotificationChannel(input: $input) {
      removedId
    }
  }
`);

const viewState = { dialog: oneOf(["edit", "disable", "delete"], null) };

export function ChannelActions({ channel }: { channel: Channel_ItemFragment }) {
  const { t } = useTranslation(["channels", "common"]);
  const navigate = useNavigate();
  const toaster = useToaster();
  const [{ dialog }, change] = useUrlState(viewState);
  const [test, { loading: isTesting }] = useMutation(testChannel);
  const [enable] = useMutation(enableChannel);
  const [disable] = useMutation(disableChannel);
  const [remove] = useMutation(deleteChannel, {
    update: (cache) => cache.evict({ id: "ROOT_QUERY", fieldName: "notificationChannels" }),
  });
  if (!useCan()("channel:manage")) return null;

  const input = { channelId: channel.id };
  const open = (next: NonNullable<typeof dialog>) => change({ dialog: next }, "push");
  const close = () => change({ dialog: null });
  const failed = (error: unknown) => toaster.failed(error);
  return (
    <>
      <Button
        variant="contained"
        startIcon={<TestIcon />}
        disabled={isTesting}
        onClick={() => void test({ variables: { input } }).then(() => toaster.done(t("test.done")), failed)}
      >
        {t("test.action")}
      </Button>
      <Button variant="outlined" startIcon={<EditIcon />} onClick={() => open("edit")}>
        {t("common:edit")}
      </Button>
      {channel.status === "DISABLED" ? (
        <Button
          variant="outlined"
          onClick={() =>
            void enable({ variables: { input } }).then(() => toaster.done(t("enable.done")), failed)
          }
        >
          {t("enable.action")}
        </Button>
      ) : (
        <Button variant="outlined" onClick={() => open("disable")}>
          {t("disable.action")}
        </Button>
      )}
      <Button variant="outlined" color="error" onClick={() => open("delete")}>
        {t("common:delete")}
      </Button>
      {dialog === "edit" && <ChannelDialog channel={channel} onClose={close} />}
      {dialog === "disable" && (
        <ConfirmDialog
          title={t("disable.title")}
          confirmText={t("disable.action")}
          onClose={close}
          onConfirm={() => disable({ variables: { input } })}
        >
          {t("disable.text")}
        </ConfirmDialog>
      )}
      {dialog === "delete" && (
        <ConfirmDialog
          danger
          title={t("delete.title")}
          confirmText={t("common:delete")}
          onClose={close}
          onConfirm={async () => {
            await remove({ variables: { input } });
            toaster.done(t("delete.done"));
            await navigate("/notification-channels");
          }}
        >
          {t("delete.text")}
        </ConfirmDialog>
      )}
    </>
  );
}
