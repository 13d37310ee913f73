import { Box, Tooltip } from "@mui/material";
import { useTranslation } from "react-i18next";
import type { News2Risk } from "../../gql/graphql.ts";
import { ink, tint } from "../../theme/tones.ts";
import { riskTone } from "./vitalColours.ts";

/** The score with the word for its risk: never the colour alone. */
export function News2Badge({ score, risk }: { score: number; risk: News2Risk }) {
  const { t } = useTranslation("vitals");
  const tone = riskTone[risk];
  return (
    <Tooltip title={t("news2.source")}>
      <Box
        component="span"
        sx={{
          display: "inline-flex",
          alignItems: "baseline",
          // A cell of a grid would stretch it to the height of its row.
          alignSelf: "center",
          lineHeight: 1.5,
          gap: 0.75,
          px: 1,
          py: 0.25,
          borderRadius: 1,
          color: ink(tone),
          bgcolor: tint(tone),
          whiteSpace: "nowrap",
        }}
      >
        <Box component="strong" sx={{ fontSize: "1.05rem", fontVariantNumeric: "tabular-nums" }}>
          {score}
        </Box>
        <span style={{ fontSize: "0.75rem" }}>{t(`news2.risk.${risk}`)}</span>
      </Box>
    </Tooltip>
  );
}
