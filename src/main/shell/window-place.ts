// Where the window goes: its last place when a screen still shows it, else the middle of the first screen.
// Pure; windows and screens are main-window.ts.

/** A rectangle on the desktop, in device-independent pixels. */
export interface Place {
  x: number
  y: number
  width: number
  height: number
}

/** The size of a first window, and the narrowest layout that the design reflows to (WCAG 1.4.10). */
export const usualSize = { width: 1120, height: 760 }
export const smallestSize = { width: 320, height: 480 }

// Enough of the window's top edge to see it and to drag it back.
const visibleWidth = 120
const visibleHeight = 40

/** The place to open at, within the work areas of the screens; undefined coordinates mean the middle. */
export function placeFor(
  last: Place | null,
  workAreas: readonly Place[],
): { x?: number; y?: number; width: number; height: number } {
  const screen = last === null ? undefined : workAreas.find((area) => shows(area, last))
  if (last === null || screen === undefined) return usualSize
  return {
    x: last.x,
    y: last.y,
    width: Math.max(smallestSize.width, Math.min(last.width, screen.width)),
    height: Math.max(smallestSize.height, Math.min(last.height, screen.height)),
  }
}

function shows(area: Place, place: Place): boolean {
  const width = Math.min(area.x + area.width, place.x + place.width) - Math.max(area.x, place.x)
  const isTopVisible = place.y >= area.y - 1 && place.y + visibleHeight <= area.y + area.height
  return width >= visibleWidth && isTopVisible
}
