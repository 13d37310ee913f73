import { Box, Table, TableBody, TableCell, TableHead, TableRow, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import type { AuditEntry_EntryFragment } from "../gql/graphql.ts";
import { ink, tint, type Tone } from "../theme/tones.ts";
import { valueText } from "./auditEntry.ts";

/** What an entry says in full: each field before and after, and the fingerprints that chain it. */
export function AuditDetails({ entry }: { entry: AuditEntry_EntryFragment }) {
  const { t } = useTranslation("audit");
  return (
    <Box sx={{ px: 2, pb: 2, pl: { md: 11 }, display: "grid", gap: 1.5 }}>
      {entry.changes.length === 0 ? (
        <Typography variant="body2" color="textSecondary">
          {t("noChanges")}
        </Typography>
      ) : (
        <Table size="small" sx={{ maxWidth: 860, tableLayout: "fixed" }}>
          <TableHead>
            <TableRow>
              <TableCell sx={{ width: "24%" }}>{t("field")}</TableCell>
              <TableCell>{t("before")}</TableCell>
              <TableCell>{t("after")}</TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {entry.changes.map(({ field, before, after }) => (
              <TableRow key={field}>
                <TableCell>
                  <code>{field}</code>
                </TableCell>
                <TableCell>
                  <Value value={before} tone="negative" sign="−" />
                </TableCell>
                <TableCell>
                  <Value value={after} tone="positive" sign="+" />
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
      <Typography variant="caption" color="textSecondary" component="div" sx={{ overflowWrap: "anywhere" }}>
        {t("hash")} <code>{entry.hash}</code>
        <br />
        {t("previousHash")} <code>{entry.previousHash}</code>
        {entry.correlationId && (
          <>
            <br />
            {t("correlation")} <code>{entry.correlationId}</code>
          </>
        )}
      </Typography>
    </Box>
  );
}

/** With a sign as well as a colour, as a diff has it. */
function Value({ value, tone, sign }: { value: unknown; tone: Tone; sign: string }) {
  const { t } = useTranslation("audit");
  const text = valueText(value);
  if (text === "")
    return (
      <Typography variant="body2" color="textSecondary">
        {t("nothing")}
      </Typography>
    );
  return (
    <Box
      component="span"
      sx={{
        display: "inline-block",
        px: 0.75,
        borderRadius: 0.75,
        bgcolor: tint(tone),
        color: ink(tone),
        whiteSpace: "pre-wrap",
        overflowWrap: "anywhere",
        fontSize: "0.8125rem",
      }}
    >
      {sign} {text}
    </Box>
  );
}
