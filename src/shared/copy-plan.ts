// What of a plan is a copy: bytes that are sent instead of the file's, and what they need on the disk. Pure.
import type { SendPlan } from './model.ts'

/** A plan to send other bytes than the file's. */
export type CopyPlan = Exclude<SendPlan, { kind: 'original' }>

/** The plan when it is to send a copy, else null. */
export function copyPlan(plan: SendPlan | null): CopyPlan | null {
  return plan !== null && plan.kind !== 'original' ? plan : null
}

/** The name of the rendition that a plan needs, or null: it needs none. */
export function renditionOf(plan: SendPlan | null): string | null {
  return copyPlan(plan)?.rendition ?? null
}
