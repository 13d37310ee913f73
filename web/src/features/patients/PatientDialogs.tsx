import { useMutation } from "@apollo/client/react";
import { useTranslation } from "react-i18next";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { useToaster } from "../../ui/Toasts.tsx";
import { useCan } from "../../viewer/ViewerContext.ts";
import { CareTeamDialog } from "./CareTeamDialog.tsx";
import { ConsentDialog } from "./ConsentDialog.tsx";
import { EditPatientDialog } from "./EditPatientDialog.tsx";
import { ExportPatientDialog } from "./ExportPatientDialog.tsx";
import type { PatientDialog } from "./PatientHeader.tsx";
import { archivePatient, restorePatient } from "./patientMutations.ts";
import type { PatientData } from "./patientQuery.ts";
import { RevealDialog } from "./RevealDialog.tsx";
import { StatusDialog } from "./StatusDialog.tsx";

interface PatientDialogsProps {
  dialog: PatientDialog;
  patient: PatientData;
  onClose: () => void;
}

/** The dialog that the address names, for whoever may do what it is for. */
export function PatientDialogs({ dialog, patient, onClose }: PatientDialogsProps) {
  const can = useCan();
  const props = { patient, onClose };
  if (dialog === "reveal") return can("patient:reveal") && <RevealDialog {...props} />;
  if (dialog === "export") return can("patient:export") && <ExportPatientDialog {...props} />;
  if (!can("patient:write")) return null;
  switch (dialog) {
    case "edit":
      return <EditPatientDialog {...props} />;
    case "consent":
      return <ConsentDialog {...props} />;
    case "team":
      return <CareTeamDialog {...props} />;
    case "status":
      return <StatusDialog {...props} />;
    case "archive":
    case "restore":
      return <StoreDialog {...props} which={dialog} />;
  }
}

function StoreDialog(props: Omit<PatientDialogsProps, "dialog"> & { which: "archive" | "restore" }) {
  const { patient, which, onClose } = props;
  const { t } = useTranslation("patients");
  const toaster = useToaster();
  const options = { refetchQueries: ["Patient"], awaitRefetchQueries: true };
  const [archive] = useMutation(archivePatient, options);
  const [restore] = useMutation(restorePatient, options);
  const variables = { input: { patientId: patient.id } };
  const undo = () => void restore({ variables }).catch((error: unknown) => toaster.failed(error));
  const confirm = async () => {
    if (which === "restore") {
      await restore({ variables });
      return toaster.done(t("store.restore.done"));
    }
    await archive({ variables });
    toaster.done(t("store.archive.done"), undo);
  };
  return (
    <ConfirmDialog
      title={t(`store.${which}.title`, { name: patient.name })}
      confirmText={t(`action.${which}`)}
      danger={which === "archive"}
      onConfirm={confirm}
      onClose={onClose}
    >
      {t(`store.${which}.text`)}
    </ConfirmDialog>
  );
}
