// Draws the numbers of tables in benchmarks/RESULTS.md, above each table that has columns of these forms:
//   "requests/s" somewhere in the heading, with cells as 1,234 (1,200 to 1,300): bars, with the range;
//   "of NAME" or "p99, of NAME" of another store, with cells as 0.80: multiples of that store's, with a line at 1.
// No number stands anywhere else, so a chart says what the table says.

const SOURCE = /\/benchmarks\/RESULTS\.md$/
const ABSOLUTE = /requests\/s/
const RATIO = /^(p99, )?of (?:redis|memcached|nutcracker|hazelcast|infinispan|jedis|lettuce|etcd)/i
const NUMBER = /^([\d,]*\.?\d+)(?: \(([\d,]*\.?\d+) to ([\d,]*\.?\d+)\))?$/

const LEFT = 4
const WIDTH = 400
const PLOT = 296
const BAR = 13

export function charts(md) {
    md.core.ruler.push('charts', (state) => {
        if (!SOURCE.test(state.env.realPath ?? state.env.path ?? '')) return
        state.tokens = state.tokens.flatMap((token, at) => {
            if (token.type !== 'table_open') return [token]
            const drawn = drawings(cells(state.tokens, at))
            if (drawn.length === 0) return [token]
            const html = new state.Token('html_block', '', 0)
            html.content = drawn.map((svg) => `<div class="figure"><div class="picture">${svg}</div></div>\n`).join('')
            return [html, token]
        })
    })
}

/** The rows of the table that begins there, each a list of texts. */
function cells(tokens, at) {
    const rows = []
    for (let i = at; tokens[i].type !== 'table_close'; i++) {
        if (tokens[i].type === 'tr_open') rows.push([])
        if (tokens[i].type === 'inline') rows.at(-1).push(tokens[i].content.replaceAll('*', '').trim())
    }
    return rows
}

function drawings([head, ...rows]) {
    const columns = head.map((heading, column) => ({ heading, numbers: rows.map((row) => number(row[column] ?? '')) }))
    const whole = columns.filter(({ numbers }) => numbers.length > 1 && numbers.every(Boolean))
    const labels = rows.map((row) => row[0])
    const ratios = whole.filter(({ heading }) => RATIO.test(heading))
    const ofTimes = ratios.filter(({ heading }) => heading.startsWith('p99'))
    const ofRates = ratios.filter(({ heading }) => !heading.startsWith('p99'))
    return [
        ...whole.filter(({ heading }) => ABSOLUTE.test(heading)).map((column) => bars(column.heading, labels, [column], false)),
        ...(ofRates.length ? [bars('Requests a second, as a multiple of theirs: more is better', labels, ofRates, true)] : []),
        ...(ofTimes.length ? [bars('99th percentile of latency, as a multiple of theirs: less is better', labels, ofTimes, true)] : [])
    ]
}

function number(text) {
    const found = text.match(NUMBER)
    if (found === null) return null
    const [, value, low, high] = found
    const parsed = (digits) => Number(digits.replaceAll(',', ''))
    return { text: value, value: parsed(value), range: low ? [parsed(low), parsed(high)] : null }
}

function bars(title, labels, columns, areRatios) {
    const most = Math.max(...columns.flatMap(({ numbers }) => numbers.map(({ value, range }) => Math.max(value, range?.[1] ?? 0))))
    const x = (value) => LEFT + (PLOT * value) / most
    const body = []
    let y = 44
    labels.forEach((label, row) => {
        body.push(`<text class="bar-label" x="${LEFT}" y="${y}">${escaped(label)}</text>`)
        y += 7
        columns.forEach(({ heading, numbers }, series) => {
            body.push(bar(numbers[row], areRatios ? heading.match(RATIO)[0].replace(/^p99, /, '') : '', x, y, series))
            y += BAR + 4
        })
        y += 17
    })
    const one = areRatios ? `<line class="one" x1="${x(1)}" y1="30" x2="${x(1)}" y2="${y - 14}"/>` : ''
    return (
        `<svg class="drawing chart" viewBox="0 0 ${WIDTH} ${y - 8}" role="img" aria-label="${escaped(title)}: the numbers of the table below">` +
        `<text class="chart-title" x="${LEFT}" y="18">${escaped(title)}</text>${one}${body.join('')}</svg>`
    )
}

function bar({ text, value, range }, of, x, y, series) {
    const middle = y + BAR / 2
    const whisker = range
        ? `<path class="whisker" d="M${x(range[0])} ${middle}H${x(range[1])}M${x(range[0])} ${y + 3}v${BAR - 6}M${x(range[1])} ${y + 3}v${BAR - 6}"/>`
        : ''
    const end = Math.max(x(value), range ? x(range[1]) : 0)
    return (
        `<rect class="bar series-${series}" x="${LEFT}" y="${y}" width="${(x(value) - LEFT).toFixed(1)}" height="${BAR}" rx="2"/>${whisker}` +
        `<text class="bar-value" x="${(end + 6).toFixed(1)}" y="${y + BAR - 2.5}">${escaped(text)} ${escaped(of)}</text>`
    )
}

function escaped(text) {
    return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;')
}
