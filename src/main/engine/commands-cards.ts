// The commands for cards: the answer to what is asked of one that is in, and what was answered before. What each brings about
// is cards.ts.
import type { EngineHandlers } from '../../shared/contract.ts'
import type { Failure } from '../../shared/failure.ts'
import { ok, type Result } from '../../shared/result.ts'
import type { Cards } from './cards.ts'

/** Makes the handlers. */
export function cardCommands(
  cards: Cards,
  removeSource: EngineHandlers['removeSource'],
): Pick<EngineHandlers, 'answerCard' | 'listCards' | 'changeCard'> {
  const settle = async (
    answered: Result<{ leaves: number | null }, Failure>,
  ): Promise<Result<Record<string, never>, Failure>> => {
    if (!answered.ok) return answered
    const { leaves } = answered.value
    return leaves === null ? ok({}) : removeSource({ sourceId: String(leaves) })
  }
  return {
    answerCard: async ({ cardId, answer }) => settle(await cards.answer(cardId, answer)),
    listCards: async () => ok({ cards: cards.remembered() }),
    changeCard: async ({ rememberedId, answer }) =>
      settle(await cards.change(Number(rememberedId), answer)),
  }
}
