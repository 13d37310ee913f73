import type { z } from "zod";

/** What a value of a setting may be said for. A tenant's goes before a service's, a service's before the platform's. */
export const settingScopes = ["PLATFORM", "SERVICE", "TENANT"] as const;
export type SettingScope = (typeof settingScopes)[number];

/** A setting that can be changed while the platform runs, as the code that obeys it declares it. No secrets. */
export interface SettingDefinition<T> {
  /** `<thing>.<what>`, lower case with dashes; one of its kind in the platform: "message-sending.concurrency". */
  key: string;
  /** What a value must be. Must be expressible as JSON Schema: no transforms, no custom checks. */
  schema: z.ZodType<T>;
  /** In force where nobody has said otherwise. */
  default: T;
  scopes: readonly SettingScope[];
  title: { zh: string; en: string };
  description: { zh: string; en: string };
}

/** The settings of a process, kept up to date while it runs. */
export interface LiveSettings {
  /** The value in force: the tenant's, else the service's, else the platform's, else the definition's default. */
  get<T>(setting: SettingDefinition<T>, tenantId?: string): T;
  /** Calls `listener` with the key after its value has changed anywhere. Returns how to stop that. */
  onChange(listener: (key: string) => void): () => void;
}

/** For parts that are made without a configuration centre: every setting at its default, for ever. */
export const defaultSettings: LiveSettings = {
  get: (setting) => setting.default,
  onChange: () => () => undefined,
};
