import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { refusalOf } from "../session/refusal.ts";
import { amountText } from "./quotaAmount.ts";
import { useFormats } from "./useFormats.ts";
import { wordOr } from "./wordOr.ts";

export interface RefusalText {
  title: string;
  advice: string;
  correlationId: string | undefined;
}

/** A refusal in the reader's language: by its reason where we have a sentence for that, else by its code. */
export function useRefusalText(error: unknown): RefusalText {
  return useDescribeRefusal()(error);
}

export function useDescribeRefusal(): (error: unknown) => RefusalText {
  const { i18n } = useTranslation("errors");
  const formats = useFormats();
  return useCallback(
    (error: unknown) => {
      const { code, reason, message, details } = refusalOf(error);
      const sentence = (key: string) => wordOr(i18n, "errors", key, "");
      const first = details.issues?.[0];
      const { quota } = details;
      const why = quota
        ? wordOr(i18n, "errors", `reason.${reason}`, "", {
            dimension: sentence(`quotaDimension.${quota.dimension}`) || quota.dimension,
            used: amountText(quota.dimension, quota.used, formats),
            limit: amountText(quota.dimension, quota.limit, formats),
            resets: quota.resetsAt
              ? wordOr(i18n, "errors", "quotaResets", "", { time: formats.dateTime(quota.resetsAt) })
              : sentence("quotaStock"),
          })
        : sentence(`reason.${reason}`);
      // A sentence about the very case needs no general advice, which may even be wrong for it.
      const general = why === "" || reason === "PERMISSION_MISSING" ? sentence(`advice.${code}`) : "";
      return {
        title: why || sentence(`code.${code}`) || message,
        advice: first ? `${first.path.slice(1).join(".")}: ${first.message}` : general,
        correlationId: details.correlationId,
      };
    },
    [i18n, formats],
  );
}
