import { useMutation, useQuery } from "@apollo/client/react";
import EditIcon from "@mui/icons-material/EditOutlined";
import {
  Box,
  IconButton,
  Link as MuiLink,
  Paper,
  Skeleton,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  Typography,
} from "@mui/material";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { FormDialog } from "../../forms/FormDialog.tsx";
import { TextInput } from "../../forms/TextInput.tsx";
import { zodResolver } from "../../forms/zodResolver.ts";
import { graphql } from "../../gql/gql.ts";
import type { LimitsQuery } from "../../gql/graphql.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import { wordOr } from "../../i18n/wordOr.ts";
import { seriousError } from "../../session/refusal.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Page } from "../../ui/Page.tsx";
import { useToaster } from "../../ui/Toasts.tsx";
import { text } from "../../ui/urlState.ts";
import { useUrlState } from "../../ui/useUrlState.ts";
import { useCan } from "../../viewer/ViewerContext.ts";
import { MessageSections } from "./MessageSections.tsx";

const limitsQuery = graphql(`
  query Limits {
    providerLimits {
      id
      amount
      perMs
      source
      asOf
    }
  }
`);

const changeLimitMutation = graphql(`
  mutation ChangeProviderLimit($input: ChangeProviderLimitInput!) {
    changeProviderLimit(input: $input) {
      providerLimit {
        id
        amount
        source
        asOf
      }
    }
  }
`);

type Limit = LimitsQuery["providerLimits"][number];

const viewState = { limit: text };

/** What WeCom allows, where it says so, and since when: what every order is planned against. */
export function LimitsPage() {
  const { t, i18n } = useTranslation(["messages", "common"]);
  const can = useCan();
  const formats = useFormats();
  const [state, change] = useUrlState(viewState);
  const { data, error, refetch } = useQuery(limitsQuery, { fetchPolicy: "cache-and-network" });
  const limits = data?.providerLimits;
  const problem = seriousError(error);
  const mayChange = can("provider-limit:manage");
  const edited = limits?.find(({ id }) => id === state.limit);
  return (
    <Page title={t("section.limits")} heading={t("title")}>
      <MessageSections section="limits" />
      <Typography variant="body2" color="textSecondary" sx={{ mb: 1.5, maxWidth: 820 }}>
        {t("limits.text")}
      </Typography>
      {problem !== undefined && <ErrorNotice error={problem} onRetry={() => void refetch()} />}
      {!limits && problem === undefined && <Skeleton variant="rounded" height={420} />}
      {limits && (
        <Paper
          variant="outlined"
          tabIndex={0}
          role="group"
          aria-label={t("section.limits")}
          sx={{ overflow: "auto" }}
        >
          <Table size="small">
            <TableHead>
              <TableRow>
                <TableCell>{t("limits.what")}</TableCell>
                <TableCell align="right">{t("limits.amount")}</TableCell>
                <TableCell>{t("limits.per")}</TableCell>
                <TableCell>{t("limits.source")}</TableCell>
                <TableCell>{t("limits.asOf")}</TableCell>
                {mayChange && <TableCell />}
              </TableRow>
            </TableHead>
            <TableBody>
              {limits.map((limit) => {
                const name = wordOr(i18n, "messages", `limit.${limit.id}`, limit.id);
                return (
                  <TableRow key={limit.id} hover>
                    <TableCell>
                      {name}
                      <Box component="code" sx={{ display: "block", color: "text.secondary" }}>
                        {limit.id}
                      </Box>
                    </TableCell>
                    <TableCell align="right">{formats.number(limit.amount)}</TableCell>
                    <TableCell>{formats.duration(limit.perMs)}</TableCell>
                    <TableCell>
                      <Source source={limit.source} />
                    </TableCell>
                    <TableCell sx={{ whiteSpace: "nowrap" }}>{formats.date(limit.asOf)}</TableCell>
                    {mayChange && (
                      <TableCell align="right">
                        <IconButton
                          aria-label={t("limits.edit", { name })}
                          onClick={() => change({ limit: limit.id }, "push")}
                        >
                          <EditIcon fontSize="small" />
                        </IconButton>
                      </TableCell>
                    )}
                  </TableRow>
                );
              })}
            </TableBody>
          </Table>
        </Paper>
      )}
      {edited && mayChange && <LimitDialog limit={edited} onClose={() => change({ limit: "" })} />}
    </Page>
  );
}

function Source({ source }: { source: string }) {
  if (!source.startsWith("https://")) return source;
  return (
    <MuiLink href={source} target="_blank" rel="noreferrer">
      {source.replace(/^https:\/\//, "")}
    </MuiLink>
  );
}

const rules = z.object({
  amount: z.string().check(z.regex(/^\d{1,9}$/, "positive")),
  source: z.string().check(z.trim(), z.minLength(1, "required"), z.maxLength(500, "tooLong")),
  asOf: z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/, "required")),
});

/** For all tenants: another amount needs its source and the source's date. */
function LimitDialog({ limit, onClose }: { limit: Limit; onClose: () => void }) {
  const { t, i18n } = useTranslation(["messages", "common"]);
  const toaster = useToaster();
  const [save] = useMutation(changeLimitMutation);
  const form = useForm<z.infer<typeof rules>>({
    resolver: zodResolver(rules),
    defaultValues: { amount: String(limit.amount), source: limit.source, asOf: limit.asOf.slice(0, 10) },
  });
  return (
    <FormDialog
      title={wordOr(i18n, "messages", `limit.${limit.id}`, limit.id)}
      form={form}
      fields={["amount", "source", "asOf"]}
      submitText={t("common:save")}
      onClose={onClose}
      onSubmit={async ({ amount, source, asOf }) => {
        await save({
          variables: {
            input: { id: limit.id, amount: Number(amount), source, asOf: `${asOf}T00:00:00.000Z` },
          },
        });
        toaster.done(t("common:saved"));
        onClose();
      }}
    >
      <TextInput control={form.control} name="amount" label={t("limits.amount")} required autoFocus />
      <TextInput control={form.control} name="source" label={t("limits.source")} required />
      <TextInput
        control={form.control}
        name="asOf"
        label={t("limits.asOf")}
        type="date"
        required
        slotProps={{ inputLabel: { shrink: true } }}
      />
    </FormDialog>
  );
}
