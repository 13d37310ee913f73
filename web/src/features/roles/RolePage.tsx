import { useMutation, useQuery } from "@apollo/client/react";
import CopyIcon from "@mui/icons-material/ContentCopyRounded";
import DeleteIcon from "@mui/icons-material/DeleteOutlineRounded";
import { Button, Chip } from "@mui/material";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useParams } from "react-router";
import { graphql } from "../../gql/gql.ts";
import { useRoleDescription, useRoleName } from "../../rights/roleName.ts";
import { seriousError } from "../../session/refusal.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { GonePage } from "../../ui/GonePage.tsx";
import { LoadingPage } from "../../ui/LoadingPage.tsx";
import { Page } from "../../ui/Page.tsx";
import { useToaster } from "../../ui/Toasts.tsx";
import { oneOf } from "../../ui/urlState.ts";
import { useUrlState } from "../../ui/useUrlState.ts";
import { useCan } from "../../viewer/ViewerContext.ts";
import { RoleEditor } from "./RoleEditor.tsx";

const roleQuery = graphql(`
  query Role($id: ID!) {
    role(id: $id) {
      ...Role_role
    }
    roles {
      ...Role_role
    }
    permissions {
      id
      resource
      action
    }
  }
`);

const deleteRole = graphql(`
  mutation DeleteRole($input: DeleteRoleInput!) {
    deleteRole(input: $input) {
      removedId
    }
  }
`);

const viewState = { dialog: oneOf(["delete"], null) };

export function RolePage() {
  const { t } = useTranslation(["roles", "common"]);
  const { id = "" } = useParams();
  const navigate = useNavigate();
  const can = useCan();
  const toaster = useToaster();
  const roleName = useRoleName();
  const describe = useRoleDescription();
  const [{ dialog }, change] = useUrlState(viewState);
  const { data, error, refetch } = useQuery(roleQuery, {
    variables: { id },
    fetchPolicy: "cache-and-network",
  });
  const [remove] = useMutation(deleteRole, {
    update: (cache) => cache.evict({ id: "ROOT_QUERY", fieldName: "roles" }),
  });
  const role = data?.role;
  const serious = seriousError(error);
  const mayWrite = can("role:write");

  if (data && !role)
    return (
      <GonePage title={t("gone.title")} list={{ path: "/roles", text: t("gone.list") }}>
        {t("gone.text")}
      </GonePage>
    );
  if (!role) return <LoadingPage title={t("title")} problem={serious} onRetry={() => void refetch()} />;
  return (
    <Page
      title={roleName(role)}
      heading={
        <>
          {roleName(role)}{" "}
          {role.builtIn && <Chip label={t("builtIn")} variant="outlined" sx={{ verticalAlign: "middle" }} />}
        </>
      }
      context={describe(role)}
      actions={
        <>
          <Button component={Link} to={`/users?roleId=${role.id}`} color="inherit">
            {t("users")} ({role.userCount})
          </Button>
          {mayWrite && (
            <Button
              component={Link}
              to={`/roles?dialog=create&copy=${role.id}`}
              startIcon={<CopyIcon />}
              variant="outlined"
            >
              {t("copy")}
            </Button>
          )}
          {mayWrite && !role.builtIn && role.userCount === 0 && (
            <Button
              color="error"
              variant="outlined"
              startIcon={<DeleteIcon />}
              onClick={() => change({ dialog: "delete" }, "push")}
            >
              {t("common:delete")}
            </Button>
          )}
        </>
      }
    >
      <RoleEditor
        key={role.id}
        role={role}
        roles={data.roles}
        rights={data.permissions}
        mayWrite={mayWrite && !role.builtIn}
      />
      {dialog === "delete" && mayWrite && (
        <ConfirmDialog
          danger
          title={t("remove.title", { name: roleName(role) })}
          confirmText={t("common:delete")}
          onClose={() => change({ dialog: null })}
          onConfirm={async () => {
            await remove({ variables: { input: { roleId: role.id } } });
            toaster.done(t("remove.done"));
            await navigate("/roles");
          }}
        >
          {t("remove.text")}
        </ConfirmDialog>
      )}
    </Page>
  );
}
