/** The tab "Role": every role that can be assigned here, in Azure's two groups. */
import {
  Button,
  Dropdown,
  makeStyles,
  Option,
  SearchBox,
  Tab,
  TabList,
  Text,
  tokens,
  useRestoreFocusTarget,
} from '@fluentui/react-components'
import { useMemo, useState } from 'react'
import { DataGrid } from '../../controls/data-grid.js'
import { RolePanel } from '../role-panel.js'
import { findRoles, type ListedRole, type RoleGroup, roleGroups } from './role-choice.js'

const useStyles = makeStyles({
  hint: { color: tokens.colorNeutralForeground3, marginBlockEnd: '8px' },
  groups: { flexWrap: 'wrap' },
  tools: { display: 'flex', flexWrap: 'wrap', gap: '8px', alignItems: 'center', marginBlock: '8px' },
  search: { inlineSize: '380px', maxInlineSize: '100%' },
  filter: { minInlineSize: '150px', maxInlineSize: '100%' },
  selected: { marginBlock: '8px', minBlockSize: '20px' },
  other: { marginBlockStart: '8px' },
  word: { whiteSpace: 'nowrap' },
  view: {
    paddingInline: 0,
    minInlineSize: '56px',
    justifyContent: 'flex-start',
    whiteSpace: 'nowrap',
    color: tokens.colorBrandForegroundLink,
  },
})

/** What the tab keeps while another one is open. */
export interface RoleView {
  readonly group: RoleGroup
  readonly search: string
  readonly type: string | undefined
  readonly category: string | undefined
}

export const firstRoleView: RoleView = { group: 'job', search: '', type: undefined, category: undefined }

export interface RoleStepProps {
  readonly scope: string
  /** `undefined` while they are read. */
  readonly roles: readonly ListedRole[] | undefined
  readonly error: Error | null
  /** GUID. */
  readonly chosen: string | undefined
  readonly onChoose: (role: string) => void
  readonly view: RoleView
  readonly onView: (view: RoleView) => void
}

export function RoleStep({ scope, roles, error, chosen, onChoose, view, onView }: RoleStepProps) {
  const styles = useStyles()
  const { group, search, type, category } = view
  const restoreFocus = useRestoreFocusTarget()
  /** GUID of the role in the panel. */
  const [shown, setShown] = useState<string>()
  const found = useMemo(
    () => (roles === undefined ? undefined : findRoles(roles, { search, type, category })),
    [roles, search, type, category],
  )
  const rows = useMemo(() => found?.filter((role) => role.group === group), [found, group])
  const categories = useMemo(() => [...new Set(roles?.map((one) => one.category))].toSorted(), [roles])
  const other: RoleGroup = group === 'job' ? 'privileged' : 'job'
  const inOther = search.trim() === '' ? 0 : (found?.length ?? 0) - (rows?.length ?? 0)
  const chosenName = roles?.find(({ role }) => role.name === chosen)?.name
  return (
    <>
      <Text block className={styles.hint}>
        A role definition is a collection of permissions. Use a built-in role, or a custom role of your own.
      </Text>
      <TabList
        size="small"
        className={styles.groups}
        aria-label="Groups of roles"
        selectedValue={group}
        onTabSelect={(_, { value }) => onView({ ...view, group: value === 'privileged' ? 'privileged' : 'job' })}
      >
        <Tab value="job">{roleGroups.job}</Tab>
        <Tab value="privileged">{roleGroups.privileged}</Tab>
      </TabList>
      <div className={styles.tools}>
        <SearchBox
          className={styles.search}
          placeholder="Search by role name, description, permission, or ID"
          aria-label="Search by role name, description, permission, or ID"
          value={search}
          onChange={(_, { value }) => onView({ ...view, search: value })}
        />
        <Filter
          label="Type"
          options={['BuiltInRole', 'CustomRole']}
          value={type}
          onChange={(value) => onView({ ...view, type: value })}
        />
        <Filter
          label="Category"
          options={categories}
          value={category}
          onChange={(value) => onView({ ...view, category: value })}
        />
      </div>
      <Text block className={styles.selected} aria-live="polite">
        {`Selected role: ${chosenName ?? 'none'}`}
      </Text>
      <DataGrid
        // other rows begin at their top again
        key={`${group} ${search} ${type} ${category}`}
        label="Roles"
        rows={rows}
        error={error}
        keyOf={({ role }) => role.name}
        nameOf={({ name }) => name}
        empty="No roles match the filters"
        selection={{
          chosen: new Set(chosen === undefined ? [] : [chosen]),
          onChange: ([role]) => role !== undefined && onChoose(role),
          ...{ isSingle: true, isByRow: true },
        }}
        columns={[
          { label: 'Name', text: ({ name }) => name, render: ({ name }) => name },
          {
            label: 'Description',
            text: ({ description }) => description,
            render: ({ description }) => description,
            isMinor: true,
          },
          {
            label: 'Type',
            text: (role) => role.type,
            render: (role) => <span className={styles.word}>{role.type}</span>,
            isMinor: true,
          },
          { label: 'Category', text: (role) => role.category, render: (role) => role.category, isMinor: true },
          {
            label: 'Details',
            render: (role) => (
              <Button
                {...restoreFocus}
                appearance="transparent"
                size="small"
                className={styles.view}
                aria-label={`View ${role.name}`}
                // by keyboard the chosen role is viewed, else a hundred buttons stood before the next step
                tabIndex={role.role.name === chosen ? 0 : -1}
                onClick={() => setShown(role.role.name)}
              >
                View
              </Button>
            ),
          },
        ]}
      />
      {inOther === 0 ? null : (
        <Button className={styles.other} appearance="subtle" onClick={() => onView({ ...view, group: other })}>
          {`${inOther} more in ${roleGroups[other]}`}
        </Button>
      )}
      {shown === undefined ? null : <RolePanel scope={scope} guid={shown} onClose={() => setShown(undefined)} />}
    </>
  )
}

interface FilterProps {
  readonly label: string
  readonly options: readonly string[]
  readonly value: string | undefined
  readonly onChange: (value: string | undefined) => void
}

function Filter({ label, options, value, onChange }: FilterProps) {
  const styles = useStyles()
  return (
    <Dropdown
      className={styles.filter}
      aria-label={label}
      value={`${label} : ${value ?? 'All'}`}
      selectedOptions={[value ?? '']}
      onOptionSelect={(_, { optionValue }) => onChange(optionValue === '' ? undefined : optionValue)}
    >
      <Option value="">All</Option>
      {options.map((option) => (
        <Option key={option} value={option}>
          {option}
        </Option>
      ))}
    </Dropdown>
  )
}
