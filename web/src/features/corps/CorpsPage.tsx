import { useQuery } from "@apollo/client/react";
import AddIcon from "@mui/icons-material/AddRounded";
import CorpIcon from "@mui/icons-material/DomainOutlined";
import EditIcon from "@mui/icons-material/EditOutlined";
import { Box, Button, IconButton, Link as MuiLink, Typography } from "@mui/material";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { graphql } from "../../gql/gql.ts";
import type { Corp_CorpFragment } from "../../gql/graphql.ts";
import { seriousError } from "../../session/refusal.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { Page } from "../../ui/Page.tsx";
import { Pager } from "../../ui/Pager.tsx";
import { pageVariables, pagingState } from "../../ui/paging.ts";
import { type Column, ServerGrid } from "../../ui/ServerGrid.tsx";
import { Time } from "../../ui/Time.tsx";
import { oneOf, text } from "../../ui/urlState.ts";
import { useStable } from "../../ui/useStable.ts";
import { useUrlState } from "../../ui/useUrlState.ts";
import { useCan } from "../../viewer/ViewerContext.ts";
import { CorpDialog } from "./CorpDialog.tsx";

const corpsQuery = graphql(`
  query Corps($first: Int, $after: String, $last: Int, $before: String) {
    corps(first: $first, after: $after, last: $last, before: $before) {
      nodes {
        ...Corp_corp
      }
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      totalCount
    }
  }
`);

export const corpFragment = graphql(`
  fragment Corp_corp on Corp {
    id
    name
    corpId
    secretSet
    accountCount
    createdAt
  }
`);

const viewState = { dialog: oneOf(["create", "edit"], null), corp: text, ...pagingState };

export function CorpsPage() {
  const { t } = useTranslation("corps");
  const can = useCan();
  const mayWrite = can("corp:write");
  const [state, change] = useUrlState(viewState);
  const { data, previousData, loading, error, refetch } = useQuery(corpsQuery, {
    variables: { ...pageVariables(state) },
    fetchPolicy: "cache-and-network",
  });
  const corps = (data ?? previousData)?.corps;
  const edit = useStable((corp: string) => change({ dialog: "edit", corp }, "push"));
  const columns = useCorpColumns(mayWrite, edit);
  const close = () => change({ dialog: null, corp: "" });
  const edited = corps?.nodes.find(({ id }) => id === state.corp);
  const addButton = mayWrite && (
    <Button variant="contained" startIcon={<AddIcon />} onClick={() => change({ dialog: "create" }, "push")}>
      {t("open")}
    </Button>
  );

  return (
    <Page fill title={t("title")} context={t("context")} actions={addButton}>
      <ServerGrid
        name="corps"
        label={t("title")}
        columns={columns}
        rows={corps?.nodes}
        loading={loading}
        error={seriousError(error)}
        onRetry={() => void refetch()}
        empty={
          <EmptyState icon={<CorpIcon />} title={t("empty.title")} action={addButton}>
            {t("empty.text")}
          </EmptyState>
        }
        renderCard={(corp) => (
          <Box sx={{ display: "flex", alignItems: "center", gap: 1 }}>
            <Box sx={{ flex: 1, minWidth: 0 }}>
              <Typography variant="h3" component="div">
                {corp.name}
              </Typography>
              <Typography variant="caption" color="textSecondary">
                <code>{corp.corpId}</code> · {t("column.accounts")} {corp.accountCount}
              </Typography>
            </Box>
            {mayWrite && <EditButton corp={corp} onEdit={edit} />}
          </Box>
        )}
        footer={
          <Pager
            paging={state}
            pageInfo={corps?.pageInfo}
            total={corps?.totalCount}
            onPage={(paging) => change(paging, "push")}
          />
        }
      />
      {state.dialog === "create" && mayWrite && <CorpDialog onClose={close} />}
      {state.dialog === "edit" && mayWrite && edited && <CorpDialog corp={edited} onClose={close} />}
    </Page>
  );
}

function useCorpColumns(mayWrite: boolean, edit: (id: string) => void): readonly Column<Corp_CorpFragment>[] {
  const { t } = useTranslation("corps");
  return useMemo(
    () => [
      { field: "name", headerName: t("column.name"), flex: 1, minWidth: 160 },
      {
        field: "corpId",
        headerName: t("column.corpId"),
        flex: 1,
        minWidth: 180,
        renderCell: ({ row }) => <code>{row.corpId}</code>,
      },
      {
        field: "secret",
        headerName: t("column.secret"),
        width: 160,
        valueGetter: (_, row) => (row.secretSet ? t("secretSet") : t("secretMissing")),
      },
      {
        field: "accounts",
        headerName: t("column.accounts"),
        width: 110,
        align: "right",
        headerAlign: "right",
        renderCell: ({ row }) => (
          <MuiLink component={Link} to={`/accounts?corpId=${row.id}`}>
            {row.accountCount}
          </MuiLink>
        ),
      },
      {
        field: "created",
        headerName: t("column.created"),
        width: 160,
        renderCell: ({ row }) => <Time at={row.createdAt} />,
      },
      ...(mayWrite
        ? [
            {
              field: "actions",
              headerName: t("column.actions"),
              width: 90,
              align: "right" as const,
              headerAlign: "right" as const,
              renderCell: ({ row }: { row: Corp_CorpFragment }) => <EditButton corp={row} onEdit={edit} />,
            },
          ]
        : []),
    ],
    [edit, mayWrite, t],
  );
}

function EditButton({ corp, onEdit }: { corp: Corp_CorpFragment; onEdit: (id: string) => void }) {
  const { t } = useTranslation("corps");
  return (
    <IconButton aria-label={t("edit.title", { name: corp.name })} onClick={() => onEdit(corp.id)}>
      <EditIcon fontSize="small" />
    </IconButton>
  );
}
