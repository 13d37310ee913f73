import { Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { z } from "zod";
import { connectionOf } from "@wegraph/kit/page";
import { DateTime } from "@wegraph/kit/scalars";
import { text } from "@wegraph/kit/validate";
import { Json } from "../scalars.ts";
import { settingOrigins, settingScopes } from "./setting.codes.ts";
import type { SettingOrigin, SettingScope } from "./setting.codes.ts";
import { SettingValue } from "./setting.scalar.ts";

export const SettingScopeEnum = z.enum(settingScopes).enum;
registerEnumType(SettingScopeEnum, {
  name: "SettingScope",
  description: "Where something is said; a narrower scope goes before a wider one.",
  valuesConfig: {
    PLATFORM: { description: "For all of the platform." },
    SERVICE: { description: "For the processes of one service." },
    TENANT: { description: "For one tenant." },
  },
});

const SettingOriginEnum = z.enum(settingOrigins).enum;
registerEnumType(SettingOriginEnum, {
  name: "SettingOrigin",
  description: "Where the value in force comes from.",
  valuesConfig: {
    TENANT: { description: "The tenant says so." },
    SERVICE: { description: "It is said to the service." },
    PLATFORM: { description: "The platform says so." },
    DEFAULT: { description: "Nobody has said otherwise." },
  },
});

@ObjectType({ description: "Something that can be changed while the platform runs, at one place." })
export class Setting {
  @Field(() => String, { description: "One of its kind in the platform." })
  key: string;

  @Field(() => SettingScopeEnum)
  scope: SettingScope;

  @Field(() => String, { nullable: true, description: "Where the scope is SERVICE." })
  service: string | null;

  @Field(() => String, { description: "In Chinese." })
  titleZh: string;

  @Field(() => String, { description: "In English." })
  titleEn: string;

  @Field(() => String, { description: "In Chinese." })
  descriptionZh: string;

  @Field(() => String, { description: "In English." })
  descriptionEn: string;

  @Field(() => Json, { description: "What a value must be, as JSON Schema (2020-12)." })
  schema: unknown;

  @Field(() => SettingValue, { description: "What holds where nobody says anything." })
  defaultValue: unknown;

  @Field(() => SettingValue, { nullable: true, description: "What is said at this place; null: nothing." })
  value: unknown;

  @Field(() => SettingValue, { description: "What holds at this place." })
  inForce: unknown;

  @Field(() => SettingOriginEnum)
  inForceFrom: SettingOrigin;

  @Field(() => Int, { description: "Of what is said at this place; 0 while nothing ever was." })
  version: number;

  @Field(() => DateTime, { nullable: true })
  changedAt: Date | null;
}

@ObjectType({ description: "What was said of a setting at a place, once." })
export class SettingVersion {
  @Field(() => ID)
  id: string;

  @Field(() => Int)
  version: number;

  @Field(() => SettingValue, { nullable: true, description: "Null: it was cleared." })
  value: unknown;

  @Field(() => String)
  comment: string;

  @Field(() => Int, { nullable: true, description: "The version whose value it took over." })
  rolledBackTo: number | null;

  @Field(() => String, { description: "Name of the person or API key." })
  changedByName: string;

  @Field(() => DateTime)
  changedAt: Date;
}

export const SettingVersionConnection = connectionOf(() => SettingVersion, "SettingVersion");

const place = {
  key: text(1, 100),
  scope: z.enum(settingScopes),
  service: text(1, 100).nullish(),
  expectedVersion: z.number().int().min(0),
  comment: text(0, 500).nullish(),
};

const expected = "The version you have seen; 0 where nothing was ever said.";

@InputType({ description: "What is to be said of a setting." })
export class ChangeSettingInput {
  static readonly rules = z.object({ ...place, value: z.unknown() });

  @Field(() => String)
  key: string;

  @Field(() => SettingScopeEnum)
  scope: SettingScope;

  @Field(() => String, { nullable: true, description: "Where the scope is SERVICE." })
  service?: string | null;

  @Field(() => SettingValue)
  value: unknown;

  @Field(() => Int, { description: expected })
  expectedVersion: number;

  @Field(() => String, { nullable: true, description: "Why." })
  comment?: string | null;
}

@InputType({ description: "What is no longer to be said." })
export class ClearSettingInput {
  static readonly rules = z.object(place);

  @Field(() => String)
  key: string;

  @Field(() => SettingScopeEnum)
  scope: SettingScope;

  @Field(() => String, { nullable: true, description: "Where the scope is SERVICE." })
  service?: string | null;

  @Field(() => Int, { description: expected })
  expectedVersion: number;

  @Field(() => String, { nullable: true, description: "Why." })
  comment?: string | null;
}

@InputType({ description: "Which earlier version is to hold again." })
export class RollBackSettingInput {
  static readonly rules = z.object({ ...place, toVersion: z.number().int().min(1) });

  @Field(() => String)
  key: string;

  @Field(() => SettingScopeEnum)
  scope: SettingScope;

  @Field(() => String, { nullable: true, description: "Where the scope is SERVICE." })
  service?: string | null;

  @Field(() => Int)
  toVersion: number;

  @Field(() => Int, { description: expected })
  expectedVersion: number;

  @Field(() => String, { nullable: true, description: "Why." })
  comment?: string | null;
}

@ObjectType({ description: "The setting as it is now." })
export class SettingPayload {
  @Field(() => Setting)
  setting: Setting;
}
