import SearchIcon from "@mui/icons-material/SearchRounded";
import { Box, ButtonBase } from "@mui/material";
import { lazy, Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

const CommandPalette = lazy(async () => ({ default: (await import("./CommandPalette.tsx")).CommandPalette }));

const apple = /Mac|iP(?:hone|ad)/.test(navigator.userAgent);

/** Opens the palette, by click or by Ctrl/⌘ K. Its code comes when it is first wanted. */
export function CommandButton() {
  const { t } = useTranslation("shell");
  const [open, setOpen] = useState(false);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      // While an input method is composing, its keys are letters and not commands.
      if (event.isComposing || event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      setOpen((now) => !now);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);

  return (
    <>
      <ButtonBase
        onClick={() => setOpen(true)}
        aria-label={t("searchOrJump")}
        aria-keyshortcuts={apple ? "Meta+K" : "Control+K"}
        sx={{
          height: 34,
          width: { xs: 34, md: 340 },
          maxWidth: "100%",
          px: 1,
          gap: 1,
          justifyContent: { xs: "center", md: "flex-start" },
          border: { xs: 0, md: 1 },
          borderColor: { md: "divider" },
          borderRadius: 1,
          color: "text.secondary",
          bgcolor: { md: "background.default" },
          "&:hover": { borderColor: { md: "var(--field-edge)" } },
        }}
      >
        <SearchIcon fontSize="small" />
        <Box
          component="span"
          sx={{ display: { xs: "none", md: "block" }, fontSize: "0.8125rem", flex: 1, textAlign: "left" }}
        >
          {t("searchOrJump")}
        </Box>
        <Box component="kbd" sx={{ display: { xs: "none", md: "block" }, fontSize: "0.75rem" }}>
          {apple ? "⌘K" : "Ctrl K"}
        </Box>
      </ButtonBase>
      {open && (
        <Suspense>
          <CommandPalette onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
