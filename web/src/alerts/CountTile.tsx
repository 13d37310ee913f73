import { Box, ButtonBase, Typography } from "@mui/material";
import { useFormats } from "../i18n/useFormats.ts";
import type { StatusLook } from "../status/StatusLabel.tsx";
import { solid } from "../theme/tones.ts";

interface CountTileProps {
  look: StatusLook;
  label: string;
  note: string;
  count: number;
  pressed: boolean;
  onClick: () => void;
}

/** How many there are of something; pressed while a list shows just those. */
export function CountTile({
  look: { tone, icon: Icon },
  label,
  note,
  count,
  pressed,
  onClick,
}: CountTileProps) {
  const formats = useFormats();
  return (
    <ButtonBase
      aria-pressed={pressed}
      onClick={onClick}
      sx={{
        display: "flex",
        justifyContent: "flex-start",
        alignItems: "flex-start",
        gap: 1.25,
        p: 1.5,
        border: 1,
        borderRadius: 1,
        borderColor: pressed ? "primary.main" : "divider",
        bgcolor: "background.paper",
        textAlign: "left",
        minWidth: 0,
        "&:hover": { borderColor: pressed ? "primary.main" : "var(--field-edge)" },
      }}
    >
      <Icon
        aria-hidden="true"
        sx={{ fontSize: 20, mt: 0.25, color: count > 0 ? solid(tone) : "text.disabled" }}
      />
      <Box sx={{ minWidth: 0 }}>
        <Typography variant="body2" color="textSecondary" noWrap component="div">
          {label}
        </Typography>
        <Typography component="div" sx={{ fontSize: "1.375rem", fontWeight: 600, lineHeight: 1.25 }}>
          {formats.number(count)}
        </Typography>
        <Typography variant="caption" color="textSecondary" component="div" noWrap>
          {note}
        </Typography>
      </Box>
    </ButtonBase>
  );
}
