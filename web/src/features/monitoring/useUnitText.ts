import { useMemo } from "react";
import type { MetricUnit } from "../../gql/graphql.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import type { Formats } from "../../i18n/formats.ts";

type Write = (value: number) => string;

/** A value with its unit, short enough for an axis. */
export function unitText(formats: Formats, unit: MetricUnit): Write {
  const digits = (value: number) => (Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2);
  const number = (value: number) => formats.number(value, digits(value));
  const writes: Readonly<Record<MetricUnit, Write>> = {
    RATIO: (value) => formats.percent(value),
    SECONDS: (value) => (Math.abs(value) >= 1 ? `${number(value)} s` : `${number(value * 1_000)} ms`),
    BYTES: (value) => bytes(value, number),
    PER_SECOND: (value) => `${number(value)}/s`,
    COUNT: number,
  };
  return writes[unit];
}

const sizes = ["B", "KiB", "MiB", "GiB", "TiB"];

function bytes(value: number, number: Write): string {
  const power = Math.min(Math.floor(Math.log2(Math.max(Math.abs(value), 1)) / 10), sizes.length - 1);
  return `${number(value / 2 ** (10 * power))} ${sizes[power]}`;
}

export function useUnitText(unit: MetricUnit): Write {
  const formats = useFormats();
  return useMemo(() => unitText(formats, unit), [formats, unit]);
}
