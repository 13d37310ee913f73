export type TextLanguage = "zh" | "en";

interface Words {
  second: string;
  minute: string;
  hour: string;
  day: (count: number) => string;
}

const words: Readonly<Record<TextLanguage, Words>> = {
  zh: { second: "秒", minute: "分钟", hour: "小时", day: () => "天" },
  en: { second: "s", minute: "min", hour: "h", day: (count) => (count === 1 ? "day" : "days") },
};
const wholeFromSeconds = 120;

/**
 * How long something lasted, for people: nobody reads 83454 s. What is longer than two minutes is written in days, hours,
 * minutes and seconds, of which the `largest` so many are kept.
 */
export function durationText(seconds: number, language: TextLanguage, largest = 2): string {
  const { second, minute, hour, day } = words[language];
  const size = Math.abs(seconds);
  const sign = seconds < 0 ? "-" : "";
  if (size > 0 && size < 1) return `${sign}${short(size * 1_000)} ${language === "zh" ? "毫秒" : "ms"}`;
  if (size <= wholeFromSeconds) return `${sign}${short(size)} ${second}`;
  const whole = Math.round(size);
  const days = Math.floor(whole / 86_400);
  const parts: readonly (readonly [number, string])[] = [
    [days, day(days)],
    [Math.floor(whole / 3_600) % 24, hour],
    [Math.floor(whole / 60) % 60, minute],
    [whole % 60, second],
  ];
  const first = parts.findIndex(([count]) => count > 0);
  const said = parts
    .slice(first, first + largest)
    .flatMap(([count, unit]) => (count > 0 ? [`${count} ${unit}`] : []));
  return `${sign}${said.join(" ")}`;
}

function short(value: number): string {
  return Number(value.toPrecision(3)).toString();
}
