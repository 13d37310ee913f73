import { useQuery } from "@apollo/client/react";
import { useEffect, useState } from "react";
import { graphql } from "../gql/gql.ts";
import type { MediaKind } from "../gql/graphql.ts";
import { detailsOf, RefusedError } from "../session/authApi.ts";
import type { Session } from "../session/session.ts";
import { useSession } from "../session/SessionContext.ts";
import { at } from "./content/contentState.ts";

export const mediaFilesQuery = graphql(`
  query MediaFiles($kinds: [MediaKind!]!, $search: String) {
    mediaFiles(filter: { kinds: $kinds, search: $search }, first: 20) {
      nodes {
        id
        filename
        kind
        sizeBytes
        createdAt
      }
    }
  }
`);

const mediaFileQuery = graphql(`
  query MediaFile($id: ID!) {
    mediaFile(id: $id) {
      id
      filename
      kind
      sizeBytes
    }
  }
`);

const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Brings a file; its bytes as they are. @throws RefusedError with what the server says against it. */
export async function uploadMedia(
  session: Session,
  kind: MediaKind,
  file: File,
): Promise<{ id: string; filename: string }> {
  const query = new URLSearchParams({ kind, filename: file.name });
  const response = await fetch(`/files/wecom/media?${query}`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${await session.token()}`,
      "content-type": file.type || "application/octet-stream",
    },
    body: file,
  });
  const answer: unknown = await response.json().catch(() => null);
  const [id, filename] = [at(answer, ["id"]), at(answer, ["filename"])];
  if (response.ok && typeof id === "string" && typeof filename === "string") return { id, filename };
  const error = at(answer, ["errors", 0]) ?? at(answer, ["error"]);
  const extensions = at(error, ["extensions"]) ?? error;
  const [message, code, reason] = [
    at(error, ["message"]),
    at(extensions, ["code"]),
    at(extensions, ["reason"]),
  ];
  throw new RefusedError(
    typeof message === "string" ? message : response.statusText,
    typeof code === "string" ? code : "UNAVAILABLE",
    typeof reason === "string" ? reason : "",
    detailsOf(extensions),
  );
}

/** The name of a file by its id; undefined until it is known, and for one that is gone. */
export function useMediaName(id: string): string | undefined {
  const { data } = useQuery(mediaFileQuery, { variables: { id }, skip: !isId.test(id) });
  return data?.mediaFile?.filename;
}

/** A picture of ours as an address that an img can show; null until it is there. */
export function useMediaPicture(id: string): string | null {
  const session = useSession();
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    if (!isId.test(id)) return;
    let made: string | null = null;
    let left = false;
    const load = async () => {
      const headers = { authorization: `Bearer ${await session.token()}` };
      const response = await fetch(`/files/wecom/media/${id}`, { headers });
      if (!response.ok) return;
      const picture = await response.blob();
      if (left) return;
      made = URL.createObjectURL(picture);
      setAddress(made);
    };
    // Without it the preview shows where the picture will be.
    load().catch(() => undefined);
    return () => {
      left = true;
      if (made) URL.revokeObjectURL(made);
      setAddress(null);
    };
  }, [id, session]);
  return address;
}
