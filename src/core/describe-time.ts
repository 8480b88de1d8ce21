/** A past or future instant as people say it: relative and by the clock, `14 min ago (14:31)`. */
export function describeTime(instant: number, now: number): string {
  const seconds = Math.round(Math.abs(now - instant) / 1000);
  const amount =
    seconds < 90
      ? `${seconds} s`
      : seconds < 90 * 60
        ? `${Math.round(seconds / 60)} min`
        : seconds < 36 * 3600
          ? `${Math.round(seconds / 3600)} h`
          : `${Math.round(seconds / 86_400)} d`;
  return `${instant <= now ? `${amount} ago` : `in ${amount}`} (${clock(instant, seconds)})`;
}

/** Local time; with its date where it is not within the day. */
function clock(instant: number, seconds: number): string {
  const date = new Date(instant);
  const two = (value: number): string => String(value).padStart(2, '0');
  const time = `${two(date.getHours())}:${two(date.getMinutes())}`;
  if (seconds < 20 * 3600) return time;
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${time}`;
}
