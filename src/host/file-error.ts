import type { FileErrorCode } from '../core/host.ts';

const codes: Readonly<Record<string, FileErrorCode>> = {
  ENOENT: 'missing',
  EACCES: 'denied',
  EPERM: 'denied',
  EISDIR: 'directory',
  ENOTDIR: 'not-directory',
  EEXIST: 'exists',
  EROFS: 'read-only',
  ENOSPC: 'full',
  EDQUOT: 'full',
  ENXIO: 'not-a-file',
  ELOOP: 'link-circle',
  IAMX_LATE: 'late',
  IAMX_TOO_LARGE: 'too-large',
  ERR_FS_FILE_TOO_LARGE: 'too-large',
};

/** The system's code of an error, as `ENOENT`; empty where it has none. */
export function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}

export function fileErrorCode(error: unknown): FileErrorCode {
  return codes[codeOf(error)] ?? 'other';
}
