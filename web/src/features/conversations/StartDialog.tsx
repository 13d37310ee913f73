import { useMutation, useQuery } from "@apollo/client/react";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { ChoiceInput } from "../../forms/ChoiceInput.tsx";
import { FormDialog } from "../../forms/FormDialog.tsx";
import { TextInput } from "../../forms/TextInput.tsx";
import { zodResolver } from "../../forms/zodResolver.ts";
import { startMutation, talkingAccountsQuery } from "./conversationOperations.ts";

const rules = z.object({
  accountId: z.string().check(z.minLength(1, "required")),
  kind: z.enum(["MEMBER", "GROUP_CHAT"]),
  recipient: z.string().check(z.trim(), z.minLength(1, "required"), z.maxLength(64, "tooLong")),
});
type Values = z.infer<typeof rules>;

/** Whom to write to first. Customers of 微信客服 can only be answered, so they are not offered. */
export function StartDialog({
  onStarted,
  onClose,
}: {
  onStarted: (id: string) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation("conversations");
  const { data } = useQuery(talkingAccountsQuery, { fetchPolicy: "cache-and-network" });
  const [start] = useMutation(startMutation);
  const form = useForm<Values>({
    resolver: zodResolver(rules),
    defaultValues: { accountId: "", kind: "MEMBER", recipient: "" },
  });
  const accounts = (data?.accounts.nodes ?? []).filter(({ connector }) => connector === "CORP_APP");

  const submit = async (input: Values) => {
    const { data: made } = await start({ variables: { input } });
    if (made) onStarted(made.startConversation.conversation.id);
  };
  return (
    <FormDialog
      title={t("start.title")}
      form={form}
      fields={["accountId", "kind", "recipient"]}
      submitText={t("start.submit")}
      onSubmit={submit}
      onClose={onClose}
    >
      <ChoiceInput
        control={form.control}
        name="accountId"
        label={t("start.account")}
        hint={accounts.length === 0 && data ? t("start.noAccount") : t("start.accountHint")}
        options={accounts.map(({ id, name }) => ({ value: id, label: name }))}
        required
      />
      <ChoiceInput
        control={form.control}
        name="kind"
        label={t("filter.kind")}
        options={(["MEMBER", "GROUP_CHAT"] as const).map((value) => ({ value, label: t(`kind.${value}`) }))}
        required
      />
      <TextInput
        control={form.control}
        name="recipient"
        label={t("start.recipient")}
        hint={t("start.recipientHint")}
        required
      />
    </FormDialog>
  );
}
