import { useApolloClient } from "@apollo/client/react";
import { useEffect, useState, useSyncExternalStore } from "react";
import { graphql } from "../../gql/gql.ts";
import { useSession } from "../../session/SessionContext.ts";
import { sendFile } from "./uploader.ts";
import { type UploadTask, Uploads } from "./uploads.ts";

const beginUpload = graphql(`
  mutation BeginUpload($input: BeginUploadInput!) {
    beginUpload(input: $input) {
      upload {
        id
        url
        file {
          id
        }
      }
    }
  }
`);

/** The files this page is bringing. They go on while dialogs come and go, and end with the page. */
export function useUploads(): { uploads: Uploads; tasks: readonly UploadTask[] } {
  const client = useApolloClient();
  const session = useSession();
  const [uploads] = useState(
    () =>
      new Uploads(async ({ key, file, folder }, signal, onProgress) => {
        // The task's own key: tried again after a lost answer, it is the same upload and the same file.
        const input = { name: file.name, folder, bytes: file.size, idempotencyKey: key };
        const { data } = await client.mutate({ mutation: beginUpload, variables: { input } });
        const upload = data?.beginUpload.upload;
        if (!upload || upload.file) return;
        await sendFile(file, { url: upload.url, token: await session.token(), signal, onProgress });
      }),
  );
  useEffect(() => () => uploads.stop(), [uploads]);
  const tasks = useSyncExternalStore(uploads.subscribe, uploads.tasks);
  return { uploads, tasks };
}
