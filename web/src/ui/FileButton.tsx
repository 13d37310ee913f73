import UploadIcon from "@mui/icons-material/UploadFileRounded";
import { Button } from "@mui/material";
import { type ReactNode, useRef } from "react";
import type { ButtonProps } from "@mui/material";

interface FileButtonProps extends Pick<ButtonProps, "disabled" | "sx"> {
  /** As an input's `accept`. */
  accept?: string | undefined;
  onFile: (file: File) => void;
  children: ReactNode;
}

/** Asks for one file. The same one can be chosen again after it was mended. */
export function FileButton({ accept, onFile, children, ...button }: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button
        {...button}
        variant="outlined"
        startIcon={<UploadIcon />}
        onClick={() => input.current?.click()}
      >
        {children}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        {...(accept === undefined ? {} : { accept })}
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file) onFile(file);
          target.value = "";
        }}
      />
    </>
  );
}
