// "Forget everything": the sign-in is ended, the client forgotten, the engine stopped and everything it keeps on this
// computer removed. Joins sign-in, vault and upkeep; the engine cannot be used afterwards.
import type { EngineConfig } from './engine.ts'
import type { Logger, TokenVault } from './ports/outside.ts'
import type { SignIn } from './sign-in/index.ts'
import { eraseFolders } from './upkeep/index.ts'

/** Makes the wish of one engine. */
export function forgetEverything(parts: {
  signIn: Pick<SignIn, 'signOut'>
  vault: Pick<TokenVault, 'saveClient'>
  logger: Logger
  stop(): Promise<void>
  config: Pick<EngineConfig, 'dataFolder' | 'cacheFolder'>
}): () => Promise<void> {
  const { signIn, vault, logger, stop, config } = parts
  return async () => {
    await signIn.signOut()
    // A store that refuses does not keep the rest from being forgotten.
    await vault.saveClient(null).catch((thrown: unknown) => {
      logger.error('The store of the sign-in refused', thrown)
    })
    await stop()
    await eraseFolders(config.dataFolder, config.cacheFolder)
  }
}
