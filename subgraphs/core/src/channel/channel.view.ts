import { oneOf, oneOfOrNone } from "@wegraph/kit/codes";
import { z } from "zod";
import { severities } from "../notification/notice.ts";
import { deliveryFailures } from "./adapter.ts";
import { channelKindFacts, channelKinds } from "./channel.kinds.ts";
import type { ChannelKind } from "./channel.kinds.ts";
import type { NotificationChannel, NotificationChannelKindInfo } from "./channel.model.ts";
import { channelStatuses, healthOf } from "./channel.status.ts";
import type { ChannelRow } from "./channelRow.ts";

const settingsShape = z.record(z.string(), z.string());

export function asChannel({ settings, ...row }: ChannelRow): NotificationChannel {
  const kind = oneOf(channelKinds, row.kind);
  const values = settingsShape.parse(settings);
  return {
    ...row,
    kind,
    language: row.language === "en" ? "en" : "zh",
    severities: row.severities.map((severity) => oneOf(severities, severity)),
    settings: channelKindFacts[kind].fields.map(({ name, isSecret }) => ({
      name,
      isSecret,
      value: isSecret ? null : (values[name] ?? null),
    })),
    status: oneOf(channelStatuses, row.status),
    health: healthOf(row),
    lastFailure: oneOfOrNone(deliveryFailures, row.lastFailure),
  };
}

export function asKindInfo(kind: ChannelKind): NotificationChannelKindInfo {
  const { title, reach, severities: taken, fields } = channelKindFacts[kind];
  return {
    kind,
    title,
    reach,
    severities: [...taken],
    fields: fields.map((field) => ({
      ...field,
      default: field.default ?? null,
      choices: [...(field.choices ?? [])],
      hint: field.pattern?.message ?? null,
    })),
  };
}
