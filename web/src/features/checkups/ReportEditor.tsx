import PasteIcon from "@mui/icons-material/ContentPasteRounded";
import { Box, Button, TextField } from "@mui/material";
import { useCallback, useState } from "react";
import { flushSync } from "react-dom";
import { useTranslation } from "react-i18next";
import { UnsavedGuard } from "../../forms/UnsavedGuard.tsx";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Page } from "../../ui/Page.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { useCan } from "../../viewer/ViewerContext.ts";
import { AttachmentPicker } from "./AttachmentPicker.tsx";
import { draftItem } from "./draft.ts";
import type { Draft, DraftItem } from "./draft.ts";
import { ItemGrid } from "./ItemGrid.tsx";
import { PanelButton } from "./PanelButton.tsx";
import { PasteDialog } from "./PasteDialog.tsx";

interface ReportEditorProps {
  title: string;
  patientId: string;
  initial: Draft;
  isNew?: boolean;
  /** Returns what leads away, once nothing unsaved is left. */
  onSave: (draft: Draft) => Promise<() => void>;
}

/** A report as it is written: what it is, what was found, what follows from it. */
export function ReportEditor({ title, patientId, initial, isNew = false, onSave }: ReportEditorProps) {
  const { t } = useTranslation("checkups");
  const mayAttach = useCan()("file:read");
  const [draft, setDraft] = useState(initial);
  const [isDirty, setDirty] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const [isPasting, setPasting] = useState(false);
  const [today] = useState(() => new Date().toLocaleDateString("en-CA"));

  const set = useCallback((change: (draft: Draft) => Draft) => {
    setDraft(change);
    setDirty(true);
  }, []);
  const setItems = useCallback(
    (change: (items: readonly DraftItem[]) => readonly DraftItem[]) =>
      set((now) => ({ ...now, items: change(now.items) })),
    [set],
  );
  const add = (items: readonly DraftItem[]) => setItems((now) => [...now, ...items]);
  const save = () => {
    setBusy(true);
    setError(undefined);
    onSave(draft).then(
      (leave) => {
        // The guard must know before the page is left.
        flushSync(() => setDirty(false));
        leave();
      },
      (problem: unknown) => {
        setBusy(false);
        setError(problem);
      },
    );
  };
  const canSave = draft.institution.trim() !== "" && draft.examinedOn !== "";
  const field = (name: "reportNumber" | "institution" | "doctor" | "conclusion" | "advice", max: number) => ({
    value: draft[name],
    onChange: ({ target }: { target: { value: string } }) => set((now) => ({ ...now, [name]: target.value })),
    slotProps: { htmlInput: { maxLength: max } },
  });
  return (
    <Page
      personal
      title={title}
      actions={
        <Button variant="contained" disabled={!canSave || busy || !isDirty} onClick={save}>
          {t("save")}
        </Button>
      }
    >
      <UnsavedGuard dirty={isDirty} />
      <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: "minmax(0,1fr)" }}>
        {error !== undefined && <ErrorNotice error={error} />}
        <Panel>
          <Box
            sx={{
              display: "grid",
              gap: 2,
              gridTemplateColumns: { xs: "minmax(0,1fr)", sm: "1fr 1fr" },
              pt: 1,
            }}
          >
            <TextField required label={t("field.institution")} {...field("institution", 100)} />
            <TextField
              required
              type="date"
              label={t("field.examinedOn")}
              value={draft.examinedOn}
              onChange={({ target }) => set((now) => ({ ...now, examinedOn: target.value }))}
              slotProps={{
                inputLabel: { shrink: true },
                htmlInput: { max: today },
              }}
            />
            <TextField label={t("field.doctor")} {...field("doctor", 60)} />
            {isNew && (
              <TextField
                label={t("field.number")}
                helperText={t("numberHint")}
                {...field("reportNumber", 40)}
              />
            )}
          </Box>
        </Panel>
        <Panel
          flush
          title={t("item.title")}
          actions={
            <>
              <PanelButton patientId={patientId} onAdd={add} />
              <Button startIcon={<PasteIcon />} onClick={() => setPasting(true)}>
                {t("paste.open")}
              </Button>
            </>
          }
        >
          <ItemGrid items={draft.items} onChange={setItems} />
        </Panel>
        <Panel>
          <Box sx={{ display: "grid", gap: 2, pt: 1 }}>
            <TextField multiline minRows={3} label={t("field.conclusion")} {...field("conclusion", 5_000)} />
            <TextField multiline minRows={3} label={t("field.advice")} {...field("advice", 5_000)} />
            {mayAttach && (
              <AttachmentPicker
                value={draft.attachments}
                onChange={(attachments) => set((now) => ({ ...now, attachments }))}
              />
            )}
          </Box>
        </Panel>
      </Box>
      {isPasting && (
        <PasteDialog
          patientId={patientId}
          examinedOn={draft.examinedOn}
          onTake={(items) => add(items.map((item) => draftItem(item, true)))}
          onClose={() => setPasting(false)}
        />
      )}
    </Page>
  );
}
