import { useMutation } from "@apollo/client/react";
import { Typography } from "@mui/material";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import * as z from "zod/mini";
import { FormDialog } from "../../forms/FormDialog.tsx";
import { TextInput } from "../../forms/TextInput.tsx";
import { zodResolver } from "../../forms/zodResolver.ts";
import type { User_UserFragment } from "../../gql/graphql.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { useToaster } from "../../ui/Toasts.tsx";
import type { UserDialog } from "./UserActions.tsx";
import { disableUser, endAllSessions, removeUser, renameUser, resetPassword } from "./userMutations.ts";

interface DialogProps {
  user: User_UserFragment;
  onClose: () => void;
}

export function UserDialogs({ dialog, ...props }: DialogProps & { dialog: UserDialog }) {
  switch (dialog) {
    case "rename":
      return <RenameDialog {...props} />;
    case "reset":
      return <ResetDialog {...props} />;
    case "disable":
      return <DisableDialog {...props} />;
    case "remove":
      return <RemoveDialog {...props} />;
    case "end":
      return <EndSessionsDialog {...props} />;
  }
}

const renameRules = z.object({
  displayName: z.string().check(z.trim(), z.minLength(1, "required"), z.maxLength(100, "tooLong")),
});

function RenameDialog({ user, onClose }: DialogProps) {
  const { t } = useTranslation(["users", "common"]);
  const toaster = useToaster();
  const [rename] = useMutation(renameUser);
  const form = useForm<z.infer<typeof renameRules>>({
    resolver: zodResolver(renameRules),
    defaultValues: { displayName: user.displayName },
  });
  return (
    <FormDialog
      title={t("rename.title", { name: user.displayName })}
      form={form}
      fields={["displayName"]}
      submitText={t("common:save")}
      onClose={onClose}
      onSubmit={async ({ displayName }) => {
        await rename({ variables: { input: { userId: user.id, displayName } } });
        toaster.done(t("renamed"));
        onClose();
      }}
    >
      <TextInput control={form.control} name="displayName" label={t("rename.field")} required autoFocus />
    </FormDialog>
  );
}

const resetRules = z.object({ newPassword: z.string().check(z.minLength(12, "tooShort12")) });

function ResetDialog({ user, onClose }: DialogProps) {
  const { t } = useTranslation(["users", "common"]);
  const toaster = useToaster();
  const [reset] = useMutation(resetPassword);
  const form = useForm<z.infer<typeof resetRules>>({
    resolver: zodResolver(resetRules),
    defaultValues: { newPassword: "" },
  });
  return (
    <FormDialog
      title={t("reset.title", { name: user.displayName })}
      form={form}
      fields={["newPassword"]}
      submitText={t("common:save")}
      onClose={onClose}
      onSubmit={async ({ newPassword }) => {
        await reset({ variables: { input: { userId: user.id, newPassword } } });
        toaster.done(t("reset.done"));
        onClose();
      }}
    >
      <Typography variant="body2" color="textSecondary">
        {t("reset.text")}
      </Typography>
      <TextInput
        control={form.control}
        name="newPassword"
        type="password"
        autoComplete="new-password"
        label={t("reset.field")}
        hint={t("create.passwordHint")}
        required
        autoFocus
      />
    </FormDialog>
  );
}

function DisableDialog({ user, onClose }: DialogProps) {
  const { t } = useTranslation("users");
  const toaster = useToaster();
  const [disable] = useMutation(disableUser);
  const named = { name: user.displayName };
  return (
    <ConfirmDialog
      danger
      title={t("disable.title", named)}
      confirmText={t("action.disable")}
      onClose={onClose}
      onConfirm={async () => {
        await disable({ variables: { input: { userId: user.id } } });
        toaster.done(t("disable.done", named));
      }}
    >
      {t("disable.text")}
    </ConfirmDialog>
  );
}

function RemoveDialog({ user, onClose }: DialogProps) {
  const { t } = useTranslation(["users", "common"]);
  const toaster = useToaster();
  const navigate = useNavigate();
  const [remove] = useMutation(removeUser, {
    update: (cache) => cache.evict({ id: "ROOT_QUERY", fieldName: "users" }),
  });
  const named = { name: user.displayName };
  return (
    <ConfirmDialog
      danger
      title={t("remove.title", named)}
      confirmText={t("common:remove")}
      onClose={onClose}
      onConfirm={async () => {
        await remove({ variables: { input: { userId: user.id } } });
        toaster.done(t("remove.done", named));
        await navigate("/users");
      }}
    >
      {t("remove.text")}
    </ConfirmDialog>
  );
}

function EndSessionsDialog({ user, onClose }: DialogProps) {
  const { t } = useTranslation("users");
  const toaster = useToaster();
  const [end] = useMutation(endAllSessions, { refetchQueries: ["SessionsOfAll"] });
  return (
    <ConfirmDialog
      danger
      title={t("end.title", { name: user.displayName })}
      confirmText={t("action.endSessions")}
      onClose={onClose}
      onConfirm={async () => {
        const { data } = await end({ variables: { input: { userId: user.id, exceptCurrent: true } } });
        toaster.done(t("end.done", { count: data?.endAllSessions.endedCount ?? 0 }));
      }}
    >
      {t("end.text")}
    </ConfirmDialog>
  );
}
