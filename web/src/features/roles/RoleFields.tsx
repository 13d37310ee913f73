import type { Control } from "react-hook-form";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { ChoiceInput } from "../../forms/ChoiceInput.tsx";
import { TextInput } from "../../forms/TextInput.tsx";
import type { Role_RoleFragment } from "../../gql/graphql.ts";
import { useRoleName } from "../../rights/roleName.ts";
import { dataScopes } from "./roleFragment.ts";

export const roleRules = z.object({
  name: z.string().check(z.trim(), z.minLength(1, "required"), z.maxLength(100, "tooLong")),
  key: z.string().check(z.trim(), z.minLength(1, "required"), z.regex(/^[a-z][a-z0-9_]*$/, "roleKey")),
  description: z.string().check(z.trim(), z.maxLength(500, "tooLong")),
  dataScope: z.enum(["OWN", "BOUND", "DEPARTMENT", "TENANT"]),
  parentId: z.string(),
});

export type RoleValues = z.infer<typeof roleRules>;

interface RoleFieldsProps {
  control: Control<RoleValues>;
  /** The roles that may stand above this one. */
  parents: readonly Role_RoleFragment[];
  keyFixed: boolean;
}

export function RoleFields({ control, parents, keyFixed }: RoleFieldsProps) {
  const { t } = useTranslation(["roles", "status"]);
  const roleName = useRoleName();
  return (
    <>
      <TextInput control={control} name="name" label={t("field.name")} required />
      <TextInput
        control={control}
        name="key"
        label={t("field.key")}
        hint={t("field.keyHint")}
        required
        disabled={keyFixed}
      />
      <TextInput control={control} name="description" label={t("field.description")} multiline />
      <ChoiceInput
        control={control}
        name="dataScope"
        label={t("field.scope")}
        hint={t("field.scopeHint")}
        options={dataScopes.map((scope) => ({ value: scope, label: t(`status:dataScope.${scope}`) }))}
      />
      <ChoiceInput
        control={control}
        name="parentId"
        label={t("field.parent")}
        options={[
          { value: "", label: t("noParent") },
          ...parents.map((role) => ({ value: role.id, label: roleName(role) })),
        ]}
      />
    </>
  );
}
