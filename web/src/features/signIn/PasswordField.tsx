import ShowIcon from "@mui/icons-material/VisibilityOutlined";
import HideIcon from "@mui/icons-material/VisibilityOffOutlined";
import { IconButton, InputAdornment } from "@mui/material";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { PlainField } from "../../ui/PlainField.tsx";

interface PasswordFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  autoComplete: "current-password" | "new-password";
  autoFocus?: boolean;
  problem?: string | undefined;
  hint?: string | undefined;
}

export function PasswordField({ onChange, ...rest }: PasswordFieldProps) {
  const { t } = useTranslation("entry");
  const [shown, setShown] = useState(false);
  return (
    <PlainField
      {...rest}
      required
      type={shown ? "text" : "password"}
      onChange={(event) => onChange(event.target.value)}
      endAdornment={
        <InputAdornment position="end">
          <IconButton
            aria-label={shown ? t("hidePassword") : t("showPassword")}
            aria-pressed={shown}
            onClick={() => setShown(!shown)}
            edge="end"
          >
            {shown ? <HideIcon fontSize="small" /> : <ShowIcon fontSize="small" />}
          </IconButton>
        </InputAdornment>
      }
    />
  );
}
