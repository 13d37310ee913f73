import DeleteIcon from "@mui/icons-material/DeleteOutlineRounded";
import DownloadIcon from "@mui/icons-material/DownloadRounded";
import RenameIcon from "@mui/icons-material/DriveFileRenameOutlineRounded";
import ShareIcon from "@mui/icons-material/IosShareRounded";
import RestoreIcon from "@mui/icons-material/RestoreRounded";
import { Box, IconButton, Tooltip } from "@mui/material";
import { type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { File_ItemFragment, FileOrderField } from "../../gql/graphql.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import { formatBytes } from "../../ui/bytes.ts";
import type { Column } from "../../ui/ServerGrid.tsx";
import { Time } from "../../ui/Time.tsx";
import { useCan } from "../../viewer/ViewerContext.ts";
import { FileName } from "./FileName.tsx";
import type { FileActs } from "./useFileActs.ts";

export interface RowActs extends FileActs {
  open(file: File_ItemFragment): void;
  share(file: File_ItemFragment): void;
  askName(file: File_ItemFragment): void;
}

export function useFileColumns(
  acts: RowActs,
  inTrash: boolean,
): readonly Column<File_ItemFragment, FileOrderField>[] {
  const { t } = useTranslation("files");
  const { locale } = useFormats();
  return useMemo(
    () => [
      {
        field: "name",
        headerName: t("column.name"),
        flex: 2,
        minWidth: 220,
        hideable: false,
        orderBy: "NAME",
        renderCell: ({ row }) => <FileName file={row} onOpen={() => acts.open(row)} />,
      },
      { field: "folder", headerName: t("column.folder"), flex: 1, minWidth: 120 },
      { field: "mediaType", headerName: t("column.type"), width: 170 },
      {
        field: "bytes",
        headerName: t("column.bytes"),
        width: 100,
        align: "right",
        headerAlign: "right",
        orderBy: "BYTES",
        renderCell: ({ row }) => formatBytes(row.bytes, locale),
      },
      {
        field: "owner",
        headerName: t("column.owner"),
        width: 130,
        renderCell: ({ row }) => row.owner?.displayName ?? "–",
      },
      {
        field: "createdAt",
        headerName: inTrash ? t("column.purgeAt") : t("column.createdAt"),
        width: 170,
        orderBy: "CREATED_AT",
        renderCell: ({ row }) => <Time at={inTrash && row.purgeAt ? row.purgeAt : row.createdAt} />,
      },
      {
        field: "acts",
        headerName: t("column.acts"),
        width: 160,
        renderCell: ({ row }) => <FileRowActs file={row} acts={acts} />,
      },
    ],
    [acts, inTrash, locale, t],
  );
}

export function FileRowActs({ file, acts }: { file: File_ItemFragment; acts: RowActs }) {
  const { t } = useTranslation("files");
  const can = useCan();
  const { id, name, deletedAt } = file;
  if (deletedAt !== null)
    return can("file:delete") ? (
      <Act
        label={t("act.restore", { name })}
        icon={<RestoreIcon />}
        onClick={() => void acts.restore([id])}
      />
    ) : null;
  return (
    <Box sx={{ display: "flex" }}>
      <Act
        label={t("act.download", { name })}
        icon={<DownloadIcon />}
        onClick={() => void acts.download(id)}
      />
      {can("file:share") && (
        <Act label={t("act.share", { name })} icon={<ShareIcon />} onClick={() => acts.share(file)} />
      )}
      {can("file:write") && (
        <Act label={t("act.rename", { name })} icon={<RenameIcon />} onClick={() => acts.askName(file)} />
      )}
      {can("file:delete") && (
        <Act label={t("act.delete", { name })} icon={<DeleteIcon />} onClick={() => void acts.remove([id])} />
      )}
    </Box>
  );
}

function Act({ label, icon, onClick }: { label: string; icon: ReactNode; onClick: () => void }) {
  return (
    <Tooltip title={label}>
      <IconButton size="small" aria-label={label} onClick={onClick} sx={{ "& svg": { fontSize: 18 } }}>
        {icon}
      </IconButton>
    </Tooltip>
  );
}
