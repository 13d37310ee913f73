import { Box, Button } from "@mui/material";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../i18n/useFormats.ts";
import type { Column } from "../../ui/ServerGrid.tsx";
import { Time } from "../../ui/Time.tsx";
import { useVitalWords } from "../../vitals/useVitalWords.ts";
import { unitText } from "../../vitals/vitalTable.ts";
import type { VitalRowData } from "./vitalsQuery.ts";

/** @param onRetract left out where the reader may not. */
export function useVitalColumns(
  onRetract: ((row: VitalRowData) => void) | undefined,
): Column<VitalRowData>[] {
  const { t } = useTranslation("vitals");
  const formats = useFormats();
  const words = useVitalWords();
  return useMemo(
    () => [
      {
        field: "measuredAt",
        headerName: t("table.time"),
        width: 170,
        renderCell: ({ row }) => <Time at={row.measuredAt} />,
      },
      {
        field: "code",
        headerName: t("table.what"),
        width: 170,
        valueGetter: (_, row) => words.name(row.code),
      },
      {
        field: "value",
        headerName: t("table.value"),
        flex: 1,
        minWidth: 170,
        renderCell: ({ row }) => (
          <Box
            component="span"
            sx={row.retractedAt ? { textDecoration: "line-through", color: "text.secondary" } : {}}
          >
            <strong>{words.value(row.code, row.value)}</strong>
            {row.mealContext && ` · ${t(`meal.${row.mealContext}`)}`}
            {row.givenValue !== null && row.givenUnit !== null && (
              <Box component="span" sx={{ color: "text.secondary", ml: 1, fontSize: "0.75rem" }}>
                {t("table.given", {
                  value: `${formats.number(row.givenValue, 2)} ${unitText(row.givenUnit)}`,
                })}
              </Box>
            )}
          </Box>
        ),
      },
      {
        field: "flags",
        headerName: t("table.quality"),
        width: 160,
        valueGetter: (_, row) => row.flags.map((flag) => t(`flag.${flag}`)).join(", "),
      },
      {
        field: "source",
        headerName: t("table.source"),
        width: 200,
        valueGetter: (_, row) =>
          row.enteredBy ? t("table.by", { name: row.enteredBy.displayName }) : t(`source.${row.source}`),
      },
      {
        field: "act",
        headerName: "",
        width: 170,
        align: "right",
        renderCell: ({ row }) => {
          if (row.retractedAt)
            return (
              <Box component="span" sx={{ color: "text.secondary", fontSize: "0.75rem" }}>
                {t("retract.was", { time: formats.dateTime(row.retractedAt) })}
              </Box>
            );
          return (
            onRetract && (
              <Button size="small" color="inherit" onClick={() => onRetract(row)}>
                {t("retract.action")}
              </Button>
            )
          );
        },
      },
    ],
    [t, words, formats, onRetract],
  );
}
