import CloseIcon from "@mui/icons-material/CloseRounded";
import { useMutation } from "@apollo/client/react";
import { Box, Button, IconButton, Paper, Tooltip, Typography } from "@mui/material";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { graphql } from "../../gql/gql.ts";
import type { BulkAction } from "../../gql/graphql.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import type { ChangeUrlState } from "../../ui/useUrlState.ts";
import { useCan } from "../../viewer/ViewerContext.ts";
import { actionIcon } from "./actionLook.ts";
import { filterOf, type ListState, type listState } from "./accountListQuery.ts";

const startBulk = graphql(`
  mutation StartBulkOperation($input: StartBulkOperationInput!) {
    startBulkOperation(input: $input) {
      bulkOperation {
        id
        ...BulkCounts_operation
      }
    }
  }
`);

const bulkActions: readonly { action: BulkAction; right: string }[] = [
  { action: "LOG_IN", right: "account:login" },
  { action: "LOG_OUT", right: "account:login" },
  { action: "RECOVER", right: "account:recover" },
];

interface BulkBarProps {
  state: ListState;
  change: ChangeUrlState<typeof listState>;
  total: number | null;
}

/** What to do with the chosen rows, and the way to choose all that fit the filters. */
export function BulkBar({ state, change, total }: BulkBarProps) {
  const { t } = useTranslation(["accounts", "common"]);
  const can = useCan();
  const formats = useFormats();
  const [start] = useMutation(startBulk);
  const [asked, setAsked] = useState<{ action: BulkAction; key: string } | null>(null);
  const count = state.all && total !== null ? total : state.sel.length;

  const run = async ({ action, key }: { action: BulkAction; key: string }) => {
    const chosen = state.all ? { filter: filterOf(state) ?? {} } : { accountIds: [...state.sel] };
    const { data } = await start({ variables: { input: { action, ...chosen, idempotencyKey: key } } });
    if (data) change({ bulk: data.startBulkOperation.bulkOperation.id, sel: [], all: false }, "push");
  };

  return (
    <Paper
      variant="outlined"
      role="toolbar"
      aria-label={t("bulk.toolbar")}
      sx={{ display: "flex", flexWrap: "wrap", alignItems: "center", gap: 1, px: 1.5, py: 0.75, mb: 1.5 }}
    >
      <Typography variant="body2" sx={{ fontWeight: 560 }}>
        {t("common:selectedCount", { count })}
      </Typography>
      {!state.all && total !== null && total > state.sel.length && (
        <Button onClick={() => change({ all: true })}>
          {t("bulk.selectAll", { formatted: formats.number(total) })}
        </Button>
      )}
      <Box sx={{ flex: 1 }} />
      {bulkActions
        .filter(({ right }) => can(right))
        .map(({ action }) => {
          const Icon = actionIcon[action];
          return (
            <Button
              key={action}
              variant="outlined"
              startIcon={<Icon />}
              onClick={() => setAsked({ action, key: crypto.randomUUID() })}
            >
              {t(`action.${action}`)}
            </Button>
          );
        })}
      <Tooltip title={t("common:clear")}>
        <IconButton aria-label={t("common:clear")} onClick={() => change({ sel: [], all: false })}>
          <CloseIcon fontSize="small" />
        </IconButton>
      </Tooltip>
      {asked && (
        <ConfirmDialog
          title={t(`bulk.confirm.${asked.action}`, { count, formatted: formats.number(count) })}
          confirmText={t(`action.${asked.action}`)}
          danger={asked.action === "LOG_OUT"}
          onConfirm={() => run(asked)}
          onClose={() => setAsked(null)}
        >
          {t(`bulk.explain.${asked.action}`)}
        </ConfirmDialog>
      )}
    </Paper>
  );
}
