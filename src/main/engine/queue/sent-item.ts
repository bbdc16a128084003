// What an item whose bytes Google has says of them: its token and its name. Pure.
import type { WorkItem } from '../ports/catalogue.ts'

/** The token of what was sent, and when it was given (ms since 1970); null: there is none. */
export function tokenOf(item: WorkItem): { token: string; tokenAt: number } | null {
  const { lifecycle } = item
  if (lifecycle.state !== 'sent' && lifecycle.state !== 'creating' && lifecycle.state !== 'waiting')
    return null
  const { token, tokenAt } = lifecycle
  return token === null || tokenAt === null ? null : { token, tokenAt }
}

/** Under which name it is sent. */
export function fileNameOf(item: WorkItem): string {
  const { lifecycle } = item
  return 'plan' in lifecycle && lifecycle.plan !== null ? lifecycle.plan.fileName : item.name
}

/** Its upload. */
export function uploadOf({ fileId, uploadId }: WorkItem): number {
  if (uploadId === null) throw new Error(`File ${fileId} is sent but has no upload`)
  return uploadId
}
