import { Box, MenuItem, TextField } from "@mui/material";
import { useTranslation } from "react-i18next";
import { useVitalWords } from "../../vitals/useVitalWords.ts";
import { consciousnessLevels, unitText, vitalLookOf } from "../../vitals/vitalTable.ts";
import { ink, type Tone } from "../../theme/tones.ts";
import { type CheckedEntry, type Entry, type Verdict, wrong } from "./entryCheck.ts";
import type { VitalKindData } from "./vitalsQuery.ts";

interface EntryRowProps {
  entry: Entry;
  checked: CheckedEntry;
  kind: VitalKindData | undefined;
  autoFocus?: boolean;
  onChange: (entry: Entry) => void;
}

const toneOf: Partial<Record<Verdict, Tone>> = {
  NORMAL: "positive",
  OUTSIDE: "attention",
  IMPLAUSIBLE: "attention",
};

/** One vital sign: its value, the unit it is typed in, and at once what that means. */
export function EntryRow({ entry, checked, kind, autoFocus = false, onChange }: EntryRowProps) {
  const { t } = useTranslation("vitals");
  const words = useVitalWords();
  const { code, text, unit } = entry;
  const units = vitalLookOf(code)?.units ?? [];
  const name = words.name(code);
  const isConverted = units[0]?.unit !== unit && checked.kept !== null;
  const said = sentence();
  const tone = toneOf[checked.verdict];

  return (
    <Box sx={{ display: "grid", gridTemplateColumns: "minmax(0,1fr) 104px", gap: 1, alignItems: "start" }}>
      {units[0]?.unit === "{ACVPU}" ? (
        <TextField
          select
          label={name}
          value={text}
          onChange={(event) => onChange({ ...entry, text: event.target.value })}
          sx={{ gridColumn: "1 / -1" }}
        >
          <MenuItem value="">{t("record.choose")}</MenuItem>
          {consciousnessLevels.map((level, nth) => (
            <MenuItem key={level} value={String(nth)}>
              {t(`consciousness.${level}`)}
            </MenuItem>
          ))}
        </TextField>
      ) : (
        <>
          <TextField
            label={name}
            value={text}
            autoFocus={autoFocus}
            error={wrong.has(checked.verdict)}
            helperText={said && <span style={tone ? { color: ink(tone) } : {}}>{said}</span>}
            onChange={(event) => onChange({ ...entry, text: event.target.value })}
            slotProps={{ htmlInput: { inputMode: "decimal", autoComplete: "off" } }}
          />
          <TextField
            select={units.length > 1}
            label={t("record.unit")}
            value={units.length > 1 ? unit : unitText(unit)}
            disabled={units.length <= 1}
            onChange={(event) => onChange({ ...entry, unit: event.target.value })}
            slotProps={{ htmlInput: { "aria-label": `${name}: ${t("record.unit")}` } }}
          >
            {units.map((each) => (
              <MenuItem key={each.unit} value={each.unit}>
                {unitText(each.unit)}
              </MenuItem>
            ))}
          </TextField>
        </>
      )}
    </Box>
  );

  function sentence(): string {
    const parts =
      isConverted && checked.kept !== null
        ? [t("record.converted", { value: words.value(code, checked.kept) })]
        : [];
    switch (checked.verdict) {
      case "NOT_NUMBER":
        return t("record.notNumber");
      case "IMPOSSIBLE":
        return t("record.impossible", {
          low: words.number(code, kind?.possible.low ?? 0),
          high: words.value(code, kind?.possible.high ?? 0),
        });
      case "REVERSED":
        return t("record.reversed");
      case "IMPLAUSIBLE":
        return [...parts, t("record.implausible")].join(" · ");
      case "OUTSIDE":
        return [...parts, t("record.outside")].join(" · ");
      case "NORMAL":
        return [...parts, t("record.normal")].join(" · ");
      case "TAKEN":
      case "EMPTY":
        return parts.join("");
    }
  }
}
