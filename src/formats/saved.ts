import { escapeJson } from '../output/escape.ts';
import { renderJsonFile } from '../output/json.ts';
import { safePlain } from '../output/safe-document.ts';
import { toYaml, type Plain } from './yaml-write.ts';

/**
 * The text of a file that an option names, JSON or YAML by the file's name. It crosses the border that an answer
 * crosses: secrets are hidden, and what hides in a text is escaped.
 */
export function savedText(file: string, content: Plain & object): string {
  if (!/\.ya?ml$/i.test(file)) return renderJsonFile(content);
  // What is escaped stands in quoted texts, which YAML reads as JSON does.
  return escapeJson(toYaml(safePlain(content)));
}
