import { useQuery } from "@apollo/client/react";
import SettingsIcon from "@mui/icons-material/TuneOutlined";
import { Box, ButtonBase, MenuItem, TextField, Typography } from "@mui/material";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { graphql } from "../../gql/gql.ts";
import type { Setting_RowFragment } from "../../gql/graphql.ts";
import { seriousError } from "../../session/refusal.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { Page } from "../../ui/Page.tsx";
import { type Column, ServerGrid } from "../../ui/ServerGrid.tsx";
import { TimeAgo } from "../../ui/Time.tsx";
import { oneOf, text } from "../../ui/urlState.ts";
import { useUrlState } from "../../ui/useUrlState.ts";
import { useCan, useViewer } from "../../viewer/ViewerContext.ts";
import { SettingDrawer } from "./SettingDrawer.tsx";
import { useSettingNews } from "./useSettingNews.ts";
import { useShortText } from "./useShortText.ts";
import { useSettingTexts } from "./useSettingTexts.ts";

const settingsQuery = graphql(`
  query Settings($scope: SettingScope!, $service: String) {
    settings(scope: $scope, service: $service) {
      ...Setting_row
    }
  }
`);
const servicesQuery = graphql(`
  query SettingServices {
    settingServices
  }
`);
const viewState = {
  scope: oneOf(["TENANT", "PLATFORM", "SERVICE"], "TENANT"),
  service: text,
  key: text,
};

type Row = Setting_RowFragment & { id: string };

export function SettingsPage() {
  const { t } = useTranslation("settings");
  const can = useCan();
  const { isPlatform } = useViewer().tenant;
  const [state, change] = useUrlState(viewState);
  const { scope, key } = state;
  const service = scope === "SERVICE" ? state.service : null;
  const { data, previousData, loading, error, refetch } = useQuery(settingsQuery, {
    variables: { scope, service },
    fetchPolicy: "cache-and-network",
  });
  useSettingNews(scope, () => void refetch());
  const settings = (data ?? previousData)?.settings;
  const rows = useMemo(() => settings?.map((each) => ({ ...each, id: each.key })), [settings]);
  const mayManage = can("setting:manage") && (scope === "TENANT" || can("platform-setting:manage"));
  const open = (wanted: string) => change({ key: wanted }, "push");
  const columns = useSettingColumns(open);
  return (
    <Page
      fill
      title={t("title")}
      context={t("context")}
      actions={isPlatform && <PlaceChoice scope={scope} service={service} onChange={change} />}
    >
      <ServerGrid<Row>
        name="settings"
        label={t("title")}
        columns={columns}
        rows={rows}
        loading={loading && !settings}
        error={seriousError(error)}
        onRetry={() => void refetch()}
        empty={
          <EmptyState icon={<SettingsIcon />} title={t("empty.title")}>
            {t("empty.text")}
          </EmptyState>
        }
        renderCard={(row) => <SettingCard setting={row} onOpen={open} />}
      />
      {key !== "" && (
        <SettingDrawer
          settingKey={key}
          setting={settings?.find((each) => each.key === key && each.scope === scope)}
          mayManage={mayManage}
          isLoading={!settings}
          onClose={() => change({ key: "" })}
        />
      )}
    </Page>
  );
}

interface PlaceChoiceProps {
  scope: Row["scope"];
  service: string | null;
  onChange: (change: { scope: Row["scope"]; service: string; key: string }, how: "push") => void;
}

/** Only the platform's own people speak for more than their organization. */
function PlaceChoice({ scope, service, onChange }: PlaceChoiceProps) {
  const { t } = useTranslation("settings");
  const { data } = useQuery(servicesQuery);
  const services = data?.settingServices ?? (service ? [service] : []);
  return (
    <TextField
      select
      size="small"
      label={t("placeLabel")}
      value={scope === "SERVICE" ? `SERVICE ${service ?? ""}` : scope}
      onChange={({ target }) => {
        const [wanted, name = ""] = target.value.split(" ");
        const known = (["TENANT", "PLATFORM", "SERVICE"] as const).find((each) => each === wanted);
        if (known) onChange({ scope: known, service: name, key: "" }, "push");
      }}
      sx={{ minWidth: 180 }}
    >
      <MenuItem value="TENANT">{t("place.TENANT")}</MenuItem>
      <MenuItem value="PLATFORM">{t("place.PLATFORM")}</MenuItem>
      {services.map((name) => (
        <MenuItem key={name} value={`SERVICE ${name}`}>
          {t("place.SERVICE", { service: name })}
        </MenuItem>
      ))}
    </TextField>
  );
}

function useSettingColumns(open: (key: string) => void): readonly Column<Row>[] {
  const { t } = useTranslation("settings");
  const shortText = useShortText();
  return [
    {
      field: "key",
      headerName: t("column.setting"),
      flex: 2,
      minWidth: 240,
      hideable: false,
      renderCell: ({ row }) => <SettingName setting={row} onOpen={open} />,
    },
    {
      field: "inForce",
      headerName: t("column.inForce"),
      flex: 2,
      minWidth: 180,
      renderCell: ({ row }) => (
        <Typography
          component="code"
          variant="body2"
          noWrap
          title={shortText(row.inForce)}
          sx={{ fontFamily: "monospace" }}
        >
          {shortText(row.inForce)}
        </Typography>
      ),
    },
    {
      field: "from",
      headerName: t("column.from"),
      width: 210,
      renderCell: ({ row }) => t(`from.${row.inForceFrom}`),
    },
    {
      field: "changedAt",
      headerName: t("column.changed"),
      width: 140,
      renderCell: ({ row }) => (row.changedAt ? <TimeAgo at={row.changedAt} /> : "–"),
    },
  ];
}

function SettingName({ setting, onOpen }: { setting: Row; onOpen: (key: string) => void }) {
  const textsOf = useSettingTexts();
  return (
    <ButtonBase
      onClick={() => onOpen(setting.key)}
      sx={{
        color: "primary.main",
        borderRadius: 0.5,
        minWidth: 0,
        "&:hover": { textDecoration: "underline" },
      }}
    >
      <Typography variant="body2" component="span" noWrap>
        {textsOf(setting).title}
      </Typography>
    </ButtonBase>
  );
}

function SettingCard({ setting, onOpen }: { setting: Row; onOpen: (key: string) => void }) {
  const { t } = useTranslation("settings");
  const shortText = useShortText();
  return (
    <Box sx={{ minWidth: 0, display: "grid", gap: 0.25, justifyItems: "start" }}>
      <SettingName setting={setting} onOpen={onOpen} />
      <Typography variant="caption" color="textSecondary" sx={{ overflowWrap: "anywhere" }}>
        <code>{shortText(setting.inForce)}</code> · {t(`from.${setting.inForceFrom}`)}
      </Typography>
    </Box>
  );
}
