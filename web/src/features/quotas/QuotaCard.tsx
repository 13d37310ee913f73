import { Box, Button, Chip, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import type { Quota_QuotaFragment } from "../../gql/graphql.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import { ink, tint } from "../../theme/tones.ts";
import { Panel } from "../../ui/Panel.tsx";
import { TimeAgo } from "../../ui/Time.tsx";
import { amountText } from "../../i18n/quotaAmount.ts";
import { levelTone, QuotaBar } from "./QuotaBar.tsx";

interface QuotaCardProps {
  quota: Quota_QuotaFragment;
  onShow: () => void;
  onEdit: (() => void) | null;
  onReset: (() => void) | null;
}

export function QuotaCard({ quota, onShow, onEdit, onReset }: QuotaCardProps) {
  const { t } = useTranslation("quotas");
  const formats = useFormats();
  const { dimension, level, limit, used, expanded, source, note, policy } = quota;
  const amount = (value: number) => amountText(dimension, value, formats);
  const name = t(`dimension.${dimension}`);
  const figures =
    limit === null || limit === undefined
      ? t("unlimited", { used: amount(used) })
      : t("of", { used: amount(used), limit: amount(limit + expanded) });
  const tone = levelTone[level];
  return (
    <Panel
      title={name}
      actions={
        <Chip
          size="small"
          label={t(`level.${level}`)}
          sx={{ bgcolor: tint(tone), color: ink(tone), fontWeight: 600 }}
        />
      }
    >
      <Box sx={{ display: "grid", gap: 1.25 }}>
        <Typography variant="h3" component="p" sx={{ fontVariantNumeric: "tabular-nums" }}>
          {figures}
        </Typography>
        <QuotaBar quota={quota} label={`${name}: ${figures}`} />
        <Typography variant="body2" color="textSecondary" component="div">
          <div>{quota.resetsAt ? t("resets", { time: formats.dateTime(quota.resetsAt) }) : t("stock")}</div>
          <div>
            {policy === "AUTO_EXPAND"
              ? t("policy.AUTO_EXPAND", {
                  step: amount(quota.step ?? 0),
                  ceiling: amount(quota.ceiling ?? 0),
                })
              : t(`policy.${policy}`)}
            {expanded > 0 && ` · ${t("expanded", { amount: amount(expanded) })}`}
          </div>
          <div>
            {t("threshold", { percent: quota.thresholdPercent })}
            {quota.thresholdReachedAt && (
              <>
                {" · "}
                {t("told", { time: formats.dateTime(quota.thresholdReachedAt) })}
              </>
            )}
          </div>
          {source === "OVERRIDE" && note && <div>{t("overrideNote", { note })}</div>}
        </Typography>
        <Refusal quota={quota} />
        <Box sx={{ display: "flex", flexWrap: "wrap", gap: 1, ml: -0.5 }}>
          <Button size="small" onClick={onShow} aria-label={`${t("choose")}: ${name}`}>
            {t("choose")}
          </Button>
          {onEdit && (
            <Button size="small" onClick={onEdit} aria-label={`${t("edit.action")}: ${name}`}>
              {t("edit.action")}
            </Button>
          )}
          {onReset && source === "OVERRIDE" && (
            <Button size="small" onClick={onReset} aria-label={`${t("reset.action")}: ${name}`}>
              {t("reset.action")}
            </Button>
          )}
        </Box>
      </Box>
    </Panel>
  );
}

/** Why something did not go through. */
function Refusal({ quota }: { quota: Quota_QuotaFragment }) {
  const { t } = useTranslation("quotas");
  const formats = useFormats();
  const { dimension, lastRefusedAt, lastRefusedAmount, remaining } = quota;
  if (!lastRefusedAt) return null;
  return (
    <Typography variant="body2" sx={{ color: ink("negative") }}>
      {t("refused", {
        time: formats.dateTime(lastRefusedAt),
        amount: amountText(dimension, lastRefusedAmount ?? 0, formats),
        remaining: amountText(dimension, remaining ?? 0, formats),
      })}{" "}
      (<TimeAgo at={lastRefusedAt} />)
    </Typography>
  );
}
