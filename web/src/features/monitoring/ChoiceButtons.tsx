import { ToggleButton, ToggleButtonGroup } from "@mui/material";

interface ChoiceButtonsProps<Choice extends string> {
  label: string;
  value: Choice;
  choices: readonly Choice[];
  onChange: (choice: Choice) => void;
  word: (choice: Choice) => string;
}

/** One of a few, all of them in sight. */
export function ChoiceButtons<Choice extends string>(props: ChoiceButtonsProps<Choice>) {
  const { label, value, choices, onChange, word } = props;
  return (
    <ToggleButtonGroup
      exclusive
      size="small"
      value={value}
      aria-label={label}
      onChange={(_, next: Choice | null) => {
        if (next) onChange(next);
      }}
    >
      {choices.map((choice) => (
        <ToggleButton key={choice} value={choice} sx={{ px: 1.25, py: 0.25, textTransform: "none" }}>
          {word(choice)}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
