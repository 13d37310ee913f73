import { Box } from "@mui/material";
import { useTranslation } from "react-i18next";
import { ink, tint } from "../../theme/tones.ts";
import { diffOf, linesOf } from "./versionDiff.ts";

const marks = { same: " ", added: "+", removed: "−" } as const;
const tones = { added: "positive", removed: "negative" } as const;

/** Two versions against each other, line by line. */
export function VersionDiff({ before, after }: { before: unknown; after: unknown }) {
  const { t } = useTranslation("messages");
  const lines = diffOf(before === null ? [] : linesOf(before), linesOf(after));
  return (
    <Box
      role="group"
      tabIndex={0}
      aria-label={t("template.diff")}
      className="mono"
      sx={{
        overflow: "auto",
        maxHeight: 360,
        border: 1,
        borderColor: "divider",
        borderRadius: 1,
        fontSize: "0.8125rem",
      }}
    >
      {lines.map(({ kind, text }, index) => (
        <Box
          key={index}
          sx={{
            px: 1,
            whiteSpace: "pre-wrap",
            overflowWrap: "anywhere",
            ...(kind === "same" ? {} : { bgcolor: tint(tones[kind]), color: ink(tones[kind]) }),
          }}
        >
          {marks[kind]} {text}
          {kind !== "same" && <span className="visually-hidden">{t(`template.diffKind.${kind}`)}</span>}
        </Box>
      ))}
    </Box>
  );
}
