import { Ajv2020 } from "ajv/dist/2020.js";
import type { ErrorObject, ValidateFunction } from "ajv/dist/2020.js";
import { LRUCache } from "lru-cache";
import { invalidInput } from "@wegraph/kit/errors";
import type { InputIssue } from "@wegraph/kit/errors";

/** As much as a form or an editor can sensibly show. */
export const valueBytesMax = 16 * 1_024;
const issuesMax = 20;

const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
/** Schemas are the code's own, some dozens; as text, because a process may meet two versions of one. */
const compiled = new LRUCache<string, ValidateFunction>({ max: 500 });

/** @throws AppError INVALID_INPUT with the path of all that is wrong with a value. */
export function checkValue(schema: object, value: unknown): void {
  if (value == null)
    throw invalidInput(
      [{ path: ["input", "value"], message: "not null; clearSetting takes a value back" }],
      "SETTING_VALUE_REFUSED",
    );
  if (Buffer.byteLength(JSON.stringify(value)) > valueBytesMax)
    throw invalidInput(
      [{ path: ["input", "value"], message: `at most ${valueBytesMax} bytes as JSON` }],
      "SETTING_VALUE_REFUSED",
    );
  const validate = validatorOf(schema);
  if (validate(value)) return;
  throw invalidInput((validate.errors ?? []).slice(0, issuesMax).map(asIssue), "SETTING_VALUE_REFUSED");
}

function validatorOf(schema: object): ValidateFunction {
  const text = JSON.stringify(schema);
  const known = compiled.get(text);
  if (known) return known;
  const made = ajv.compile(schema);
  compiled.set(text, made);
  return made;
}

function asIssue({ instancePath, message }: ErrorObject): InputIssue {
  const steps = instancePath.split("/").slice(1);
  const path = steps.map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
  return { path: ["input", "value", ...path], message: message ?? "not allowed" };
}
