// Invented folders with photos that carry no date, for the window's tests and pictures: what they hold, which dates are
// proposed, and what was decided. Knows the contract's shapes and none of the engine's rules.
import type { DateCertainty, FoundSource } from '../../src/shared/photo-dates.ts'
import { parsePartialDate } from '../../src/shared/photo-dates.ts'
import type {
  UndatedGroup,
  UndatedPhoto,
  UndatedSummary,
} from '../../src/shared/undated-schemas.ts'

/** A group; three scans of one folder unless told otherwise. */
export function aGroup(given: Partial<UndatedGroup> = {}): UndatedGroup {
  return {
    folderId: '11',
    sourceId: '1',
    folder: 'Scans/1987',
    choice: null,
    otherwise: 'file',
    files: 3,
    planned: 0,
    unwritable: 0,
    went: 0,
    examples: ['101', '102', '103'],
    ...given,
  }
}

/** Folders of every kind. */
export const undatedGroups: UndatedGroup[] = [
  aGroup({ files: 12, examples: ['101', '102', '103', '104'], planned: 2 }),
  aGroup({
    folderId: '12',
    folder: 'WhatsApp Images',
    files: 1_240,
    examples: ['111', '112', '113', '114'],
  }),
  aGroup({ folderId: '13', sourceId: '3', folder: '', files: 3, choice: 'later', unwritable: 1 }),
  aGroup({ folderId: '14', folder: 'Grandma', files: 5, choice: '1962-08', went: 2 }),
  aGroup({
    folderId: '15',
    folder: 'Slides/box 7',
    files: 0,
    choice: '1974',
    went: 80,
    examples: [],
  }),
]

const told: Record<string, [source: FoundSource, certainty: DateCertainty, at: number]> = {
  '11': ['folder-name', 'guess', Date.UTC(1987, 0, 1, 12)],
  '12': ['name-date', 'likely', Date.UTC(2018, 2, 5, 12)],
  '13': ['file-time', 'guess', Date.UTC(2003, 3, 5, 14, 30)],
}

function proposalFor(group: UndatedGroup, as: string, at: number): UndatedPhoto['proposal'] {
  if (as === 'leave') return { kind: 'none', why: 'left', doubt: null }
  if (at < group.unwritable) return { kind: 'unwritable' }
  const date = parsePartialDate(as)
  const [source, certainty, first] =
    date === null
      ? (told[group.folderId] ?? ['neighbours', 'likely', Date.UTC(2015, 4, 1, 10)])
      : (['chosen', 'sure', Date.UTC(date.year, (date.month ?? 1) - 1, date.day ?? 1, 12)] as const)
  const isUntold = (source === 'file-time' && as === 'name') || (date === null && at % 5 === 4)
  if (isUntold) return { kind: 'none', why: 'unknown', doubt: null }
  const wallMs = first + at * (date === null ? 86_400_000 : 1000)
  const precision = source === 'file-time' ? 'second' : 'day'
  return {
    kind: 'found',
    date: { wallMs, offsetMinutes: null, utcMs: wallMs, precision, source, certainty },
  }
}

/** A page of the photos of a group. */
export function photosOf(
  group: UndatedGroup,
  as: string,
  after: string | null,
  limit: number,
): { photos: UndatedPhoto[]; next: string | null } {
  const from = after === null ? 0 : Number(after.replace(/\D/g, ''))
  const to = Math.min(group.files, from + limit)
  const photos = Array.from({ length: Math.max(0, to - from) }, (_, index) => {
    const at = from + index
    const name = `scan ${String(at + 1).padStart(4, '0')}.jpg`
    const fileId = `${group.folderId}${at}`
    return { fileId, name, isPlanned: at < group.planned, proposal: proposalFor(group, as, at) }
  })
  return { photos, next: to < group.files ? (photos.at(-1)?.name ?? null) : null }
}

/** All of them summed up. */
export function summaryOf(group: UndatedGroup, as: string): UndatedSummary {
  const { photos } = photosOf(group, as, null, group.files)
  const found = photos.flatMap(({ proposal }) => (proposal.kind === 'found' ? [proposal.date] : []))
  const walls = found.map(({ wallMs }) => wallMs)
  const [first] = found
  return {
    looked: photos.length,
    isWhole: true,
    dated: found.length,
    unknown: photos.filter(({ proposal }) => proposal.kind === 'none').length,
    unwritable: photos.filter(({ proposal }) => proposal.kind === 'unwritable').length,
    from: walls.length === 0 ? null : Math.min(...walls),
    to: walls.length === 0 ? null : Math.max(...walls),
    sources:
      first === undefined
        ? []
        : [{ source: first.source, certainty: first.certainty, files: found.length }],
  }
}

/** What a decision makes of a group, or taking one back: `undefined`. */
export function afterDecision(
  groups: readonly UndatedGroup[],
  folderId: string,
  choice: string | null | undefined,
): UndatedGroup[] {
  return groups.flatMap((group) => {
    if (group.folderId !== folderId) return [group]
    const decided = { ...group, choice: choice === undefined ? 'later' : choice }
    return decided.files === 0 && decided.choice === null ? [] : [decided]
  })
}
