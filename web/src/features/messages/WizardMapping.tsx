import NextIcon from "@mui/icons-material/ChevronRightRounded";
import PreviousIcon from "@mui/icons-material/ChevronLeftRounded";
import {
  Alert,
  Box,
  Button,
  FormControlLabel,
  IconButton,
  Switch,
  TextField,
  Typography,
} from "@mui/material";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { download, toCsv } from "../../charts/csv.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import { ChoiceField } from "../../messages/content/ChoiceField.tsx";
import type { Mapping, Source } from "../../messages/csv/mapRows.ts";
import { isPossible } from "../../messages/content/contentForms.ts";
import { Backdrop } from "../../messages/preview/Backdrop.tsx";
import { MessageBubble } from "../../messages/preview/MessageBubble.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { recipientKinds } from "./RecipientField.tsx";
import { RowProblems, useProblemText } from "./RowProblems.tsx";
import type { Wizard } from "./useWizard.ts";

/** Which column is whom, and which is what; then what is wrong with which line. */
export function WizardMapping({ wizard }: { wizard: Wizard }) {
  const { t } = useTranslation(["messages", "csv"]);
  const formats = useFormats();
  const problemText = useProblemText();
  const { table, mapping, mapped, setMapping, names, kind, content, leaveOut, setLeaveOut } = wizard;
  if (!table || !mapping || !mapped) return null;
  const columns = table.columns.map((name, index) => ({ value: String(index), label: name }));
  const set = (change: Partial<Mapping>) => setMapping({ ...mapping, ...change });
  const { good, bad } = mapped;
  return (
    <Box
      sx={{
        display: "grid",
        gap: 2,
        alignItems: "start",
        gridTemplateColumns: { xs: "minmax(0,1fr)", lg: "minmax(0,7fr) minmax(0,5fr)" },
      }}
    >
      <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: "minmax(0,1fr)" }}>
        <Panel title={t("wizard.step.mapping")}>
          <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: { xs: "minmax(0,1fr)", sm: "1fr 1fr" } }}>
            <ChoiceField
              label={t("compose.recipientKind")}
              value={kind}
              options={recipientKinds
                .filter((one) => isPossible(content?.type ?? "TEXT", one))
                .map((value) => ({ value, label: t(`recipientKind.${value}`) }))}
              onChange={(next) => set({ kind: next })}
            />
            <ChoiceField
              label={t(`compose.ids.${kind}`)}
              value={mapping.recipient === null ? "" : String(mapping.recipient)}
              options={columns}
              onChange={(next) => set({ recipient: Number(next) })}
            />
            {names.map((name) => (
              <VariableSource
                key={name}
                name={name}
                columns={columns}
                source={mapping.variables[name] ?? { value: "" }}
                onChange={(source) => set({ variables: { ...mapping.variables, [name]: source } })}
              />
            ))}
          </Box>
        </Panel>
        <Panel
          title={t("wizard.check")}
          note={t("wizard.checked", { good: formats.number(good.length), bad: formats.number(bad.length) })}
          actions={
            bad.length > 0 && (
              <Button
                onClick={() =>
                  download(
                    `${t("wizard.problems")}.csv`,
                    toCsv(
                      [t("csv:line"), t("column.recipient"), t("wizard.problem")],
                      bad.map(({ line, recipient, problem }) => [line, recipient, problemText(problem)]),
                    ),
                  )
                }
              >
                {t("wizard.downloadProblems")}
              </Button>
            )
          }
        >
          {bad.length === 0 ? (
            <Alert severity="success" variant="outlined">
              {t("wizard.allGood", { count: good.length, formatted: formats.number(good.length) })}
            </Alert>
          ) : (
            <Box sx={{ display: "grid", gap: 1.5 }}>
              <RowProblems problems={bad} />
              <FormControlLabel
                control={<Switch checked={leaveOut} onChange={(_, checked) => setLeaveOut(checked)} />}
                label={t("wizard.leaveOut", { count: bad.length, formatted: formats.number(bad.length) })}
              />
            </Box>
          )}
        </Panel>
      </Box>
      <RowPreview wizard={wizard} />
    </Box>
  );
}

function VariableSource(props: {
  name: string;
  columns: readonly { value: string; label: string }[];
  source: Source;
  onChange: (source: Source) => void;
}) {
  const { name, columns, source, onChange } = props;
  const { t } = useTranslation("messages");
  const fixed = "value" in source;
  return (
    <Box sx={{ display: "grid", gap: 1 }}>
      <ChoiceField
        label={`{{${name}}}`}
        value={fixed ? "fixed" : String(source.column)}
        options={[...columns, { value: "fixed", label: t("wizard.fixed") }]}
        onChange={(next) => onChange(next === "fixed" ? { value: "" } : { column: Number(next) })}
      />
      {fixed && (
        <TextField
          label={t("wizard.fixedValue", { name })}
          value={source.value}
          onChange={(event) => onChange({ value: event.target.value })}
        />
      )}
    </Box>
  );
}

/** The messages as they will arrive, one after the other. */
export function RowPreview({ wizard }: { wizard: Wizard }) {
  const { t } = useTranslation("messages");
  const formats = useFormats();
  const [nth, setNth] = useState(0);
  const count = wizard.mapped?.good.length ?? 0;
  const shown = Math.min(nth, Math.max(0, count - 1));
  const content = wizard.preview(shown);
  const row = wizard.mapped?.good[shown];
  return (
    <Panel
      title={t("preview.label")}
      actions={
        <>
          <IconButton
            aria-label={t("wizard.previousRow")}
            disabled={shown === 0}
            onClick={() => setNth(shown - 1)}
          >
            <PreviousIcon fontSize="small" />
          </IconButton>
          <Typography variant="caption" color="textSecondary">
            {formats.number(count === 0 ? 0 : shown + 1)} / {formats.number(count)}
          </Typography>
          <IconButton
            aria-label={t("wizard.nextRow")}
            disabled={shown >= count - 1}
            onClick={() => setNth(shown + 1)}
          >
            <NextIcon fontSize="small" />
          </IconButton>
        </>
      }
    >
      {content && row ? (
        <>
          <Typography variant="body2" color="textSecondary" sx={{ mb: 1 }}>
            {t("wizard.toRecipient", { recipient: row.recipient, line: row.line })}
          </Typography>
          <Backdrop>
            <MessageBubble content={content} sender={t("preview.sender")} />
          </Backdrop>
        </>
      ) : (
        <Typography variant="body2" color="textSecondary">
          {t("wizard.nothingToShow")}
        </Typography>
      )}
    </Panel>
  );
}
