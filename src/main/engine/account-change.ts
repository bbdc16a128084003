// What a change of the sign-in means to the others: the catalogue works for that account, its storage figure is asked for
// or forgotten, the queue looks again.
import type { StorageFigure } from './conditions/index.ts'
import type { Catalog } from './ports/catalogue.ts'
import type { Logger } from './ports/outside.ts'
import type { RestingQueue } from './ports/resting.ts'
import type { SignIn } from './sign-in/index.ts'
import type { Telling } from './telling.ts'

/** Follows the sign-in from now on. */
export function followAccount(parts: {
  signIn: Pick<SignIn, 'subscribe' | 'account'>
  catalog: Pick<Catalog, 'useAccount'>
  storage: Pick<StorageFigure, 'refresh' | 'forget'>
  queue: Pick<RestingQueue, 'accountChanged' | 'wake'>
  conditions: { update(): void }
  telling: Pick<Telling, 'emit'>
  logger: Logger
}): void {
  /** What is left of a change that was broken off is done at the next start. */
  const followedBy = async (account: Parameters<Catalog['useAccount']>[0]): Promise<void> => {
    try {
      await catalog.useAccount(account)
      queue.wake()
    } catch (thrown) {
      logger.error('The files do not follow the account yet', thrown)
    }
  }
  const { signIn, catalog, storage, queue, conditions, telling, logger } = parts
  signIn.subscribe((state) => {
    const account = signIn.account()
    if (state.kind === 'signed-in' && account !== null) {
      void followedBy(account)
      queue.accountChanged()
      storage.refresh(true)
      queue.wake()
    } else storage.forget()
    conditions.update()
    telling.emit('signInChanged', state)
  })
}
