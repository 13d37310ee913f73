import { Box, Typography } from "@mui/material";
import { createContext, type ReactNode, use, useEffect } from "react";
import { Watermark } from "./Watermark.tsx";

/** Told the title of the page that is open; the shell lists it among the open tabs. */
export const PageTitleContext = createContext<(title: string) => void>(() => {});

interface PageProps {
  title: string;
  /** The title as it is shown, where that is more than text; null where what is below says it all. */
  heading?: ReactNode;
  context?: ReactNode;
  actions?: ReactNode;
  /** The page's list takes the height that is left, and scrolls within itself. */
  fill?: boolean;
  /** Personal data is shown: who looks at it, and when, is written across. */
  personal?: boolean;
  children: ReactNode;
}

/** A page: its title, what it is about, its primary action, and the rest below. */
export function Page(props: PageProps) {
  const { title, heading, context, actions, fill = false, personal = false, children } = props;
  const announce = use(PageTitleContext);
  useEffect(() => {
    document.title = `${title} · Wegraph`;
    announce(title);
  }, [announce, title]);

  return (
    <Box
      sx={{
        px: { xs: 1.5, sm: 3 },
        pt: { xs: 1.5, sm: 2 },
        pb: fill ? { xs: 2, sm: 2.5 } : 4,
        minWidth: 0,
        ...(fill ? { display: { sm: "flex" }, flexDirection: "column", height: { sm: "100%" } } : {}),
      }}
    >
      {personal && <Watermark />}
      <Box
        component="header"
        sx={{
          display: "flex",
          flexWrap: "wrap",
          alignItems: "center",
          columnGap: 2,
          rowGap: 1,
          mb: 2,
          minHeight: 36,
        }}
      >
        <Box sx={{ minWidth: 0, flex: "1 1 auto" }}>
          <Typography variant="h1" noWrap {...(heading === null ? { className: "visually-hidden" } : {})}>
            {heading ?? title}
          </Typography>
          {context && (
            <Typography component="div" variant="body2" color="textSecondary">
              {context}
            </Typography>
          )}
        </Box>
        {actions && <Box sx={{ display: "flex", gap: 1, flexWrap: "wrap" }}>{actions}</Box>}
      </Box>
      {children}
    </Box>
  );
}
