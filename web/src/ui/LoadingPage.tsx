import { Skeleton } from "@mui/material";
import type { ReactNode } from "react";
import { ErrorNotice } from "./ErrorNotice.tsx";
import { Page } from "./Page.tsx";

interface LoadingPageProps {
  title: string;
  /** Why there is nothing to show, once that is known. */
  problem: unknown;
  onRetry: () => void;
  /** The shape of what comes, where one box is too unlike it. */
  skeleton?: ReactNode;
}

/** In place of a record that is being read, or could not be. */
export function LoadingPage({ title, problem, onRetry, skeleton }: LoadingPageProps) {
  if (problem !== undefined)
    return (
      <Page title={title}>
        <ErrorNotice error={problem} onRetry={onRetry} />
      </Page>
    );
  return (
    <Page title={title} heading={<Skeleton width={220} />}>
      {skeleton ?? <Skeleton variant="rounded" height={320} aria-busy="true" />}
    </Page>
  );
}
