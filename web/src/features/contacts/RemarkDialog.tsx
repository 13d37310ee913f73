import { useMutation } from "@apollo/client/react";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { FormDialog } from "../../forms/FormDialog.tsx";
import { TextInput } from "../../forms/TextInput.tsx";
import { zodResolver } from "../../forms/zodResolver.ts";
import { graphql } from "../../gql/gql.ts";
import { useToaster } from "../../ui/Toasts.tsx";
import type { ContactDetail, Follower } from "./contactsQuery.ts";

const updateContactRemark = graphql(`
  mutation UpdateContactRemark($input: UpdateContactRemarkInput!) {
    updateContactRemark(input: $input) {
      contact {
        ...ContactRow_contact
      }
    }
  }
`);

const short = z.string().check(z.trim(), z.maxLength(20, "tooLong"));
const rules = z.object({
  remark: short,
  description: z.string().check(z.trim(), z.maxLength(150, "tooLong")),
  remarkCorpName: short,
});

/** What an employee calls a contact. It is changed in WeCom first. */
export function RemarkDialog(props: { contact: ContactDetail; follower: Follower; onClose: () => void }) {
  const { contact, follower, onClose } = props;
  const { t } = useTranslation(["contacts", "common"]);
  const toaster = useToaster();
  const [update] = useMutation(updateContactRemark, {
    refetchQueries: ["Contact"],
    awaitRefetchQueries: true,
  });
  const form = useForm({
    resolver: zodResolver(rules),
    defaultValues: {
      remark: follower.remark,
      description: follower.description,
      remarkCorpName: follower.remarkCorpName ?? "",
    },
  });
  const { control } = form;
  return (
    <FormDialog
      title={t("remark.title", { name: follower.member?.name ?? follower.userId })}
      form={form}
      fields={["remark", "description", "remarkCorpName"]}
      submitText={t("common:save")}
      onSubmit={async (values) => {
        const input = { contactId: contact.id, userId: follower.userId, ...values };
        await update({ variables: { input } });
        toaster.done(t("common:saved"));
      }}
      onClose={onClose}
    >
      <TextInput control={control} name="remark" label={t("remark.remark")} autoFocus />
      <TextInput control={control} name="description" label={t("remark.description")} multiline minRows={2} />
      <TextInput control={control} name="remarkCorpName" label={t("remark.corpName")} />
    </FormDialog>
  );
}
