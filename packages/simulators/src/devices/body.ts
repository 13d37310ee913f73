import { randomOf } from "../random.ts";
import type { Random } from "../random.ts";
import { endOf, episodeKinds, forceOf, strains } from "./episode.ts";
import type { Episode, EpisodeKind, Strain } from "./episode.ts";
import { Drift, rhythmAt } from "./rhythm.ts";
import type { Cosinor } from "./rhythm.ts";

/** What can be measured of a body at a moment. */
export interface Vitals {
  systolic: number;
  diastolic: number;
  heartRate: number;
  respiration: number;
  spo2: number;
  temperature: number;
  /** mmol/L. */
  glucose: number;
  /** kg. */
  weight: number;
  /** ACVPU: 0 alert, 1 new confusion. */
  consciousness: number;
}

export interface BodyOptions {
  seed: string;
  name: string;
  hasHypertension?: boolean;
  /** Else it is left to chance. */
  weightKg?: number | undefined;
  hasDiabetes?: boolean;
  /** Episodes in a day, on average. */
  episodesPerDay?: number;
  episodeKinds?: readonly EpisodeKind[];
  /** Of local time against UTC. */
  offsetHours?: number;
}

const minute = 60_000;
const hour = 60 * minute;

/**
 * Circadian rhythms of adults at rest. Amplitudes and times of the peak are within what is published of ambulatory monitoring:
 * blood pressure and heart rate highest in the afternoon and 10 to 20 % lower at night, temperature about
 * 0.35 °C around its mean with its peak near 17 h.
 */
const rhythms = {
  systolic: { mesor: 122, amplitude: 8, acrophase: 15 },
  diastolic: { mesor: 76, amplitude: 6, acrophase: 14 },
  heartRate: { mesor: 71, amplitude: 6, acrophase: 15 },
  respiration: { mesor: 15.5, amplitude: 0.8, acrophase: 15 },
  spo2: { mesor: 97.4, amplitude: 0.3, acrophase: 14 },
  temperature: { mesor: 36.7, amplitude: 0.3, acrophase: 17 },
} satisfies Record<string, Cosinor>;

/** Deviations that last, in units of each sign. */
const deviations = { systolic: 5, diastolic: 3, heartRate: 4, respiration: 1, spo2: 0.5, temperature: 0.1 };
/** Rise of glucose after meals, in mmol/L at its peak after an hour. */
const mealHours = [7.5, 12.25, 18.5];
const mealRise = { healthy: 2.1, diabetic: 5.2 };

/** A body that goes on living between two looks: the same seed and the same looks give the same values. */
export class Body {
  private readonly drifts: Record<keyof typeof deviations, Drift>;
  /** What moves heart, breath and pressure together. */
  private readonly arousal: Drift;
  private readonly sugar: Drift;
  private readonly offsets: Record<keyof typeof deviations, number>;
  private readonly weightKg: number;
  private readonly random: Random;
  private episode: Episode | undefined;
  private lookedMs: number | undefined;

  constructor(private readonly options: BodyOptions) {
    const { seed, name, hasHypertension = false } = options;
    this.random = randomOf(seed, `body ${name}`);
    const drift = (what: string, tauMs: number) => new Drift(tauMs, randomOf(seed, `${what} ${name}`));
    this.arousal = drift("arousal", 20 * minute);
    this.sugar = drift("glucose", 2 * hour);
    this.drifts = {
      systolic: drift("systolic", 30 * minute),
      diastolic: drift("diastolic", 30 * minute),
      heartRate: drift("heart rate", 8 * minute),
      respiration: drift("respiration", 6 * minute),
      spo2: drift("spo2", 12 * minute),
      temperature: drift("temperature", 3 * hour),
    };
    const { random } = this;
    this.offsets = {
      systolic: random.between(-6, 8) + (hasHypertension ? 14 : 0),
      diastolic: random.between(-4, 4) + (hasHypertension ? 8 : 0),
      heartRate: random.between(-7, 7),
      respiration: random.between(-1.5, 1.5),
      spo2: random.between(-0.4, 0.4),
      temperature: random.between(-0.15, 0.15),
    };
    const chance = random.between(50, 84);
    this.weightKg = options.weightKg ?? chance;
  }

  /** The latest episode, over or not. */
  get lastEpisode(): Episode | undefined {
    return this.episode;
  }

  /** Something goes wrong from then on, whatever chance had in mind. */
  suffer(episode: Episode): void {
    this.episode = episode;
  }

  /** @param atMs never before the last one. */
  at(atMs: number): Vitals {
    this.fate(atMs);
    const strain = this.strainAt(atMs);
    const arousal = this.arousal.at(atMs);
    const own = (sign: keyof typeof deviations) =>
      rhythmAt(rhythms[sign], atMs, this.offsetHours) +
      this.offsets[sign] +
      deviations[sign] * this.drifts[sign].at(atMs);
    const systolic = own("systolic") + 3 * arousal + strain.systolic;
    const diastolic = own("diastolic") + 1.5 * arousal + strain.systolic * 0.45;
    return {
      systolic: Math.round(within(systolic, 70, 235)),
      diastolic: Math.round(within(Math.min(diastolic, systolic - 15), 40, 140)),
      heartRate: Math.round(within(own("heartRate") + 4 * arousal + strain.heartRate, 38, 175)),
      respiration: Math.round(within(own("respiration") + 0.7 * arousal + strain.respiration, 8, 40)),
      spo2: Math.round(within(own("spo2") - 0.2 * arousal + strain.spo2, 78, 100)),
      temperature: tenth(within(own("temperature") + strain.temperature, 35.1, 41)),
      glucose: tenth(within(this.glucoseAt(atMs) + strain.glucose, 2.2, 22)),
      weight: tenth(
        this.weightKg + rhythmAt({ mesor: 0, amplitude: 0.5, acrophase: 20 }, atMs, this.offsetHours),
      ),
      consciousness: strain.isConfused ? 1 : 0,
    };
  }

  private get offsetHours(): number {
    return this.options.offsetHours ?? 8;
  }

  private glucoseAt(atMs: number): number {
    const { hasDiabetes = false } = this.options;
    const fasting = (hasDiabetes ? 7.1 : 5.2) + 0.25 * this.sugar.at(atMs);
    const day = 24 * hour;
    const intoDay = (((atMs + this.offsetHours * hour) % day) + day) % day;
    const rise = mealHours.reduce((sum, mealHour) => {
      const sinceMeal = (intoDay - mealHour * hour) / hour;
      // Highest after an hour, gone after four.
      return sum + (sinceMeal > 0 && sinceMeal < 6 ? sinceMeal * Math.exp(1 - sinceMeal) : 0);
    }, 0);
    return fasting + rise * (hasDiabetes ? mealRise.diabetic : mealRise.healthy);
  }

  private strainAt(atMs: number): Strain {
    const force = this.episode ? forceOf(this.episode, atMs) : 0;
    const full = strains[this.episode?.kind ?? "INFECTION"];
    return {
      heartRate: force * full.heartRate,
      respiration: force * full.respiration,
      spo2: force * full.spo2,
      temperature: force * full.temperature,
      systolic: force * full.systolic,
      glucose: force * full.glucose,
      isConfused: full.isConfused && force > 0.9,
    };
  }

  /** Chance decides between two looks, in proportion to the time between them. */
  private fate(atMs: number): void {
    const { episodesPerDay = 0, episodeKinds: kinds = episodeKinds } = this.options;
    const passedMs = this.lookedMs === undefined ? 0 : atMs - this.lookedMs;
    this.lookedMs = atMs;
    const isOver = !this.episode || endOf(this.episode) < atMs;
    if (!isOver || !this.random.chance(1 - Math.exp((-episodesPerDay * passedMs) / (24 * hour)))) return;
    const [first = "INFECTION", ...rest] = kinds;
    this.episode = {
      kind: this.random.pick([first, ...rest]),
      startsMs: atMs,
      onsetMs: this.random.between(10, 40) * minute,
      plateauMs: this.random.between(15, 60) * minute,
      recoveryMs: this.random.between(20, 90) * minute,
    };
  }
}

function within(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}
