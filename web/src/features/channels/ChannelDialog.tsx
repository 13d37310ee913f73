import { useMutation, useQuery } from "@apollo/client/react";
import { useState } from "react";
import { useForm, useWatch } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { ChoiceInput } from "../../forms/ChoiceInput.tsx";
import { FormDialog } from "../../forms/FormDialog.tsx";
import { TextInput } from "../../forms/TextInput.tsx";
import { zodResolver } from "../../forms/zodResolver.ts";
import { graphql } from "../../gql/gql.ts";
import type { Channel_ItemFragment } from "../../gql/graphql.ts";
import { refusalOf } from "../../session/refusal.ts";
import { useToaster } from "../../ui/Toasts.tsx";
import { ChannelFields } from "./ChannelFields.tsx";
import { channelKindsQuery } from "./channelFragments.ts";
import { channelKinds, channelRules, type ChannelValues, type KindInfo, settingsOf } from "./channelRules.ts";

const createChannel = graphql(`
  mutation CreateNotificationChannel($input: CreateNotificationChannelInput!) {
    createNotificationChannel(input: $input) {
      channel {
        ...Channel_item
      }
    }
  }
`);

const updateChannel = graphql(`
  mutation UpdateNotificationChannel($input: UpdateNotificationChannelInput!) {
    updateNotificationChannel(input: $input) {
      channel {
        ...Channel_item
      }
    }
  }
`);

interface ChannelDialogProps {
  /** None: a new one. */
  channel?: Channel_ItemFragment;
  onClose: () => void;
  onMade?: () => void;
}

const severities = ["CRITICAL", "WARNING", "INFO"] as const;

export function ChannelDialog({ channel, onClose, onMade }: ChannelDialogProps) {
  const { t } = useTranslation(["channels", "common"]);
  const toaster = useToaster();
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const { data } = useQuery(channelKindsQuery);
  const [create] = useMutation(createChannel);
  const [update] = useMutation(updateChannel);
  const form = useForm<ChannelValues>({
    resolver: zodResolver(channelRules),
    defaultValues: {
      kind: channel?.kind ?? "WECOM_ROBOT",
      name: channel?.name ?? "",
      language: channel?.language ?? "zh",
      severities: channel ? [...channel.severities] : [...severities],
      values: Object.fromEntries((channel?.settings ?? []).map(({ name, value }) => [name, value ?? ""])),
    },
  });
  const kind = useWatch({ control: form.control, name: "kind" });
  const info = data?.notificationChannelKinds.find((each) => each.kind === kind);

  const submit = async ({ values, ...input }: ChannelValues) => {
    if (!info) return;
    const settings = settingsOf(info, withDefaults(info, values));
    try {
      if (channel) {
        const { kind: _kind, ...changes } = input;
        await update({ variables: { input: { ...changes, settings, channelId: channel.id } } });
      } else await create({ variables: { input: { ...input, settings, idempotencyKey } } });
    } catch (error) {
      const { issues = [] } = refusalOf(error).details;
      for (const { path, message } of issues) {
        const name = typeof path[2] === "number" ? settings[path[2]]?.name : missingIn(info, message);
        if (name !== undefined) form.setError(`values.${name}`, { type: "server", message });
      }
      throw error;
    }
    toaster.done(t("common:saved"));
    if (channel) onClose();
    else onMade?.();
  };

  return (
    <FormDialog
      title={t(channel ? "edit.title" : "create.title")}
      form={form}
      fields={["kind", "name", "language", "severities"]}
      submitText={t(channel ? "common:save" : "create.submit")}
      onSubmit={submit}
      onClose={onClose}
    >
      <ChoiceInput
        control={form.control}
        name="kind"
        label={t("column.kind")}
        disabled={channel !== undefined}
        options={channelKinds.map((value) => ({ value, label: t(`kind.${value}`) }))}
      />
      <TextInput control={form.control} name="name" label={t("column.name")} required autoFocus />
      {info && <ChannelFields form={form} info={info} isNew={channel === undefined} />}
      <ChoiceInput
        control={form.control}
        name="severities"
        label={t("column.severities")}
        hint={t("field.severitiesHint")}
        multiple
        options={severities.map((value) => ({ value, label: t(`severity.${value}`) }))}
      />
      {info?.reach === "GROUP" && (
        <ChoiceInput
          control={form.control}
          name="language"
          label={t("field.language")}
          options={(["zh", "en"] as const).map((value) => ({ value, label: t(`language.${value}`) }))}
        />
      )}
    </FormDialog>
  );
}

function withDefaults({ fields }: KindInfo, values: Readonly<Record<string, string>>) {
  return Object.fromEntries(fields.map(({ name, default: usual }) => [name, values[name] || (usual ?? "")]));
}

/** A setting that was not sent has no place of its own in the input; its name stands before the colon. */
function missingIn({ fields }: KindInfo, message: string): string | undefined {
  return fields.find(({ name }) => message.startsWith(`${name}:`))?.name;
}
