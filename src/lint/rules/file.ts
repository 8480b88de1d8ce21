import { allow } from '../example.ts';
import { allTypes, type Rule } from '../rule.ts';

/** What is wrong with a file before it is a policy. */
export const fileRules: readonly Rule[] = [
  {
    id: 'json-syntax',
    awsCode: 'JSON_SYNTAX_ERROR',
    severity: 'error',
    category: 'syntax',
    types: allTypes,
    title: 'The text is not JSON: nothing else is looked at.',
    repair: 'Correct the text at the place.',
    bad: { policy: '{"Version":"2012-10-17",}', at: ',' },
    good: { policy: allow({}) },
    look: { at: 'file', codes: ['json/'] },
  },
  {
    id: 'yaml-syntax',
    severity: 'error',
    category: 'syntax',
    types: allTypes,
    title: 'The text is not YAML: nothing else is looked at.',
    repair: 'Correct the text at the place.',
    bad: { policy: 'Statement: [', at: '' },
    good: { policy: 'Statement: []\n' },
    look: { at: 'file', codes: ['yaml/'] },
  },
  {
    id: 'unusual-encoding',
    severity: 'warning',
    category: 'syntax',
    types: allTypes,
    title: 'The file has a byte order mark or is UTF-16, which AWS does not take.',
    repair: 'Save it as UTF-8 without a byte order mark.',
    bad: { policy: '\ufeff{}', at: '' },
    good: { policy: allow({}) },
    look: { at: 'file', codes: ['text/'] },
  },
  {
    id: 'unreadable-file',
    severity: 'error',
    category: 'syntax',
    types: allTypes,
    title: 'A file cannot be read, or is no text.',
    repair: 'Look at the file.',
    bad: { policy: '', at: '' },
    good: { policy: allow({}) },
    look: { at: 'file', codes: ['file/'] },
  },
];
