import InheritedIcon from "@mui/icons-material/SubdirectoryArrowRightRounded";
import {
  Box,
  Checkbox,
  Table,
  TableBody,
  TableCell,
  TableContainer,
  TableHead,
  TableRow,
  Tooltip,
  Typography,
} from "@mui/material";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { wordOr } from "../i18n/wordOr.ts";
import { ink } from "../theme/tones.ts";
import { cellState, type Right, toggle, toRows } from "./matrix.ts";

interface RightsMatrixProps {
  rights: readonly Right[];
  own: readonly string[];
  inherited: readonly string[];
  inheritedFrom?: string | undefined;
  /** Absent: to look at only. */
  onChange?: ((own: readonly string[]) => void) | undefined;
  /** Whether this viewer could give the right; nobody gives what they lack. */
  mayGive: (right: string) => boolean;
}

/** Who may do what to which, as a table of ticks; an arrow marks what comes from the role above. */
export function RightsMatrix(props: RightsMatrixProps) {
  const { rights, own, inherited, inheritedFrom, onChange, mayGive } = props;
  const { t, i18n } = useTranslation(["roles", "rights"]);
  const { rows, actions } = useMemo(() => toRows(rights), [rights]);
  const word = (kind: "resource" | "action", name: string) => wordOr(i18n, "rights", `${kind}.${name}`, name);

  const cell = (right: string) => {
    const state = cellState(right, own, inherited);
    const label = `${right}: ${t(`matrix.legend.${state}`)}`;
    const fixed = !onChange || state === "wildcard" || (state !== "own" && !mayGive(right));
    if (state === "inherited" && fixed)
      return (
        <Tooltip title={inheritedFrom ? t("matrix.inheritedFrom", { role: inheritedFrom }) : label}>
          <InheritedIcon titleAccess={label} sx={{ fontSize: 18, color: ink("positive") }} />
        </Tooltip>
      );
    return (
      <Tooltip title={label}>
        <span style={{ display: "inline-flex", alignItems: "center" }}>
          <Checkbox
            size="small"
            checked={state === "own" || state === "wildcard"}
            indeterminate={state === "inherited"}
            {...(state === "inherited" ? { indeterminateIcon: <InheritedIcon sx={{ fontSize: 18 }} /> } : {})}
            disabled={fixed}
            onChange={() => onChange?.(toggle(own, right))}
            slotProps={{ input: { "aria-label": label } }}
            sx={{ p: 0.5 }}
          />
        </span>
      </Tooltip>
    );
  };

  // A column in which nothing is ticked and nothing can be would only be in the way.
  const everything = rows.some(({ resource }) => {
    const right = `${resource}:*`;
    return cellState(right, own, inherited) !== "none" || (onChange !== undefined && mayGive(right));
  });

  return (
    <Box>
      <TableContainer tabIndex={0} role="group" aria-label={t("matrix.title")}>
        <Table size="small" sx={{ "& td, & th": { px: 1, whiteSpace: "nowrap" } }}>
          <TableHead>
            <TableRow>
              <TableCell>{t("matrix.resource")}</TableCell>
              {everything && <TableCell align="center">{t("matrix.all")}</TableCell>}
              {actions.map((action) => (
                <TableCell key={action} align="center">
                  {word("action", action)}
                </TableCell>
              ))}
            </TableRow>
          </TableHead>
          <TableBody>
            {rows.map(({ resource, rights: inRow }) => (
              <TableRow key={resource} hover>
                <TableCell component="th" scope="row">
                  {word("resource", resource)}{" "}
                  <Typography component="code" variant="caption" color="textSecondary">
                    {resource}
                  </Typography>
                </TableCell>
                {everything && <TableCell align="center">{cell(`${resource}:*`)}</TableCell>}
                {actions.map((action) => {
                  const right = inRow.find((one) => one.action === action);
                  return (
                    <TableCell key={action} align="center">
                      {right && cell(right.id)}
                    </TableCell>
                  );
                })}
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </TableContainer>
      {inherited.length > 0 && (
        <Typography
          variant="caption"
          color="textSecondary"
          sx={{ display: "flex", alignItems: "center", gap: 0.5, mt: 1 }}
        >
          <InheritedIcon sx={{ fontSize: 16, color: ink("positive") }} />
          {inheritedFrom ? t("matrix.inheritedFrom", { role: inheritedFrom }) : t("matrix.legend.inherited")}
        </Typography>
      )}
    </Box>
  );
}
