import GroupIcon from "@mui/icons-material/GroupsOutlined";
import MemberIcon from "@mui/icons-material/BadgeOutlined";
import CustomerIcon from "@mui/icons-material/SupportAgentOutlined";
import FileIcon from "@mui/icons-material/AttachFileRounded";
import CardIcon from "@mui/icons-material/DashboardCustomizeOutlined";
import VoiceIcon from "@mui/icons-material/GraphicEqRounded";
import ImageIcon from "@mui/icons-material/ImageOutlined";
import LinkIcon from "@mui/icons-material/LinkRounded";
import NewsIcon from "@mui/icons-material/NewspaperRounded";
import PlaceIcon from "@mui/icons-material/PlaceOutlined";
import OtherIcon from "@mui/icons-material/HelpOutlineRounded";
import VideoIcon from "@mui/icons-material/VideocamOutlined";
import MiniprogramIcon from "@mui/icons-material/WidgetsOutlined";
import type { SvgIcon } from "@mui/material";
import type { ConversationKind } from "../../gql/graphql.ts";

export const kindIcon: Readonly<Record<ConversationKind, typeof SvgIcon>> = {
  MEMBER: MemberIcon,
  GROUP_CHAT: GroupIcon,
  KF_CUSTOMER: CustomerIcon,
};

/** Of what has no words of its own to be shown by. */
export const contentIcon: Readonly<Record<string, typeof SvgIcon>> = {
  IMAGE: ImageIcon,
  VOICE: VoiceIcon,
  VIDEO: VideoIcon,
  FILE: FileIcon,
  LOCATION: PlaceIcon,
  LINK: LinkIcon,
  LINK_CARD: LinkIcon,
  MINIPROGRAM: MiniprogramIcon,
  NEWS: NewsIcon,
  TEMPLATE_CARD: CardIcon,
  OTHER: OtherIcon,
};
