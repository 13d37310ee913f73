import { useMutation, useQuery } from "@apollo/client/react";
import AddIcon from "@mui/icons-material/AddRounded";
import RemoveIcon from "@mui/icons-material/CloseRounded";
import { Alert, Box, Button, IconButton, Link as MuiLink, Typography } from "@mui/material";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import * as z from "zod/mini";
import { ChoiceInput } from "../../forms/ChoiceInput.tsx";
import { FormDialog } from "../../forms/FormDialog.tsx";
import { TextInput } from "../../forms/TextInput.tsx";
import { zodResolver } from "../../forms/zodResolver.ts";
import type { User_UserFragment } from "../../gql/graphql.ts";
import { useRoleName } from "../../rights/roleName.ts";
import { Panel } from "../../ui/Panel.tsx";
import { Time } from "../../ui/Time.tsx";
import { useToaster } from "../../ui/Toasts.tsx";
import { useCan } from "../../viewer/ViewerContext.ts";
import { rolesQuery } from "./CreateUserDialog.tsx";
import { assignRole, unassignRole } from "./userMutations.ts";

/** The roles a user has here. Taking one away is undone with one click. */
export function UserRoles({ user }: { user: User_UserFragment }) {
  const { t } = useTranslation(["users", "status"]);
  const can = useCan();
  const toaster = useToaster();
  const roleName = useRoleName();
  const [giving, setGiving] = useState(false);
  const [assign] = useMutation(assignRole);
  const [unassign] = useMutation(unassignRole);
  const may = can("role:assign");

  const take = (roleId: string, department: string | null) => {
    unassign({ variables: { input: { userId: user.id, roleId } } }).then(
      () =>
        toaster.done(t("roles.taken"), () => {
          assign({
            variables: { input: { userId: user.id, roleId, ...(department ? { department } : {}) } },
          }).catch((error: unknown) => toaster.failed(error));
        }),
      (error: unknown) => toaster.failed(error),
    );
  };

  return (
    <Panel
      title={t("roles.title")}
      actions={
        may &&
        can("role:read") && (
          <Button startIcon={<AddIcon />} onClick={() => setGiving(true)}>
            {t("action.assignRole")}
          </Button>
        )
      }
    >
      {user.roles.length === 0 && <Alert severity="info">{t("roles.none")}</Alert>}
      <Box component="ul" sx={{ m: 0, p: 0, listStyle: "none" }}>
        {user.roles.map(({ id, role, department, createdAt }) => (
          <Box
            component="li"
            key={id}
            sx={{
              display: "flex",
              alignItems: "center",
              gap: 1,
              minHeight: 44,
              "& + &": { borderTop: 1, borderColor: "divider" },
            }}
          >
            <Box sx={{ flex: 1, minWidth: 0 }}>
              {can("role:read") ? (
                <MuiLink component={Link} to={`/roles/${role.id}`}>
                  {roleName(role)}
                </MuiLink>
              ) : (
                roleName(role)
              )}
              <Typography variant="caption" component="div" color="textSecondary">
                {t(`status:dataScope.${role.dataScope}`)}
                {department && ` · ${department}`} · {t("roles.since")} <Time at={createdAt} />
              </Typography>
            </Box>
            {may && (
              <IconButton
                aria-label={t("action.unassign", { role: roleName(role) })}
                onClick={() => take(role.id, department)}
              >
                <RemoveIcon fontSize="small" />
              </IconButton>
            )}
          </Box>
        ))}
      </Box>
      {giving && <AssignDialog user={user} onClose={() => setGiving(false)} />}
    </Panel>
  );
}

const rules = z.object({
  roleId: z.string().check(z.minLength(1, "required")),
  department: z.string().check(z.trim(), z.maxLength(100, "tooLong")),
});

function AssignDialog({ user, onClose }: { user: User_UserFragment; onClose: () => void }) {
  const { t } = useTranslation(["users", "common", "status"]);
  const toaster = useToaster();
  const { data } = useQuery(rolesQuery);
  const [assign] = useMutation(assignRole);
  const form = useForm<z.infer<typeof rules>>({
    resolver: zodResolver(rules),
    defaultValues: { roleId: "", department: "" },
  });
  const roleName = useRoleName();
  const held = new Set(user.roles.map(({ role }) => role.id));
  return (
    <FormDialog
      title={t("action.assignRole")}
      form={form}
      fields={["roleId", "department"]}
      submitText={t("common:add")}
      onClose={onClose}
      onSubmit={async ({ roleId, department }) => {
        await assign({
          variables: { input: { userId: user.id, roleId, ...(department ? { department } : {}) } },
        });
        toaster.done(t("roles.given"));
        onClose();
      }}
    >
      <ChoiceInput
        control={form.control}
        name="roleId"
        label={t("roles.role")}
        required
        options={(data?.roles ?? [])
          .filter(({ id }) => !held.has(id))
          .map((role) => ({
            value: role.id,
            label: `${roleName(role)} · ${t(`status:dataScope.${role.dataScope}`)}`,
          }))}
      />
      <TextInput
        control={form.control}
        name="department"
        label={t("roles.department")}
        hint={t("roles.departmentHint")}
      />
    </FormDialog>
  );
}
