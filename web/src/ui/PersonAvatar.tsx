import { Avatar } from "@mui/material";

/** Initials on a quiet ground whose hue follows from the id, so a face is found again at a glance. */
export function PersonAvatar({ id, name, size = 26 }: { id: string; name: string; size?: number }) {
  const hue = Array.from(id).reduce((sum, char) => (sum * 31 + (char.codePointAt(0) ?? 0)) % 360, 7);
  return (
    <Avatar
      aria-hidden="true"
      style={{
        width: size,
        height: size,
        fontSize: size * 0.42,
        fontWeight: 600,
        backgroundColor: `oklch(0.52 0.09 ${hue})`,
        color: "#fff",
      }}
    >
      {initialsOf(name)}
    </Avatar>
  );
}

/** Two letters of a Latin name; of a Chinese one the last two characters, as people there write it. */
function initialsOf(name: string): string {
  const trimmed = name.trim();
  if (/\p{Script=Han}/u.test(trimmed)) return Array.from(trimmed).slice(-2).join("");
  const [first = "", ...rest] = trimmed.split(/\s+/);
  const last = rest.at(-1) ?? "";
  return ((first.at(0) ?? "") + (last.at(0) ?? "")).toUpperCase() || "?";
}
