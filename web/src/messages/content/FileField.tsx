import { useQuery } from "@apollo/client/react";
import { Autocomplete, Box, TextField } from "@mui/material";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../i18n/useFormats.ts";
import { refusalOf } from "../../session/refusal.ts";
import { useSession } from "../../session/SessionContext.ts";
import { FileButton } from "../../ui/FileButton.tsx";
import { useDebounced } from "../../ui/useDebounced.ts";
import { mediaFilesQuery, uploadMedia, useMediaName } from "../media.ts";
import type { TextField as TextFieldSpec } from "./fields.ts";

interface FileFieldProps {
  field: TextFieldSpec;
  label: string;
  value: string;
  problem?: string | undefined;
  onChange: (value: string) => void;
}

/** What a browser offers of this device; the server looks at the bytes. */
const accepted = {
  IMAGE: "image/png,image/jpeg",
  VOICE: ".amr",
  VIDEO: "video/mp4",
  FILE: undefined,
} as const;

/** A picture, recording or document: one that is there already, or brought from this device. */
export function FileField({ field, label, value, problem, onChange }: FileFieldProps) {
  const { t } = useTranslation("messages");
  const formats = useFormats();
  const session = useSession();
  const kind = field.media ?? "FILE";
  const [search, setSearch] = useState("");
  const wanted = useDebounced(search, 250);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState("");
  const { data } = useQuery(mediaFilesQuery, {
    variables: { kinds: [kind], ...(wanted ? { search: wanted } : {}) },
    fetchPolicy: "cache-and-network",
  });
  const known = useMediaName(value);
  const files = data?.mediaFiles.nodes ?? [];
  const chosen = value ? { id: value, filename: known ?? value, sizeBytes: null } : null;

  const bring = (file: File) => {
    setBusy(true);
    setRefused("");
    uploadMedia(session, kind, file)
      .then(
        ({ id }) => onChange(id),
        (error: unknown) => {
          const { message, details } = refusalOf(error);
          setRefused(details.issues?.[0]?.message ?? message);
        },
      )
      .finally(() => setBusy(false));
  };

  return (
    <Box sx={{ display: "flex", gap: 1, alignItems: "flex-start", flexWrap: { xs: "wrap", sm: "nowrap" } }}>
      <Autocomplete
        sx={{ flex: 1, minWidth: 200 }}
        options={files.map(({ id, filename, sizeBytes }) => ({
          id,
          filename,
          sizeBytes: sizeBytes as number | null,
        }))}
        value={chosen}
        filterOptions={(all) => all}
        isOptionEqualToValue={(one, other) => one.id === other.id}
        getOptionLabel={({ filename }) => filename}
        getOptionKey={({ id }) => id}
        noOptionsText={t("media.none")}
        onChange={(_, next) => {
          setRefused("");
          onChange(next?.id ?? "");
        }}
        onInputChange={(_, typed, reason) => setSearch(reason === "input" ? typed : "")}
        renderOption={({ key, ...props }, { filename, sizeBytes }) => (
          <li key={key} {...props}>
            <Box component="span" sx={{ flex: 1, overflow: "hidden", textOverflow: "ellipsis" }}>
              {filename}
            </Box>
            <Box component="small" sx={{ color: "text.secondary", pl: 1 }}>
              {t("media.size", { size: formats.number(Math.ceil((sizeBytes ?? 0) / 1_000)) })}
            </Box>
          </li>
        )}
        renderInput={(params) => (
          <TextField
            {...params}
            label={label}
            required={field.required ?? false}
            error={problem !== undefined || refused !== ""}
            helperText={
              refused ? t("media.failed", { value: refused }) : (problem ?? t(`media.allowed.${kind}`))
            }
          />
        )}
      />
      <FileButton accept={accepted[kind]} onFile={bring} disabled={busy} sx={{ height: 40 }}>
        {t(busy ? "media.uploading" : "media.upload")}
      </FileButton>
    </Box>
  );
}
