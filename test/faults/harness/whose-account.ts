// A person who signed in says that the account is theirs, as the window asks; nothing where nobody is signed in.
import type { EngineUnderTest } from './engine.ts'

/** Says so. */
export async function sayItIsTheirs(engine: Pick<EngineUnderTest, 'look' | 'call'>): Promise<void> {
  const { signIn } = await engine.look()
  if (signIn.kind === 'signed-in') await engine.call('confirmAccount', { email: signIn.email })
}
