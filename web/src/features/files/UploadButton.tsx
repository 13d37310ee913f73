import UploadIcon from "@mui/icons-material/UploadFileRounded";
import { Button } from "@mui/material";
import { useRef } from "react";
import { useTranslation } from "react-i18next";

/** Asks for files, as many as one likes. */
export function UploadButton({ onFiles }: { onFiles: (files: readonly File[]) => void }) {
  const { t } = useTranslation("files");
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button variant="contained" startIcon={<UploadIcon />} onClick={() => input.current?.click()}>
        {t("upload.open")}
      </Button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        data-upload
        onChange={({ target }) => {
          onFiles([...(target.files ?? [])]);
          target.value = "";
        }}
      />
    </>
  );
}
