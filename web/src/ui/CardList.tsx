import { Box, Paper, Skeleton } from "@mui/material";
import type { ReactNode } from "react";

interface CardListProps<Row extends { id: string }> {
  rows: readonly Row[] | undefined;
  renderCard: (row: Row) => ReactNode;
  empty: ReactNode;
  footer?: ReactNode;
}

/** The same list where a table would not fit. */
export function CardList<Row extends { id: string }>({
  rows,
  renderCard,
  empty,
  footer,
}: CardListProps<Row>) {
  if (rows?.length === 0) return <Paper variant="outlined">{empty}</Paper>;
  return (
    <>
      <Box
        component="ul"
        sx={{ display: "grid", gridTemplateColumns: "minmax(0,1fr)", gap: 1, m: 0, p: 0, listStyle: "none" }}
      >
        {rows?.map((row) => (
          <Paper component="li" variant="outlined" key={row.id} sx={{ p: 1.5 }}>
            {renderCard(row)}
          </Paper>
        )) ??
          Array.from({ length: 6 }, (_, index) => (
            <Skeleton key={index} component="li" variant="rounded" height={84} />
          ))}
      </Box>
      {footer && (
        <Paper variant="outlined" sx={{ mt: 1 }}>
          {footer}
        </Paper>
      )}
    </>
  );
}
