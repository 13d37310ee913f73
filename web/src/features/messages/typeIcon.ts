import FileIcon from "@mui/icons-material/AttachFileRounded";
import CardIcon from "@mui/icons-material/DashboardCustomizeOutlined";
import VoiceIcon from "@mui/icons-material/GraphicEqRounded";
import ImageIcon from "@mui/icons-material/ImageOutlined";
import LinkIcon from "@mui/icons-material/LinkRounded";
import MarkdownIcon from "@mui/icons-material/NotesRounded";
import NewsIcon from "@mui/icons-material/NewspaperRounded";
import TextIcon from "@mui/icons-material/TextFieldsRounded";
import VideoIcon from "@mui/icons-material/VideocamOutlined";
import MiniprogramIcon from "@mui/icons-material/WidgetsOutlined";
import MentionIcon from "@mui/icons-material/AlternateEmailRounded";
import type { SvgIcon } from "@mui/material";
import type { MessageType } from "../../gql/graphql.ts";

export const typeIcon: Readonly<Record<MessageType, typeof SvgIcon>> = {
  TEXT: TextIcon,
  MARKDOWN: MarkdownIcon,
  LINK_CARD: LinkIcon,
  NEWS: NewsIcon,
  TEMPLATE_CARD: CardIcon,
  IMAGE: ImageIcon,
  FILE: FileIcon,
  VOICE: VoiceIcon,
  VIDEO: VideoIcon,
  MINIPROGRAM: MiniprogramIcon,
  GROUP_TEXT: MentionIcon,
};
