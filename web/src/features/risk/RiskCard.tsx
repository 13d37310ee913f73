import { useQuery } from "@apollo/client/react";
import { Alert, AlertTitle, Box, Table, TableBody, TableCell, TableRow, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../i18n/useFormats.ts";
import { Panel } from "../../ui/Panel.tsx";
import { historyQuery } from "./riskQueries.ts";
import type { RiskData } from "./riskQueries.ts";
import { RiskLevelLabel } from "./RiskLevelLabel.tsx";

const shownMax = 6;

/** One risk: how high, what it follows from, what is missing, how it changed. */
export function RiskCard({ risk, patientId }: { risk: RiskData; patientId: string }) {
  const { t, i18n } = useTranslation("healthAnalysis");
  const formats = useFormats();
  const { kind, level, score, factors, missing, model, assessedAt } = risk;
  const exclusion = factors.find(({ effect }) => effect === "EXCLUDES");
  const counted = factors.filter(({ effect }) => effect !== "EXCLUDES");
  return (
    <Panel
      title={t(`risk.kind.${kind}`)}
      actions={<RiskLevelLabel level={level} unknown={exclusion ? "notApplicable" : "unknown"} />}
    >
      <Box sx={{ display: "grid", gap: 1.5, gridTemplateColumns: "minmax(0,1fr)" }}>
        {score != null && (
          <Typography sx={{ fontSize: "1.5rem", fontWeight: 600, fontVariantNumeric: "tabular-nums" }}>
            {t(`risk.score.${kind}`, { score: formats.number(score, 1) })}
          </Typography>
        )}
        {kind === "DIABETES" && score != null && (
          <Typography variant="body2" color="textSecondary">
            {t("risk.advice.DIABETES")}
          </Typography>
        )}
        {exclusion && (
          <Typography variant="body2">
            {t("risk.excluded", { factor: t(`risk.factor.${exclusion.factor}`) })}
          </Typography>
        )}
        {missing.length > 0 && (
          <Alert severity="info" variant="outlined">
            <AlertTitle sx={{ mb: 0.25 }}>{t("risk.missing")}</AlertTitle>
            {new Intl.ListFormat(i18n.language, { style: "narrow", type: "conjunction" }).format(
              missing.map((factor) => t(`risk.factor.${factor}`)),
            )}
            <Typography variant="body2" color="textSecondary">
              {t("risk.missingText")}
            </Typography>
          </Alert>
        )}
        {counted.length > 0 && <Factors kind={kind} factors={counted} />}
        <History patientId={patientId} kind={kind} />
        <Typography variant="caption" color="textSecondary">
          {t("risk.model", { model })} · {t("risk.at", { at: formats.dateTime(assessedAt) })}
        </Typography>
      </Box>
    </Panel>
  );
}

function Factors({ kind, factors }: Pick<RiskData, "kind" | "factors">) {
  const { t } = useTranslation("healthAnalysis");
  const formats = useFormats();
  const share = ({ points }: RiskData["factors"][number]) => {
    if (points == null) return "";
    if (kind === "DIABETES") return t("risk.points.DIABETES", { count: points });
    if (kind === "CARDIOVASCULAR")
      return t("risk.points.CARDIOVASCULAR", { points: formats.number(points, 2) });
    return points > 0 ? t("risk.points.HYPERTENSION") : "";
  };
  return (
    <Table size="small" aria-label={t("risk.factors")}>
      <TableBody>
        {factors.map((each) => (
          <TableRow key={each.factor}>
            <TableCell component="th" scope="row" sx={{ pl: 0 }}>
              {t(`risk.factor.${each.factor}`)}
            </TableCell>
            <TableCell align="right" sx={{ fontVariantNumeric: "tabular-nums" }}>
              {each.value == null ? (
                <Told text={each.text} />
              ) : (
                valueText(formats.number(each.value, 2), each.unit)
              )}
            </TableCell>
            <TableCell
              align="right"
              sx={{ pr: 0, whiteSpace: "nowrap", fontWeight: each.effect === "RAISES" ? 600 : 400 }}
            >
              {share(each)}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function Told({ text }: { text: string | null | undefined }) {
  const { t } = useTranslation("healthAnalysis");
  const known = (["YES", "NO", "MALE", "FEMALE", "OTHER", "UNKNOWN"] as const).find((each) => each === text);
  return <>{known ? t(`risk.text.${known}`) : text}</>;
}

function valueText(value: string, unit: string | null | undefined): string {
  const shown = (unit ?? "")
    .replace("mm[Hg]", "mmHg")
    .replace("umol", "µmol")
    .replace("kg/m2", "kg/m²")
    .replace(/^a$/, "");
  return [value, shown].filter(Boolean).join(" ");
}

function History({ patientId, kind }: { patientId: string; kind: RiskData["kind"] }) {
  const { t } = useTranslation("healthAnalysis");
  const formats = useFormats();
  const { data } = useQuery(historyQuery, {
    variables: { patientId, kind, first: shownMax },
    fetchPolicy: "cache-and-network",
  });
  const nodes = data?.riskHistory.nodes ?? [];
  if (nodes.length < 2) return null;
  return (
    <Box>
      <Typography variant="body2" sx={{ fontWeight: 600, mb: 0.5 }}>
        {t("risk.history")}
      </Typography>
      <Box component="ol" sx={{ m: 0, p: 0, listStyle: "none", display: "grid", gap: 0.5 }}>
        {nodes.map(({ id, level, score, assessedAt }) => (
          <Box
            component="li"
            key={id}
            sx={{ display: "flex", gap: 1, alignItems: "center", flexWrap: "wrap" }}
          >
            <Typography variant="body2" color="textSecondary" sx={{ minWidth: 132 }}>
              {formats.dateTime(assessedAt)}
            </Typography>
            <RiskLevelLabel level={level} unknown="unknown" />
            {score != null && (
              <Typography variant="body2">
                {t(`risk.score.${kind}`, { score: formats.number(score, 1) })}
              </Typography>
            )}
          </Box>
        ))}
      </Box>
    </Box>
  );
}
