import { expect, test } from "vitest";
import { toneStyles } from "../theme/tones.ts";
import { accountStatusColour, accountStatuses, accountStatusLook } from "./accountStatus.ts";

test("every state is listed once, and has a tone, an icon and a colour of its own", () => {
  expect(new Set(accountStatuses).size).toBe(9);
  expect(Object.keys(accountStatusLook).toSorted()).toEqual([...accountStatuses].toSorted());

  const icons = accountStatuses.map((status) => accountStatusLook[status].icon);
  expect(new Set(icons).size).toBe(9);
  const colours = accountStatuses.map((status) => accountStatusColour(status));
  expect(new Set(colours).size).toBe(9);
});

/** What the colours must be told apart from: the page's paper, in each theme. */
const papers = {
  ":root": "#ffffff",
  '[data-theme="dark"]': "#181d25",
  '[data-palette="distinct"]': "#ffffff",
  '[data-palette="distinct"][data-theme="dark"]': "#181d25",
};

test.each(Object.entries(papers))("labels are legible and marks are visible in %s", (selector, paper) => {
  const styles: Record<string, string> =
    Object.entries(toneStyles).find(([name]) => name === selector)?.[1] ?? {};
  const tones = new Set(Object.keys(styles).flatMap((name) => /^--tone-(\w+)-/.exec(name)?.[1] ?? []));
  expect(tones.size).toBeGreaterThanOrEqual(5);

  for (const tone of tones) {
    const shade = (name: string) => styles[`--tone-${tone}-${name}`] ?? "";
    expect([tone, contrast(shade("ink"), shade("tint")) >= 4.5]).toEqual([tone, true]);
    expect([tone, contrast(shade("ink"), paper) >= 4.5]).toEqual([tone, true]);
    expect([tone, contrast(shade("solid"), paper) >= 3]).toEqual([tone, true]);
  }
});

/** The ratio that WCAG defines. */
function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
