// Asks the app what its window may ask, through the bridge of the page itself: what the engine knows, apart from what
// the screen shows of it.
import type { Page } from 'playwright'
import type { Exposed } from '../../src/renderer/bridge.ts'
import type { Input, Output } from '../../src/shared/contract.ts'
import type { WindowCommandName } from '../../src/shared/names.ts'

/** The answer to a command; a failure throws. */
export async function ask<K extends WindowCommandName>(
  page: Page,
  name: K,
  input: Input<K>,
): Promise<Output<K>> {
  const result = await page.evaluate(
    ([command, given]) => (window as unknown as { shoebox: Exposed }).shoebox.call(command, given),
    [name, input as unknown] as const,
  )
  if (!result.ok) throw new Error(`${name}: ${JSON.stringify(result.failure)}`)
  return result.value as Output<K>
}
