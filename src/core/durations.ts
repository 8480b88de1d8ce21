/** A span of time in words, rounded down: `52 min`, `6 h 12 min`, `3 d`. */
export function describeDuration(milliseconds: number): string {
  const minutes = Math.floor(Math.abs(milliseconds) / 60_000);
  if (minutes < 1) return `${Math.floor(Math.abs(milliseconds) / 1000)} s`;
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  return `${Math.floor(hours / 24)} d`;
}

/** `valid, 6 h left` or `expired 3 d ago`. */
export function describeValidity(expiresAt: number, now: number): string {
  return expiresAt > now
    ? `valid, ${describeDuration(expiresAt - now)} left`
    : `expired ${describeDuration(now - expiresAt)} ago`;
}
