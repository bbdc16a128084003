// Cards that are put in, as the engine tells of them, with nothing of its rules.
import type { CardQuestion, RememberedCard } from '../../src/shared/card-schemas.ts'

/** A card that is asked about; a test states only what matters to it. */
export const aCard = (given: Partial<CardQuestion> = {}): CardQuestion => ({
  ...{ cardId: '1', kind: 'card', label: 'EOS_DIGITAL', camera: 'EOS', files: 412, bytes: 3.1e9 },
  ...{ isCounting: false, isWhole: true, answered: null, looksLike: false },
  ...given,
})

/** A card that somebody answered for. */
export const aKnownCard = (given: Partial<RememberedCard> = {}): RememberedCard => ({
  ...{ rememberedId: '1', kind: 'card', label: 'EOS_DIGITAL', camera: 'EOS', answer: 'always' },
  ...{ lastSeenAt: Date.UTC(2026, 5, 20, 12), isIn: false, sourceId: '2' },
  ...given,
})
