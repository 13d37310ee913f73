import { useLazyQuery } from "@apollo/client/react";
import TestIcon from "@mui/icons-material/HistoryRounded";
import { Alert, Box, Button, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import { useMeasured } from "../../alerting/useMeasured.ts";
import type { MonitorConditionInput, TestMonitorRuleQuery } from "../../gql/graphql.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { testRule } from "./ruleQueries.ts";

const shownMax = 5;

/** How often the condition would have fired in the last day. */
export function BackTest(props: {
  unit: string | null;
  condition: () => Promise<MonitorConditionInput | null>;
}) {
  const { t } = useTranslation("alerting");
  const [test, { data, loading, error }] = useLazyQuery(testRule, { fetchPolicy: "network-only" });
  const run = async () => {
    const condition = await props.condition();
    if (condition) await test({ variables: { condition } });
  };
  return (
    <Box sx={{ display: "grid", gap: 1, justifyItems: "start" }}>
      <Button
        variant="outlined"
        color="inherit"
        startIcon={<TestIcon />}
        loading={loading}
        onClick={() => void run().catch(() => undefined)}
      >
        {t("rules.test")}
      </Button>
      {error && <ErrorNotice error={error} />}
      {data && !loading && <Outcome tested={data.testMonitorRule} unit={props.unit} />}
    </Box>
  );
}

function Outcome({ tested, unit }: { tested: TestMonitorRuleQuery["testMonitorRule"]; unit: string | null }) {
  const { t } = useTranslation("alerting");
  const formats = useFormats();
  const measured = useMeasured();
  const { firings, from, looked, seriesCount, sampleCount } = tested;
  if (sampleCount === 0) return <Alert severity="warning">{t("rules.testedNothing")}</Alert>;
  const since = formats.dateTime(from);
  return (
    <Alert severity={firings.length === 0 ? "success" : "info"} sx={{ width: "100%" }}>
      <Typography variant="body1">
        {firings.length === 0
          ? t("rules.testedNone", { from: since })
          : t("rules.tested", { count: firings.length, from: since })}
      </Typography>
      <Box component="ul" sx={{ m: 0, pl: 2.5 }}>
        {firings.slice(0, shownMax).map(({ raisedAt, resolvedAt, peak, labels }) => (
          <li key={`${raisedAt} ${JSON.stringify(labels)}`}>
            {formats.dateTime(raisedAt)} – {resolvedAt ? formats.dateTime(resolvedAt) : t("rules.lasting")}
            {peak !== null && ` · ${t("rules.peak", { value: measured(peak, unit) })}`}
            {labels.length > 0 && ` · ${labels.map(({ name, value }) => `${name}=${value}`).join(", ")}`}
          </li>
        ))}
      </Box>
      <Typography variant="caption" color="textSecondary">
        {t("rules.testedOf", { looked, count: seriesCount, samples: formats.number(sampleCount) })}
      </Typography>
    </Alert>
  );
}
