/** Which parts give way first where one error has more to say than a screen holds. */
export const turns = {
  policy: 1,
  causes: 2,
  asked: 3,
  facts: 4,
  found: 5,
  lastCauses: 6,
  paste: 7,
} as const;
