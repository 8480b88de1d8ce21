import type { CheckDocument } from './check.ts';
import type {
  ChainsDocument,
  CompareChainsDocument,
  ExplainChainDocument,
  IdentitiesDocument,
  NobodyDocument,
  WhoamiDocument,
} from './credentials.ts';
import type { DecodeDocument, DecodeLine } from './decode.ts';
import type { ExplainErrorDocument } from './explain-error.ts';
import type { DiffDocument, LintConfigDocument, LintDocument, LintRulesDocument } from './policies.ts';
import type { DemoDocument, ErrorDocument, VersionDocument } from './program.ts';
import type { SimulateDocument, SimulateLine } from './simulate.ts';
import type { CoverageDocument, TestDocument } from './test.ts';

/**
 * Every JSON that a command writes, by the name of its schema: `schemas/NAME.json` of the package is made of this
 * (`scripts/generate-schemas.ts`).
 */
export interface Documents {
  /** `iamx check … --json` */
  readonly check: CheckDocument;
  /** `iamx decode --json` */
  readonly decode: DecodeDocument;
  /** a line of `iamx decode --jsonl` */
  readonly 'decode-line': DecodeLine;
  /** `iamx demo --json` */
  readonly demo: DemoDocument;
  /** `iamx diff --json` */
  readonly diff: DiffDocument;
  /** an error, on standard error, of any command with `--json` */
  readonly error: ErrorDocument;
  /** `iamx explain-chain --json`, also with `--compare` and `--all-profiles` */
  readonly 'explain-chain': ExplainChainDocument | CompareChainsDocument | ChainsDocument;
  /** `iamx explain-error --json`, and the file of `iamx run --json FILE` */
  readonly 'explain-error': ExplainErrorDocument;
  /** `iamx lint --json` */
  readonly lint: LintDocument;
  /** `iamx lint --check-config --json` */
  readonly 'lint-config': LintConfigDocument;
  /** `iamx lint --list --json` and `iamx lint --explain CODE --json` */
  readonly 'lint-rules': LintRulesDocument;
  /** `iamx simulate --json` */
  readonly simulate: SimulateDocument;
  /** a line of `iamx simulate --jsonl` */
  readonly 'simulate-line': SimulateLine;
  /** `iamx test --json` */
  readonly test: TestDocument;
  /** the file of `iamx test --coverage json` */
  readonly 'test-coverage': CoverageDocument;
  /** `iamx --version --json` */
  readonly version: VersionDocument;
  /** `iamx whoami --json`, also with `--all-profiles` */
  readonly whoami: WhoamiDocument | NobodyDocument | IdentitiesDocument;
}
