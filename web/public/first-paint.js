// Runs before anything is drawn, so that a dark console never flashes white. A file of its own,
// because the console's content policy allows no inline scripts.
(() => {
  const root = document.documentElement;
  const read = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  const mode = read("wegraph.mode") ?? "system";
  const dark = mode === "dark" || (mode === "system" && matchMedia("(prefers-color-scheme: dark)").matches);
  root.dataset.theme = dark ? "dark" : "light";
  root.style.backgroundColor = dark ? "#10141a" : "#f4f5f7";
  try {
    const { palette, language } = JSON.parse(read("wegraph.preferences") ?? "{}");
    if (palette) root.dataset.palette = palette;
    root.lang = language ?? (navigator.language.toLowerCase().startsWith("zh") ? "zh-CN" : "en");
  } catch {
    root.lang = "en";
  }
})();
