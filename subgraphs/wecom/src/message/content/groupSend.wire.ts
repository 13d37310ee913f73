import type { MessageContent } from "./content.ts";
import { defined, lookUpIn } from "./wireBody.ts";
import type { MediaIdOf, MediaIds, WireBody } from "./wireBody.ts";

export const attachmentsMax = 9;

/** Who is to be reached by a group send; the employee confirms it in the client before anything goes out. */
export type GroupSendAudience =
  | {
      readonly kind: "customers";
      /** ≤ 10,000. */
      readonly externalUserIds: readonly string[];
      readonly sender?: string;
    }
  | {
      readonly kind: "groups";
      /** ≤ 2,000; none means all of the sender's groups. */
      readonly chatIds?: readonly string[];
      readonly sender: string;
    };

/**
 * The body of `externalcontact/add_msg_template` (WeCom path/92135): at most one text and up to nine attachments.
 *
 * @throws RangeError for more than that, for a type customers cannot be sent, or a file without a media id.
 */
export function toGroupSendBody(
  contents: readonly MessageContent[],
  audience: GroupSendAudience,
  mediaIds: MediaIds = {},
): WireBody {
  const mediaIdOf = lookUpIn(mediaIds);
  const texts = contents.filter((content) => content.type === "TEXT");
  const attachments = contents
    .filter((content) => content.type !== "TEXT")
    .map((content) => attachmentOf(content, mediaIdOf));
  const [text] = texts;
  if (texts.length > 1 || attachments.length > attachmentsMax || contents.length === 0)
    throw new RangeError("A group send has at most one text and nine attachments.");
  return {
    ...audienceOf(audience),
    ...(text && { text: { content: text.text } }),
    ...(attachments.length > 0 && { attachments }),
  };
}

function audienceOf(audience: GroupSendAudience): WireBody {
  if (audience.kind === "customers") {
    const { externalUserIds, sender } = audience;
    return defined({ chat_type: "single", external_userid: externalUserIds, sender });
  }
  const { chatIds, sender } = audience;
  return defined({ chat_type: "group", chat_id_list: chatIds, sender });
}

function attachmentOf(content: MessageContent, mediaIdOf: MediaIdOf): WireBody {
  switch (content.type) {
    case "IMAGE":
      return { msgtype: "image", image: { media_id: mediaIdOf(content.file) } };
    case "VIDEO":
      return { msgtype: "video", video: { media_id: mediaIdOf(content.file) } };
    case "FILE":
      return { msgtype: "file", file: { media_id: mediaIdOf(content.file) } };
    case "LINK_CARD": {
      const { title, description: desc, url, coverUrl: picurl } = content;
      return { msgtype: "link", link: defined({ title, picurl, desc, url }) };
    }
    case "MINIPROGRAM": {
      const { title, appId: appid, page, cover } = content;
      const picture = cover && mediaIdOf(cover);
      return { msgtype: "miniprogram", miniprogram: defined({ title, pic_media_id: picture, appid, page }) };
    }
    case "TEXT":
    case "GROUP_TEXT":
    case "MARKDOWN":
    case "VOICE":
    case "NEWS":
    case "TEMPLATE_CARD":
      throw new RangeError(`A group send carries no ${content.type}.`);
  }
}
