import { useApolloClient } from "@apollo/client/react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { graphql } from "../../gql/gql.ts";
import { useToaster } from "../../ui/Toasts.tsx";
import { fileLinkQuery } from "./fileFragment.ts";

const renameFile = graphql(`
  mutation RenameFile($input: RenameFileInput!) {
    renameFile(input: $input) {
      file {
        ...File_item
      }
    }
  }
`);

const moveFiles = graphql(`
  mutation MoveFiles($input: MoveFilesInput!) {
    moveFiles(input: $input) {
      files {
        ...File_item
      }
    }
  }
`);

const deleteFiles = graphql(`
  mutation DeleteFiles($input: FilesInput!) {
    deleteFiles(input: $input) {
      files {
        ...File_item
      }
    }
  }
`);

const restoreFiles = graphql(`
  mutation RestoreFiles($input: FilesInput!) {
    restoreFiles(input: $input) {
      files {
        ...File_item
      }
    }
  }
`);

const purgeFiles = graphql(`
  mutation PurgeFiles($input: FilesInput!) {
    purgeFiles(input: $input) {
      purgedIds
    }
  }
`);

export interface FileActs {
  download(id: string): Promise<void>;
  rename(fileId: string, name: string): Promise<void>;
  move(fileIds: readonly string[], folder: string): Promise<void>;
  remove(fileIds: readonly string[]): Promise<void>;
  restore(fileIds: readonly string[]): Promise<void>;
  purge(fileIds: readonly string[]): Promise<void>;
}

/** What can be done to files; `onDone` reads the list again. Deleting and restoring undo each other. */
export function useFileActs(onDone: () => void): FileActs {
  const { t } = useTranslation("files");
  const client = useApolloClient();
  const toaster = useToaster();
  return useMemo(() => {
    const acts: FileActs = {
      async download(id) {
        try {
          const { data } = await client.query({
            query: fileLinkQuery,
            variables: { id, inline: false },
            fetchPolicy: "no-cache",
          });
          if (data) window.location.assign(data.fileDownloadUrl.url);
        } catch (error) {
          toaster.failed(error);
        }
      },
      async rename(fileId, name) {
        await client.mutate({ mutation: renameFile, variables: { input: { fileId, name } } });
        onDone();
      },
      async move(fileIds, folder) {
        await client.mutate({ mutation: moveFiles, variables: { input: { fileIds: [...fileIds], folder } } });
        toaster.done(t("done.moved", { count: fileIds.length }));
        onDone();
      },
      async remove(fileIds) {
        try {
          await client.mutate({ mutation: deleteFiles, variables: { input: { fileIds: [...fileIds] } } });
          toaster.done(t("done.deleted", { count: fileIds.length }), () => void acts.restore(fileIds));
        } catch (error) {
          toaster.failed(error);
        }
        onDone();
      },
      async restore(fileIds) {
        try {
          await client.mutate({ mutation: restoreFiles, variables: { input: { fileIds: [...fileIds] } } });
          toaster.done(t("done.restored", { count: fileIds.length }));
        } catch (error) {
          toaster.failed(error);
        }
        onDone();
      },
      async purge(fileIds) {
        await client.mutate({ mutation: purgeFiles, variables: { input: { fileIds: [...fileIds] } } });
        toaster.done(t("done.purged", { count: fileIds.length }));
        onDone();
      },
    };
    return acts;
  }, [client, onDone, t, toaster]);
}
