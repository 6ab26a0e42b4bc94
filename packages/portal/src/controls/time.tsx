/** A moment, in the reader's own zone and manner. @param props.at ISO text or milliseconds since the epoch */
export function Time({ at }: { readonly at: string | number | undefined }) {
  if (at === undefined || at === '') return <>-</>
  const date = new Date(at)
  if (Number.isNaN(date.getTime())) return <>{String(at)}</>
  return (
    <time dateTime={date.toISOString()}>
      {date.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' })}
    </time>
  )
}
