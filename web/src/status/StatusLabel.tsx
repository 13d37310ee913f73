import type { SvgIcon } from "@mui/material";
import { styled } from "@mui/material/styles";
import type { ReactNode } from "react";
import { ink, tint, type Tone } from "../theme/tones.ts";

export interface StatusLook {
  tone: Tone;
  icon: typeof SvgIcon;
}

/** A state: tone, icon and word together, because colour alone tells some people nothing. */
export function StatusLabel({ tone, icon: Icon, children }: StatusLook & { children: ReactNode }) {
  // A list shows hundreds: the colours go into the style and not into a class of its own for each.
  return (
    <Label style={{ backgroundColor: tint(tone), color: ink(tone) }}>
      <Icon aria-hidden="true" />
      {children !== "" && <span>{children}</span>}
    </Label>
  );
}

const Label = styled("span")({
  display: "inline-flex",
  alignItems: "center",
  gap: 4,
  height: 22,
  padding: "0 6px",
  borderRadius: 6,
  fontSize: "0.75rem",
  fontWeight: 560,
  whiteSpace: "nowrap",
  maxWidth: "100%",
  "& svg": { fontSize: 14, flexShrink: 0 },
  "& span": { overflow: "hidden", textOverflow: "ellipsis" },
});
