/** The names that AWS's console and its pages give to regions: botocore 1.43 `endpoints.json`, `description`. */
const names = {
  'af-south-1': 'Africa (Cape Town)',
  'ap-east-1': 'Asia Pacific (Hong Kong)',
  'ap-east-2': 'Asia Pacific (Taipei)',
  'ap-northeast-1': 'Asia Pacific (Tokyo)',
  'ap-northeast-2': 'Asia Pacific (Seoul)',
  'ap-northeast-3': 'Asia Pacific (Osaka)',
  'ap-south-1': 'Asia Pacific (Mumbai)',
  'ap-south-2': 'Asia Pacific (Hyderabad)',
  'ap-southeast-1': 'Asia Pacific (Singapore)',
  'ap-southeast-2': 'Asia Pacific (Sydney)',
  'ap-southeast-3': 'Asia Pacific (Jakarta)',
  'ap-southeast-4': 'Asia Pacific (Melbourne)',
  'ap-southeast-5': 'Asia Pacific (Malaysia)',
  'ap-southeast-6': 'Asia Pacific (New Zealand)',
  'ap-southeast-7': 'Asia Pacific (Thailand)',
  'ca-central-1': 'Canada (Central)',
  'ca-west-1': 'Canada West (Calgary)',
  'cn-north-1': 'China (Beijing)',
  'cn-northwest-1': 'China (Ningxia)',
  'eu-central-1': 'Europe (Frankfurt)',
  'eu-central-2': 'Europe (Zurich)',
  'eu-north-1': 'Europe (Stockholm)',
  'eu-south-1': 'Europe (Milan)',
  'eu-south-2': 'Europe (Spain)',
  'eu-west-1': 'Europe (Ireland)',
  'eu-west-2': 'Europe (London)',
  'eu-west-3': 'Europe (Paris)',
  'eusc-de-east-1': 'AWS European Sovereign Cloud (Germany)',
  'il-central-1': 'Israel (Tel Aviv)',
  'me-central-1': 'Middle East (UAE)',
  'me-south-1': 'Middle East (Bahrain)',
  'mx-central-1': 'Mexico (Central)',
  'sa-east-1': 'South America (Sao Paulo)',
  'us-east-1': 'US East (N. Virginia)',
  'us-east-2': 'US East (Ohio)',
  'us-gov-east-1': 'AWS GovCloud (US-East)',
  'us-gov-west-1': 'AWS GovCloud (US-West)',
  'us-west-1': 'US West (N. California)',
  'us-west-2': 'US West (Oregon)',
} as const satisfies Readonly<Record<string, string>>;

/** Older names of continents, and whole names of states. */
const spellings = [
  [/^eu(?= )/, 'europe'],
  [/\bnorthern\b|\bnorth(?= (?:virginia|california))/, 'n'],
] as const;

/** Ways to write each name, letters and single blanks alone: whole, what stands in its brackets, and without the `n`. */
const known: ReadonlyMap<string, string> = new Map(
  Object.entries(names).flatMap(([code, name]) => {
    const place = /\(([^()]*)\)/.exec(name)?.[1] ?? name;
    // GovCloud's places are other regions' codes without their number.
    const whole = place.startsWith('US-') ? name : place;
    const alone = place === 'Central' ? name.replace(/ \(.*/, '') : whole;
    const ways = [name, alone, ...(place.startsWith('N. ') ? [place.slice(3), name.replace('N. ', '')] : [])];
    return ways.map((way): [string, string] => [plain(way), code]);
  }),
);

/** The region whose name of the console this is, with its own code beside it or without; undefined for other texts. */
export function regionOfName(text: string): string | undefined {
  // A comment behind a value is another mistake.
  if (text.length > 60 || /[#;]/.test(text)) return undefined;
  const code = Object.keys(names).find((one) => text.toLowerCase().includes(one));
  const rest = plain(code === undefined ? text : text.toLowerCase().replace(code, ' '));
  const found = known.get(spellings.reduce((all, [from, to]) => all.replace(from, to), rest));
  return found === undefined || (code !== undefined && code !== found) ? undefined : found;
}

/** As AWS writes it. */
export function nameOfRegion(code: string): string | undefined {
  return Object.entries(names).find(([one]) => one === code)?.[1];
}

function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z]+/g, ' ')
    .trim();
}
