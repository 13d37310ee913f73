import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../i18n/useFormats.ts";

/** A latency as people read it: milliseconds, seconds with a digit, then minutes. */
export function useLatencyText(): (ms: number | null) => string {
  const { t } = useTranslation("messages");
  const formats = useFormats();
  return useCallback(
    (ms) => {
      if (ms === null) return "–";
      if (ms < 1_000) return t("ms", { ms: formats.number(ms) });
      if (ms < 60_000) return t("seconds", { seconds: formats.number(ms / 1_000, 1) });
      return formats.duration(ms);
    },
    [formats, t],
  );
}
