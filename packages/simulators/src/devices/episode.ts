/** What a body does when something is wrong with it, at full force: differences from how it is otherwise. */
export interface Strain {
  heartRate: number;
  respiration: number;
  spo2: number;
  temperature: number;
  systolic: number;
  glucose: number;
  /** Of the confused, at its height. */
  isConfused: boolean;
}

export const episodeKinds = ["INFECTION", "RESPIRATORY", "HYPERTENSIVE", "HYPOGLYCAEMIA"] as const;
export type EpisodeKind = (typeof episodeKinds)[number];

/**
 * By kind, chosen so that NEWS2 (RCP 2017) leaves LOW at full force in INFECTION and RESPIRATORY, and blood pressure and glucose
 * pass the limits of a crisis (180/110 mm[Hg]; 3.0 mmol/L) in the other two. In a fever the heart beats about ten times a
 * minute faster for each degree (Liebermeister's rule).
 */
export const strains: Readonly<Record<EpisodeKind, Strain>> = {
  INFECTION: {
    heartRate: 38,
    respiration: 10,
    spo2: -4,
    temperature: 2.3,
    systolic: -22,
    glucose: 1.5,
    isConfused: false,
  },
  RESPIRATORY: {
    heartRate: 28,
    respiration: 13,
    spo2: -9,
    temperature: 0.4,
    systolic: 8,
    glucose: 0,
    isConfused: true,
  },
  HYPERTENSIVE: {
    heartRate: 14,
    respiration: 2,
    spo2: 0,
    temperature: 0,
    systolic: 66,
    glucose: 0,
    isConfused: false,
  },
  HYPOGLYCAEMIA: {
    heartRate: 20,
    respiration: 1,
    spo2: 0,
    temperature: -0.2,
    systolic: 8,
    glucose: -4,
    isConfused: false,
  },
};

export interface Episode {
  kind: EpisodeKind;
  startsMs: number;
  onsetMs: number;
  plateauMs: number;
  recoveryMs: number;
}

/** How far an episode has got, 0 to 1: it comes on and goes smoothly. */
export function forceOf({ startsMs, onsetMs, plateauMs, recoveryMs }: Episode, atMs: number): number {
  const into = atMs - startsMs;
  if (into <= 0) return 0;
  if (into < onsetMs) return smooth(into / onsetMs);
  if (into <= onsetMs + plateauMs) return 1;
  return smooth(1 - Math.min(1, (into - onsetMs - plateauMs) / recoveryMs));
}

export function endOf({ startsMs, onsetMs, plateauMs, recoveryMs }: Episode): number {
  return startsMs + onsetMs + plateauMs + recoveryMs;
}

function smooth(share: number): number {
  return share * share * (3 - 2 * share);
}
