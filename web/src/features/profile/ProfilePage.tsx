import { useQuery } from "@apollo/client/react";
import { Alert, Box, Chip } from "@mui/material";
import { useTranslation } from "react-i18next";
import { graphql } from "../../gql/gql.ts";
import { useRoleName } from "../../rights/roleName.ts";
import { seriousError } from "../../session/refusal.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Facts } from "../../ui/Facts.tsx";
import { Page } from "../../ui/Page.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { useViewer } from "../../viewer/ViewerContext.ts";
import { DisplayPanel } from "./DisplayPanel.tsx";
import { PasswordPanel } from "./PasswordPanel.tsx";
import { TotpPanel } from "./TotpPanel.tsx";

const profileQuery = graphql(`
  query Profile {
    viewer {
      user {
        id
        email
        displayName
        totpEnabled
        roles {
          id
          role {
            id
            key
            name
            builtIn
          }
        }
      }
    }
  }
`);

export function ProfilePage() {
  const { t } = useTranslation("profile");
  const { tenant } = useViewer();
  const roleName = useRoleName();
  const { data, error, refetch } = useQuery(profileQuery, { fetchPolicy: "cache-and-network" });
  const user = data?.viewer.user;
  const serious = seriousError(error);
  return (
    <Page title={t("title")}>
      {serious !== undefined && <ErrorNotice error={serious} onRetry={() => void refetch()} />}
      {data && !user && <Alert severity="info">{t("apiKeyViewer")}</Alert>}
      <Box
        sx={{
          display: "grid",
          gap: 2,
          gridTemplateColumns: { xs: "minmax(0,1fr)", lg: "1fr 1fr" },
          alignItems: "start",
        }}
      >
        <Box sx={{ display: "grid", gap: 2 }}>
          {user && (
            <Panel title={t("person.title")}>
              <Facts
                facts={[
                  [user.displayName, user.email],
                  [t("person.tenant"), tenant.name],
                  [
                    t("person.roles"),
                    <Box key="roles" sx={{ display: "flex", flexWrap: "wrap", gap: 0.5 }}>
                      {user.roles.map(({ id, role }) => (
                        <Chip key={id} label={roleName(role)} variant="outlined" />
                      ))}
                    </Box>,
                  ],
                ]}
              />
            </Panel>
          )}
          {user && <PasswordPanel email={user.email} />}
        </Box>
        <Box sx={{ display: "grid", gap: 2 }}>
          <DisplayPanel />
          {user && <TotpPanel enabled={user.totpEnabled} />}
        </Box>
      </Box>
    </Page>
  );
}
