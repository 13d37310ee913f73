import { Box, Paper, useMediaQuery } from "@mui/material";
import { DataGrid, type GridColDef, type GridRowSelectionModel } from "@mui/x-data-grid";
import { zhCN } from "@mui/x-data-grid/locales";
import { type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { rowHeights, usePreferences } from "../preferences/preferences.ts";
import { CardList } from "./CardList.tsx";
import { ErrorNotice } from "./ErrorNotice.tsx";
import { gridStyles } from "./gridStyles.ts";
import type { Order } from "./urlState.ts";

export type Column<Row extends { id: string }, Field extends string = never> = GridColDef<Row> & {
  /** The server's name for this order; without it the column cannot be sorted by. */
  orderBy?: Field;
  /** Only for those who ask for it in the columns menu. */
  extra?: boolean;
};

export interface ServerGridProps<Row extends { id: string }, Field extends string> {
  /** Under which the hidden columns are remembered. */
  name: string;
  label: string;
  columns: readonly Column<Row, Field>[];
  /** Undefined until the first answer. */
  rows: readonly Row[] | undefined;
  loading: boolean;
  error?: unknown;
  onRetry?: () => void;
  order?: Order<Field>;
  onOrder?: (order: Order<Field>) => void;
  selection?: readonly string[];
  onSelection?: (ids: readonly string[]) => void;
  empty: ReactNode;
  /** A row on a phone. */
  renderCard: (row: Row) => ReactNode;
  footer?: ReactNode;
}

/** A list whose pages, order and filters are the server's work; a table at a desk, cards on a phone. */
export function ServerGrid<Row extends { id: string }, Field extends string = never>(
  props: ServerGridProps<Row, Field>,
) {
  const { columns, rows, loading, error, order, selection, onSelection } = props;
  const { i18n } = useTranslation();
  const { density, hiddenColumns } = usePreferences();
  const narrow = useMediaQuery((theme) => theme.breakpoints.down("sm"));

  const selected = useMemo<GridRowSelectionModel>(
    () => ({ type: "include", ids: new Set(selection ?? []) }),
    [selection],
  );
  const hidden = hiddenColumns[props.name] ?? usuallyHidden(columns);
  const visibility = Object.fromEntries(hidden.map((field) => [field, false]));
  const sorted = columns.find(({ orderBy }) => orderBy !== undefined && orderBy === order?.by);
  const localeText = i18n.language === "zh-CN" ? gridChinese : undefined;

  if (error && !rows) return <ErrorNotice error={error} onRetry={props.onRetry} />;
  if (narrow)
    return <CardList rows={rows} renderCard={props.renderCard} empty={props.empty} footer={props.footer} />;

  return (
    <Paper
      variant="outlined"
      sx={{ flex: 1, minHeight: 320, display: "flex", flexDirection: "column", overflow: "hidden" }}
    >
      {error !== undefined && <ErrorNotice error={error} onRetry={props.onRetry} />}
      {rows?.length === 0 && !loading ? (
        <Box sx={{ flex: 1, display: "grid", placeContent: "center" }}>{props.empty}</Box>
      ) : (
        <Box sx={{ flex: 1, minHeight: 0, display: "grid" }}>
          <DataGrid<Row>
            aria-label={props.label}
            columns={columns.map(({ orderBy, ...column }) => ({
              ...column,
              sortable: orderBy !== undefined,
            }))}
            rows={rows ? [...rows] : []}
            loading={loading || rows === undefined}
            slotProps={{
              loadingOverlay: { variant: rows ? "linear-progress" : "skeleton", noRowsVariant: "skeleton" },
            }}
            localeText={localeText ?? {}}
            rowHeight={rowHeights[density]}
            columnHeaderHeight={Math.max(36, rowHeights[density] - 2)}
            columnVisibilityModel={visibility}
            paginationMode="server"
            rowCount={rows?.length ?? 0}
            paginationModel={{ page: 0, pageSize: 100 }}
            filterMode="server"
            sortingMode="server"
            sortingOrder={["asc", "desc"]}
            sortModel={
              sorted && order
                ? [{ field: sorted.field, sort: order.direction === "ASC" ? "asc" : "desc" }]
                : []
            }
            onSortModelChange={([first]) => {
              const by = columns.find(({ field }) => field === first?.field)?.orderBy;
              if (first && by !== undefined)
                props.onOrder?.({ by, direction: first.sort === "desc" ? "DESC" : "ASC" });
            }}
            checkboxSelection={onSelection !== undefined}
            rowSelectionModel={selected}
            onRowSelectionModelChange={({ type, ids }) =>
              onSelection?.(
                (rows ?? []).map(({ id }) => id).filter((id) => ids.has(id) === (type === "include")),
              )
            }
            disableRowSelectionOnClick
            disableColumnMenu
            disableColumnFilter
            hideFooter
            sx={gridStyles}
          />
        </Box>
      )}
      {props.footer}
    </Paper>
  );
}

function usuallyHidden(columns: readonly { field: string; extra?: boolean }[]): readonly string[] {
  return columns.filter(({ extra }) => extra).map(({ field }) => field);
}

const gridChinese = zhCN.components.MuiDataGrid.defaultProps.localeText;
