import { Box, Typography } from "@mui/material";
import { Fragment, type ReactNode } from "react";

/** Names and values in two columns. */
export function Facts({ facts }: { facts: readonly (readonly [string, ReactNode])[] }) {
  return (
    <Box
      component="dl"
      sx={{
        m: 0,
        display: "grid",
        gridTemplateColumns: { xs: "108px minmax(0,1fr)", sm: "132px minmax(0,1fr)" },
        columnGap: 2,
        rowGap: 1.25,
        alignItems: "baseline",
      }}
    >
      {facts.map(([name, value]) => (
        <Fragment key={name}>
          <Typography component="dt" variant="body2" color="textSecondary">
            {name}
          </Typography>
          <Typography component="dd" variant="body1" sx={{ m: 0, minWidth: 0, overflowWrap: "anywhere" }}>
            {value}
          </Typography>
        </Fragment>
      ))}
    </Box>
  );
}
