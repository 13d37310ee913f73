import type { RequestContext } from "@wegraph/kit/context";
import { deviceOf } from "./device.rules.ts";
import type { Session } from "./session.model.ts";
import { endOf } from "./session.rules.ts";
import type { SessionRow } from "./session.service.ts";

export function asSession(row: SessionRow, { principal }: RequestContext, now = new Date()): Session {
  return {
    ...row,
    ...endOf(row, now),
    device: deviceOf(row.userAgent),
    current: row.id === principal.sessionId,
  };
}
