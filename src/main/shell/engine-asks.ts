// Answers what the engine asks of the shell: the token vault and the browser. Arguments are parsed here, because
// they come from another process.
import * as z from 'zod'
import { keptSignInSchema, oauthClientSchema } from '../engine/kept-content.ts'
import type { BrowserOpener, TokenVault } from '../engine/ports/outside.ts'
import type { AskName } from './engine-link.ts'

/** Makes the one function that answers every question; a bad argument throws. */
export function createAnswers(
  vault: TokenVault,
  browser: BrowserOpener,
): (name: AskName, argument: unknown) => Promise<unknown> {
  const answers: Record<AskName, (argument: unknown) => Promise<unknown>> = {
    'vault.load': () => vault.load(),
    'vault.save': (argument) => vault.save(keptSignInSchema.parse(argument)),
    'vault.clear': () => vault.clear(),
    'vault.loadClient': () => vault.loadClient(),
    'vault.saveClient': (argument) =>
      vault.saveClient(oauthClientSchema.nullable().parse(argument)),
    'vault.isLasting': () => vault.isLasting(),
    'vault.keepInFile': () => vault.keepInFile(),
    'browser.open': (argument) => browser.open(z.string().max(8_192).parse(argument)),
  }
  return (name, argument) => answers[name](argument)
}
