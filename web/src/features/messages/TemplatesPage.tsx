import { useQuery } from "@apollo/client/react";
import AddIcon from "@mui/icons-material/AddRounded";
import EmptyIcon from "@mui/icons-material/TextSnippetOutlined";
import { Box, Button, Link as MuiLink, Typography } from "@mui/material";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { seriousError } from "../../session/refusal.ts";
import { templateStateLook } from "../../status/messageStatus.ts";
import { StatusLabel } from "../../status/StatusLabel.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { Page } from "../../ui/Page.tsx";
import { Pager } from "../../ui/Pager.tsx";
import { pageVariables, pagingState } from "../../ui/paging.ts";
import { type Column, ServerGrid } from "../../ui/ServerGrid.tsx";
import { Time, TimeAgo } from "../../ui/Time.tsx";
import { oneOf } from "../../ui/urlState.ts";
import { useUrlState } from "../../ui/useUrlState.ts";
import { useCan } from "../../viewer/ViewerContext.ts";
import { KeywordsDialog } from "./KeywordsDialog.tsx";
import { MessageSections } from "./MessageSections.tsx";
import { type TemplateRow, templatesQuery } from "./templateQuery.ts";

const viewState = { dialog: oneOf(["keywords"], null), ...pagingState };

export function TemplatesPage() {
  const { t } = useTranslation("messages");
  const can = useCan();
  const [state, change] = useUrlState(viewState);
  const { data, previousData, loading, error, refetch } = useQuery(templatesQuery, {
    variables: pageVariables(state),
    fetchPolicy: "cache-and-network",
  });
  const list = (data ?? previousData)?.messageTemplates;
  const columns = useTemplateColumns();
  const create = can("message-template:write") && (
    <Button component={Link} to="/messages/templates/new" variant="contained" startIcon={<AddIcon />}>
      {t("template.new")}
    </Button>
  );
  return (
    <Page
      title={t("section.templates")}
      heading={t("title")}
      fill
      actions={
        <>
          <Button variant="outlined" color="inherit" onClick={() => change({ dialog: "keywords" }, "push")}>
            {t("keywords.open")}
          </Button>
          {create}
        </>
      }
    >
      <MessageSections section="templates" />
      <ServerGrid
        name="messageTemplates"
        label={t("section.templates")}
        columns={columns}
        rows={list?.nodes}
        loading={loading && !list}
        error={seriousError(error)}
        onRetry={() => void refetch()}
        renderCard={(row) => (
          <Box
            component={Link}
            to={`/messages/templates/${row.id}`}
            sx={{ color: "inherit", textDecoration: "none", display: "block" }}
          >
            <Box sx={{ display: "flex", gap: 1, alignItems: "center" }}>
              <Typography noWrap sx={{ flex: 1, fontWeight: 560 }}>
                {row.name}
              </Typography>
              <Standing row={row} />
            </Box>
            <Typography variant="caption" color="textSecondary">
              <TimeAgo at={row.updatedAt} />
            </Typography>
          </Box>
        )}
        empty={
          <EmptyState icon={<EmptyIcon />} title={t("template.emptyTitle")} action={create}>
            {t("template.emptyText")}
          </EmptyState>
        }
        footer={
          <Pager
            paging={state}
            pageInfo={list?.pageInfo}
            total={list?.totalCount}
            onPage={(paging) => change(paging, "push")}
          />
        }
      />
      {state.dialog === "keywords" && <KeywordsDialog onClose={() => change({ dialog: null })} />}
    </Page>
  );
}

/** Whether it can be sent, and whether something newer waits. */
function Standing({ row }: { row: TemplateRow }) {
  const { t } = useTranslation("messages");
  const { version, approved } = row;
  if (approved === null)
    return <StatusLabel {...templateStateLook.DRAFT}>{t("template.notApproved")}</StatusLabel>;
  return (
    <StatusLabel {...templateStateLook.APPROVED}>
      {approved === version
        ? t("template.inUse", { version })
        : t("template.newerWaits", { approved, version })}
    </StatusLabel>
  );
}

function useTemplateColumns(): readonly Column<TemplateRow>[] {
  const { t } = useTranslation("messages");
  return useMemo(
    () => [
      {
        field: "name",
        headerName: t("template.name"),
        flex: 1.4,
        minWidth: 180,
        hideable: false,
        renderCell: ({ row }) => (
          <MuiLink
            component={Link}
            to={`/messages/templates/${row.id}`}
            noWrap
            sx={{ fontWeight: 520, color: "text.primary" }}
          >
            {row.name}
          </MuiLink>
        ),
      },
      {
        field: "standing",
        headerName: t("column.status"),
        flex: 1,
        minWidth: 200,
        renderCell: ({ row }) => <Standing row={row} />,
      },
      {
        field: "version",
        headerName: t("template.version"),
        width: 90,
        valueGetter: (_, row) => row.version,
      },
      {
        field: "updatedAt",
        headerName: t("template.updatedAt"),
        width: 158,
        renderCell: ({ row }) => <Time at={row.updatedAt} />,
      },
      {
        field: "createdAt",
        headerName: t("template.createdAt"),
        width: 158,
        renderCell: ({ row }) => <Time at={row.createdAt} />,
      },
    ],
    [t],
  );
}
