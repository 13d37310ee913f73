import type { RestRoute } from "../route.ts";
import { accountRoutes } from "./accounts.routes.ts";
import { corpRoutes } from "./corps.routes.ts";
import { groupSendRoutes } from "./groupSends.routes.ts";
import { messageRoutes } from "./messages.routes.ts";
import { monitorRoutes } from "./monitor.routes.ts";

/** Every route there is, in the order the OpenAPI document lists them. */
export const restRoutes: readonly RestRoute[] = [
  ...accountRoutes,
  ...corpRoutes,
  ...messageRoutes,
  ...groupSendRoutes,
  ...monitorRoutes,
];
