import { Box, Skeleton } from "@mui/material";

export function PageSkeleton() {
  return (
    <Box sx={{ px: { xs: 1.5, sm: 3 }, pt: 2 }} aria-busy="true">
      <Skeleton width={180} height={36} sx={{ mb: 2 }} />
      <Skeleton variant="rounded" height={56} sx={{ mb: 2 }} />
      <Skeleton variant="rounded" height={360} />
    </Box>
  );
}
