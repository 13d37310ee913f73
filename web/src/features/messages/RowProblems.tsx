import { Box, Typography } from "@mui/material";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../i18n/useFormats.ts";
import type { RowProblem } from "../../messages/csv/mapRows.ts";

const shown = 100;

export function useProblemText(): (problem: RowProblem) => string {
  const { t } = useTranslation("messages");
  return useCallback(
    (problem) => {
      switch (problem.code) {
        case "recipientMissing":
          return t("rowProblem.recipientMissing");
        case "recipientWrong":
          return t("rowProblem.recipientWrong", { value: problem.value });
        case "recipientTwice":
          return t("rowProblem.recipientTwice", { line: problem.line });
        case "valueMissing":
          return t("rowProblem.valueMissing", { value: problem.value });
        case "valueTooLong":
          return t("rowProblem.valueTooLong", { value: problem.value });
      }
    },
    [t],
  );
}

interface RowProblemsProps {
  problems: readonly { line: number; recipient: string; problem: RowProblem }[];
}

/** What is wrong, by the line of the file. */
export function RowProblems({ problems }: RowProblemsProps) {
  const { t } = useTranslation("messages");
  const formats = useFormats();
  const problemText = useProblemText();
  return (
    <div>
      <Box
        component="ul"
        tabIndex={0}
        aria-label={t("wizard.problems")}
        sx={{
          m: 0,
          p: 0,
          listStyle: "none",
          maxHeight: 260,
          overflow: "auto",
          border: 1,
          borderColor: "divider",
          borderRadius: 1,
        }}
      >
        {problems.slice(0, shown).map(({ line, recipient, problem }) => (
          <Box
            component="li"
            key={line}
            sx={{
              display: "grid",
              gridTemplateColumns: "84px minmax(0,140px) minmax(0,1fr)",
              gap: 1,
              px: 1.5,
              py: 0.75,
              fontSize: "0.8125rem",
              "& + &": { borderTop: 1, borderColor: "divider" },
            }}
          >
            <span>{t("wizard.lineNo", { line })}</span>
            <Box
              component="span"
              sx={{ overflow: "hidden", textOverflow: "ellipsis", color: "text.secondary" }}
            >
              {recipient || "–"}
            </Box>
            <span>{problemText(problem)}</span>
          </Box>
        ))}
      </Box>
      {problems.length > shown && (
        <Typography variant="caption" color="textSecondary">
          {t("wizard.firstOf", { shown, total: formats.number(problems.length) })}
        </Typography>
      )}
    </div>
  );
}
