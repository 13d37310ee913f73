import { useQuery } from "@apollo/client/react";
import { Box, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import { useMeasure } from "../../alerts/useMeasure.ts";
import type { PreviewAccountAlertRuleInput } from "../../gql/graphql.ts";
import { AlertSeverityChip } from "../../status/AlertChips.tsx";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { useDebounced } from "../../ui/useDebounced.ts";
import { previewQuery, type RuleData } from "./ruleQueries.ts";

const pauseMs = 350;
const shownMax = 6;
const nothing: PreviewAccountAlertRuleInput = {
  kind: "OFFLINE_TOO_LONG",
  enabled: false,
  threshold: 1,
  durationSeconds: 0,
  severity: "INFO",
  autoActions: [],
};

interface RulePreviewProps {
  rule: RuleData;
  /** Null while what is typed makes no sense. */
  input: PreviewAccountAlertRuleInput | null;
}

/** For which accounts the rule would raise an alert now, as it is typed. */
export function RulePreview({ rule, input }: RulePreviewProps) {
  const { t } = useTranslation("alerts");
  const measure = useMeasure();
  // As text, so that an equal rule is the same question.
  const settled = useDebounced(JSON.stringify(input), pauseMs);
  const wanted = input === null || settled === "null" ? null : input;
  const { data, previousData, error } = useQuery(previewQuery, {
    variables: { input: wanted ?? nothing },
    skip: wanted === null || settled !== JSON.stringify(input),
    fetchPolicy: "network-only",
  });
  const preview = (data ?? previousData)?.previewAccountAlertRule;
  return (
    <Box
      component="section"
      aria-label={t("rules.preview")}
      sx={{
        border: 1,
        borderColor: "divider",
        borderRadius: 1,
        p: 1.5,
        display: "grid",
        gap: 1,
        minHeight: 72,
      }}
    >
      <Typography variant="body2" color="textSecondary" aria-live="polite">
        {t("rules.preview")}
        {": "}
        {wanted === null && t("rules.previewInvalid")}
        {wanted !== null &&
          preview &&
          (preview.total === 0
            ? t("rules.previewNone", { count: preview.measured })
            : `${t("rules.previewSome", { count: preview.total })} · ${t("rules.previewOf", { measured: preview.measured })}`)}
      </Typography>
      {error !== undefined && <ErrorNotice error={error} />}
      {wanted !== null &&
        preview?.matches.slice(0, shownMax).map(({ accountId, accountName, value, severity, hasLasted }) => (
          <Box key={accountId} sx={{ display: "flex", alignItems: "center", gap: 1, minWidth: 0 }}>
            <AlertSeverityChip severity={severity} />
            <Typography variant="body2" noWrap sx={{ flex: 1 }}>
              {accountName}
            </Typography>
            <Typography variant="body2" color="textSecondary" noWrap>
              {measure(value, rule.unit)}
              {!hasLasted && ` · ${t("rules.previewWaits")}`}
            </Typography>
          </Box>
        ))}
    </Box>
  );
}
