import { useQuery } from "@apollo/client/react";
import EmptyIcon from "@mui/icons-material/CallReceivedRounded";
import NewIcon from "@mui/icons-material/ArrowUpwardRounded";
import NoMatchIcon from "@mui/icons-material/FilterAltOffOutlined";
import { Box, Button } from "@mui/material";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormats } from "../i18n/useFormats.ts";
import { seriousError } from "../session/refusal.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Pager } from "../ui/Pager.tsx";
import { ServerGrid } from "../ui/ServerGrid.tsx";
import { TableTools } from "../ui/TableTools.tsx";
import { useStable } from "../ui/useStable.ts";
import { useUrlState } from "../ui/useUrlState.ts";
import { useCan } from "../viewer/ViewerContext.ts";
import { CallbackCard } from "./CallbackCard.tsx";
import { CallbackDrawer } from "./CallbackDrawer.tsx";
import { CallbackFilters } from "./CallbackFilters.tsx";
import { CallbackReplayBar, ReplayFailedButton } from "./CallbackReplayBar.tsx";
import {
  callbacksQuery,
  callbacksState,
  callbacksVariables,
  filterOf,
  firstCallbacks,
  isFiltered,
  noFilter,
  pagingOf,
} from "./callbacksQuery.ts";
import { useCallbackColumns } from "./useCallbackColumns.tsx";
import { useCallbackStream } from "./useCallbackStream.ts";

const refetchMs = 700;

interface CallbackListProps {
  /** Of the one account whose page this is. */
  accountId?: string;
  /** Why there may be none at all, and what to do about it. */
  emptyHint?: ReactNode;
}

/** Callbacks, newest first, as they come: on a page of their own, and on an account's. */
export function CallbackList({ accountId, emptyHint }: CallbackListProps) {
  const { t } = useTranslation(["callbacks", "common"]);
  const can = useCan();
  const formats = useFormats();
  const [state, change] = useUrlState(callbacksState);
  const [fresh, setFresh] = useState(0);
  const [touched, setTouched] = useState(0);
  const { data, previousData, loading, error, refetch } = useQuery(callbacksQuery, {
    variables: callbacksVariables(state, accountId),
    fetchPolicy: "cache-and-network",
  });
  const list = (data ?? previousData)?.callbacks;
  const rows = list?.nodes;

  // New ones are told, and not pushed in under the pointer; those on the page are shown as they are now, together.
  useCallbackStream(accountId, (callbacks) => {
    const shown = new Set(rows?.map(({ id }) => id));
    const known = callbacks.filter(({ callbackId }) => shown.has(callbackId)).length;
    const isFirstPage = !state.cbAfter && !state.cbBefore;
    if (known > 0) setTouched((count) => count + 1);
    if (isFirstPage && callbacks.length > known) setFresh((count) => count + callbacks.length - known);
  });
  useEffect(() => {
    if (touched === 0) return;
    const timer = setTimeout(() => void refetch(), refetchMs);
    return () => clearTimeout(timer);
  }, [touched, refetch]);

  const reload = () => {
    setFresh(0);
    void refetch();
  };
  const open = useStable((callback: string) => change({ callback }, "push"));
  const columns = useCallbackColumns(open, accountId !== undefined);
  const mayReplay = can("callback:replay");
  const name = accountId === undefined ? "callbacks" : "accountCallbacks";

  return (
    <>
      <CallbackFilters
        state={state}
        change={change}
        isOfAccount={accountId !== undefined}
        tools={
          <Box sx={{ display: "flex", alignItems: "center", gap: 0.25 }}>
            {fresh > 0 && (
              <Button startIcon={<NewIcon />} onClick={reload}>
                {t("fresh", { count: fresh, formatted: formats.number(fresh) })}
              </Button>
            )}
            {mayReplay && state.cbStatus.includes("FAILED") && (
              <ReplayFailedButton failed={filterOf(state, accountId)} onDone={reload} />
            )}
            <TableTools name={name} columns={columns} />
          </Box>
        }
      />
      {mayReplay && state.cbSel.length > 0 && (
        <CallbackReplayBar selected={state.cbSel} onClear={() => change({ cbSel: [] })} onDone={reload} />
      )}
      <ServerGrid
        name={name}
        label={t("title")}
        columns={columns}
        rows={rows}
        loading={loading}
        error={seriousError(error)}
        onRetry={reload}
        {...(mayReplay ? { selection: state.cbSel, onSelection: (cbSel) => change({ cbSel }) } : {})}
        renderCard={(row) => <CallbackCard row={row} onOpen={open} />}
        empty={
          isFiltered(state) ? (
            <EmptyState
              icon={<NoMatchIcon />}
              title={t("common:noMatch.title")}
              action={
                <Button onClick={() => change({ ...noFilter, ...firstCallbacks })}>
                  {t("common:clearFilters")}
                </Button>
              }
            >
              {t("common:noMatch.text")}
            </EmptyState>
          ) : (
            <EmptyState icon={<EmptyIcon />} title={t("empty.title")}>
              {emptyHint ?? t("empty.text")}
            </EmptyState>
          )
        }
        footer={
          <Pager
            paging={pagingOf(state)}
            pageInfo={list?.pageInfo}
            total={list?.totalCount}
            onPage={({ after, before, size }) =>
              change(
                {
                  ...(after === undefined ? {} : { cbAfter: after }),
                  ...(before === undefined ? {} : { cbBefore: before }),
                  ...(size === undefined ? {} : { cbSize: size }),
                  cbSel: [],
                },
                "push",
              )
            }
          />
        }
      />
      {state.callback && (
        <CallbackDrawer
          id={state.callback}
          neighbours={(rows ?? []).map(({ id }) => id)}
          onOpen={(callback) => change({ callback })}
          onClose={() => change({ callback: "" })}
        />
      )}
    </>
  );
}
