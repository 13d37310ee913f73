import DoneIcon from "@mui/icons-material/CheckRounded";
import { Box, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import type { AccountConnector, AccountStatus } from "../../gql/graphql.ts";
import { accountStatusLook } from "../../status/accountStatus.ts";
import { useAccountWords } from "../../status/accountWords.ts";
import { solid, tint, ink } from "../../theme/tones.ts";
import { type LoginView, stepStates } from "./loginFlow.ts";

/** How far the log-in is. Material's own stepper says less and takes more room on a phone. */
export function LoginStepper(props: {
  view: LoginView;
  seen: ReadonlySet<AccountStatus>;
  connector: AccountConnector;
}) {
  const { view, seen, connector } = props;
  const { t } = useTranslation("accounts");
  const words = useAccountWords();
  return (
    <Box
      component="ol"
      aria-label={t("login.progress")}
      sx={{ display: "flex", m: 0, p: 0, listStyle: "none", width: "100%" }}
    >
      {stepStates(view, seen).map(({ step, state }, index) => {
        const { icon: Icon, tone } = accountStatusLook[step];
        const lit = state === "current" || (state === "done" && step === "ONLINE");
        const passed = state === "done" || state === "current";
        return (
          <Box
            component="li"
            key={step}
            {...(state === "current" ? { "aria-current": "step" as const } : {})}
            data-step={step}
            data-step-state={state}
            sx={{
              flex: 1,
              position: "relative",
              display: "grid",
              justifyItems: "center",
              gap: 0.5,
              "&::before":
                index === 0
                  ? {}
                  : {
                      content: '""',
                      position: "absolute",
                      top: 15,
                      right: "calc(50% + 20px)",
                      left: "calc(-50% + 20px)",
                      height: 2,
                      bgcolor: passed ? solid("positive") : "divider",
                    },
            }}
          >
            <Box
              sx={{
                width: 32,
                height: 32,
                borderRadius: "50%",
                display: "grid",
                placeItems: "center",
                border: 2,
                borderColor: lit ? solid(tone) : state === "done" ? solid("positive") : "divider",
                bgcolor: lit ? tint(tone) : "transparent",
                color: lit ? ink(tone) : state === "done" ? ink("positive") : "text.disabled",
                opacity: state === "skipped" ? 0.5 : 1,
              }}
            >
              {state === "done" && step !== "ONLINE" ? (
                <DoneIcon sx={{ fontSize: 18 }} />
              ) : (
                <Icon sx={{ fontSize: 18 }} />
              )}
            </Box>
            <Typography
              variant="caption"
              sx={{
                fontWeight: lit ? 600 : 400,
                color: lit ? "text.primary" : "text.secondary",
                textAlign: "center",
                lineHeight: 1.25,
                px: 0.25,
                ...(state === "skipped" ? { textDecoration: "line-through" } : {}),
              }}
            >
              {words.short({ status: step, connector })}
            </Typography>
          </Box>
        );
      })}
    </Box>
  );
}
