import type { Prisma } from "@wegraph/db-wecom/client";
import { oneOf } from "@wegraph/kit/codes";
import { z } from "zod";
import { actorKinds } from "../shared.model.ts";
import {
  alertActionStates,
  alertActions,
  alertEntryTypes,
  alertKinds,
  alertResolutions,
  alertSeverities,
  alertStates,
  ruleSources,
} from "./alert.codes.ts";
import { alertKindTable } from "./alert.kinds.ts";
import type { AccountAlert, AccountAlertActionResult, AccountAlertEntry } from "./alert.model.ts";

const detailShape = z.record(z.string(), z.unknown());

export function alertViewOf(row: Prisma.AccountAlertGetPayload<object>): AccountAlert {
  const kind = oneOf(alertKinds, row.kind);
  return {
    ...row,
    kind,
    unit: alertKindTable[kind].unit,
    severity: oneOf(alertSeverities, row.severity),
    state: oneOf(alertStates, row.state),
    ruleSource: oneOf(ruleSources, row.ruleSource),
    resolution: row.resolution === null ? null : oneOf(alertResolutions, row.resolution),
    detail: detailShape.parse(row.detail),
  };
}

export function entryViewOf(row: Prisma.AccountAlertEntryGetPayload<object>): AccountAlertEntry {
  return {
    ...row,
    type: oneOf(alertEntryTypes, row.type),
    actorKind: oneOf(actorKinds, row.actorKind),
    severity: row.severity === null ? null : oneOf(alertSeverities, row.severity),
    action: row.action === null ? null : oneOf(alertActions, row.action),
  };
}

export function actionViewOf(row: Prisma.AccountAlertActionGetPayload<object>): AccountAlertActionResult {
  return { ...row, action: oneOf(alertActions, row.action), state: oneOf(alertActionStates, row.state) };
}
