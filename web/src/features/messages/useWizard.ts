import { useMemo, useState } from "react";
import { guessMapping, type Mapping, mapRows } from "../../messages/csv/mapRows.ts";
import { useCsvFile } from "../../csv/useCsvFile.ts";
import { contentOf, emptyContent, rendered, variablesOf } from "../../messages/content/contentState.ts";
import {
  type Draft,
  isRecipient,
  isWritten,
  kindFor,
  orderOf,
  type Sending,
  sourceOf,
  usualSending,
} from "./composeState.ts";
import { useTemplateText } from "./useTemplates.ts";

export const wizardSteps = ["file", "message", "mapping", "send"] as const;
export type WizardStep = (typeof wizardSteps)[number];

/** What is gathered on the way to a batch. */
export function useWizard(templateId: string) {
  const [text, setText] = useState<Pick<Draft, "source" | "content" | "templateId">>({
    source: templateId ? "template" : "write",
    content: emptyContent("TEXT"),
    templateId,
  });
  const [chosen, setChosen] = useState<Mapping | null>(null);
  const [sending, setSending] = useState<Sending>(usualSending);
  const [name, setName] = useState("");
  const [leaveOut, setLeaveOut] = useState(false);
  const csv = useCsvFile({
    onRead: (file) => {
      if (!name) setName(file.name.replace(/\.[^.]+$/, "").slice(0, 200));
      setChosen(null);
    },
  });
  const { table } = csv;
  const template = useTemplateText(text.templateId);

  const content = text.source === "template" ? template?.content : text.content;
  const names = useMemo(() => variablesOf(content), [content]);
  const kind = kindFor(content ?? emptyContent("TEXT"), chosen?.kind ?? "MEMBER");
  const guess = useMemo(
    () => (table ? guessMapping(table, kind, names, isRecipient) : null),
    [table, kind, names],
  );
  const mapping = useMemo<Mapping | null>(() => mergeMapping(guess, chosen, names), [guess, chosen, names]);
  const mapped = useMemo(
    () => (table && mapping ? mapRows(table, mapping, isRecipient) : null),
    [table, mapping],
  );

  const recipients = useMemo(
    () =>
      mapped?.good.map(({ recipient, variables }) => ({
        recipient: { kind, id: recipient },
        ...(variables.length > 0 ? { variables: [...variables] } : {}),
      })) ?? [],
    [mapped, kind],
  );
  const written = isWritten(text) && content !== undefined;
  return {
    csv,
    table,
    text,
    setText,
    content,
    names,
    kind,
    mapping,
    setMapping: setChosen,
    mapped,
    sending,
    setSending,
    name,
    setName,
    leaveOut,
    setLeaveOut,
    recipients,
    /** Whether a step has all it needs. */
    ready: {
      file: table !== null && table.rows.length > 0 && !table.tooMany,
      message: written,
      mapping: mapped !== null && mapped.good.length > 0 && (mapped.bad.length === 0 || leaveOut),
      send: name.trim() !== "",
    } satisfies Record<WizardStep, boolean>,
    order: () => ({ ...sourceOf(text), ...orderOf(sending), name: name.trim(), recipients }),
    /** The nth message as it will arrive. */
    preview: (nth: number) => {
      const row = mapped?.good[nth];
      if (!content || !row) return null;
      return contentOf(rendered(content, new Map(row.variables.map((one) => [one.name, one.value]))));
    },
  };
}

export type Wizard = ReturnType<typeof useWizard>;

/** What was chosen, where it was; what was guessed, elsewhere. Variables the text no longer has are gone. */
function mergeMapping(
  guess: Mapping | null,
  chosen: Mapping | null,
  names: readonly string[],
): Mapping | null {
  if (!guess) return null;
  const variables = names.map((one) => [
    one,
    chosen?.variables[one] ?? guess.variables[one] ?? { value: "" },
  ]);
  return {
    kind: guess.kind,
    recipient: chosen ? chosen.recipient : guess.recipient,
    variables: Object.fromEntries(variables),
  };
}
