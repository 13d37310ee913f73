import EditIcon from "@mui/icons-material/EditOutlined";
import ResetIcon from "@mui/icons-material/RestartAltRounded";
import { Box, Chip, IconButton, Tooltip, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import { AlertSeverityChip } from "../../status/AlertChips.tsx";
import type { RuleData } from "./ruleQueries.ts";
import { useRuleText } from "./useRuleText.ts";

interface RuleRowProps {
  rule: RuleData;
  /** The list is of one account: a rule of the organisation is then what it inherits. */
  ofAccount: boolean;
  mayManage: boolean;
  onEdit: () => void;
  onReset: () => void;
}

export function RuleRow({ rule, ofAccount, mayManage, onEdit, onReset }: RuleRowProps) {
  const { t } = useTranslation("alerts");
  const said = useRuleText();
  const { kind, source, values, accountRules } = rule;
  const kindName = t(`kind.${kind}`);
  const isOwn = source === (ofAccount ? "ACCOUNT" : "TENANT");
  return (
    <Box
      component="li"
      sx={{
        display: "grid",
        gridTemplateColumns: {
          xs: "minmax(0,1fr) auto",
          md: "190px 96px minmax(0,1fr) 240px 84px",
        },
        gap: { xs: 0.5, md: 2 },
        alignItems: "center",
        px: 2,
        py: 1,
        minHeight: 48,
        borderTop: 1,
        borderColor: "divider",
        "&:first-of-type": { borderTop: 0 },
      }}
    >
      <Box sx={{ minWidth: 0 }}>
        <Typography sx={{ fontWeight: 540 }} noWrap>
          {kindName}
        </Typography>
        <Typography variant="caption" color="textSecondary" component="div" noWrap>
          {t(`source.${source}`)}
          {accountRules > 0 && ` · ${t("rules.accountRules", { count: accountRules })}`}
        </Typography>
      </Box>
      <Box sx={{ gridColumn: { xs: 1, md: "auto" } }}>
        {values.enabled && <AlertSeverityChip severity={values.severity} />}
      </Box>
      <Typography
        variant="body2"
        color={values.enabled ? "textPrimary" : "textSecondary"}
        sx={{ gridColumn: { xs: 1, md: "auto" } }}
      >
        {said(rule, values)}
      </Typography>
      <Box sx={{ display: "flex", gap: 0.5, flexWrap: "wrap", gridColumn: { xs: 1, md: "auto" } }}>
        {values.enabled &&
          values.autoActions.map((action) => (
            <Chip
              key={action}
              label={t(`action.${action}`)}
              variant="outlined"
              sx={{ height: 20, fontSize: "0.75rem" }}
            />
          ))}
      </Box>
      <Box
        sx={{
          display: "flex",
          justifyContent: "flex-end",
          gridColumn: { xs: 2, md: "auto" },
          gridRow: { xs: 1, md: "auto" },
        }}
      >
        {mayManage && isOwn && (
          <Tooltip title={t("rules.reset")}>
            <IconButton aria-label={t("rules.resetTitle", { kind: kindName })} onClick={onReset}>
              <ResetIcon fontSize="small" />
            </IconButton>
          </Tooltip>
        )}
        {mayManage && (
          <IconButton aria-label={t("rules.edit", { kind: kindName })} onClick={onEdit}>
            <EditIcon fontSize="small" />
          </IconButton>
        )}
      </Box>
    </Box>
  );
}
