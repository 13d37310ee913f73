import type { WebhookAnswer, WebhookRequest } from "@wegraph/kit/webhook";
import { appCallbackPath } from "./callback.keys.ts";
import type { CallbackIngress } from "./callback.ingress.ts";
import type { AppIngress } from "./intake/app.ingress.ts";

/** Which door what came below `/webhooks/wecom/` is for. */
export async function receiveWebhook(
  doors: { instances: CallbackIngress; apps: AppIngress },
  request: WebhookRequest,
): Promise<WebhookAnswer> {
  return request.path.startsWith(appCallbackPath)
    ? doors.apps.handle(request)
    : doors.instances.handle(request);
}
