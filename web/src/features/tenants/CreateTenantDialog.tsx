import { useMutation } from "@apollo/client/react";
import { Typography } from "@mui/material";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { ChoiceInput } from "../../forms/ChoiceInput.tsx";
import { FormDialog } from "../../forms/FormDialog.tsx";
import { TextInput } from "../../forms/TextInput.tsx";
import { zodResolver } from "../../forms/zodResolver.ts";
import { graphql } from "../../gql/gql.ts";
import { useToaster } from "../../ui/Toasts.tsx";
import { ZoneInput } from "./ZoneInput.tsx";
import { plans } from "./TenantDialogs.tsx";

const createTenant = graphql(`
  mutation CreateTenant($input: CreateTenantInput!) {
    createTenant(input: $input) {
      tenant {
        ...Tenant_tenant
      }
    }
  }
`);

const line = z.string().check(z.trim(), z.minLength(1, "required"), z.maxLength(100, "tooLong"));
const rules = z.object({
  name: line,
  slug: z.string().check(z.trim(), z.minLength(1, "required"), z.regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, "slug")),
  plan: z.enum(["FREE", "STANDARD", "ENTERPRISE"]),
  timeZone: line,
  adminEmail: z.string().check(z.trim(), z.minLength(1, "required"), z.email("email")),
  adminDisplayName: line,
  adminPassword: z.string().check(z.minLength(12, "tooShort12")),
});

type Values = z.infer<typeof rules>;

export function CreateTenantDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(["tenants", "status", "common"]);
  const toaster = useToaster();
  const [create] = useMutation(createTenant, {
    update: (cache) => cache.evict({ id: "ROOT_QUERY", fieldName: "tenants" }),
  });
  const form = useForm<Values>({
    resolver: zodResolver(rules),
    defaultValues: {
      name: "",
      slug: "",
      plan: "STANDARD",
      timeZone: "Asia/Shanghai",
      adminEmail: "",
      adminDisplayName: "",
      adminPassword: "",
    },
  });
  const { control } = form;
  return (
    <FormDialog
      title={t("create.title")}
      form={form}
      fields={["name", "slug", "plan", "timeZone", "adminEmail", "adminDisplayName", "adminPassword"]}
      submitText={t("common:create")}
      onClose={onClose}
      onSubmit={async (values) => {
        await create({ variables: { input: values } });
        toaster.done(t("create.done", { name: values.name }));
        onClose();
      }}
    >
      <TextInput control={control} name="name" label={t("column.name")} required autoFocus />
      <TextInput
        control={control}
        name="slug"
        label={t("column.slug")}
        hint={t("create.slugHint")}
        required
      />
      <ChoiceInput
        control={control}
        name="plan"
        label={t("column.plan")}
        options={plans.map((value) => ({ value, label: t(`status:plan.${value}`) }))}
      />
      <ZoneInput control={control} name="timeZone" />
      <Typography variant="h3" component="h3" sx={{ mt: 1 }}>
        {t("create.admin")}
      </Typography>
      <TextInput
        control={control}
        name="adminDisplayName"
        label={t("create.adminName")}
        required
        autoComplete="off"
      />
      <TextInput
        control={control}
        name="adminEmail"
        type="email"
        label={t("create.adminEmail")}
        required
        autoComplete="off"
      />
      <TextInput
        control={control}
        name="adminPassword"
        type="password"
        autoComplete="new-password"
        label={t("create.adminPassword")}
        hint={t("create.passwordHint")}
        required
      />
    </FormDialog>
  );
}
