/** What a status means to the person who reads it. The only six; colours, icons and words follow from them. */
export type Tone = "neutral" | "progress" | "attention" | "positive" | "negative" | "mending";

interface Shades {
  /** Text on `tint` and on paper, at 4.5:1 or better. */
  ink: string;
  /** The surface behind a label. */
  tint: string;
  /** Bars, dots and slices, at 3:1 or better on paper. */
  solid: string;
}

type Tones = Record<Tone, Shades>;

const light: Tones = {
  neutral: { ink: "#4a5565", tint: "#edeff3", solid: "#7b8797" },
  progress: { ink: "#0a5f77", tint: "#e0f2f7", solid: "#1487a5" },
  attention: { ink: "#855000", tint: "#fcf0da", solid: "#c27300" },
  positive: { ink: "#0b6845", tint: "#e2f4ec", solid: "#12855a" },
  negative: { ink: "#ad251a", tint: "#fdeae8", solid: "#d03a2c" },
  mending: { ink: "#683c9d", tint: "#f2eafb", solid: "#875ac1" },
};

const dark: Tones = {
  neutral: { ink: "#b6c0cd", tint: "#29313c", solid: "#8592a3" },
  progress: { ink: "#7dd3e8", tint: "#12343f", solid: "#38a9c6" },
  attention: { ink: "#f2bd69", tint: "#3c2c12", solid: "#d9962f" },
  positive: { ink: "#76d9ad", tint: "#14372c", solid: "#3fb985" },
  negative: { ink: "#ffa398", tint: "#46221f", solid: "#e8604f" },
  mending: { ink: "#cdaef7", tint: "#322548", solid: "#a27be0" },
};

/** For eyes that do not tell red from green: blue against orange, far apart in lightness as well. */
const distinctLight: Partial<Tones> = {
  positive: { ink: "#004f86", tint: "#dcecf8", solid: "#0072b2" },
  negative: { ink: "#9a3f00", tint: "#fde8d8", solid: "#d55e00" },
  attention: { ink: "#665200", tint: "#faf1c8", solid: "#a88700" },
  progress: { ink: "#1f5d78", tint: "#e4f3fb", solid: "#3f8fbb" },
  mending: { ink: "#8a3366", tint: "#f9e6f0", solid: "#b9588f" },
};

const distinctDark: Partial<Tones> = {
  positive: { ink: "#8cc6f2", tint: "#10304a", solid: "#3d9ad6" },
  negative: { ink: "#ffb27d", tint: "#472810", solid: "#f07b2a" },
  attention: { ink: "#f4e07a", tint: "#383110", solid: "#d9bd2c" },
  progress: { ink: "#a5dcf5", tint: "#17364a", solid: "#6cbfe8" },
  mending: { ink: "#f0b3d2", tint: "#41243a", solid: "#cc79a7" },
};

/** The custom properties of every tone, for each theme and palette: `--tone-positive-ink` and so on. */
export const toneStyles = {
  ":root": { ...variables(light), "--field-edge": "#8a94a2" },
  '[data-theme="dark"]': { ...variables(dark), "--field-edge": "#6b7789" },
  '[data-palette="distinct"]': variables(distinctLight),
  '[data-palette="distinct"][data-theme="dark"]': variables(distinctDark),
};

function variables(tones: Partial<Tones>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tones).flatMap(([tone, shades]) =>
      Object.entries(shades).map(([shade, colour]) => [`--tone-${tone}-${shade}`, colour]),
    ),
  );
}

export const ink = (tone: Tone): string => `var(--tone-${tone}-ink)`;
export const tint = (tone: Tone): string => `var(--tone-${tone}-tint)`;
export const solid = (tone: Tone): string => `var(--tone-${tone}-solid)`;
