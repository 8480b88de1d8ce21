import { noteValue } from './note-secrets.ts';
import { settingOf, type Setting } from './settings.ts';
import type { World } from './world.ts';

/**
 * Variables that give a Java program options, the strongest first: a later `-D` wins, and these are read after the
 * command line, in front of it, and before all (hotspot `arguments.cpp`; the launcher reads `JDK_JAVA_OPTIONS`).
 */
export const jvmOptionVariables = ['_JAVA_OPTIONS', 'JDK_JAVA_OPTIONS', 'JAVA_TOOL_OPTIONS'] as const;

/**
 * A system property, as far as it can be seen from outside of the program: one that stands on the command line or
 * is set in code cannot. A setting without a value where none is seen.
 */
export function jvmProperty({ host }: World, property: string): Setting {
  for (const variable of jvmOptionVariables) {
    const value = lastDefinition(host.env[variable] ?? '', property);
    if (value === undefined) continue;
    const setting = settingOf('env', `${variable} -D${property}`, value);
    noteValue(host.secrets, property, setting.value);
    return setting;
  }
  return settingOf('env', `-D${property}`, undefined);
}

function lastDefinition(options: string, property: string): string | undefined {
  const start = `-D${property}`;
  const found = splitOptions(options).findLast(
    (option) => option === start || option.startsWith(`${start}=`),
  );
  return found?.slice(start.length + 1);
}

/** As HotSpot's `parse_options_buffer`: words between blanks, quotes anywhere in them, nothing escaped. */
export function splitOptions(text: string): readonly string[] {
  const words = text.match(/(?:"[^"]*"?|'[^']*'?|[^\s"'])+/g) ?? [];
  return words.map((word) => word.replace(/"([^"]*)"?|'([^']*)'?/g, '$1$2'));
}

/** The environment in which a system property stands in front of the variable of the same meaning. */
export function environmentWithProperties(
  world: World,
  properties: Readonly<Record<string, string>>,
): World['env'] {
  const known = new Map(Object.entries(properties));
  return (name) => {
    const property = known.get(name);
    const setting = property === undefined ? undefined : jvmProperty(world, property);
    return setting?.value === undefined ? world.env(name) : setting;
  };
}
