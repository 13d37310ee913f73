import { useApolloClient, useQuery } from "@apollo/client/react";
import {
  Box,
  Button,
  Chip,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  LinearProgress,
  Skeleton,
  Typography,
} from "@mui/material";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { graphql } from "../../gql/gql.ts";
import type { MarkContactTagsMutation } from "../../gql/graphql.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { contactFacetsQuery } from "./contactsQuery.ts";

const markContactTags = graphql(`
  mutation MarkContactTags($input: MarkContactTagsInput!) {
    markContactTags(input: $input) {
      results {
        contactId
        done
        code
        message
        messageZh
      }
    }
  }
`);

type Result = MarkContactTagsMutation["markContactTags"]["results"][number];
/** Few enough that progress shows, and that no call takes long. */
const perCall = 10;

interface TagDialogProps {
  contacts: readonly { id: string; name: string }[];
  /** The employee whose tags are meant; without it those of all that have the contact. */
  userId?: string;
  /** Tags that are there: chosen again, they are taken away. */
  present?: readonly string[];
  onClose: () => void;
}

/** Gives and takes tags, contact by contact, and says what became of each. */
export function TagDialog({ contacts, userId, present = [], onClose }: TagDialogProps) {
  const { t, i18n } = useTranslation(["contacts", "common"]);
  const client = useApolloClient();
  const { data, error } = useQuery(contactFacetsQuery);
  const [marks, setMarks] = useState<ReadonlyMap<string, "add" | "remove">>(new Map());
  const [results, setResults] = useState<readonly Result[] | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const failed = results?.filter(({ done }) => !done) ?? [];
  const nameOf = new Map(contacts.map(({ id, name }) => [id, name]));

  const turn = (id: string) => {
    const now = marks.get(id);
    const next = new Map(marks);
    if (now === undefined) next.set(id, present.includes(id) ? "remove" : "add");
    else if (now === "add" && present.length === 0) next.set(id, "remove");
    else next.delete(id);
    setMarks(next);
  };
  const chosen = (which: "add" | "remove") =>
    [...marks].filter(([, mark]) => mark === which).map(([id]) => id);

  const run = async () => {
    setBusy(true);
    setProblem(null);
    setResults([]);
    const done: Result[] = [];
    try {
      for (let at = 0; at < contacts.length; at += perCall) {
        const contactIds = contacts.slice(at, at + perCall).map(({ id }) => id);
        const input = {
          contactIds,
          userId: userId ?? null,
          addTagIds: chosen("add"),
          removeTagIds: chosen("remove"),
        };
        const answer = await client.mutate({ mutation: markContactTags, variables: { input } });
        done.push(...(answer.data?.markContactTags.results ?? []));
        setResults([...done]);
      }
      await client.refetchQueries({ include: "active" });
      if (done.every((result) => result.done)) onClose();
    } catch (thrown) {
      setProblem(thrown);
    } finally {
      setBusy(false);
    }
  };

  return (
    <Dialog open onClose={busy ? undefined : onClose} maxWidth="sm" fullWidth aria-labelledby="tags-title">
      <DialogTitle id="tags-title">{t("tags.title", { count: contacts.length })}</DialogTitle>
      <DialogContent sx={{ display: "grid", gap: 2 }}>
        {error && <ErrorNotice error={error} />}
        {problem !== null && <ErrorNotice error={problem} />}
        {!data && !error && <Skeleton variant="rounded" height={120} />}
        <Typography variant="body2" color="textSecondary">
          {present.length > 0 ? t("tags.hintOne") : t("tags.hint")}
        </Typography>
        {data?.contactTagGroups.map((group) => (
          <Box key={`${group.corpId} ${group.id}`} role="group" aria-label={group.name}>
            <Typography variant="h3" component="h3" sx={{ mb: 0.75 }}>
              {group.name}
            </Typography>
            <Box sx={{ display: "flex", flexWrap: "wrap", gap: 0.75 }}>
              {group.tags.map(({ id, name }) => {
                const mark = marks.get(id);
                const isOn = mark === "add" || (mark === undefined && present.includes(id));
                return (
                  <Chip
                    key={id}
                    clickable
                    disabled={busy}
                    aria-pressed={isOn}
                    label={mark === "remove" ? `− ${name}` : mark === "add" ? `+ ${name}` : name}
                    color={mark === "remove" ? "error" : isOn ? "primary" : "default"}
                    variant={isOn || mark ? "filled" : "outlined"}
                    onClick={() => turn(id)}
                  />
                );
              })}
            </Box>
          </Box>
        ))}
        {data?.contactTagGroups.length === 0 && <Typography>{t("tags.none")}</Typography>}
        {busy && (
          <LinearProgress
            variant="determinate"
            aria-label={t("tags.progress")}
            value={((results?.length ?? 0) / contacts.length) * 100}
          />
        )}
        {!busy && failed.length > 0 && (
          <Box role="alert">
            <Typography variant="h3" component="h3">
              {t("tags.failed", { count: failed.length, total: contacts.length })}
            </Typography>
            <Box component="ul" sx={{ m: 0, pl: 2.5 }}>
              {failed.map((result) => (
                <Typography component="li" variant="body2" key={result.contactId}>
                  {nameOf.get(result.contactId)}:{" "}
                  {i18n.language === "zh-CN" ? result.messageZh : result.message} ({result.code})
                </Typography>
              ))}
            </Box>
          </Box>
        )}
      </DialogContent>
      <DialogActions>
        <Button color="inherit" disabled={busy} onClick={onClose}>
          {results && !busy ? t("common:close") : t("common:cancel")}
        </Button>
        <Button variant="contained" disabled={busy || marks.size === 0} onClick={() => void run()}>
          {t("tags.apply")}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
