/** How other programs' formats take a text: what it says stays in its place and is no part of the form. */

/** For an attribute of XML, whose readers make spaces of the ends of lines that are written as themselves. */
export function xmlAttribute(text: string): string {
  return xmlText(text).replace(/[\t\n\r]/g, (one) => `&#${one.charCodeAt(0)};`);
}

/** For a text of XML; what XML 1.0 cannot hold goes. */
export function xmlText(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/**
 * A workflow command of GitHub Actions, which makes an annotation
 * (https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands).
 */
export function workflowCommand(
  name: 'error' | 'warning' | 'notice',
  properties: Readonly<Record<string, string | number>>,
  message: string,
): string {
  const data = (text: string) => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  const property = (text: string) => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
  const pairs = Object.entries(properties).map(([key, value]) => `${key}=${property(String(value))}`);
  return `::${name} ${pairs.join(',')}::${data(message)}\n`;
}
