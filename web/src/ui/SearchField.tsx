import ClearIcon from "@mui/icons-material/CloseRounded";
import SearchIcon from "@mui/icons-material/SearchRounded";
import { IconButton, InputAdornment, OutlinedInput } from "@mui/material";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

interface SearchFieldProps {
  value: string;
  label: string;
  onChange: (value: string) => void;
}

const pauseMs = 250;

/** A search that waits for a pause in typing, and for the end of a composition: half a syllable finds nothing. */
export function SearchField({ value, label, onChange }: SearchFieldProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(value);
  const [known, setKnown] = useState(value);
  const composing = useRef(false);
  const report = useEffectEvent(onChange);

  // The address changed by other means (Back, "clear filters"): the field follows.
  if (known !== value) {
    setKnown(value);
    setTyped(value);
  }

  useEffect(() => {
    if (typed === value) return;
    const timer = setTimeout(() => {
      if (!composing.current) report(typed);
    }, pauseMs);
    return () => clearTimeout(timer);
  }, [typed, value]);

  return (
    <OutlinedInput
      size="small"
      value={typed}
      placeholder={label}
      onChange={(event) => setTyped(event.target.value)}
      onCompositionStart={() => {
        composing.current = true;
      }}
      onCompositionEnd={(event) => {
        composing.current = false;
        onChange(event.currentTarget.querySelector("input")?.value ?? typed);
      }}
      inputProps={{ "aria-label": label, type: "search" }}
      startAdornment={
        <InputAdornment position="start">
          <SearchIcon fontSize="small" />
        </InputAdornment>
      }
      endAdornment={
        typed && (
          <IconButton aria-label={t("clear")} onClick={() => onChange("")} edge="end">
            <ClearIcon sx={{ fontSize: 16 }} />
          </IconButton>
        )
      }
      sx={{
        width: { xs: "100%", sm: 240 },
        height: 34,
        fontSize: "0.8125rem",
        "& input::-webkit-search-cancel-button": { display: "none" },
        "& input::placeholder": { color: "text.secondary", opacity: 1 },
      }}
    />
  );
}
