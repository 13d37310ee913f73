import { useMutation } from "@apollo/client/react";
import { useToaster } from "../ui/Toasts.tsx";
import { markAllRead, markRead, unreadCountQuery } from "./notificationQueries.ts";

/** Marking notifications; the count in the bar follows at once. */
export function useMarking() {
  const toaster = useToaster();
  const [mark] = useMutation(markRead, {
    update: (cache, { data }) => {
      if (!data) return;
      const { unreadCount: unreadNotificationCount } = data.markNotificationsRead;
      cache.writeQuery({ query: unreadCountQuery, data: { unreadNotificationCount } });
    },
  });
  const [markAll, { loading }] = useMutation(markAllRead, {
    update: (cache, { data }) => {
      if (!data) return;
      const { unreadCount: unreadNotificationCount } = data.markAllNotificationsRead;
      cache.writeQuery({ query: unreadCountQuery, data: { unreadNotificationCount } });
      cache.evict({ id: "ROOT_QUERY", fieldName: "notifications" });
    },
  });
  return {
    loading,
    mark: (notificationIds: string[], isRead = true) =>
      mark({ variables: { input: { notificationIds, isRead } } }).catch((error: unknown) =>
        toaster.failed(error),
      ),
    /** What comes while one looks stays unread. */
    markAll: (until: string | undefined) =>
      markAll({ variables: { input: until === undefined ? {} : { until } } }).catch((error: unknown) =>
        toaster.failed(error),
      ),
  };
}
