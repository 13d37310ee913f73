import { Box } from "@mui/material";
import { BrandMark } from "../ui/BrandMark.tsx";

/** What is there for the moment before the first page: the mark, and nothing that moves. */
export function Splash() {
  return (
    <Box sx={{ minHeight: "100dvh", display: "grid", placeItems: "center", opacity: 0.7 }} aria-busy="true">
      <BrandMark size={40} />
    </Box>
  );
}
