import { useMutation } from "@apollo/client/react";
import ConfirmIcon from "@mui/icons-material/PhonelinkRingRounded";
import OpenIcon from "@mui/icons-material/OpenInNewRounded";
import RefreshIcon from "@mui/icons-material/RefreshRounded";
import { Box, Button, Link, Typography } from "@mui/material";
import { QRCodeSVG } from "qrcode.react";
import { useEffect, useEffectEvent, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { AccountLogin_AccountFragment } from "../../gql/graphql.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import { ink, solid } from "../../theme/tones.ts";
import { useNow } from "../../ui/useNow.ts";
import { useToaster } from "../../ui/Toasts.tsx";
import { refreshQrMutation } from "./accountOperations.ts";
import { CountdownFrame } from "./CountdownFrame.tsx";
import { autoRefreshMax, leftMs, linkIn, refreshBeforeMs } from "./loginFlow.ts";

interface QrStepProps {
  id: string;
  login: NonNullable<AccountLogin_AccountFragment["login"]>;
  scanned: boolean;
  mayRefresh: boolean;
}

/** The code to scan, how long it is good for, and, once scanned, what to do on the phone. */
export function QrStep({ id, login, scanned, mayRefresh }: QrStepProps) {
  const { t } = useTranslation("accounts");
  const formats = useFormats();
  const toaster = useToaster();
  const now = useNow("second");
  const left = leftMs(login.expiresAt, now);
  const [refresh, { loading }] = useMutation(refreshQrMutation);
  const link = linkIn(login.qrContent);

  const renew = () => {
    refresh({ variables: { input: { accountId: id } } }).catch((error: unknown) => toaster.failed(error));
  };
  useAutoRefresh(login.token, left, mayRefresh && !scanned && !loading, renew);

  return (
    <Box sx={{ display: "grid", justifyItems: "center", gap: 1.5 }}>
      <CountdownFrame key={login.token} expiresAt={login.expiresAt} left={left}>
        <Box sx={{ position: "relative", width: 208, height: 208, bgcolor: "#fff", p: 1, borderRadius: 1 }}>
          {login.qrImage.startsWith("data:image/") ? (
            <img src={login.qrImage} alt={t("login.qrAlt")} width={192} height={192} />
          ) : (
            <QRCodeSVG value={login.qrContent} size={192} title={t("login.qrAlt")} />
          )}
          {(scanned || left === 0) && (
            <Box
              sx={{
                position: "absolute",
                inset: 0,
                display: "grid",
                placeContent: "center",
                justifyItems: "center",
                gap: 1,
                p: 2,
                borderRadius: 1,
                bgcolor: "color-mix(in srgb, var(--wg-palette-background-paper) 93%, transparent)",
              }}
            >
              {scanned ? (
                <>
                  <ConfirmIcon sx={{ fontSize: 44, color: solid("attention") }} />
                  <Typography sx={{ fontWeight: 560 }}>{t("login.confirmOnPhone")}</Typography>
                  {login.scannedBy && (
                    <Typography variant="body2" color="textSecondary">
                      {t("login.scannedBy", { name: login.scannedBy })}
                    </Typography>
                  )}
                </>
              ) : (
                <>
                  <Typography sx={{ fontWeight: 560 }}>{t("login.expired")}</Typography>
                  {mayRefresh && (
                    <Button
                      variant="contained"
                      startIcon={<RefreshIcon />}
                      onClick={renew}
                      disabled={loading}
                    >
                      {t("action.REFRESH_QR")}
                    </Button>
                  )}
                </>
              )}
            </Box>
          )}
        </Box>
      </CountdownFrame>
      <Typography variant="body2" sx={{ color: left < 15_000 ? ink("attention") : "text.secondary" }}>
        {left > 0 ? t("login.validFor", { time: formats.duration(left) }) : t("login.expired")}
        {!scanned && mayRefresh && left > 0 && (
          <Button size="small" onClick={renew} disabled={loading} sx={{ ml: 1, minHeight: 24 }}>
            {t("login.newCode")}
          </Button>
        )}
      </Typography>
      {!scanned && (
        <Typography variant="body2" color="textSecondary">
          {t("login.scanHint")}
        </Typography>
      )}
      {link && (
        <Link
          href={link}
          target="_blank"
          rel="noopener noreferrer"
          variant="body2"
          sx={{ display: "inline-flex", alignItems: "center", gap: 0.5, py: 0.5 }}
        >
          <OpenIcon sx={{ fontSize: 16 }} />
          {t("login.openLink")}
        </Link>
      )}
    </Box>
  );
}

/** Renews the code shortly before it runs out, once per code, a few times, and only while it is looked at. */
function useAutoRefresh(token: string, left: number, may: boolean, renew: () => void): void {
  const renewed = useRef(new Set<string>());
  const due = useEffectEvent(() => {
    if (renewed.current.has(token) || renewed.current.size >= autoRefreshMax) return;
    renewed.current.add(token);
    renew();
  });
  const now = may && left > 0 && left <= refreshBeforeMs;
  useEffect(() => {
    if (now && !document.hidden) due();
  }, [now]);
}
