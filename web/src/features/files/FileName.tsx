import MissingIcon from "@mui/icons-material/ReportProblemOutlined";
import { Box, Link, Tooltip } from "@mui/material";
import { useTranslation } from "react-i18next";
import type { File_ItemFragment } from "../../gql/graphql.ts";
import { FileIcon } from "./FileIcon.tsx";

/** A file's name, which opens it. */
export function FileName({ file, onOpen }: { file: File_ItemFragment; onOpen: () => void }) {
  const { t } = useTranslation("files");
  const { name, mediaType, missingSince } = file;
  return (
    <Box sx={{ display: "flex", alignItems: "center", gap: 1, minWidth: 0, height: "100%" }}>
      <FileIcon mediaType={mediaType} />
      <Link component="button" type="button" underline="hover" noWrap title={name} onClick={onOpen}>
        {name}
      </Link>
      {missingSince !== null && (
        <Tooltip title={t("missing")}>
          <MissingIcon fontSize="small" color="error" aria-label={t("missing")} />
        </Tooltip>
      )}
    </Box>
  );
}
