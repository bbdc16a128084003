// Finds in a file's text the places where a small change makes another program, and the changes that are possible there.
// Knows only the syntax: whether a change still compiles is asked of type-check.ts.
import ts from 'typescript'

/** What sort of change a mutation is. */
export type MutationKind =
  'comparison' | 'condition' | 'return' | 'bound' | 'arithmetic' | 'boolean' | 'removed call'

/** A place in a text and what may stand there instead. */
export interface MutationPoint {
  readonly kind: MutationKind
  readonly start: number
  readonly end: number
  readonly replacements: readonly string[]
}

/** Parses a TypeScript text, with JSX where the name says so. */
export function parse(name: string, text: string): ts.SourceFile {
  const kind = name.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS
  return ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true, kind)
}

/** All the places of a file, in the order of its text. */
export function mutationPoints(name: string, text: string): MutationPoint[] {
  const points: MutationPoint[] = []
  const visit = (node: ts.Node): void => {
    if (isWithoutEffect(node)) return
    points.push(...pointsAt(node))
    ts.forEachChild(node, visit)
  }
  visit(parse(name, text))
  return points.sort((one, other) => one.start - other.start || one.end - other.end)
}

/** Types and imports say nothing that runs; a number as a name is no number. */
function isWithoutEffect(node: ts.Node): boolean {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return true
  if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return true
  if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return true
  return ts.isNumericLiteral(node) && ts.isPropertyAssignment(node.parent)
    ? node.parent.name === node
    : false
}

function pointsAt(node: ts.Node): MutationPoint[] {
  if (ts.isBinaryExpression(node)) return pointsOfOperator(node)
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node))
    return pointsOfUnary(node)
  if (ts.isIfStatement(node)) return [conditionAt(node.expression)]
  if (ts.isConditionalExpression(node)) return [conditionAt(node.condition)]
  // Only false: a loop that never ends tells nothing and takes the whole time limit.
  if (ts.isWhileStatement(node) || ts.isDoStatement(node)) return [never(node.expression)]
  if (ts.isForStatement(node)) return node.condition === undefined ? [] : [never(node.condition)]
  if (ts.isReturnStatement(node))
    return node.expression === undefined ? [] : returnAt(node.expression, node)
  if (ts.isArrowFunction(node)) return ts.isBlock(node.body) ? [] : returnAt(node.body, node.body)
  if (ts.isExpressionStatement(node))
    return isCall(node.expression) && !isNeverReached(node.expression) ? [removed(node)] : []
  if (ts.isNumericLiteral(node)) return [boundAt(node)]
  if (ts.isPropertyAccessExpression(node)) return pointsOfAccess(node)
  if (node.kind === ts.SyntaxKind.TrueKeyword) return [point('boolean', node, 'false')]
  if (node.kind === ts.SyntaxKind.FalseKeyword) return [point('boolean', node, 'true')]
  return []
}

function point(kind: MutationKind, node: ts.Node, ...replacements: string[]): MutationPoint {
  return { kind, start: node.getStart(), end: node.getEnd(), replacements }
}

const operators: Record<string, { kind: MutationKind; others: readonly string[] }> = {
  '<': { kind: 'comparison', others: ['<=', '>='] },
  '<=': { kind: 'comparison', others: ['<', '>'] },
  '>': { kind: 'comparison', others: ['>=', '<='] },
  '>=': { kind: 'comparison', others: ['>', '<'] },
  '===': { kind: 'comparison', others: ['!=='] },
  '!==': { kind: 'comparison', others: ['==='] },
  '&&': { kind: 'condition', others: ['||'] },
  '||': { kind: 'condition', others: ['&&'] },
  '+': { kind: 'arithmetic', others: ['-'] },
  '-': { kind: 'arithmetic', others: ['+'] },
  '*': { kind: 'arithmetic', others: ['/'] },
  '/': { kind: 'arithmetic', others: ['*'] },
  '%': { kind: 'arithmetic', others: ['*'] },
  '<<': { kind: 'arithmetic', others: ['>>'] },
  '>>': { kind: 'arithmetic', others: ['<<'] },
  '>>>': { kind: 'arithmetic', others: ['<<'] },
  '&': { kind: 'arithmetic', others: ['|'] },
  '|': { kind: 'arithmetic', others: ['&'] },
  '^': { kind: 'arithmetic', others: ['&'] },
  '+=': { kind: 'arithmetic', others: ['-=', '='] },
  '-=': { kind: 'arithmetic', others: ['+=', '='] },
}

function pointsOfOperator(node: ts.BinaryExpression): MutationPoint[] {
  const operator = node.operatorToken
  if (operator.kind === ts.SyntaxKind.QuestionQuestionToken)
    return [point('condition', node, node.right.getText())]
  const found = operators[operator.getText()]
  return found === undefined ? [] : [point(found.kind, operator, ...found.others)]
}

function pointsOfUnary(node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression) {
  const operand = node.operand.getText()
  const isPrefix = ts.isPrefixUnaryExpression(node)
  switch (node.operator) {
    case ts.SyntaxKind.ExclamationToken:
      return [point('condition', node, operand)]
    case ts.SyntaxKind.MinusToken:
      return [point('arithmetic', node, operand)]
    case ts.SyntaxKind.PlusPlusToken:
      return [point('arithmetic', node, isPrefix ? `--${operand}` : `${operand}--`)]
    case ts.SyntaxKind.MinusMinusToken:
      return [point('arithmetic', node, isPrefix ? `++${operand}` : `${operand}++`)]
    default:
      return []
  }
}

const conditionAt = (node: ts.Expression): MutationPoint =>
  point('condition', node, 'true', 'false')
const never = (node: ts.Expression): MutationPoint => point('condition', node, 'false')

function pointsOfAccess(node: ts.PropertyAccessExpression): MutationPoint[] {
  if (node.expression.getText() !== 'Math') return []
  if (node.name.text === 'min') return [point('bound', node.name, 'max')]
  if (node.name.text === 'max') return [point('bound', node.name, 'min')]
  return []
}

/** One more or less; what is measured in thousands is halved and doubled, where one more would be no change. */
function boundAt(node: ts.NumericLiteral): MutationPoint {
  const value = Number(node.text)
  if (Number.isInteger(value) && (value < 1_000 || /^0[xb]/i.test(node.getText())))
    return point('bound', node, String(value + 1), ...(value > 0 ? [String(value - 1)] : []))
  return point('bound', node, String(value * 2), String(value / 2))
}

function isCall(node: ts.Expression): boolean {
  if (ts.isAwaitExpression(node) || ts.isVoidExpression(node)) return isCall(node.expression)
  return ts.isCallExpression(node) && node.expression.kind !== ts.SyntaxKind.SuperKeyword
}

/** Takes only what has no value left that it could be, so that the compiler has proved that it never runs. */
const isNeverReached = (node: ts.Expression): boolean =>
  ts.isCallExpression(node) && node.expression.getText() === 'assertNever'

const removed = (node: ts.ExpressionStatement): MutationPoint => point('removed call', node, ';')

/** What a function may give back instead, judged by the type it names. */
function returnAt(value: ts.Expression, from: ts.Node): MutationPoint[] {
  if (isPlain(value) || isNeverReached(value)) return []
  const type = returnTypeOf(from)
  const all = ['true', 'false', 'null', 'undefined', '[]', "''", '0']
  const replacements = type === undefined ? all.slice(0, 5) : all.filter((one) => fits(one, type))
  return replacements.length === 0 ? [] : [point('return', value, ...replacements)]
}

/** Literals have points of their own, or are as empty as what would stand there instead. */
function isPlain(node: ts.Expression): boolean {
  return (
    ts.isLiteralExpression(node) ||
    [ts.SyntaxKind.TrueKeyword, ts.SyntaxKind.FalseKeyword, ts.SyntaxKind.NullKeyword].includes(
      node.kind,
    ) ||
    ['undefined', '[]'].includes(node.getText())
  )
}

function returnTypeOf(node: ts.Node): string | undefined {
  const owner = ts.findAncestor(node, ts.isFunctionLike)
  return owner?.type?.getText()
}

const words: Record<string, RegExp> = {
  true: /\bboolean\b|\btrue\b| is /,
  false: /\bboolean\b|\bfalse\b| is /,
  null: /\bnull\b/,
  undefined: /\bundefined\b|\bvoid\b/,
  '[]': /\[\]|Array/,
  "''": /\bstring\b/,
  '0': /\bnumber\b/,
}

const fits = (replacement: string, type: string): boolean =>
  words[replacement]?.test(type) === true || !/\b(boolean|string|number|void)\b/.test(type)
