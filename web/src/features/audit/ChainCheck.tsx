import { useLazyQuery } from "@apollo/client/react";
import BrokenIcon from "@mui/icons-material/LinkOffRounded";
import SoundIcon from "@mui/icons-material/LinkRounded";
import VerifyIcon from "@mui/icons-material/VerifiedUserOutlined";
import {
  Box,
  Button,
  CircularProgress,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  TextField,
  Typography,
} from "@mui/material";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { graphql } from "../../gql/gql.ts";
import type { VerifyAuditLogQuery } from "../../gql/graphql.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import { ink, solid, tint } from "../../theme/tones.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Time } from "../../ui/Time.tsx";

const verifyQuery = graphql(`
  query VerifyAuditLog($fromSeq: Int, $toSeq: Int) {
    verifyAuditLog(fromSeq: $fromSeq, toSeq: $toSeq) {
      ok
      checked
      fromSeq
      toSeq
      brokenAtSeq
      reason
      verifiedAt
    }
  }
`);

/** Recomputes the fingerprints of the whole log and says whether it can be relied upon. */
export function ChainCheck() {
  const { t } = useTranslation(["audit", "common"]);
  const [open, setOpen] = useState(false);
  const [from, setFrom] = useState("");
  const [to, setTo] = useState("");
  const [verify, { data, error, loading }] = useLazyQuery(verifyQuery, { fetchPolicy: "network-only" });
  const run = () => {
    setOpen(true);
    void verify({ variables: { fromSeq: numberIn(from), toSeq: numberIn(to) } });
  };
  return (
    <>
      <Button variant="outlined" startIcon={<VerifyIcon />} onClick={run}>
        {t("verify.open")}
      </Button>
      {open && (
        <Dialog open onClose={() => setOpen(false)} maxWidth="sm" fullWidth aria-labelledby="chain-title">
          <DialogTitle id="chain-title">{t("verify.open")}</DialogTitle>
          <DialogContent sx={{ display: "grid", gap: 2 }} aria-live="polite">
            {loading && (
              <Box sx={{ display: "flex", alignItems: "center", gap: 2, py: 3, justifyContent: "center" }}>
                <CircularProgress size={28} aria-label={t("verify.running")} />
                {t("verify.running")}
              </Box>
            )}
            <Box sx={{ display: "flex", gap: 1.5, flexWrap: "wrap", pt: 1 }}>
              <RangeField label={t("verify.from")} value={from} onChange={setFrom} />
              <RangeField label={t("verify.to")} value={to} onChange={setTo} />
            </Box>
            {error && <ErrorNotice error={error} onRetry={run} />}
            {data && !loading && <Verdict verdict={data.verifyAuditLog} />}
            <Typography variant="body2" color="textSecondary">
              {t("verify.explain")}
            </Typography>
          </DialogContent>
          <DialogActions>
            <Button color="inherit" onClick={() => setOpen(false)}>
              {t("common:close")}
            </Button>
            <Button variant="contained" disabled={loading} onClick={run}>
              {t("verify.again")}
            </Button>
          </DialogActions>
        </Dialog>
      )}
    </>
  );
}

function RangeField(props: { label: string; value: string; onChange: (value: string) => void }) {
  return (
    <TextField
      size="small"
      type="number"
      label={props.label}
      value={props.value}
      onChange={({ target }) => props.onChange(target.value)}
      slotProps={{ htmlInput: { min: 1 } }}
      sx={{ width: 150 }}
    />
  );
}

/** Empty: the end of the log on that side. */
function numberIn(text: string): number | null {
  return text === "" ? null : Number(text);
}

function Verdict({ verdict }: { verdict: VerifyAuditLogQuery["verifyAuditLog"] }) {
  const { t } = useTranslation("audit");
  const formats = useFormats();
  const { ok, checked, fromSeq, toSeq, brokenAtSeq, reason, verifiedAt } = verdict;
  const tone = ok ? "positive" : "negative";
  return (
    <Box
      data-chain={ok ? "ok" : "broken"}
      sx={{
        display: "flex",
        gap: 2,
        alignItems: "center",
        p: 2,
        borderRadius: 1.5,
        bgcolor: tint(tone),
        color: ink(tone),
      }}
    >
      {ok ? (
        <SoundIcon sx={{ fontSize: 44, color: solid(tone) }} />
      ) : (
        <BrokenIcon sx={{ fontSize: 44, color: solid(tone) }} />
      )}
      <Box>
        <Typography variant="h2" component="p">
          {ok ? t("verify.ok") : t("verify.broken", { seq: brokenAtSeq ?? 0 })}
        </Typography>
        <Typography variant="body2">
          {ok
            ? checked === 0
              ? t("verify.okEmpty")
              : t("verify.okText", {
                  checked: formats.number(checked),
                  from: fromSeq ?? 1,
                  to: toSeq ?? checked,
                })
            : t("verify.brokenText", { checked: formats.number(checked) })}
        </Typography>
        {reason && <Typography variant="body2">{reason}</Typography>}
        <Typography variant="caption">
          <Time at={verifiedAt} />
        </Typography>
      </Box>
    </Box>
  );
}
