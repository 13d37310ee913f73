import type { Setting, SettingVersion } from "./setting.model.ts";
import type { SettingState, VersionRow } from "./setting.reader.ts";

export function asSetting({ definition, place, said, inForce }: SettingState): Setting {
  const { key, titleZh, titleEn, descriptionZh, descriptionEn, schema, defaultValue } = definition;
  return {
    key,
    scope: place.scope,
    service: place.service === "" ? null : place.service,
    titleZh,
    titleEn,
    descriptionZh,
    descriptionEn,
    schema,
    defaultValue,
    value: said?.isSet ? said.value : null,
    inForce: inForce.value,
    inForceFrom: inForce.from,
    version: said?.version ?? 0,
    changedAt: said?.changedAt ?? null,
  };
}

export function asVersion({ isSet, value, ...row }: VersionRow): SettingVersion {
  return { ...row, value: isSet ? value : null };
}
