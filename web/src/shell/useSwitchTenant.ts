import { useMutation } from "@apollo/client/react";
import { useCallback } from "react";
import { useNavigate } from "react-router";
import { graphql } from "../gql/gql.ts";
import { useSession } from "../session/SessionContext.ts";
import { useToaster } from "../ui/Toasts.tsx";

const switchTenantMutation = graphql(`
  mutation SwitchTenant($input: SwitchTenantInput!) {
    switchTenant(input: $input) {
      accessToken
      accessTokenExpiresAt
      tenant {
        id
      }
    }
  }
`);

/** Moves this tab to another tenant. Other tabs stay where they are. */
export function useSwitchTenant(): (tenantId: string) => void {
  const session = useSession();
  const navigate = useNavigate();
  const toaster = useToaster();
  const [switchTenant] = useMutation(switchTenantMutation, { fetchPolicy: "no-cache" });
  return useCallback(
    (tenantId) => {
      switchTenant({ variables: { input: { tenantId } } }).then(
        async ({ data }) => {
          if (!data) return;
          // The page may show a record that the other tenant has never heard of.
          await navigate("/");
          const { tenant, accessToken, accessTokenExpiresAt } = data.switchTenant;
          session.adopt(tenant.id, { accessToken, accessTokenExpiresAt });
        },
        (error: unknown) => toaster.failed(error),
      );
    },
    [navigate, session, switchTenant, toaster],
  );
}
