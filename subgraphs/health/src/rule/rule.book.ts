import { ageOn } from "../calendar.ts";
import type { MealContext, VitalCode } from "../vital/vital.codes.ts";
import { directionOf, directions } from "./rule.codes.ts";
import type { Direction } from "./rule.codes.ts";
import { isLookedAtLater, isVital } from "./rule.condition.ts";
import type { Condition, Level, VitalCondition } from "./rule.condition.ts";
import { isFor, nearnessOf } from "./rule.reach.ts";
import type { Reached, RuleReach } from "./rule.reach.ts";

/** A rule that is switched on, as far as deciding goes. */
export interface ActiveRule<C extends Condition = Condition> {
  id: string;
  nameZh: string;
  nameEn: string;
  advice: { zh: string; en: string };
  condition: C;
  reach: RuleReach;
}

/** A rule about a vital sign with what of it holds for a patient. */
export interface HeldRule {
  rule: ActiveRule<VitalCondition>;
  levels: readonly Level[];
}

export type Subject = Reached & { birthDate: Date };
type OtherKind = "NEWS2" | "MISSING_DATA" | "DEVICE_OFFLINE";
type OtherRule<Kind extends OtherKind> = ActiveRule<Extract<Condition, { kind: Kind }>>;

const rememberedMax = 5_000;

/**
 * The rules of a tenant, ready to be asked what holds for whom. Patients who differ in nothing that a rule asks for share
 * their answer, so that thousands of readings cost a look into a map each.
 */
export class RuleBook {
  private readonly named: ReadonlySet<string>;
  private readonly ofCode: ReadonlyMap<VitalCode, readonly ActiveRule<VitalCondition>[]>;
  private readonly remembered = new Map<string, readonly HeldRule[]>();

  constructor(readonly rules: readonly ActiveRule[]) {
    this.named = new Set(rules.flatMap(({ reach }) => [...reach.patientIds, ...reach.exceptPatientIds]));
    const ofCode = new Map<VitalCode, ActiveRule<VitalCondition>[]>();
    for (const rule of rules) {
      if (!isOfVital(rule)) continue;
      const known = ofCode.get(rule.condition.code);
      if (known) known.push(rule);
      else ofCode.set(rule.condition.code, [rule]);
    }
    this.ofCode = ofCode;
  }

  /** What holds for a reading as it comes. */
  forReading(patient: Subject, at: Date, code: VitalCode, meal: MealContext | null): readonly HeldRule[] {
    return this.held(patient, at, code, meal, "NOW");
  }

  /** Trends of a code that are looked at later. */
  forLook(patient: Subject, at: Date, code: VitalCode): readonly HeldRule[] {
    return this.held(patient, at, code, null, "LATER");
  }

  /** The nearest of another kind; of silences, for the same codes. */
  others<Kind extends OtherKind>(kind: Kind, patient: Subject, at: Date): OtherRule<Kind>[] {
    const years = ageOn(patient.birthDate, at);
    const fit = this.rules.filter(
      (rule): rule is OtherRule<Kind> => rule.condition.kind === kind && isFor(rule.reach, patient, years),
    );
    return fit.filter(
      (rule) =>
        !fit.some((other) => sameMatter(other, rule) && nearnessOf(other.reach) > nearnessOf(rule.reach)),
    );
  }

  hasKind(kind: Condition["kind"]): boolean {
    return this.rules.some(({ condition }) => condition.kind === kind);
  }

  /** Codes of which trends are looked at later. */
  get codesLookedAt(): VitalCode[] {
    return [...this.ofCode].flatMap(([code, rules]) =>
      rules.some(({ condition }) => isLookedAtLater(condition)) ? [code] : [],
    );
  }

  private held(
    patient: Subject,
    at: Date,
    code: VitalCode,
    meal: MealContext | null,
    when: "NOW" | "LATER",
  ): readonly HeldRule[] {
    const rules = this.ofCode.get(code);
    if (!rules) return none;
    const years = ageOn(patient.birthDate, at);
    const { id, sex, spo2Scale, groups } = patient;
    const who = this.named.has(id) ? id : "";
    const key = `${when} ${code} ${meal} ${years} ${sex} ${spo2Scale} ${who} ${groups.join("\n")}`;
    const known = this.remembered.get(key);
    if (known) return known;
    const fit = rules.filter(
      (rule) =>
        isLookedAtLater(rule.condition) === (when === "LATER") &&
        isOfMeal(rule.condition, meal) &&
        isFor(rule.reach, patient, years),
    );
    const held = nearest(fit);
    if (this.remembered.size >= rememberedMax) this.remembered.clear();
    this.remembered.set(key, held);
    return held;
  }
}

const none: readonly HeldRule[] = [];

/** For each measure and direction the nearest rules only: a low limit of one's own leaves everybody's high limit in force. */
function nearest(rules: readonly ActiveRule<VitalCondition>[]): HeldRule[] {
  const nearestOf = new Map<string, number>();
  for (const rule of rules)
    for (const direction of directionsOf(rule.condition)) {
      const key = `${matterOf(rule.condition)} ${direction}`;
      nearestOf.set(key, Math.max(nearestOf.get(key) ?? 0, nearnessOf(rule.reach)));
    }
  return rules.flatMap((rule) => {
    const levels = rule.condition.levels.filter(
      ({ operator }) =>
        nearestOf.get(`${matterOf(rule.condition)} ${directionOf(operator)}`) === nearnessOf(rule.reach),
    );
    return levels.length === 0 ? [] : [{ rule, levels }];
  });
}

function matterOf(condition: VitalCondition): string {
  return condition.kind === "THRESHOLD" ? condition.kind : condition.measure;
}

function directionsOf({ levels }: VitalCondition): Direction[] {
  return directions.filter((direction) => levels.some(({ operator }) => directionOf(operator) === direction));
}

function sameMatter(one: ActiveRule, other: ActiveRule): boolean {
  if (one.condition.kind !== "MISSING_DATA" || other.condition.kind !== "MISSING_DATA") return true;
  return one.condition.codes.toSorted().join() === other.condition.codes.toSorted().join();
}

function isOfMeal(condition: VitalCondition, meal: MealContext | null): boolean {
  return condition.kind !== "THRESHOLD" || condition.mealContext === null || condition.mealContext === meal;
}

function isOfVital(rule: ActiveRule): rule is ActiveRule<VitalCondition> {
  return isVital(rule.condition);
}
