import { GraphQLScalarType, valueFromASTUntyped } from "graphql";
import { invalidInput } from "@wegraph/kit/errors";
import { valueBytesMax } from "./setting.value.ts";

const depthMax = 8;

/** JSON that is read from clients too, within bounds; what else it must be is the setting's schema's to say. */
export const SettingValue = new GraphQLScalarType<unknown, unknown>({
  name: "SettingValue",
  description: `A value of a setting: JSON as the setting's schema says, at most ${valueBytesMax} bytes and ${depthMax} levels deep.`,
  parseValue: bounded,
  parseLiteral: (node, variables) => bounded(valueFromASTUntyped(node, variables)),
});

function bounded(value: unknown): unknown {
  if (depthOf(value) > depthMax || (JSON.stringify(value)?.length ?? 0) > valueBytesMax)
    throw invalidInput([{ path: ["value"], message: "too large" }], "SETTING_VALUE_REFUSED");
  return value;
}

function depthOf(value: unknown, depth = 0): number {
  if (typeof value !== "object" || value === null || depth > depthMax) return depth;
  return Math.max(depth + 1, ...Object.values(value).map((part) => depthOf(part, depth + 1)));
}
