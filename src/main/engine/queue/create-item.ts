// What is asked of Google for one photo whose bytes it has: by which token, under which name, with which words. Pure.
import type { WorkItem } from '../ports/catalogue.ts'
import type { CreateItem } from '../ports/photos.ts'

/** The token of an item that has one. */
export function tokenOf({ lifecycle }: WorkItem): { token: string; tokenAt: number } | null {
  if (lifecycle.state !== 'sent' && lifecycle.state !== 'creating' && lifecycle.state !== 'waiting')
    return null
  const { token, tokenAt } = lifecycle
  return token === null || tokenAt === null ? null : { token, tokenAt }
}

/** The photo of an item, as it is asked for. */
export function createItemOf(item: WorkItem, description: string | null): CreateItem {
  const { lifecycle, name } = item
  const plan = 'plan' in lifecycle ? lifecycle.plan : null
  return {
    token: tokenOf(item)?.token ?? '',
    fileName: plan?.fileName ?? name,
    ...(description === null ? {} : { description }),
  }
}
