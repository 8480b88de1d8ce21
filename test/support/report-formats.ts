/** Rules of formats that other programs read, written down from their own pages: what is wrong in a text, line by line. */

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  readonly text: string;
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescaped(text: string): string {
  return text.replace(/&(?:#(\d+)|(\w+));?/g, (whole, code?: string, name = '') => {
    if (!whole.endsWith(';')) throw new Error(`an entity without an end: ${whole}`);
    if (code !== undefined) return String.fromCodePoint(Number(code));
    const found = entities[String(name)];
    if (found === undefined) throw new Error(`no entity: ${whole}`);
    return found;
  });
}

/** The root element of XML without comments, sections and namespaces. Throws where it is not well-formed. */
export function parseXml(source: string): Element {
  const bad = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.exec(source);
  if (bad !== null) throw new Error(`a character that XML has not, at ${bad.index}`);
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>';
  if (!source.startsWith(declaration)) throw new Error('no declaration');
  let at = declaration.length;
  const expectAt = (pattern: RegExp): RegExpExecArray => {
    pattern.lastIndex = at;
    const found = pattern.exec(source);
    if (found === null) throw new Error(`not well-formed at ${at}: ${source.slice(at, at + 30)}`);
    at = pattern.lastIndex;
    return found;
  };
  const element = (): Element => {
    const [, name = '', written = '', empty] = expectAt(/<([a-z][\w-]*)((?: [a-z]+="[^"<\n\t]*")*)(\/)?>/gy);
    const pairs = [...written.matchAll(/ ([a-z]+)="([^"]*)"/g)];
    const attributes = Object.fromEntries(pairs.map(([, key = '', value = '']) => [key, unescaped(value)]));
    if (Object.keys(attributes).length < pairs.length) throw new Error(`an attribute twice: ${written}`);
    if (empty !== undefined) return { name, attributes, children: [], text: '' };
    const children: Element[] = [];
    let text = '';
    for (;;) {
      const [piece] = expectAt(/[^<]*/gy);
      if (piece.includes(']]>')) throw new Error('a text ends a section');
      text += unescaped(piece);
      if (source.startsWith('</', at)) break;
      children.push(element());
    }
    const [, end] = expectAt(/<\/([a-z][\w-]*)>/gy);
    if (end !== name) throw new Error(`${name} ends as ${String(end)}`);
    return { name, attributes, children, text };
  };
  expectAt(/\s*/gy);
  const root = element();
  if (source.slice(at).trim() !== '') throw new Error('something behind the root');
  return root;
}

/** Of an element of junit-10.xsd of Jenkins: attributes, those that must be, and what may be inside. */
interface Rule {
  readonly may: readonly string[];
  readonly must: readonly string[];
  readonly inside: readonly string[];
}

const junitRules: Readonly<Record<string, Rule>> = {
  testsuites: {
    may: ['name', 'time', 'tests', 'failures', 'disabled', 'errors'],
    must: [],
    inside: ['testsuite'],
  },
  testsuite: {
    may: [
      ...[
        'name',
        'tests',
        'failures',
        'errors',
        'time',
        'disabled',
        'skipped',
        'timestamp',
        'hostname',
        'id',
      ],
      'package',
    ],
    must: ['name', 'tests'],
    inside: ['properties', 'testcase', 'system-out', 'system-err'],
  },
  testcase: {
    may: ['name', 'assertions', 'time', 'classname', 'status'],
    must: ['name'],
    inside: ['skipped', 'error', 'failure', 'system-out', 'system-err'],
  },
  failure: { may: ['type', 'message'], must: [], inside: [] },
  error: { may: ['type', 'message'], must: [], inside: [] },
  skipped: { may: ['type', 'message'], must: [], inside: [] },
};

const counted: Readonly<Record<string, string>> = {
  failures: 'failure',
  errors: 'error',
  skipped: 'skipped',
};

/** What is against the schema, or counted wrongly. */
export function junitProblems(source: string): readonly string[] {
  const problems: string[] = [];
  const cases = (element: Element): readonly Element[] =>
    element.name === 'testcase' ? [element] : element.children.flatMap(cases);
  const check = (element: Element) => {
    const { name, attributes, children, text } = element;
    const rule = junitRules[name];
    if (rule === undefined) {
      problems.push(`no element: ${name}`);
      return;
    }
    for (const key of Object.keys(attributes))
      if (!rule.may.includes(key)) problems.push(`${name} has no ${key}`);
    for (const key of rule.must) if (attributes[key] === undefined) problems.push(`${name} without ${key}`);
    for (const child of children)
      if (!rule.inside.includes(child.name)) problems.push(`${child.name} in ${name}`);
    if (rule.inside.length > 0 && text.trim() !== '') problems.push(`text in ${name}`);
    const own = cases(element);
    for (const [key, value] of Object.entries(attributes)) {
      if (key === 'time' && !/^\d+\.\d{3}$/.test(value)) problems.push(`time ${value}`);
      if (key === 'tests' && Number(value) !== own.length) problems.push(`${name} counts ${value} tests`);
      const kind = counted[key];
      const found = own.filter((one) => one.children.some((child) => child.name === kind)).length;
      if (kind !== undefined && Number(value) !== found) problems.push(`${name} counts ${value} ${key}`);
    }
    children.forEach(check);
  };
  const root = parseXml(source);
  if (root.name !== 'testsuites') problems.push(`the root is ${root.name}`);
  check(root);
  return problems;
}

/** TAP 14: version, plan, points in order, each failure with a block of YAML two columns in. */
export function tapProblems(source: string): readonly string[] {
  const [version, plan = '', ...lines] = source.split('\n');
  const problems: string[] = [];
  if (version !== 'TAP version 14') problems.push(`version: ${String(version)}`);
  const planned = /^1\.\.(\d+)$/.exec(plan)?.[1];
  if (planned === undefined) problems.push(`plan: ${plan}`);
  if (lines.pop() !== '') problems.push('the last line has no end');
  let points = 0;
  let isFailed = false;
  let inside = false;
  for (const line of lines) {
    const [, not, number, description = ''] = /^(not )?ok (\d+)(?: - ([^\r\n]*))?$/.exec(line) ?? [];
    if (inside) {
      if (line === '  ...') inside = false;
      else if (!/^ {2}[a-z]+: "(?:[^"\\]|\\.)*"$/.test(line)) problems.push(`yaml: ${line}`);
    } else if (line === '  ---') {
      if (!isFailed) problems.push('a block behind what passed');
      inside = true;
    } else if (number === undefined) problems.push(`no test point: ${line}`);
    else {
      points += 1;
      isFailed = not !== undefined;
      if (Number(number) !== points) problems.push(`point ${number} is the ${points}th`);
      const bare = description.replace(/\\[\\#]/g, '').replace(/ # SKIP$/, '');
      if (/[#\\\r]/.test(bare)) problems.push(`not escaped: ${description}`);
    }
  }
  if (inside) problems.push('a block has no end');
  if (Number(planned) !== points) problems.push(`${String(planned)} planned, ${points} there`);
  return problems;
}

/** The name of each test point. */
export function tapNames(source: string): readonly string[] {
  return [...source.matchAll(/^(?:not )?ok \d+ - ([^\n]*)$/gm)].map(([, text = '']) =>
    text.replace(/\\([\\#])/g, '$1'),
  );
}

const annotation =
  /^::error file=([^:,\r\n]*),line=(\d+),col=(\d+),endLine=(\d+),endColumn=(\d+),title=([^:,\r\n]*)::([^\r\n]*)$/;

/** Workflow commands of GitHub: each line but the last is one, its values without what would end them. */
export function githubProblems(source: string): readonly string[] {
  const lines = source.split('\n');
  if (lines.pop() !== '') return ['the last line has no end'];
  return lines.slice(0, -1).flatMap((line) => {
    const found = annotation.exec(line);
    const isEscaped = !/%(?!25|0A|0D|3A|2C)/.test(line);
    return found !== null && isEscaped ? [] : [line];
  });
}

export function githubTitles(source: string): readonly string[] {
  const plain: Readonly<Record<string, string>> = {
    '%25': '%',
    '%0A': '\n',
    '%0D': '\r',
    '%3A': ':',
    '%2C': ',',
  };
  return source
    .split('\n')
    .flatMap((line) => annotation.exec(line)?.[6] ?? [])
    .map((title) => title.replace(/%(?:25|0A|0D|3A|2C)/g, (one) => plain[one] ?? ''));
}

/** A tracefile of lcov: records in their order, counts that are those of their lines. */
export function lcovProblems(source: string): readonly string[] {
  const problems: string[] = [];
  const records = source.replace(/^/, '\n').split('\nend_of_record\n');
  if (records.pop()?.trim() !== '') problems.push('the last record has no end');
  for (const record of records) {
    const lines = record.replace(/^\n/, '').split('\n');
    const kinds = lines.map((line) => line.replace(/:[^]*/, '')).join(' ');
    if (!/^TN SF( BRDA)* BRF BRH( DA)* LF LH$/.test(kinds)) problems.push(`order: ${kinds}`);
    const of = (kind: string) =>
      lines.filter((line) => line.startsWith(`${kind}:`)).map((line) => line.slice(kind.length + 1));
    const numbers = (kind: string) => of(kind).map((line) => line.split(',').map(Number));
    const [branches, data] = [numbers('BRDA'), numbers('DA')];
    for (const row of [...branches, ...data])
      if (!row.every((one) => Number.isInteger(one) && one >= 0)) problems.push(`no numbers: ${row.join()}`);
    if (!branches.every(({ length }) => length === 4)) problems.push('a branch has four numbers');
    if (!data.every(({ length }) => length === 2)) problems.push('a line has two numbers');
    const places = data.map(([line = 0]) => line);
    if (places.some((line, at) => line < 1 || line <= (places[at - 1] ?? 0)))
      problems.push('lines out of order');
    if (new Set(branches.map((row) => row.slice(0, 3).join())).size < branches.length)
      problems.push('a branch twice');
    const counts = {
      BRF: branches,
      BRH: branches.filter((row) => row[3] !== 0),
      LF: data,
      LH: data.filter((row) => row[1] !== 0),
    };
    for (const [kind, rows] of Object.entries(counts))
      if (of(kind).join() !== String(rows.length))
        problems.push(`${kind}:${of(kind).join()} of ${rows.length}`);
  }
  return problems;
}

/** A page of HTML that loads nothing and runs nothing, its texts escaped. */
export function htmlProblems(source: string, tags: readonly string[]): readonly string[] {
  const problems: string[] = [];
  const style = /<style>[^<]*<\/style>/;
  const bare = source.replace(style, '');
  for (const [tag, name = '', attributes = ''] of bare.matchAll(/<\/?([^\s>]*)([^>]*)>/g)) {
    if (!tags.includes(name.toLowerCase())) problems.push(`no tag: ${tag}`);
    if (/\b(?:src|href|srcset|on\w+|action|data|style)\s*=/i.test(attributes))
      problems.push(`loads or runs: ${tag}`);
  }
  if (/url\(|@import/.test(style.exec(source)?.[0] ?? '')) problems.push('the style loads something');
  if (!source.includes(`content="default-src 'none'; style-src 'unsafe-inline'"`))
    problems.push('no policy of content');
  const texts = bare.replace(/<[^>]*>/g, '');
  if (/[<>]|&(?!amp;|lt;|gt;|quot;|#\d+;)/.test(texts)) problems.push('a text is not escaped');
  return problems;
}
