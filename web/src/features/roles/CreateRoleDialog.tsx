import { useMutation } from "@apollo/client/react";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { FormDialog } from "../../forms/FormDialog.tsx";
import { zodResolver } from "../../forms/zodResolver.ts";
import { graphql } from "../../gql/gql.ts";
import type { Role_RoleFragment } from "../../gql/graphql.ts";
import { useToaster } from "../../ui/Toasts.tsx";
import { RoleFields, roleRules, type RoleValues } from "./RoleFields.tsx";

const createRole = graphql(`
  mutation CreateRole($input: CreateRoleInput!) {
    createRole(input: $input) {
      role {
        ...Role_role
      }
    }
  }
`);

interface CreateRoleDialogProps {
  roles: readonly Role_RoleFragment[];
  model: Role_RoleFragment | undefined;
  onClose: () => void;
}

/** A new role: its name and place first; its rights are ticked on its own page. */
export function CreateRoleDialog({ roles, model, onClose }: CreateRoleDialogProps) {
  const { t } = useTranslation(["roles", "common"]);
  const navigate = useNavigate();
  const toaster = useToaster();
  const [create] = useMutation(createRole, {
    update: (cache) => cache.evict({ id: "ROOT_QUERY", fieldName: "roles" }),
  });
  const form = useForm<RoleValues>({
    resolver: zodResolver(roleRules),
    defaultValues: {
      name: "",
      key: "",
      description: model?.description ?? "",
      dataScope: model?.dataScope ?? "TENANT",
      parentId: model?.parent?.id ?? "",
    },
  });
  const submit = async ({ parentId, ...values }: RoleValues) => {
    const { data } = await create({
      variables: {
        input: { ...values, permissions: model?.permissions ?? [], ...(parentId ? { parentId } : {}) },
      },
    });
    if (!data) return;
    toaster.done(t("create.done", { name: values.name }));
    await navigate(`/roles/${data.createRole.role.id}`);
  };
  return (
    <FormDialog
      title={t("create.title")}
      form={form}
      fields={["name", "key", "description", "dataScope", "parentId"]}
      submitText={t("common:create")}
      onSubmit={submit}
      onClose={onClose}
    >
      <RoleFields control={form.control} parents={roles} keyFixed={false} />
    </FormDialog>
  );
}
