import { oneOf } from "@wegraph/kit/codes";
import { severities } from "./notice.ts";
import type { Notification } from "./notification.model.ts";
import type { NotificationRow } from "./notificationRow.ts";

export function asNotification({ notice, ...row }: NotificationRow): Notification {
  return {
    ...row,
    severity: oneOf(severities, row.severity),
    title: { zh: notice.titleZh, en: notice.titleEn },
    body: { zh: notice.bodyZh, en: notice.bodyEn },
    path: notice.path,
    subject: { type: notice.subjectType, id: notice.subjectId },
    noticeId: notice.id,
  };
}
