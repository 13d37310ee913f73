import { Box, Tooltip, useMediaQuery } from "@mui/material";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { AccountConnector, AccountStatus } from "../../gql/graphql.ts";
import { accountStatusLook, accountStatuses } from "../../status/accountStatus.ts";
import { useAccountWords } from "../../status/accountWords.ts";
import { ink, solid, tint } from "../../theme/tones.ts";
import { lineBetween, machineEdges, tallLayout, wideLayout } from "./machineLayout.ts";

interface StateMachineProps {
  present: AccountStatus;
  /** The last step taken, drawn as the way by which the present state was reached. */
  previous: AccountStatus | null;
  connector: AccountConnector;
}

/** The nine states as a picture, with the present one lit: where an account is, and where it can go. */
export function StateMachine({ present, previous, connector }: StateMachineProps) {
  const { t } = useTranslation("accounts");
  const words = useAccountWords();
  const arrow = useId();
  const narrow = useMediaQuery((theme) => theme.breakpoints.down("md"));
  const layout = narrow ? tallLayout : wideLayout;
  const { tone } = accountStatusLook[present];

  return (
    <Box
      component="figure"
      aria-label={t("machine.label", { state: words.name({ status: present, connector }) })}
      sx={{ m: "0 auto", position: "relative", width: "100%", maxWidth: narrow ? 360 : 1080 }}
    >
      <Box
        component="svg"
        viewBox={`0 0 ${layout.width} ${layout.height}`}
        aria-hidden="true"
        sx={{ display: "block", width: "100%" }}
      >
        <defs>
          <Arrowhead id={`${arrow}-plain`} colour="var(--field-edge)" />
          <Arrowhead id={`${arrow}-next`} colour={ink(tone)} />
        </defs>
        {machineEdges.map(({ from, to, bend }) => {
          const taken = from === previous && to === present;
          const open = from === present;
          const { path } = lineBetween(layout, from, to, bend);
          return (
            <path
              key={`${from} ${to}`}
              d={path}
              fill="none"
              stroke={taken ? solid(tone) : open ? ink(tone) : "var(--field-edge)"}
              strokeOpacity={taken || open ? 1 : 0.38}
              strokeWidth={taken ? 2.5 : 1.25}
              strokeDasharray={open && !taken ? "5 4" : undefined}
              markerEnd={`url(#${arrow}-${taken || open ? "next" : "plain"})`}
            />
          );
        })}
      </Box>
      <Box component="ul" sx={{ m: 0, p: 0, listStyle: "none" }}>
        {accountStatuses.map((status) => (
          <StateNode
            key={status}
            status={status}
            connector={connector}
            lit={status === present}
            style={{
              left: `${((layout.places[status].x - layout.node.width / 2) / layout.width) * 100}%`,
              top: `${((layout.places[status].y - layout.node.height / 2) / layout.height) * 100}%`,
              width: `${(layout.node.width / layout.width) * 100}%`,
              height: `${(layout.node.height / layout.height) * 100}%`,
            }}
          />
        ))}
      </Box>
    </Box>
  );
}

function StateNode(props: {
  status: AccountStatus;
  connector: AccountConnector;
  lit: boolean;
  style: React.CSSProperties;
}) {
  const { status, connector, lit, style } = props;
  const words = useAccountWords();
  const { icon: Icon, tone } = accountStatusLook[status];
  return (
    <Tooltip title={words.meaning({ status, connector })}>
      <Box
        component="li"
        data-node={status}
        {...(lit ? { "aria-current": "true" as const } : {})}
        style={style}
        sx={{
          position: "absolute",
          display: "flex",
          alignItems: "center",
          justifyContent: "center",
          gap: 0.5,
          px: 0.5,
          border: lit ? 2 : 1,
          borderColor: lit ? solid(tone) : "divider",
          borderRadius: 1.5,
          bgcolor: lit ? tint(tone) : "background.paper",
          color: lit ? ink(tone) : "text.secondary",
          fontSize: "0.75rem",
          fontWeight: lit ? 620 : 480,
          lineHeight: 1.15,
          textAlign: "center",
          boxShadow: lit ? `0 0 0 4px color-mix(in srgb, ${solid(tone)} 20%, transparent)` : "none",
        }}
      >
        <Icon sx={{ fontSize: 16, flexShrink: 0 }} />
        <Box component="span" sx={{ minWidth: 0 }}>
          {words.name({ status, connector })}
        </Box>
      </Box>
    </Tooltip>
  );
}

function Arrowhead({ id, colour }: { id: string; colour: string }) {
  return (
    <marker
      id={id}
      viewBox="0 0 8 8"
      refX="6"
      refY="4"
      markerWidth="7"
      markerHeight="7"
      markerUnits="userSpaceOnUse"
      orient="auto"
    >
      <path d="M0 0.500 L7.500 4 L0 7.500 Z" fill={colour} />
    </marker>
  );
}
