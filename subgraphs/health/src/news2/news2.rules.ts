import type { News2Parameter, News2Risk } from "./news2.ts";

/** What the score is made from. Pressures in mmHg, rates a minute, saturation in percent, temperature in °C. */
export interface News2Values {
  respiration: number;
  spo2: number;
  isOnOxygen: boolean;
  systolic: number;
  heartRate: number;
  /** ACVPU: 0 alert; 1 to 4 new confusion, voice, pain, unresponsive. */
  consciousness: number;
  temperature: number;
}

export interface News2Points {
  /** 0 to 20. */
  score: number;
  risk: News2Risk;
  parts: Readonly<Record<News2Parameter, number>>;
}

/** Up to and including `to`, so many points; the first band that holds the value counts. */
type Bands = readonly (readonly [to: number, points: number])[];

/**
 * The chart of the National Early Warning Score (NEWS) 2, Royal College of Physicians, London 2017, chart 1. The chart has whole
 * numbers, and temperatures with one decimal; a value between two of them counts as the nearer one, halves up.
 */
const bands = {
  respiration: [
    [8, 3],
    [11, 1],
    [20, 0],
    [24, 2],
    [Infinity, 3],
  ],
  systolic: [
    [90, 3],
    [100, 2],
    [110, 1],
    [219, 0],
    [Infinity, 3],
  ],
  heartRate: [
    [40, 3],
    [50, 1],
    [90, 0],
    [110, 1],
    [130, 2],
    [Infinity, 3],
  ],
  temperature: [
    [35, 3],
    [36, 1],
    [38, 0],
    [39, 1],
    [Infinity, 2],
  ],
} as const satisfies Record<string, Bands>;

const spo2Scale1: Bands = [
  [91, 3],
  [93, 2],
  [95, 1],
  [Infinity, 0],
];
/** For those whose prescribed target is 88–92 %: on air, what is above it is nothing to worry about. */
const spo2Scale2OnAir: Bands = [
  [83, 3],
  [85, 2],
  [87, 1],
  [Infinity, 0],
];
const spo2Scale2OnOxygen: Bands = [
  [83, 3],
  [85, 2],
  [87, 1],
  [92, 0],
  [94, 1],
  [96, 2],
  [Infinity, 3],
];

/** The score of one set of values. A pure look into the published table; not a diagnosis. */
export function scoreNews2(values: News2Values, scale: 1 | 2): News2Points {
  const { isOnOxygen } = values;
  const parts = {
    respiration: pointsOf(bands.respiration, Math.round(values.respiration)),
    spo2: pointsOf(spo2Bands(scale, isOnOxygen), Math.round(values.spo2)),
    oxygen: isOnOxygen ? 2 : 0,
    systolic: pointsOf(bands.systolic, Math.round(values.systolic)),
    heartRate: pointsOf(bands.heartRate, Math.round(values.heartRate)),
    consciousness: values.consciousness === 0 ? 0 : 3,
    temperature: pointsOf(bands.temperature, toTenth(values.temperature)),
  };
  const points = Object.values(parts);
  const score = points.reduce((sum, each) => sum + each, 0);
  return { score, parts, risk: riskOf(score, points.includes(3)) };
}

/** Chart 2 of the same: 7 and more is high, 5 and 6 medium; 3 in one parameter asks for a look at once whatever the sum. */
function riskOf(score: number, hasRedPart: boolean): News2Risk {
  if (score >= 7) return "HIGH";
  if (score >= 5) return "MEDIUM";
  return hasRedPart ? "LOW_MEDIUM" : "LOW";
}

function spo2Bands(scale: 1 | 2, isOnOxygen: boolean): Bands {
  if (scale === 1) return spo2Scale1;
  return isOnOxygen ? spo2Scale2OnOxygen : spo2Scale2OnAir;
}

function pointsOf(table: Bands, value: number): number {
  return table.find(([to]) => value <= to)?.[1] ?? 0;
}

/** By a hair more than half, for 38.05 and its like are a little less than that in binary. */
function toTenth(value: number): number {
  return Math.round(value * 10 + 1e-9) / 10;
}
