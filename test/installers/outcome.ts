// What a try of an installer found, and what in it was a stand-in.

/** One claim and how it ended. */
export interface Claim {
  readonly name: string
  /** null: it held. */
  readonly problem: string | null
}

/** A try of one installer. */
export interface Outcome {
  readonly installer: string
  readonly claims: readonly Claim[]
  /** What was not the real thing; the claims hold no further than that. */
  readonly standIns: readonly string[]
}

/** Collects claims; one that throws has not held, and the next is tried all the same. */
export function createClaims(): {
  readonly claims: Claim[]
  claim(name: string, test: () => unknown): Promise<void>
} {
  const claims: Claim[] = []
  return {
    claims,
    claim: async (name, test) => {
      try {
        await test()
        claims.push({ name, problem: null })
      } catch (error) {
        claims.push({ name, problem: error instanceof Error ? error.message : String(error) })
      }
    },
  }
}
