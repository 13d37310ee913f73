import { z } from "zod";
import type { SettingDefinition } from "./liveSettings.ts";
import { settingScopes } from "./liveSettings.ts";

/** What is said of a key at a place, as it travels. */
export const settingRecordShape = z.object({
  key: z.string(),
  scope: z.enum(settingScopes),
  /** Empty but for SERVICE. */
  service: z.string(),
  /** Null but for TENANT. */
  tenantId: z.string().nullable(),
  /** Counts from 1; a later one replaces an earlier one. */
  version: z.number().int(),
  /** False: it was cleared, and the next wider scope counts. */
  isSet: z.boolean(),
  value: z.unknown(),
});
export type SettingRecord = z.infer<typeof settingRecordShape>;

/** A definition as core keeps it: with JSON Schema in place of code. */
export interface SettingDeclaration {
  key: string;
  scopes: string[];
  schema: Record<string, unknown>;
  default: unknown;
  title: { zh: string; en: string };
  description: { zh: string; en: string };
}

/** Where a process says which settings it obeys, and reads what is said of them: core, in this process or another. */
export interface SettingSource {
  declare(declarations: readonly SettingDeclaration[]): Promise<void>;
  /** All that may concern a service: what the platform says, what is said to the service, and every tenant's. */
  read(): Promise<SettingRecord[]>;
}

export const settingKeyForm = /^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+$/;

/** What must not be kept where everybody who may look at settings reads it. */
const secretName = /secret|password|passwd|token|credential|private-?key|api-?key/i;

/** @throws RangeError for a definition that cannot be kept: mistakes show when the process starts, not when it is changed. */
export function declarationOf(definition: SettingDefinition<unknown>): SettingDeclaration {
  const { key, schema, scopes, title, description } = definition;
  if (!settingKeyForm.test(key)) throw new RangeError(`${key} is no key of a setting`);
  if (scopes.length === 0) throw new RangeError(`${key} can be set nowhere`);
  const { $schema: _, ...jsonSchema } = z.toJSONSchema(schema) as Record<string, unknown>;
  if (secretName.test(key) || secretName.test(Object.keys(propertiesOf(jsonSchema)).join(" ")))
    throw new RangeError(`${key} looks like a secret; secrets are no settings`);
  if (!schema.safeParse(definition.default).success)
    throw new RangeError(`the default of ${key} is not what its schema allows`);
  return {
    key,
    scopes: [...scopes],
    schema: jsonSchema,
    default: definition.default,
    title,
    description,
  };
}

function propertiesOf(schema: Record<string, unknown>): object {
  const properties = schema["properties"];
  return typeof properties === "object" && properties !== null ? properties : {};
}

/** One for a key and a place. */
export function placeOf({
  scope,
  service,
  tenantId,
  key,
}: Omit<SettingRecord, "version" | "isSet" | "value">) {
  return `${scope}.${scope === "SERVICE" ? service : (tenantId ?? "-")}.${key}`;
}
