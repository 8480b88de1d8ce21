import type { GlobalOptions } from './command.ts';

/** The words of a command line as a command takes them. */
export interface ParsedCommand {
  readonly values: readonly string[];
  readonly options: GlobalOptions & Readonly<Record<string, unknown>>;
}

/** Commands ask whether a switch is on, not whether it was given. */
export function withSwitches(
  options: Readonly<Record<string, unknown>>,
): GlobalOptions & Readonly<Record<string, unknown>> {
  const isOn = (name: string) => options[name] === true;
  const textOf = (name: string) => {
    const value = options[name];
    return typeof value === 'string' ? { [name]: value } : {};
  };
  return {
    ...options,
    ...textOf('profile'),
    ...textOf('region'),
    sdk: typeof options['sdk'] === 'string' ? options['sdk'] : '',
    offline: isOn('offline'),
    json: isOn('json'),
    // Of a command whose `--json` names a file.
    ...(typeof options['json'] === 'string' ? { jsonFile: options['json'] } : {}),
    verbose: isOn('verbose'),
  };
}
