// `shoebox status` has the catalogue to itself for a moment. Whoever wants it meanwhile waits for its turn; an engine
// that runs keeps it for longer than anybody waits.
import type { Failure } from '../../../shared/failure.ts'
import type { Result } from '../../../shared/result.ts'
import type { Catalog } from '../ports/catalogue.ts'
import type { OpenOptions } from './open-options.ts'
import { openCatalog } from './open.ts'

const patienceMs = 5_000
const lookEveryMs = 100

/** Opens the catalogue as `openCatalog` does, and fails with 'catalogue-locked' only after five seconds of it. */
export async function openCatalogInTurn(options: OpenOptions): Promise<Result<Catalog, Failure>> {
  const { clock } = options
  const givenUpAt = clock.monotonic() + patienceMs
  for (;;) {
    const opened = await openCatalog(options)
    const isLocked = !opened.ok && opened.failure.kind === 'catalogue-locked'
    if (!isLocked || clock.monotonic() >= givenUpAt) return opened
    await new Promise<void>((done) => clock.after(lookEveryMs, done))
  }
}
