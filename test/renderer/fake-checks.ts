// Invented checks of folders for the window's tests and screenshots: answers of every kind, and files that are not safe, computed
// from their numbers.
import type { Input, Output } from '../../src/shared/contract.ts'
import type { SourceCheck, UnsafeKind, UnsafeReason } from '../../src/shared/check-schemas.ts'
import { noCheck } from '../../src/shared/check-sums.ts'
import { setAt } from './fake-data.ts'

const sum = (counts: SourceCheck['reasons']): number =>
  Object.values(counts).reduce((total, count) => total + count, 0)

/** The check of a source: of so many photos, all safe but those with reasons; a test states only what matters to it. */
export function aCheck({
  of = 412,
  sums = {},
  ...given
}: Partial<Omit<SourceCheck, 'sums'>> & {
  of?: number
  sums?: Partial<SourceCheck['sums']>
} = {}): SourceCheck {
  const reasons = given.reasons ?? {}
  return {
    checkId: '00000000-0000-4000-8000-000000000020',
    sourceId: '2',
    account: 'first@example.test',
    state: 'whole',
    failure: null,
    startedAt: setAt - 240_000,
    endedAt: setAt,
    sums: {
      ...noCheck(),
      ...{ of, ofBytes: of * 7_200_000, read: of, readBytes: of * 7_200_000, asked: of },
      ...{ checked: of, safe: of - sum(reasons), isWhole: true },
      ...sums,
    },
    reasons,
    changedAt: null,
    hasTable: true,
    ...given,
  }
}

/** One that goes on. */
export const aRunningCheck = (given: Parameters<typeof aCheck>[0] = {}): SourceCheck =>
  aCheck({
    ...{ state: 'running', endedAt: null, hasTable: false },
    ...given,
    sums: {
      ...{ read: 128, readBytes: 128 * 7_200_000, asked: 100, checked: 102, safe: 100 },
      isWhole: false,
      ...given.sums,
    },
  })

/** So many files of every reason. */
export const everyReason: SourceCheck['reasons'] = {
  'not-found': 1,
  'never-sent': 1_204,
  changed: 2,
  refused: 2,
  waiting: 3,
  skipped: 4,
  reduced: 61,
  'other-size': 2,
  'video-not-ready': 3,
  'other-client': 1,
  'not-asked': 2,
  unreadable: 2,
  changing: 1,
  library: 1,
}

const reasonAt: { [K in UnsafeKind]: (at: number) => UnsafeReason } = {
  'not-found': () => ({ kind: 'not-found' }),
  'never-sent': () => ({ kind: 'never-sent' }),
  changed: () => ({ kind: 'changed' }),
  refused: () => ({ kind: 'refused', failure: { kind: 'item-error', code: 3 } }),
  waiting: (at) => ({
    kind: 'waiting',
    failure: at % 2 === 0 ? null : { kind: 'server-error', status: 503 },
  }),
  skipped: (at) => ({
    kind: 'skipped',
    skip:
      at % 2 === 0
        ? { kind: 'too-large', sizeBytes: 143_000_000, limitBytes: 78_643_200 }
        : { kind: 'not-a-photo', detected: 'application/pdf' },
  }),
  reduced: () => ({ kind: 'reduced' }),
  'other-size': (at) => ({
    kind: 'other-size',
    sent: { width: 6_000, height: 4_000 },
    found: at % 2 === 0 ? { width: 3_000, height: 4_000 } : null,
  }),
  'video-not-ready': (at) => ({
    kind: 'video-not-ready',
    status: (['processing', 'failed', 'unknown'] as const)[at % 3] ?? 'unknown',
  }),
  'other-client': () => ({ kind: 'other-client' }),
  'not-asked': () => ({ kind: 'not-asked', failure: { kind: 'offline' } }),
  unreadable: () => ({ kind: 'unreadable', code: 'EACCES' }),
  changing: () => ({ kind: 'changing' }),
  library: () => ({ kind: 'library' }),
}

/** What a bridge answers for the files of a reason. */
export function unsafeAnswer(
  checks: readonly SourceCheck[],
  { checkId, reason, from, limit }: Input<'unsafeFiles'>,
): Output<'unsafeFiles'> {
  const check = checks.find((one) => one.checkId === checkId)
  const listed = check?.reasons[reason] ?? 0
  const isFolder = reason === 'library'
  return {
    from,
    listed,
    rows: Array.from({ length: Math.max(0, Math.min(limit, listed - from)) }, (_, row) => ({
      path: isFolder
        ? 'Photos Library.photoslibrary'
        : `DCIM/10${Math.floor((from + row) / 100)}CANON/IMG_${4_001 + from + row}.${reason === 'video-not-ready' ? 'MP4' : 'JPG'}`,
      isFolder,
      sizeBytes: isFolder ? null : 4_200_000 + (from + row) * 31_000,
      reason: reasonAt[reason](from + row),
    })),
  }
}
