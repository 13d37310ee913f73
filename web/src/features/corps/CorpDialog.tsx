import { useMutation } from "@apollo/client/react";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { FormDialog } from "../../forms/FormDialog.tsx";
import { TextInput } from "../../forms/TextInput.tsx";
import { zodResolver } from "../../forms/zodResolver.ts";
import { graphql } from "../../gql/gql.ts";
import type { Corp_CorpFragment } from "../../gql/graphql.ts";
import { useToaster } from "../../ui/Toasts.tsx";

const createCorp = graphql(`
  mutation CreateCorp($input: CreateCorpInput!) {
    createCorp(input: $input) {
      corp {
        ...Corp_corp
      }
    }
  }
`);

const changeCorp = graphql(`
  mutation ChangeCorp($input: ChangeCorpInput!) {
    changeCorp(input: $input) {
      corp {
        ...Corp_corp
      }
    }
  }
`);

const name = z.string().check(z.trim(), z.minLength(1, "required"), z.maxLength(100, "tooLong"));
const address = z.string().check(z.trim(), z.minLength(1, "required"), z.regex(/^https?:\/\/\S+$/, "url"));

const newRules = z
  .object({
    name,
    corpId: z.string().check(z.trim(), z.minLength(1, "required"), z.maxLength(64, "tooLong")),
    providerUrl: z.union([z.literal(""), address], "url"),
    secret: z.string(),
  })
  .check(
    z.refine(({ providerUrl, secret }) => providerUrl === "" || secret !== "", {
      path: ["secret"],
      error: "required",
    }),
    z.refine(({ providerUrl, secret }) => secret === "" || providerUrl !== "", {
      path: ["providerUrl"],
      error: "required",
    }),
  );

/** What is stored is never shown, so empty means "as it is". */
const editRules = z.object({
  name,
  corpId: z.string(),
  providerUrl: z.union([z.literal(""), address], "url"),
  secret: z.string(),
});

type Values = z.infer<typeof newRules>;

export function CorpDialog({ corp, onClose }: { corp?: Corp_CorpFragment; onClose: () => void }) {
  const { t } = useTranslation(["corps", "common"]);
  const toaster = useToaster();
  const [create] = useMutation(createCorp, {
    update: (cache) => cache.evict({ id: "ROOT_QUERY", fieldName: "corps" }),
  });
  const [change] = useMutation(changeCorp);
  const form = useForm<Values>({
    resolver: zodResolver(corp ? editRules : newRules),
    defaultValues: { name: corp?.name ?? "", corpId: corp?.corpId ?? "", providerUrl: "", secret: "" },
  });

  const submit = async ({ name: newName, corpId, providerUrl, secret }: Values) => {
    if (corp) {
      await change({
        variables: {
          input: {
            corpId: corp.id,
            name: newName,
            ...(providerUrl ? { providerUrl } : {}),
            ...(secret ? { secret } : {}),
          },
        },
      });
      toaster.done(t("edit.done"));
    } else {
      await create({
        variables: { input: { name: newName, corpId, ...(providerUrl && { providerUrl, secret }) } },
      });
      toaster.done(t("create.done", { name: newName }));
    }
    onClose();
  };

  return (
    <FormDialog
      title={corp ? t("edit.title", { name: corp.name }) : t("create.title")}
      form={form}
      fields={["name", "corpId", "providerUrl", "secret"]}
      submitText={corp ? t("common:save") : t("common:add")}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextInput control={form.control} name="name" label={t("column.name")} required autoFocus />
      {!corp && (
        <TextInput
          control={form.control}
          name="corpId"
          label={t("column.corpId")}
          hint={t("corpIdHint")}
          required
        />
      )}
      <TextInput
        control={form.control}
        name="providerUrl"
        type="url"
        label={t("providerUrl")}
        hint={corp ? t("providerUrlKeep") : t("providerUrlHint")}
      />
      <TextInput
        control={form.control}
        name="secret"
        type="password"
        autoComplete="off"
        label={t("secret")}
        hint={corp ? t("secretKeep") : t("secretHint")}
      />
    </FormDialog>
  );
}
