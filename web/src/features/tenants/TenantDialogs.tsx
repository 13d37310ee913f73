import { useMutation } from "@apollo/client/react";
import { Typography } from "@mui/material";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { ChoiceInput } from "../../forms/ChoiceInput.tsx";
import { FormDialog } from "../../forms/FormDialog.tsx";
import { TextInput } from "../../forms/TextInput.tsx";
import { zodResolver } from "../../forms/zodResolver.ts";
import type { Tenant_TenantFragment, TenantPlan } from "../../gql/graphql.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { useToaster } from "../../ui/Toasts.tsx";
import { ZoneInput } from "./ZoneInput.tsx";
import { changeTenantPlan, changeTenantTimeZone, deleteTenant, suspendTenant } from "./tenantFragment.ts";

interface DialogProps {
  tenant: Tenant_TenantFragment;
  onClose: () => void;
}

export const plans: readonly TenantPlan[] = ["FREE", "STANDARD", "ENTERPRISE"];

export function TenantDialogs({
  dialog,
  ...props
}: DialogProps & { dialog: "suspend" | "delete" | "plan" | "zone" }) {
  switch (dialog) {
    case "suspend":
      return <SuspendDialog {...props} />;
    case "delete":
      return <DeleteDialog {...props} />;
    case "plan":
      return <PlanDialog {...props} />;
    case "zone":
      return <ZoneDialog {...props} />;
  }
}

const suspendRules = z.object({
  reason: z.string().check(z.trim(), z.minLength(1, "required"), z.maxLength(500, "tooLong")),
});

function SuspendDialog({ tenant, onClose }: DialogProps) {
  const { t } = useTranslation("tenants");
  const toaster = useToaster();
  const [suspend] = useMutation(suspendTenant);
  const form = useForm<z.infer<typeof suspendRules>>({
    resolver: zodResolver(suspendRules),
    defaultValues: { reason: "" },
  });
  return (
    <FormDialog
      title={t("suspend.title", { name: tenant.name })}
      form={form}
      fields={["reason"]}
      submitText={t("suspend.action")}
      onClose={onClose}
      onSubmit={async ({ reason }) => {
        await suspend({ variables: { input: { tenantId: tenant.id, reason } } });
        toaster.done(t("suspend.done", { name: tenant.name }));
        onClose();
      }}
    >
      <Typography>{t("suspend.text")}</Typography>
      <TextInput
        control={form.control}
        name="reason"
        label={t("suspend.reason")}
        required
        autoFocus
        multiline
      />
    </FormDialog>
  );
}

function DeleteDialog({ tenant, onClose }: DialogProps) {
  const { t } = useTranslation("tenants");
  const toaster = useToaster();
  const [remove] = useMutation(deleteTenant);
  return (
    <ConfirmDialog
      danger
      title={t("remove.title", { name: tenant.name })}
      confirmText={t("remove.action")}
      onClose={onClose}
      onConfirm={async () => {
        await remove({ variables: { input: { tenantId: tenant.id } } });
        toaster.done(t("remove.done", { name: tenant.name }));
      }}
    >
      {t("remove.text")}
    </ConfirmDialog>
  );
}

const planRules = z.object({ plan: z.enum(["FREE", "STANDARD", "ENTERPRISE"]) });

function PlanDialog({ tenant, onClose }: DialogProps) {
  const { t } = useTranslation(["tenants", "status", "common"]);
  const toaster = useToaster();
  const [change] = useMutation(changeTenantPlan);
  const form = useForm<z.infer<typeof planRules>>({
    resolver: zodResolver(planRules),
    defaultValues: { plan: tenant.plan },
  });
  return (
    <FormDialog
      title={t("plan.title", { name: tenant.name })}
      form={form}
      fields={["plan"]}
      submitText={t("common:save")}
      onClose={onClose}
      onSubmit={async ({ plan }) => {
        await change({ variables: { input: { tenantId: tenant.id, plan } } });
        toaster.done(t("plan.done"));
        onClose();
      }}
    >
      <ChoiceInput
        control={form.control}
        name="plan"
        label={t("column.plan")}
        options={plans.map((value) => ({ value, label: t(`status:plan.${value}`) }))}
      />
    </FormDialog>
  );
}

const zoneRules = z.object({ timeZone: z.string().check(z.trim(), z.minLength(1, "required")) });

function ZoneDialog({ tenant, onClose }: DialogProps) {
  const { t } = useTranslation(["tenants", "common"]);
  const toaster = useToaster();
  const [change] = useMutation(changeTenantTimeZone);
  const form = useForm<z.infer<typeof zoneRules>>({
    resolver: zodResolver(zoneRules),
    defaultValues: { timeZone: tenant.timeZone },
  });
  return (
    <FormDialog
      title={t("zone.title", { name: tenant.name })}
      form={form}
      fields={["timeZone"]}
      submitText={t("common:save")}
      onClose={onClose}
      onSubmit={async ({ timeZone }) => {
        await change({ variables: { input: { tenantId: tenant.id, timeZone } } });
        toaster.done(t("zone.done"));
        onClose();
      }}
    >
      <Typography>{t("zone.text")}</Typography>
      <ZoneInput control={form.control} name="timeZone" />
    </FormDialog>
  );
}
