export function BrandMark({ size }: { size: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="#2456c7" />
      <path
        d="M7.500 10.500 11.500 21l4.500-9 4.500 9 4-10.500"
        fill="none"
        stroke="#fff"
        strokeWidth="2.400"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <circle cx="7.500" cy="10.500" r="2.600" fill="#fff" />
      <circle cx="24.500" cy="10.500" r="2.600" fill="#fff" />
      <circle cx="16" cy="12" r="2.600" fill="#9fd8b9" />
    </svg>
  );
}
