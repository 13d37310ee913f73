import { useApolloClient, useMutation } from "@apollo/client/react";
import CancelledIcon from "@mui/icons-material/BlockRounded";
import DoneIcon from "@mui/icons-material/CheckCircleRounded";
import FailedIcon from "@mui/icons-material/ErrorRounded";
import RefusedIcon from "@mui/icons-material/RemoveCircleRounded";
import PendingIcon from "@mui/icons-material/ScheduleRounded";
import {
  Box,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  FormControlLabel,
  Skeleton,
  Switch,
  Typography,
} from "@mui/material";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { graphql } from "../../gql/gql.ts";
import type { BulkItemStatus } from "../../gql/graphql.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import { wordOr } from "../../i18n/wordOr.ts";
import { StatusLabel, type StatusLook } from "../../status/StatusLabel.tsx";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { useToaster } from "../../ui/Toasts.tsx";
import { BulkProgress } from "./BulkProgress.tsx";
import { downloadProblems } from "./bulkProblems.ts";
import { finished, useBulkOperation } from "./useBulkOperation.ts";

const cancelBulk = graphql(`
  mutation CancelBulkOperation($input: CancelBulkOperationInput!) {
    cancelBulkOperation(input: $input) {
      bulkOperation {
        ...BulkCounts_operation
      }
    }
  }
`);

const itemLook: Readonly<Record<BulkItemStatus, StatusLook>> = {
  PENDING: { tone: "neutral", icon: PendingIcon },
  DONE: { tone: "positive", icon: DoneIcon },
  REFUSED: { tone: "attention", icon: RefusedIcon },
  FAILED: { tone: "negative", icon: FailedIcon },
  CANCELLED: { tone: "neutral", icon: CancelledIcon },
};

/** A bulk operation under way: how far, and what became of each account. It goes on when this is closed. */
export function BulkDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const { t, i18n } = useTranslation(["accounts", "status", "common"]);
  const client = useApolloClient();
  const formats = useFormats();
  const toaster = useToaster();
  const [problemsOnly, setProblemsOnly] = useState(false);
  const [cancel] = useMutation(cancelBulk);
  const { counts, items, missing, error, refetch } = useBulkOperation(id, problemsOnly);
  const problems = counts ? counts.refused + counts.failed : 0;

  return (
    <Dialog open onClose={onClose} maxWidth="sm" fullWidth aria-labelledby="bulk-title">
      <DialogTitle id="bulk-title">
        {counts ? t(`bulk.title.${counts.action}`) : t("bulk.toolbar")}
      </DialogTitle>
      <DialogContent sx={{ display: "grid", gap: 2 }}>
        {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
        {missing && <Typography>{t("bulk.gone")}</Typography>}
        {!counts && !missing && !error && <Skeleton variant="rounded" height={90} />}
        {counts && (
          <>
            <BulkProgress counts={counts} />
            <Box sx={{ display: "flex", alignItems: "center" }}>
              <Typography variant="h3" component="h3" sx={{ flex: 1 }}>
                {t("bulk.items")}
              </Typography>
              <FormControlLabel
                control={
                  <Switch
                    size="small"
                    checked={problemsOnly}
                    onChange={(_, checked) => setProblemsOnly(checked)}
                  />
                }
                label={<Typography variant="body2">{t("bulk.problemsOnly")}</Typography>}
              />
            </Box>
            <Box
              component="ul"
              tabIndex={0}
              aria-label={t("bulk.items")}
              sx={{
                m: 0,
                p: 0,
                listStyle: "none",
                maxHeight: 300,
                overflow: "auto",
                border: 1,
                borderColor: "divider",
                borderRadius: 1,
              }}
            >
              {items?.nodes.length === 0 && (
                <Typography variant="body2" color="textSecondary" sx={{ p: 2, textAlign: "center" }}>
                  {problemsOnly ? t("bulk.noProblems") : t("common:noMatch.title")}
                </Typography>
              )}
              {items?.nodes.map((item) => (
                <Box
                  component="li"
                  key={item.id}
                  sx={{
                    display: "flex",
                    gap: 1,
                    alignItems: "center",
                    px: 1.5,
                    py: 0.5,
                    minHeight: 36,
                    "& + &": { borderTop: 1, borderColor: "divider" },
                  }}
                >
                  <Box sx={{ flex: 1, minWidth: 0 }}>
                    <Typography variant="body2" noWrap>
                      {item.accountName}
                    </Typography>
                    {item.message && (
                      <Typography variant="caption" color="textSecondary" component="div">
                        {item.code
                          ? wordOr(i18n, "errors", `reason.${item.code}`, "") ||
                            wordOr(i18n, "errors", `code.${item.code}`, item.message)
                          : item.message}
                      </Typography>
                    )}
                  </Box>
                  <StatusLabel {...itemLook[item.status]}>{t(`status:bulkItem.${item.status}`)}</StatusLabel>
                </Box>
              ))}
            </Box>
            {items && typeof items.totalCount === "number" && items.totalCount > items.nodes.length && (
              <Typography variant="caption" color="textSecondary">
                {t("bulk.firstOf", { shown: items.nodes.length, total: formats.number(items.totalCount) })}
              </Typography>
            )}
          </>
        )}
      </DialogContent>
      <DialogActions>
        {problems > 0 && counts?.status !== "RUNNING" && (
          <Button
            color="inherit"
            onClick={() =>
              void downloadProblems(client, id, t).catch((problem: unknown) => toaster.failed(problem))
            }
          >
            {t("bulk.downloadProblems")}
          </Button>
        )}
        <Box sx={{ flex: 1 }} />
        {counts?.status === "RUNNING" && finished(counts) < counts.total && (
          <Button
            color="inherit"
            onClick={() =>
              void cancel({ variables: { input: { bulkOperationId: id } } }).catch((problem: unknown) =>
                toaster.failed(problem),
              )
            }
          >
            {t("bulk.cancel")}
          </Button>
        )}
        <Button variant="contained" onClick={onClose}>
          {counts?.status === "RUNNING" ? t("bulk.background") : t("common:close")}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
