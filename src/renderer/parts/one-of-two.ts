// Double clicks on what does something each time it is pressed, or is another thing by the second click.
import { useRef, type MouseEvent } from 'react'

/** Who clicks twice means the first: `watch` is for what holds the buttons, `unlessSecond` for what each does. */
export function useOneOfTwo() {
  const isSecond = useRef(false)
  return {
    watch: {
      onMouseDownCapture: ({ detail }: MouseEvent) => {
        isSecond.current = detail > 1
      },
      onKeyDownCapture: () => {
        isSecond.current = false
      },
    },
    unlessSecond: (act: () => void) => (): void => {
      if (!isSecond.current) act()
    },
  }
}
