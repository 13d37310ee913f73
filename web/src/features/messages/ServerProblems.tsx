import { Alert, Box } from "@mui/material";
import { useTranslation } from "react-i18next";

interface ServerProblemsProps {
  problems: readonly { line: number; recipient: string; text: string }[];
}

/** What the server refuses, by the line of the file it came from. */
export function ServerProblems({ problems }: ServerProblemsProps) {
  const { t } = useTranslation("messages");
  return (
    <Box sx={{ display: "grid", gap: 1 }}>
      <Alert severity="error" variant="outlined">
        {t("wizard.refused", { count: problems.length })}
      </Alert>
      <Box
        component="ul"
        tabIndex={0}
        aria-label={t("wizard.problems")}
        sx={{ m: 0, pl: 2, maxHeight: 240, overflow: "auto" }}
      >
        {problems.map(({ line, recipient, text }, index) => (
          <li key={`${line} ${index}`}>
            {t("wizard.lineNo", { line })} {recipient}: {text}
          </li>
        ))}
      </Box>
    </Box>
  );
}
