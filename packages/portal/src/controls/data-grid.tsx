/**
 * A table of things: sorted by a click on a heading, filtered by a text, a page of rows at a time. A real `table`, so
 * that screen readers know rows and columns.
 */
import {
  Button,
  Checkbox,
  makeStyles,
  mergeClasses,
  Radio,
  SearchBox,
  Skeleton,
  SkeletonItem,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
  Text,
  Tooltip,
  tokens,
} from '@fluentui/react-components'
import { type MouseEvent, type ReactNode, useId, useMemo, useState } from 'react'
import { arrangeRows } from './arrange-rows.js'
import { ErrorPanel } from './error-panel.js'

export interface Column<Row> {
  readonly label: string
  readonly render: (row: Row) => ReactNode
  /** What the column is sorted and filtered by; a column without it is neither. */
  readonly text?: (row: Row) => string
  /** Left out where the page is narrow. */
  readonly isMinor?: boolean
}

export interface Selection {
  /** Keys of the chosen rows. */
  readonly chosen: ReadonlySet<string>
  readonly onChange: (chosen: ReadonlySet<string>) => void
  readonly isSingle?: boolean
  /** A click anywhere on a row chooses it, not on its box alone. */
  readonly isByRow?: boolean
}

export interface DataGridProps<Row> {
  /** What the rows are, for screen readers: "Role assignments". */
  readonly label: string
  readonly columns: readonly Column<Row>[]
  /** `undefined` while they are being read. */
  readonly rows: readonly Row[] | undefined
  readonly keyOf: (row: Row) => string
  /** How a row is called, for its selection box. */
  readonly nameOf?: (row: Row) => string
  readonly error?: Error | null
  /** Shown instead of rows when there are none. */
  readonly empty?: ReactNode
  /** Placeholder of the filter; no filter without it. */
  readonly filterLabel?: string
  readonly selection?: Selection
  /** Why a row cannot be chosen; `undefined`: it can. */
  readonly lockOf?: (row: Row) => string | undefined
  /** Rows with the same text come together under it, in the order of their first row. */
  readonly groupOf?: (row: Row) => string
  /** Filters and the like, beside the filter's text box. */
  readonly tools?: ReactNode
}

const rowsAtATime = 100

const useStyles = makeStyles({
  tools: { display: 'flex', flexWrap: 'wrap', gap: '8px', alignItems: 'center', marginBlockEnd: '8px' },
  search: { inlineSize: '320px', maxInlineSize: '100%' },
  frame: { overflowX: 'auto' },
  table: { tableLayout: 'auto', minInlineSize: '100%' },
  cell: { overflowWrap: 'break-word', paddingBlock: '6px' },
  minor: { '@media (max-width: 640px)': { display: 'none' } },
  group: { backgroundColor: tokens.colorNeutralBackground3 },
  box: { inlineSize: '44px' },
  locked: { opacity: 0.5, cursor: 'not-allowed' },
  chosenByRow: { cursor: 'pointer' },
  note: { paddingBlock: '24px', color: tokens.colorNeutralForeground3 },
  more: { marginBlockStart: '8px', alignSelf: 'flex-start' },
  skeleton: { display: 'grid', gap: '14px', paddingBlock: '14px' },
})

export function DataGrid<Row>(props: DataGridProps<Row>) {
  const { label, columns, rows, keyOf, nameOf, error, empty, filterLabel, selection, lockOf, groupOf, tools } = props
  const styles = useStyles()
  const boxes = useId()
  const [filter, setFilter] = useState('')
  const [sort, setSort] = useState<{ readonly column: string; readonly isDescending: boolean }>()
  const [shown, setShown] = useState(rowsAtATime)
  const found = useMemo(
    () => arrangeRows({ rows: rows ?? [], columns, filter, sort, groupOf }),
    [rows, columns, filter, sort, groupOf],
  )

  if (rows === undefined && error !== undefined && error !== null) return <ErrorPanel error={error} />
  const span = columns.length + (selection === undefined ? 0 : 1)
  const toggle = (key: string) => {
    if (selection === undefined) return
    const next = new Set(selection.isSingle ? [] : selection.chosen)
    if (selection.chosen.has(key) && !selection.isSingle) next.delete(key)
    else next.add(key)
    selection.onChange(next)
  }
  const chooseRow = (event: MouseEvent<HTMLElement>, key: string) => {
    // what can be clicked for itself stays so
    if (event.target instanceof Element && event.target.closest('a, button, input, label') !== null) return
    toggle(key)
  }
  const heading = ({ label: column, text, isMinor }: Column<Row>) => (
    <TableHeaderCell
      key={column}
      className={mergeClasses(styles.cell, isMinor && styles.minor)}
      sortable={text !== undefined}
      {...(sort?.column === column ? { sortDirection: sort.isDescending ? 'descending' : 'ascending' } : {})}
      onClick={() => {
        if (text === undefined) return
        setSort({ column, isDescending: sort?.column === column && !sort.isDescending })
      }}
    >
      {column}
    </TableHeaderCell>
  )
  let lastGroup: string | undefined
  const rowElements = found.slice(0, shown).flatMap((row) => {
    const key = keyOf(row)
    const group = groupOf?.(row)
    const opensGroup = group !== undefined && group !== lastGroup
    lastGroup = group
    const Box = selection?.isSingle ? Radio : Checkbox
    const lock = selection === undefined ? undefined : lockOf?.(row)
    const boxLabel = `Select ${nameOf?.(row) ?? key}`
    return [
      ...(opensGroup
        ? [
            <TableRow key={`group ${group}`} className={styles.group}>
              <TableHeaderCell scope="rowgroup" colSpan={span}>
                <Text weight="semibold">{group}</Text>
              </TableHeaderCell>
            </TableRow>,
          ]
        : []),
      <TableRow
        key={key}
        {...(selection?.chosen.has(key) ? { 'aria-selected': true } : {})}
        {...(selection?.isByRow && lock === undefined
          ? { className: styles.chosenByRow, onClick: (event) => chooseRow(event, key) }
          : {})}
      >
        {selection === undefined ? null : (
          <TableCell className={styles.box}>
            {lock === undefined ? (
              <Box
                aria-label={boxLabel}
                {...(selection.isSingle ? { name: boxes } : {})}
                checked={selection.chosen.has(key)}
                onChange={() => toggle(key)}
              />
            ) : (
              <Tooltip content={lock} relationship="description" withArrow>
                <Box className={styles.locked} aria-label={boxLabel} aria-disabled checked={false} />
              </Tooltip>
            )}
          </TableCell>
        )}
        {columns.map((column) => (
          <TableCell key={column.label} className={mergeClasses(styles.cell, column.isMinor && styles.minor)}>
            {column.render(row)}
          </TableCell>
        ))}
      </TableRow>,
    ]
  })
  return (
    <div>
      {filterLabel === undefined && tools === undefined ? null : (
        <div className={styles.tools}>
          {filterLabel === undefined ? null : (
            <SearchBox
              className={styles.search}
              placeholder={filterLabel}
              aria-label={filterLabel}
              value={filter}
              onChange={(_, data) => {
                setFilter(data.value)
                setShown(rowsAtATime)
              }}
            />
          )}
          {tools}
        </div>
      )}
      {rows === undefined ? (
        <Skeleton aria-label={`Loading ${label}`} className={styles.skeleton}>
          {[1, 2, 3].map((line) => (
            <SkeletonItem key={line} size={20} />
          ))}
        </Skeleton>
      ) : found.length === 0 ? (
        <Text block className={styles.note}>
          {rows.length === 0 ? (empty ?? 'Nothing here yet.') : `Nothing matches "${filter}".`}
        </Text>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <section className={styles.frame} aria-label={label} tabIndex={0}>
          <Table aria-label={label} className={styles.table} size="small">
            <TableHeader>
              <TableRow>
                {selection === undefined ? null : <TableCell className={styles.box} />}
                {columns.map(heading)}
              </TableRow>
            </TableHeader>
            <TableBody>{rowElements}</TableBody>
          </Table>
        </section>
      )}
      {found.length > shown ? (
        <Button className={styles.more} onClick={() => setShown(shown + rowsAtATime)}>
          {`Show more (${found.length - shown} left)`}
        </Button>
      ) : null}
    </div>
  )
}
