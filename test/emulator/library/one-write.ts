/** One write to the library at a time and account: what overlaps with another is refused (photos-api.md 3 and 6). */
import { Refusal } from '../core/answer.ts'
import type { SignedInCall } from '../core/call.ts'
import type { Context } from '../core/context.ts'
import { errorFacts } from '../core/context.ts'
import { googleError } from '../core/google-errors.ts'

/** Begins a write, or refuses it while another of the same account is open. */
export function enterWrite(context: Context, call: SignedInCall): void {
  const { email, client } = call.caller
  const { open, leave } = context.quota.enterCreate(email)
  // A call is open until its answer is out, so that a client cannot overlap with one it has not heard from.
  void call.exchange.closed.then(leave)
  call.exchange.res.once('finish', leave)
  if (open > 1 && context.settings.refuseConcurrentCreates) {
    context.quota.refusedConcurrent()
    throw new Refusal(googleError('concurrent-write', errorFacts(context, client)))
  }
}
