import GoneIcon from "@mui/icons-material/SearchOffRounded";
import { Button } from "@mui/material";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { EmptyState } from "./EmptyState.tsx";
import { Page } from "./Page.tsx";

interface GonePageProps {
  title: string;
  /** The list that it was in. */
  list: { path: string; text: string };
  children?: ReactNode;
}

/** In place of a record that is not there, or not for whoever asks. */
export function GonePage({ title, list, children }: GonePageProps) {
  return (
    <Page title={title} heading={null}>
      <EmptyState
        icon={<GoneIcon />}
        title={title}
        action={
          <Button component={Link} to={list.path} variant="contained">
            {list.text}
          </Button>
        }
      >
        {children}
      </EmptyState>
    </Page>
  );
}
