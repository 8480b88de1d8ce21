/**
 * One piece of XML: a declaration, a comment, CDATA, a tag with its attributes, or text. A document type is none of
 * them: whoever sends one wants entities of his own to be read.
 */
const pieces =
  /<\?[^]*?\?>|<!--[^]*?-->|<!\[CDATA\[([^]*?)\]\]>|<(\/?)([\w.:-]{1,128})((?:\s+[\w.:-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|([^<]+)/gy;

/** Nothing that is read here is half as deep. */
const deepest = 32;

interface Element {
  readonly name: string;
  readonly path: string;
  /** Undefined where it is not all that the element holds. */
  text: string | undefined;
}

/** What elements hold, in their order, by the names on the way to them: `Response/Result/Arn`. */
export type XmlTexts = ReadonlyMap<string, readonly (string | undefined)[]>;

/**
 * The texts of all elements: undefined for one that holds something else too, an element, an attribute or a reference
 * beside the five of XML. None for what is no XML from its first to its last character. Takes time in proportion to
 * the text.
 */
export function readXmlTexts(xml: string): XmlTexts | undefined {
  const texts = new Map<string, (string | undefined)[]>();
  const open: Element[] = [];
  let read = 0;
  let roots = 0;
  const close = ({ path, text }: Element) => {
    const known = texts.get(path);
    if (known === undefined) texts.set(path, [text]);
    else known.push(text);
  };
  for (const [whole, raw, slash, name, attributes, end, words] of xml.matchAll(pieces)) {
    read += whole.length;
    const inside = open.at(-1);
    if (name === undefined) {
      const text = raw ?? (words === undefined ? '' : decode(words));
      if (inside === undefined && (raw !== undefined || /[^ \t\r\n]/.test(words ?? ''))) return undefined;
      if (inside?.text !== undefined) inside.text = text === undefined ? undefined : inside.text + text;
    } else if (slash === '/') {
      if (inside?.name !== name || attributes !== '' || end === '/') return undefined;
      open.pop();
      close(inside);
    } else {
      if (inside === undefined) roots += 1;
      else inside.text = undefined;
      if (roots > 1 || open.length === deepest) return undefined;
      const path = inside === undefined ? name : `${inside.path}/${name}`;
      const element = { name, path, text: attributes === '' ? '' : undefined };
      if (end === '/') close(element);
      else open.push(element);
    }
  }
  return roots === 1 && open.length === 0 && read === xml.length ? texts : undefined;
}

const signs: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

/** Undefined where a reference is none of XML's own. */
function decode(text: string): string | undefined {
  const lines = text.replace(/\r\n?/g, '\n');
  if (/&(?!(?:amp|lt|gt|quot|apos);)/.test(lines)) return undefined;
  return lines.replace(/&(\w+);/g, (_, name: string) => signs.get(name) ?? '');
}

/** An element by its local name, whatever prefix its namespace has. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  /** The texts right inside of it, joined. */
  readonly text: string;
  readonly children: readonly XmlElement[];
}

interface OpenElement {
  readonly element: XmlElement & { text: string; readonly children: XmlElement[] };
  /** With its prefix, as its end has it. */
  readonly tag: string;
}

const attribute = /\s([\w.:-]{1,128})\s{0,8}=\s{0,8}(?:"([^"]*)"|'([^']*)')/g;

/** The tree of a whole document; undefined for what is no XML from its first to its last character, or has other references than XML's own. */
export function readXmlTree(xml: string): XmlElement | undefined {
  let root: XmlElement | undefined;
  const open: OpenElement[] = [];
  let read = 0;
  for (const [whole, raw, slash, name, attributes = '', end, words] of xml.matchAll(pieces)) {
    read += whole.length;
    const inside = open.at(-1);
    if (name === undefined) {
      const text = raw ?? (words === undefined ? '' : decode(words));
      if (text === undefined || (inside === undefined && /[^ \t\r\n]/.test(text))) return undefined;
      if (inside !== undefined) inside.element.text += text;
    } else if (slash === '/') {
      if (inside?.tag !== name || attributes !== '') return undefined;
      open.pop();
    } else {
      const values = attributesOf(attributes);
      if (values === undefined || open.length === deepest || (inside === undefined && root !== undefined))
        return undefined;
      const element = { name: localName(name), attributes: values, text: '', children: [] };
      root ??= element;
      inside?.element.children.push(element);
      if (end !== '/') open.push({ element, tag: name });
    }
  }
  return open.length === 0 && read === xml.length ? root : undefined;
}

function attributesOf(text: string): ReadonlyMap<string, string> | undefined {
  const found = new Map<string, string>();
  for (const [, name = '', double, single] of text.matchAll(attribute)) {
    const value = decode(double ?? single ?? '');
    if (value === undefined) return undefined;
    found.set(localName(name), value);
  }
  return found;
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
