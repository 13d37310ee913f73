import { Box, Tooltip } from "@mui/material";
import { useTranslation } from "react-i18next";
import { solid, type Tone } from "../../theme/tones.ts";

type HealthTone = Extract<Tone, "positive" | "attention" | "negative">;

export function healthTone(score: number): HealthTone {
  if (score >= 75) return "positive";
  return score >= 50 ? "attention" : "negative";
}

const words: Record<HealthTone, "good" | "fair" | "poor"> = {
  positive: "good",
  attention: "fair",
  negative: "poor",
};

/** A score from 0 to 100: the number, a bar, and on hover the word for it. */
export function HealthBar({ score, width = 64 }: { score: number; width?: number }) {
  const { t } = useTranslation("status");
  const tone = healthTone(score);
  const word = t(`health.${words[tone]}`);
  return (
    <Tooltip title={word}>
      <Box
        role="meter"
        aria-valuenow={score}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-label={`${score}, ${word}`}
        sx={{ display: "inline-flex", alignItems: "center", gap: 1 }}
      >
        <Box component="span" sx={{ minWidth: 22, textAlign: "right", fontWeight: 520 }}>
          {score}
        </Box>
        <Box sx={{ width, height: 6, borderRadius: 3, bgcolor: "divider", overflow: "hidden" }}>
          <Box sx={{ width: `${score}%`, height: "100%", bgcolor: solid(tone), borderRadius: 3 }} />
        </Box>
      </Box>
    </Tooltip>
  );
}
