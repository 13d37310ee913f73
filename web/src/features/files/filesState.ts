import type { FileFilter } from "../../gql/graphql.ts";
import { pagingState } from "../../ui/paging.ts";
import { type StateOf, flag, ids, oneOf, order, text } from "../../ui/urlState.ts";

export const fileKinds = ["image/*", "application/pdf", "text/*", "video/*", "audio/*"] as const;

export const filesState = {
  search: text,
  folder: text,
  kind: oneOf(fileKinds, null),
  trash: flag,
  order: order(["NAME", "BYTES", "CREATED_AT"], { by: "CREATED_AT", direction: "DESC" }),
  selected: ids,
  dialog: oneOf(["preview", "share", "rename", "move", "purge"], null),
  file: text,
  ...pagingState,
};

export type FilesState = StateOf<typeof filesState>;

export const noFilter = { search: "", folder: "", kind: null } as const;

export function isFiltered({ search, folder, kind }: FilesState): boolean {
  return search !== "" || folder !== "" || kind !== null;
}

/** A folder shows what is in it; a search finds what is below it as well. */
export function filterOf({ search, folder, kind, trash }: FilesState): FileFilter {
  return {
    inTrash: trash,
    ...(search && { search }),
    ...(folder && { folder, includeSubfolders: search !== "" }),
    ...(kind && { mediaType: kind }),
  };
}
