// Cards that are put in, as the engine tells of them, with nothing of its rules.
import type { CardQuestion, CardRun, RememberedCard } from '../../src/shared/card-schemas.ts'
import type { SourceView } from '../../src/shared/status.ts'
import { aSource } from '../shell/a-status.ts'

/** A card that is asked about; a test states only what matters to it. */
export const aCard = (given: Partial<CardQuestion> = {}): CardQuestion => ({
  ...{ cardId: '1', kind: 'card', label: 'EOS_DIGITAL', camera: 'EOS', files: 412, bytes: 3.1e9 },
  known: 0,
  ...{ isCounting: false, isWhole: true, answered: null, looksLike: false },
  ...given,
})

/** A card that is backed up, in and done; a test states only what matters to it. */
export const aRun = (given: Partial<CardRun> = {}): CardRun => ({
  ...{ kind: 'card', label: 'EOS_DIGITAL', camera: 'EOS', told: 'sent', isLookedThrough: true },
  ...{ files: 412, done: 412, waiting: 0, undecided: 0, skipped: 0, failed: 0 },
  ...given,
})

/** The folder as which a card is backed up; its number is the name's. */
export const aCardSource = (name: string, given: Partial<CardRun> = {}): SourceView => ({
  ...aSource({ sourceId: name, name, path: `/media/anna/${given.label ?? 'EOS_DIGITAL'}` }),
  state: given.told === 'away' ? 'not-connected' : 'watching',
  card: aRun(given),
})

/** A card that somebody answered for. */
export const aKnownCard = (given: Partial<RememberedCard> = {}): RememberedCard => ({
  ...{ rememberedId: '1', kind: 'card', label: 'EOS_DIGITAL', camera: 'EOS', answer: 'always' },
  ...{ lastSeenAt: Date.UTC(2026, 5, 20, 12), isIn: false, sourceId: '2' },
  ...given,
})
