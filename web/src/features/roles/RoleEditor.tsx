import { useMutation } from "@apollo/client/react";
import { Alert, Box, Button, Typography } from "@mui/material";
import { useState } from "react";
import { useForm, useWatch } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { placeIssues } from "../../forms/serverIssues.ts";
import { UnsavedGuard } from "../../forms/UnsavedGuard.tsx";
import { zodResolver } from "../../forms/zodResolver.ts";
import { graphql } from "../../gql/gql.ts";
import type { Role_RoleFragment, RoleQuery } from "../../gql/graphql.ts";
import { useRoleName } from "../../rights/roleName.ts";
import { RightsMatrix } from "../../rights/RightsMatrix.tsx";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Facts } from "../../ui/Facts.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { useToaster } from "../../ui/Toasts.tsx";
import { useCan } from "../../viewer/ViewerContext.ts";
import { descendantsOf } from "./inheritance.ts";
import { RoleFields, roleRules, type RoleValues } from "./RoleFields.tsx";

const changeRole = graphql(`
  mutation ChangeRole($input: ChangeRoleInput!) {
    changeRole(input: $input) {
      role {
        ...Role_role
      }
    }
  }
`);

interface RoleEditorProps {
  role: Role_RoleFragment;
  roles: readonly Role_RoleFragment[];
  rights: RoleQuery["permissions"];
  mayWrite: boolean;
}

export function RoleEditor({ role, roles, rights, mayWrite }: RoleEditorProps) {
  const { t } = useTranslation(["roles", "common", "status"]);
  const can = useCan();
  const toaster = useToaster();
  const roleName = useRoleName();
  const [permissions, setPermissions] = useState<readonly string[]>(role.permissions);
  const [error, setError] = useState<unknown>(null);
  const [change] = useMutation(changeRole);
  const form = useForm<RoleValues>({ resolver: zodResolver(roleRules), defaultValues: valuesOf(role) });
  const { isDirty, isSubmitting } = form.formState;

  const parentId = useWatch({ control: form.control, name: "parentId" });
  const parent = roles.find(({ id }) => id === parentId);
  const below = descendantsOf(role.id, roles);
  const ticked = [...permissions].toSorted().join() !== [...role.permissions].toSorted().join();
  const dirty = isDirty || ticked;

  const submit = form.handleSubmit(async ({ name, description, dataScope, parentId: above }) => {
    setError(null);
    try {
      const { data } = await change({
        variables: {
          input: {
            roleId: role.id,
            name,
            description,
            dataScope,
            parentId: above || null,
            permissions: [...permissions],
          },
        },
      });
      if (data) {
        form.reset(valuesOf(data.changeRole.role));
        setPermissions(data.changeRole.role.permissions);
      }
      toaster.done(t("saved"));
    } catch (problem) {
      setError(placeIssues(problem, ["name", "description", "dataScope", "parentId"], form.setError));
    }
  });

  return (
    <Box
      component="form"
      noValidate
      onSubmit={(event) => void submit(event)}
      sx={{ display: "grid", gap: 2 }}
    >
      <UnsavedGuard dirty={dirty && !isSubmitting} />
      {role.builtIn && <Alert severity="info">{t("builtInNote")}</Alert>}
      <Box
        sx={{
          display: "grid",
          gap: 2,
          alignItems: "start",
          gridTemplateColumns: { xs: "minmax(0,1fr)", lg: "320px minmax(0,1fr)" },
        }}
      >
        <Panel title={t("column.name")}>
          {mayWrite ? (
            <Box sx={{ display: "grid", gap: 2 }}>
              <RoleFields
                control={form.control}
                keyFixed
                parents={roles.filter(({ id }) => id !== role.id && !below.has(id))}
              />
            </Box>
          ) : (
            <Facts
              facts={[
                [t("field.key"), <code key="key">{role.key}</code>],
                [t("field.scope"), t(`status:dataScope.${role.dataScope}`)],
                [t("field.parent"), role.parent ? roleName(role.parent) : t("noParent")],
              ]}
            />
          )}
        </Panel>
        <Panel title={t("matrix.title")} note={ticked ? t("matrix.changed") : undefined}>
          <RightsMatrix
            rights={rights}
            own={permissions}
            inherited={parent?.effectivePermissions ?? []}
            inheritedFrom={parent && roleName(parent)}
            mayGive={can}
            onChange={mayWrite ? setPermissions : undefined}
          />
        </Panel>
      </Box>
      {error !== null && <ErrorNotice error={error} />}
      {mayWrite && (
        <Box sx={{ display: "flex", gap: 1, alignItems: "center" }}>
          <Button type="submit" variant="contained" disabled={!dirty || isSubmitting}>
            {t("common:save")}
          </Button>
          {dirty && (
            <Button
              color="inherit"
              onClick={() => {
                form.reset(valuesOf(role));
                setPermissions(role.permissions);
              }}
            >
              {t("common:discard")}
            </Button>
          )}
          {ticked && (
            <Typography variant="body2" color="textSecondary">
              {t("matrix.changed")}
            </Typography>
          )}
        </Box>
      )}
    </Box>
  );
}

function valuesOf(role: Role_RoleFragment): RoleValues {
  return {
    name: role.name,
    key: role.key,
    description: role.description,
    dataScope: role.dataScope,
    parentId: role.parent?.id ?? "",
  };
}
