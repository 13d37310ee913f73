import * as z from "zod/mini";
import { useQuery } from "@apollo/client/react";
import { Autocomplete, TextField } from "@mui/material";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { FormDialog } from "../../forms/FormDialog.tsx";
import { TextInput } from "../../forms/TextInput.tsx";
import { zodResolver } from "../../forms/zodResolver.ts";
import { graphql } from "../../gql/gql.ts";
import type { File_ItemFragment } from "../../gql/graphql.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import type { FileActs } from "./useFileActs.ts";

export const foldersQuery = graphql(`
  query FileFolders {
    fileFolders {
      path
      files
    }
  }
`);

const nameRules = z.object({ name: z.string().check(z.trim(), z.minLength(1, "required")) });

export function RenameDialog(props: { file: File_ItemFragment; acts: FileActs; onClose: () => void }) {
  const { file, acts, onClose } = props;
  const { t } = useTranslation("files");
  const form = useForm({ resolver: zodResolver(nameRules), defaultValues: { name: file.name } });
  const submit = async ({ name }: { name: string }) => {
    await acts.rename(file.id, name);
    onClose();
  };
  return (
    <FormDialog
      title={t("rename.title")}
      form={form}
      fields={["name"]}
      submitText={t("rename.submit")}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextInput control={form.control} name="name" label={t("column.name")} autoFocus fullWidth />
    </FormDialog>
  );
}

export function MoveDialog(props: {
  fileIds: readonly string[];
  folder: string;
  acts: FileActs;
  onClose: () => void;
}) {
  const { fileIds, acts, onClose } = props;
  const { t } = useTranslation("files");
  const [folder, setFolder] = useState(props.folder || "/");
  const { data } = useQuery(foldersQuery, { fetchPolicy: "cache-and-network" });
  return (
    <ConfirmDialog
      title={t("move.title", { count: fileIds.length })}
      confirmText={t("move.submit")}
      onConfirm={() => acts.move(fileIds, folder)}
      onClose={onClose}
    >
      <Autocomplete
        freeSolo
        options={data?.fileFolders.map(({ path }) => path) ?? []}
        inputValue={folder}
        onInputChange={(_, value) => setFolder(value)}
        renderInput={(params) => (
          <TextField {...params} label={t("column.folder")} helperText={t("move.hint")} margin="dense" />
        )}
      />
    </ConfirmDialog>
  );
}

export function PurgeDialog(props: { fileIds: readonly string[]; acts: FileActs; onClose: () => void }) {
  const { fileIds, acts, onClose } = props;
  const { t } = useTranslation("files");
  return (
    <ConfirmDialog
      danger
      title={t("purge.title", { count: fileIds.length })}
      confirmText={t("purge.submit")}
      onConfirm={() => acts.purge(fileIds)}
      onClose={onClose}
    >
      {t("purge.text")}
    </ConfirmDialog>
  );
}
