import { useQuery } from "@apollo/client/react";
import NoMatchIcon from "@mui/icons-material/FilterAltOffOutlined";
import EmptyIcon from "@mui/icons-material/FolderOpenOutlined";
import TrashIcon from "@mui/icons-material/DeleteOutlineRounded";
import { Box, Button, ToggleButton, Typography } from "@mui/material";
import { useCallback, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { graphql } from "../../gql/gql.ts";
import type { File_ItemFragment } from "../../gql/graphql.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import { seriousError } from "../../session/refusal.ts";
import { formatBytes } from "../../ui/bytes.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { FilterBar } from "../../ui/FilterBar.tsx";
import { FilterMenu } from "../../ui/FilterMenu.tsx";
import { Page } from "../../ui/Page.tsx";
import { Pager } from "../../ui/Pager.tsx";
import { firstPage, pageVariables } from "../../ui/paging.ts";
import { SearchField } from "../../ui/SearchField.tsx";
import { ServerGrid } from "../../ui/ServerGrid.tsx";
import { useUrlState } from "../../ui/useUrlState.ts";
import { useCan } from "../../viewer/ViewerContext.ts";
import { DropArea } from "./DropArea.tsx";
import { foldersQuery, MoveDialog, PurgeDialog, RenameDialog } from "./FileDialogs.tsx";
import { FileName } from "./FileName.tsx";
import { FileRowActs, useFileColumns } from "./fileColumns.tsx";
import type { RowActs } from "./fileColumns.tsx";
import { fileKinds, filesState, filterOf, isFiltered, noFilter } from "./filesState.ts";
import { PreviewDialog } from "./PreviewDialog.tsx";
import { ShareDialog } from "./ShareDialog.tsx";
import { StorageBar } from "./StorageBar.tsx";
import { UploadButton } from "./UploadButton.tsx";
import { UploadPanel } from "./UploadPanel.tsx";
import { useFileActs } from "./useFileActs.ts";
import { useFileStream } from "./useFileStream.ts";
import { useUploads } from "./useUploads.ts";

const filesQuery = graphql(`
  query Files(
    $filter: FileFilter
    $orderBy: FileOrder
    $first: Int
    $after: String
    $last: Int
    $before: String
    $fileId: ID!
    $withFile: Boolean!
  ) {
    files(filter: $filter, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) {
      nodes {
        ...File_item
      }
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      totalCount
    }
    file(id: $fileId) @include(if: $withFile) {
      ...File_item
    }
  }
`);

const noId = "00000000-0000-0000-0000-000000000000";

export function FilesPage() {
  const { t } = useTranslation(["files", "common"]);
  const can = useCan();
  const [state, change] = useUrlState(filesState);
  const { trash, selected, dialog } = state;
  const { data, previousData, loading, error, refetch, client } = useQuery(filesQuery, {
    variables: {
      filter: filterOf(state),
      orderBy: state.order,
      ...pageVariables(state),
      fileId: state.file || noId,
      withFile: state.file !== "",
    },
    fetchPolicy: "cache-and-network",
  });
  const { data: folders } = useQuery(foldersQuery, { fetchPolicy: "cache-and-network" });
  const list = (data ?? previousData)?.files;
  const opened = data?.file ?? null;
  const readAgain = useCallback(() => {
    void client.refetchQueries({ include: ["Files", "FileFolders", "FileStorage"] });
  }, [client]);
  useFileStream(readAgain);

  const acts = useFileActs(readAgain);
  const { uploads, tasks } = useUploads();
  const mayWrite = can("file:write") && !trash;
  const onFiles = mayWrite ? (files: readonly File[]) => uploads.add(files, state.folder || "/") : undefined;
  const rowActs = useMemo<RowActs>(
    () => ({
      ...acts,
      open: ({ id }) => change({ dialog: "preview", file: id }, "push"),
      share: ({ id }) => change({ dialog: "share", file: id }, "push"),
      askName: ({ id }) => change({ dialog: "rename", file: id }, "push"),
    }),
    [acts, change],
  );
  const columns = useFileColumns(rowActs, trash);
  const narrow = (next: Partial<typeof state>) => change({ ...next, ...firstPage, selected: [] });
  const close = () => change({ dialog: null, file: "" });
  const closeMany = () => change({ dialog: null, selected: [] });

  return (
    <Page
      fill
      title={t("title")}
      context={<StorageBar />}
      actions={onFiles && <UploadButton onFiles={onFiles} />}
    >
      <FilterBar
        onClear={isFiltered(state) ? () => narrow(noFilter) : undefined}
        tools={
          <ToggleButton
            value="trash"
            size="small"
            selected={trash}
            onChange={() => narrow({ trash: !trash })}
            sx={{ height: 34, gap: 0.75 }}
          >
            <TrashIcon fontSize="small" />
            {t("trash")}
          </ToggleButton>
        }
      >
        <SearchField label={t("search")} value={state.search} onChange={(search) => narrow({ search })} />
        <FilterMenu
          single
          label={t("column.folder")}
          chosen={state.folder ? [state.folder] : []}
          onChange={([folder]) => narrow({ folder: folder ?? "" })}
          options={(folders?.fileFolders ?? []).map(({ path, files }) => ({
            value: path,
            label: path,
            count: String(files),
          }))}
        />
        <FilterMenu
          single
          label={t("column.type")}
          chosen={state.kind ? [state.kind] : []}
          onChange={([kind]) => narrow({ kind: kind ?? null })}
          options={fileKinds.map((value) => ({ value, label: t(`kind.${kindKey(value)}`) }))}
        />
      </FilterBar>
      {selected.length > 0 && (
        <Box
          role="toolbar"
          aria-label={t("selected", { count: selected.length })}
          sx={{ display: "flex", gap: 1, mb: 1, alignItems: "center", flexWrap: "wrap" }}
        >
          <Typography variant="body2">{t("selected", { count: selected.length })}</Typography>
          {!trash && can("file:write") && (
            <Button size="small" variant="outlined" onClick={() => change({ dialog: "move" }, "push")}>
              {t("move.open")}
            </Button>
          )}
          {!trash && can("file:delete") && (
            <Button
              size="small"
              variant="outlined"
              color="error"
              onClick={() => void acts.remove(selected).then(() => change({ selected: [] }))}
            >
              {t("delete")}
            </Button>
          )}
          {trash && can("file:delete") && (
            <>
              <Button
                size="small"
                variant="outlined"
                onClick={() => void acts.restore(selected).then(() => change({ selected: [] }))}
              >
                {t("restore")}
              </Button>
              <Button
                size="small"
                variant="outlined"
                color="error"
                onClick={() => change({ dialog: "purge" }, "push")}
              >
                {t("purge.open")}
              </Button>
            </>
          )}
        </Box>
      )}
      <UploadPanel uploads={uploads} tasks={tasks} />
      <DropArea onFiles={onFiles}>
        <ServerGrid
          name="files"
          label={t("title")}
          columns={columns}
          rows={list?.nodes}
          loading={loading && !list}
          error={seriousError(error)}
          onRetry={() => void refetch()}
          order={state.order}
          onOrder={(next) => narrow({ order: next })}
          selection={selected}
          {...(can("file:write") || can("file:delete")
            ? { onSelection: (ids: readonly string[]) => change({ selected: ids }) }
            : {})}
          empty={
            isFiltered(state) ? (
              <EmptyState icon={<NoMatchIcon />} title={t("common:noMatch.title")}>
                {t("common:noMatch.text")}
              </EmptyState>
            ) : (
              <EmptyState icon={<EmptyIcon />} title={trash ? t("empty.trashTitle") : t("empty.title")}>
                {trash ? t("empty.trashText") : t("empty.text")}
              </EmptyState>
            )
          }
          renderCard={(file) => <FileCard file={file} acts={rowActs} />}
          footer={
            <Pager
              paging={state}
              pageInfo={list?.pageInfo}
              total={list?.totalCount}
              onPage={(paging) => change({ ...paging, selected: [] }, "push")}
            />
          }
        />
      </DropArea>
      {opened && dialog === "preview" && (
        <PreviewDialog
          file={opened}
          onDownload={() => void acts.download(opened.id)}
          onShare={can("file:share") ? () => change({ dialog: "share" }) : undefined}
          onClose={close}
        />
      )}
      {opened && dialog === "share" && can("file:share") && <ShareDialog file={opened} onClose={close} />}
      {opened && dialog === "rename" && <RenameDialog file={opened} acts={acts} onClose={close} />}
      {dialog === "move" && selected.length > 0 && (
        <MoveDialog fileIds={selected} folder={state.folder} acts={acts} onClose={closeMany} />
      )}
      {dialog === "purge" && selected.length > 0 && (
        <PurgeDialog fileIds={selected} acts={acts} onClose={closeMany} />
      )}
    </Page>
  );
}

function kindKey(kind: (typeof fileKinds)[number]) {
  const keys = {
    "image/*": "image",
    "application/pdf": "pdf",
    "text/*": "text",
    "video/*": "video",
    "audio/*": "audio",
  } as const;
  return keys[kind];
}

function FileCard({ file, acts }: { file: File_ItemFragment; acts: RowActs }) {
  const formats = useFormats();
  return (
    <Box sx={{ minWidth: 0 }}>
      <FileName file={file} onOpen={() => acts.open(file)} />
      <Box sx={{ display: "flex", alignItems: "center", gap: 1 }}>
        <Typography variant="caption" color="textSecondary" noWrap sx={{ flex: 1 }}>
          {[formatBytes(file.bytes, formats.locale), file.folder, formats.dateTime(file.createdAt)].join(
            " · ",
          )}
        </Typography>
        <FileRowActs file={file} acts={acts} />
      </Box>
    </Box>
  );
}
