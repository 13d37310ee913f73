import ArchiveIcon from "@mui/icons-material/FolderZipOutlined";
import AudioIcon from "@mui/icons-material/AudioFileOutlined";
import OtherIcon from "@mui/icons-material/InsertDriveFileOutlined";
import PdfIcon from "@mui/icons-material/PictureAsPdfOutlined";
import PictureIcon from "@mui/icons-material/ImageOutlined";
import TextIcon from "@mui/icons-material/DescriptionOutlined";
import VideoIcon from "@mui/icons-material/VideoFileOutlined";
import type { SvgIcon } from "@mui/material";

const icons: readonly (readonly [RegExp, typeof SvgIcon])[] = [
  [/^image\//, PictureIcon],
  [/^video\//, VideoIcon],
  [/^audio\//, AudioIcon],
  [/pdf$/, PdfIcon],
  [/zip|compressed|x-7z|rar|tar/, ArchiveIcon],
  [/^text\/|document|sheet|presentation/, TextIcon],
];

/** What kind of file it is, at a glance. */
export function FileIcon({ mediaType }: { mediaType: string }) {
  const Icon = icons.find(([pattern]) => pattern.test(mediaType))?.[1] ?? OtherIcon;
  return <Icon fontSize="small" sx={{ color: "text.secondary", flexShrink: 0 }} aria-hidden />;
}
