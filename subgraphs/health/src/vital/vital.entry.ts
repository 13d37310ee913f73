import { invalidInput } from "@wegraph/kit/errors";
import type { AppError } from "@wegraph/kit/errors";
import { v7 } from "uuid";
import type { NewReading } from "./reading.ts";
import { checkValue, contradictions, isBelievableTime } from "./vital.check.ts";
import { vital } from "./vital.codes.ts";
import type { RecordVitalSignsInput } from "./vital.input.ts";

interface Problem {
  path: (string | number)[];
  message: string;
  reason: Uppercase<string>;
}

export interface Entered {
  enteredById: string | null;
  now: Date;
}

/**
 * What a person enters, as readings: all of them or none.
 * @throws AppError INVALID_INPUT with everything that is wrong, each at its path; the first one's reason is the error's.
 */
export function readingsOf(input: RecordVitalSignsInput, { enteredById, now }: Entered): NewReading[] {
  const { patientId, values } = input;
  const measuredAt = input.measuredAt ?? now;
  const checks = values.map(({ code, value, unit }) => checkValue({ code, value, unit: unit ?? null }));
  const taken = checks.map((check) => (check.is === "TAKEN" ? check.value : null));
  const problems: Problem[] = [];
  if (!isBelievableTime(measuredAt, now))
    problems.push({
      path: ["measuredAt"],
      message: "in the future, or longer ago than files are kept",
      reason: "TIME_IMPOSSIBLE",
    });
  const reversed = contradictions(taken);
  const seen = new Set<string>();
  checks.forEach((check, nth) => {
    const at = (field: string) => ["values", nth, field];
    if (check.is === "REFUSED") {
      const { field, message, reason } = check;
      return void problems.push({ path: at(field), message, reason });
    }
    const { code } = check.value;
    if (reversed.has(nth))
      problems.push({
        path: at("value"),
        message: "the systolic pressure must be above the diastolic one",
        reason: "PRESSURES_REVERSED",
      });
    if (seen.has(code))
      problems.push({ path: at("code"), message: "given twice in one set", reason: "CODE_REPEATED" });
    if (values[nth]?.mealContext != null && code !== vital.glucose)
      problems.push({
        path: at("mealContext"),
        message: "only of a glucose",
        reason: "MEAL_CONTEXT_MISPLACED",
      });
    seen.add(code);
  });
  if (problems.length > 0) throw refusal(problems);
  const setId = v7();
  return taken.flatMap((value, nth) =>
    value === null
      ? []
      : [
          {
            ...value,
            patientId,
            measuredAt,
            statedAt: measuredAt,
            receivedAt: now,
            skewMs: 0,
            deviceId: null,
            source: "MANUAL" as const,
            setId,
            mealContext: values[nth]?.mealContext ?? value.mealContext,
            enteredById,
          },
        ],
  );
}

function refusal(problems: readonly Problem[]): AppError {
  return invalidInput(
    problems.map(({ path, message }) => ({ path: ["input", ...path], message })),
    problems[0]?.reason,
  );
}
