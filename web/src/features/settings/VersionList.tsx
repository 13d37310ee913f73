import { useMutation, useQuery } from "@apollo/client/react";
import { Box, Button, Typography } from "@mui/material";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { graphql } from "../../gql/gql.ts";
import type { Setting_RowFragment, SettingVersionsQuery } from "../../gql/graphql.ts";
import { seriousError } from "../../session/refusal.ts";
import { ink } from "../../theme/tones.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { Time } from "../../ui/Time.tsx";
import { useToaster } from "../../ui/Toasts.tsx";
import { diffLines } from "./settingValues.ts";
import { useSettingNews } from "./useSettingNews.ts";

const versionsQuery = graphql(`
  query SettingVersions($key: String!, $scope: SettingScope!, $service: String, $first: Int!) {
    settingVersions(key: $key, scope: $scope, service: $service, first: $first) {
      nodes {
        id
        version
        value
        comment
        rolledBackTo
        changedByName
        changedAt
      }
      pageInfo {
        hasNextPage
      }
    }
  }
`);
const rollBack = graphql(`
  mutation RollBackSetting($input: RollBackSettingInput!) {
    rollBackSetting(input: $input) {
      setting {
        ...Setting_row
      }
    }
  }
`);

type Version = SettingVersionsQuery["settingVersions"]["nodes"][number];

const step = 10;
const shownMax = 200;

/** Every version with what it changed, the newest first; any of them can be said again. */
export function VersionList({ setting, mayManage }: { setting: Setting_RowFragment; mayManage: boolean }) {
  const { t } = useTranslation("settings");
  const toaster = useToaster();
  const { key, scope, service, version } = setting;
  const [first, setFirst] = useState(step);
  const { data, previousData, error, refetch } = useQuery(versionsQuery, {
    variables: { key, scope, service, first: first + 1 },
    fetchPolicy: "cache-and-network",
  });
  useSettingNews(scope, () => void refetch());
  const [back, { loading }] = useMutation(rollBack);
  const all = (data ?? previousData)?.settingVersions.nodes;
  const again = (toVersion: number) =>
    void back({ variables: { input: { key, scope, service, toVersion, expectedVersion: version } } }).then(
      () => toaster.done(t("history.backDone", { version: toVersion })),
      (problem: unknown) => toaster.failed(problem),
    );
  const problem = seriousError(error);
  return (
    <Panel title={t("history.title")}>
      {problem !== undefined && <ErrorNotice error={problem} onRetry={() => void refetch()} />}
      {all?.length === 0 && <Typography color="textSecondary">{t("history.empty")}</Typography>}
      <Box component="ul" sx={{ m: 0, p: 0, listStyle: "none", display: "grid", gap: 2 }}>
        {all?.slice(0, first).map((one, i) => (
          <Box component="li" key={one.id}>
            <VersionHead one={one} />
            <Diff before={all[i + 1]?.value} after={one.value} />
            {mayManage && one.version !== version && (
              <Button size="small" disabled={loading} onClick={() => again(one.version)}>
                {t("history.back")}
              </Button>
            )}
          </Box>
        ))}
      </Box>
      {all && all.length > first && first < shownMax && (
        <Button sx={{ mt: 1 }} onClick={() => setFirst(Math.min(shownMax - 1, first + step * 2))}>
          {t("history.more")}
        </Button>
      )}
    </Panel>
  );
}

function VersionHead({ one }: { one: Version }) {
  const { t } = useTranslation("settings");
  const notes = [
    one.changedByName,
    one.rolledBackTo === null ? null : t("history.rolledBack", { version: one.rolledBackTo }),
    one.value === null ? t("history.cleared") : null,
  ].filter((note) => note !== null);
  return (
    <>
      <Box sx={{ display: "flex", alignItems: "baseline", gap: 1, flexWrap: "wrap" }}>
        <Typography variant="body2" sx={{ fontWeight: 600 }}>
          {t("history.version", { version: one.version })}
        </Typography>
        <Typography variant="caption" color="textSecondary">
          <Time at={one.changedAt} /> · {notes.join(" · ")}
        </Typography>
      </Box>
      {one.comment !== "" && <Typography variant="body2">{one.comment}</Typography>}
    </>
  );
}

function Diff({ before, after }: { before: unknown; after: unknown }) {
  const lines = diffLines(before ?? undefined, after ?? undefined).filter(({ text }) => text !== "");
  return (
    <Box
      component="pre"
      sx={{
        m: 0,
        my: 0.5,
        fontSize: 12.5,
        fontFamily: "monospace",
        whiteSpace: "pre-wrap",
        overflowWrap: "anywhere",
      }}
    >
      {lines.map(({ sign, text }, i) => (
        <Box
          component={sign === "-" ? "del" : sign === "+" ? "ins" : "span"}
          // Lines have no identity but their place.
          key={i}
          sx={{
            display: "block",
            textDecoration: "none",
            ...(sign === "-" && { color: ink("negative") }),
            ...(sign === "+" && { color: ink("positive") }),
          }}
        >
          {`${sign} ${text}`}
        </Box>
      ))}
    </Box>
  );
}
