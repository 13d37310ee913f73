import { styled } from "@mui/material/styles";
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
export function HealthBar({ score }: { score: number }) {
  const { t } = useTranslation("status");
  const tone = healthTone(score);
  const word = t(`health.${words[tone]}`);
  return (
    <Meter
      role="meter"
      aria-valuenow={score}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-label={`${score}, ${word}`}
      title={word}
    >
      <b>{score}</b>
      <i>
        <i style={{ width: `${score}%`, backgroundColor: solid(tone) }} />
      </i>
    </Meter>
  );
}

const Meter = styled("span")({
  display: "inline-flex",
  alignItems: "center",
  gap: 8,
  "& b": { minWidth: 22, textAlign: "right", fontWeight: 520 },
  "& > i": {
    display: "block",
    width: 64,
    height: 6,
    borderRadius: 3,
    overflow: "hidden",
    backgroundColor: "var(--wg-palette-divider)",
    "& > i": { display: "block", height: "100%", borderRadius: 3 },
  },
});
