import { Box, Skeleton } from "@mui/material";

/** The shape of what comes, so that nothing jumps when it does. */
export function OverviewSkeleton() {
  return (
    <Box sx={{ display: "grid", gap: 2 }} aria-busy="true">
      <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: { xs: "1fr 1fr", lg: "repeat(4, 1fr)" } }}>
        {Array.from({ length: 4 }, (_, index) => (
          <Skeleton key={index} variant="rounded" height={104} />
        ))}
      </Box>
      <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: { xs: "1fr", lg: "5fr 7fr" } }}>
        {Array.from({ length: 4 }, (_, index) => (
          <Skeleton key={index} variant="rounded" height={290} />
        ))}
      </Box>
    </Box>
  );
}
