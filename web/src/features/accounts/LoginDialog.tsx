import { useMutation } from "@apollo/client/react";
import DoneIcon from "@mui/icons-material/CheckCircleRounded";
import FailedIcon from "@mui/icons-material/ErrorRounded";
import LogInIcon from "@mui/icons-material/LoginRounded";
import {
  Box,
  Button,
  CircularProgress,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  Typography,
} from "@mui/material";
import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import type { AccountLogin_AccountFragment } from "../../gql/graphql.ts";
import { useAccountWords } from "../../status/accountWords.ts";
import { useReasonText } from "../../status/reasonText.ts";
import { solid } from "../../theme/tones.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { useToaster } from "../../ui/Toasts.tsx";
import { cancelLoginMutation, logInMutation } from "./accountOperations.ts";
import { AppCallbackStep, AppProbeStep } from "./AppLoginSteps.tsx";
import { CodeEntry } from "./CodeEntry.tsx";
import { type LoginStep, loginViewOf } from "./loginFlow.ts";
import { LoginStepper } from "./LoginStepper.tsx";
import { ProbeProblem } from "./ProbeProblem.tsx";
import { QrStep } from "./QrStep.tsx";
import { useLogin } from "./useLogin.ts";

/** Logging an account in, from the first request to online, following its states as they come. */
export function LoginDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation(["accounts", "common"]);
  const titleId = useId();
  const toaster = useToaster();
  const words = useAccountWords();
  const { account, seen, missing, error, refetch } = useLogin(id);
  const [logIn, { loading: starting }] = useMutation(logInMutation);
  const [cancel] = useMutation(cancelLoginMutation);

  const underWay = [...seen].some((status) =>
    ["INITIALIZING", "WAITING_QR", "WAITING_CONFIRM", "VERIFYING"].includes(status),
  );
  const view = account ? loginViewOf(account.status, underWay) : null;
  const input = { variables: { input: { accountId: id } } };
  const start = () => {
    logIn(input).then(
      () => refetch(),
      (problem: unknown) => toaster.failed(problem),
    );
  };
  const stop = () => {
    cancel(input).then(onClose, (problem: unknown) => toaster.failed(problem));
  };

  return (
    <Dialog open onClose={onClose} maxWidth="sm" fullWidth aria-labelledby={titleId}>
      <DialogTitle id={titleId}>
        {account ? t("login.title", { name: account.name }) : t("action.LOG_IN")}
      </DialogTitle>
      <DialogContent>
        {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
        {missing && <Typography>{t("gone.text")}</Typography>}
        {!account && !error && !missing && <Waiting text={t("common:loading")} />}
        {account && view && (
          <>
            <LoginStepper view={view} seen={seen} connector={account.connector} />
            <Box
              aria-live="polite"
              sx={{ minHeight: 384, display: "grid", placeItems: "center", textAlign: "center", pt: 1 }}
            >
              {account.connector === "CORP_APP" ? (
                <AppStep account={account} step={view.step} />
              ) : (
                <InstanceStep account={account} step={view.step} />
              )}
              {view.ended === "online" && (
                <Outcome icon={<DoneIcon sx={{ color: solid("positive") }} />} title={t("login.online")}>
                  {account.wecomName && t("login.asWhom", { name: account.wecomName })}
                  {account.device && ` · ${account.device}`}
                </Outcome>
              )}
              {view.ended === "failed" && (
                <Outcome
                  icon={
                    <FailedIcon
                      sx={{ color: solid(account.status === "ERROR" ? "negative" : "attention") }}
                    />
                  }
                  title={t("login.failed")}
                >
                  <ReasonLine reason={account.statusReason} />
                  {account.application?.lastProbe?.ok === false && (
                    <Box sx={{ mt: 2 }}>
                      <ProbeProblem probe={account.application.lastProbe} />
                    </Box>
                  )}
                </Outcome>
              )}
              {view.step === null && view.ended === null && (
                <Outcome icon={<LogInIcon sx={{ color: "text.secondary" }} />} title={t("login.notStarted")}>
                  {words.meaning(account)}
                </Outcome>
              )}
            </Box>
          </>
        )}
      </DialogContent>
      <DialogActions>
        {account?.allowedActions.includes("CANCEL_LOGIN") && view?.ended === null && (
          <Button color="inherit" onClick={stop}>
            {t("action.CANCEL_LOGIN")}
          </Button>
        )}
        <Box sx={{ flex: 1 }} />
        {account?.allowedActions.includes("LOG_IN") && (
          <Button variant="contained" startIcon={<LogInIcon />} onClick={start} disabled={starting}>
            {view?.ended === "failed" ? t("login.again") : t("action.LOG_IN")}
          </Button>
        )}
        <Button
          variant={view?.ended === "online" ? "contained" : "text"}
          color={view?.ended === "online" ? "primary" : "inherit"}
          onClick={onClose}
        >
          {view?.ended === "online" ? t("common:done") : t("common:close")}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

interface StepProps {
  account: AccountLogin_AccountFragment;
  step: LoginStep | null;
}

function InstanceStep({ account, step }: StepProps) {
  const { t } = useTranslation("accounts");
  if (step === "INITIALIZING") return <Waiting text={t("login.starting")} />;
  if (step === "VERIFYING") return <CodeEntry id={account.id} login={account.login} />;
  if ((step !== "WAITING_QR" && step !== "WAITING_CONFIRM") || !account.login) return null;
  return (
    <QrStep
      id={account.id}
      login={account.login}
      scanned={step === "WAITING_CONFIRM"}
      mayRefresh={account.allowedActions.includes("REFRESH_QR")}
    />
  );
}

function AppStep({ account, step }: StepProps) {
  const { t } = useTranslation("accounts");
  if (step === "INITIALIZING") return <Waiting text={t("app.trying")} />;
  if (step === "WAITING_QR") return <AppCallbackStep account={account} />;
  if (step === "WAITING_CONFIRM" || step === "VERIFYING") return <AppProbeStep account={account} />;
  return null;
}

function Waiting({ text }: { text: string }) {
  return (
    <Box sx={{ display: "grid", justifyItems: "center", gap: 2, py: 6 }}>
      <CircularProgress size={36} aria-label={text} />
      <Typography color="textSecondary">{text}</Typography>
    </Box>
  );
}

function Outcome({ icon, title, children }: { icon: ReactNode; title: string; children?: ReactNode }) {
  return (
    <Box sx={{ display: "grid", justifyItems: "center", gap: 1, "& svg": { fontSize: 64 } }}>
      {icon}
      <Typography variant="h1" component="p">
        {title}
      </Typography>
      <Typography color="textSecondary" component="div">
        {children}
      </Typography>
    </Box>
  );
}

function ReasonLine({ reason }: { reason: string | null }) {
  const reasonText = useReasonText();
  return <>{reasonText(reason)}</>;
}
