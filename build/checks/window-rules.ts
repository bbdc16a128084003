// Two rules of the window that no linter brings: looks stay in the style sheets, words in src/renderer/words.
// A plugin for oxlint, with ESLint's selectors; oxlint.config.ts says where they hold.

/** The part of the linter's context that is used here. */
interface Context {
  report(finding: { node: unknown; message: string }): void
}
type Visitors = Record<string, (node: unknown) => void>

const ownWords =
  'JSXAttribute[name.name=/^(aria-label|alt|title|placeholder)$/] > Literal[value=/[A-Za-z]/]'

const looks = {
  create(context: Context): Visitors {
    const message =
      'Looks belong to the style sheets; a changing length can be an attribute of an SVG.'
    return {
      'JSXAttribute[name.name="style"]': (node) => {
        context.report({ node, message })
      },
    }
  },
}

const words = {
  create(context: Context): Visitors {
    const report = (node: unknown): void => {
      context.report({ node, message: 'Words belong to src/renderer/words.' })
    }
    return { 'JSXText[value=/[A-Za-z]/]': report, [ownWords]: report }
  },
}

export default { meta: { name: 'window' }, rules: { looks, words } }
