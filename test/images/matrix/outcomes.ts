// Which outcomes are right for a picture of the matrix, from what it is and not from what the product says. A plain
// picture must be reduced: keeping everything would fail here.
import type { Decision } from '../../../src/main/engine/ports/prepare.ts'
import { ordinaryBlocks } from './dress.ts'
import type { Recipe } from './plan.ts'

/** What came of a picture, in a word. */
export function outcomeOf(decision: Decision): string {
  if (decision.kind === 'skip') return `skipped: ${decision.reason.kind}`
  return decision.plan.kind === 'reduced' ? 'reduced' : String(decision.plan.keptOriginal)
}

/** The right outcomes; what is reduced is judged besides, so that `reduced` is never the easy way out. */
export function rightOutcomes({ base, block, orientation }: Recipe): string[] {
  const { container, colours, depth } = base
  // No camera writes these at such a size; a GIF may be drawn by hand.
  if (container === 'gif' || container === 'bmp') return ['format']
  if (container === 'jxl') return ['skipped: not-a-photo']
  // Numbers whose meaning a JPEG for screens cannot say.
  if (depth === 'float' || colours === 'foreign by number') return ['format']
  // The a and b of Lab are signed numbers; some writers say so, and sharp decodes only those who do.
  if (colours === 'lab') return ['reduced', 'metadata-lost', 'format', 'undecodable']
  // A face lies elsewhere when the picture is turned upright.
  if (block === 'regions' && orientation !== 1) return ['reduced', 'metadata-lost']
  // Drawings: without loss they may be smaller than any photograph of them.
  if (depth === '1-bit' || depth === 'palette') return ['reduced', 'not-smaller', 'metadata-lost']
  // What is transparent stays without loss, and that has its size.
  if (base.hasAlpha && container !== 'webp') return ['reduced', 'not-smaller', 'metadata-lost']
  // A JPEG carries its metadata from one to the other, whatever it is.
  if (container === 'jpeg' || ordinaryBlocks.includes(block)) return ['reduced']
  return ['reduced', 'metadata-lost']
}
