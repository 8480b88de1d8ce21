/** `20260131T171200Z` as milliseconds since the epoch. */
function instantOf(text: string | undefined): number | undefined {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text ?? '') ?? [];
  if (second === undefined) return undefined;
  return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
}

/** How far a clock is off, from the time that was signed and the time of the service. */
export function describeSeconds(clock: string | undefined, server: string | undefined): string | undefined {
  const [own, theirs] = [instantOf(clock), instantOf(server)];
  if (own === undefined || theirs === undefined) return undefined;
  const seconds = Math.round(Math.abs(own - theirs) / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  const words = [
    ...(hours === 0 ? [] : [`${hours} h`]),
    ...(minutes === 0 ? [] : [`${minutes} min`]),
    ...(seconds >= 60 ? [] : [`${seconds} s`]),
  ];
  return `${words.join(' ')} ${own < theirs ? 'slow' : 'fast'}`;
}
