// What scrolls the list: itself, or in a small window the whole page around it, so that there is one scrollbar.
import { useEffectEvent, useLayoutEffect, useState, type RefObject } from 'react'

type ListScroll = {
  /** How far the list's first row is above the upper edge. */
  scrollTop: number
  viewHeight: number
  /** Brings a place of the list to the upper edge. */
  scrollTo(top: number): void
}

/** Follows the scrolling; `isThere` once the list is in the page. */
export function useListScroll(
  list: RefObject<HTMLElement | null>,
  isOfPage: boolean,
  isThere: boolean,
): ListScroll {
  const [scrollTop, setScrollTop] = useState(0)
  const [viewHeight, setViewHeight] = useState(600)
  const port = (): HTMLElement | null =>
    isOfPage ? (list.current?.closest<HTMLElement>('.content') ?? null) : list.current
  /** What of the page stands above the list. */
  const above = (of: HTMLElement): number =>
    of === list.current || list.current === null
      ? 0
      : list.current.getBoundingClientRect().top - of.getBoundingClientRect().top + of.scrollTop
  const read = useEffectEvent((of: HTMLElement) =>
    setScrollTop(Math.max(0, of.scrollTop - above(of))),
  )
  const portNow = useEffectEvent(port)

  useLayoutEffect(() => {
    const element = portNow()
    if (element === null) return
    const onScroll = (): void => read(element)
    const observer = new ResizeObserver(() => {
      setViewHeight(element.clientHeight)
      onScroll()
    })
    observer.observe(element)
    element.addEventListener('scroll', onScroll, { passive: true })
    return () => {
      observer.disconnect()
      element.removeEventListener('scroll', onScroll)
    }
  }, [isOfPage, isThere])

  return {
    scrollTop,
    viewHeight,
    scrollTo: (top) => {
      const element = port()
      if (element === null) return
      element.scrollTop = top + above(element)
      setScrollTop(Math.max(0, element.scrollTop - above(element)))
    },
  }
}
