// The console: asks the API what there is, and shows it. Whatever comes from there is text, and becomes nothing else: see `put`.
'use strict';

const TOKEN = 'signalbox.token';
const REFRESH_MILLIS = 3000;
const IN_BACKGROUND_MILLIS = 30000;
const DRAW_MILLIS = 250;
const TYPED_MILLIS = 400;
const LONGEST_WAIT_MILLIS = 30000;
const MOST_EVENTS = 100;
const MOST_LETTERS = 50;
const MOST_DEVICES = 200;
const RANKS = ['failed', 'stopped', 'degraded', 'paused', 'healthy'];

const at = id => document.getElementById(id);

// -- What is on the page

/** Sets a node's text, and only if it is another one: a reader's selection and a screen reader's peace outlive a refresh. */
function put(node, text) {
    const wanted = text === undefined || text === null ? '' : String(text);
    if (node.textContent !== wanted) {
        node.textContent = wanted;
    }
    return node;
}

/** An element with attributes (a function is a listener), and with nodes or texts in it. */
function element(name, attributes = {}, ...inside) {
    const made = document.createElement(name);
    for (const [attribute, value] of Object.entries(attributes)) {
        if (typeof value === 'function') {
            made.addEventListener(attribute, value);
        } else if (value !== undefined && value !== false) {
            made.setAttribute(attribute, value === true ? '' : value);
        }
    }
    made.append(...inside);
    return made;
}

/** A row of a table, whose cells (by name) say on narrow screens under which heading they stand; the first is the row's own heading. */
function tableRow(...cells) {
    const row = element('tr', {role: 'row'});
    const byName = {};
    cells.forEach(([name, label, kind = ''], place) => {
        byName[name] = element(place ? 'td' : 'th', {'data-label': label, class: kind,
            role: place ? 'cell' : 'rowheader', scope: place ? undefined : 'row'});
        row.append(byName[name]);
    });
    return {node: row, cells: byName};
}

/** Makes the rows in a table those of a list, in place: a row that stays keeps its node, and so the reader's focus. */
function reconcile(parent, items, keyOf, make, mayMove = true) {
    const known = parent.known ?? (parent.known = new Map());
    const wanted = new Set(items.map(keyOf));
    for (const [key, row] of known) {
        if (!wanted.has(key)) {
            row.node.remove();
            known.delete(key);
        }
    }
    let next = parent.querySelector(':scope > [data-row]');
    for (const item of items) {
        let row = known.get(keyOf(item));
        const fresh = !row;
        if (fresh) {
            row = make(item);
            row.node.dataset.row = '';
            known.set(keyOf(item), row);
        }
        row.show(item);
        if (row.node === next) {
            next = next.nextElementSibling;
        } else if (fresh || mayMove) {
            parent.insertBefore(row.node, next);
        }
    }
}

/** The one line at the foot, where the answer to a button stands. */
function answer(text, bad = false) {
    at('foot').hidden = text === undefined;
    at('foot').classList.toggle('trouble', bad);
    put(at('answer'), text);
}

/** A button that can't be pressed again until what it did is answered, in words, at the foot. */
function button(text, label, act) {
    const made = element('button', {type: 'button', 'aria-label': label});
    made.textContent = text;
    made.addEventListener('click', async () => {
        made.disabled = true;
        answer(`${made.getAttribute('aria-label')} …`);
        try {
            const said = await act();
            answer(said?.text ?? said, said?.bad);
        } catch (problem) {
            answer(problem.message, true);
        }
        made.disabled = false;
        made.focus();
        refresh();
    });
    return made;
}

at('dismiss').addEventListener('click', () => answer());

function instant(node, text) {
    if (node.dateTime !== text) {
        const time = new Date(text);
        const today = time.toDateString() === new Date().toDateString();
        node.dateTime = text;
        node.title = text;
        put(node, (today ? '' : `${time.toLocaleDateString(undefined, {month: 'short', day: 'numeric'})} `)
            + time.toLocaleTimeString(undefined, {hour12: false}));
    }
    return node;
}

const when = text => instant(element('time'), text);
const plural = (count, one, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;

function age(seconds) {
    const steps = [[86400, 'd'], [3600, 'h'], [60, 'min'], [1, 's']];
    const [size, unit] = steps.find(([each]) => seconds >= each) ?? [1, 's'];
    return seconds < 1 ? '< 1 s' : `${Math.floor(seconds / size)} ${unit}`;
}

function statusClass(status) {
    const colours = {healthy: 'good', online: 'good', delivered: 'good', degraded: 'warn', warning: 'warn', silent: 'warn',
        paused: 'calm', pending: 'calm', failed: 'bad', stopped: 'bad', offline: 'bad', error: 'bad', critical: 'bad',
        'dead-lettered': 'bad'};
    return colours[status] ?? '';
}

/** A word with a colour, which says nothing that the word does not say. */
function status(node, word) {
    const wanted = `dot ${statusClass(word)}`;
    const span = node.firstElementChild ?? node.appendChild(element('span'));
    span.className = statusClass(word) ? wanted : '';
    put(span, word);
}

// -- Asking

let token = sessionStorage.getItem(TOKEN);
let asking = true;

class Problem extends Error {
    constructor(status, message) {
        super(message);
        this.status = status;
    }
}

/**
 * Asks the API. The operation is a method and a path, as the API's description (/q/openapi) has them. The mode is fetch's usual one on
 * purpose: with `same-origin`, and our Referrer-Policy, browsers would say `Origin: null`.
 */
async function ask(operation, parts = {}, query = {}, signal = undefined) {
    const [method, template] = operation.split(' ');
    const path = template.replace(/\{(\w+)\}/g, (all, part) => encodeURIComponent(parts[part]));
    const search = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== '')).toString();
    const headers = {Accept: path.endsWith('/stream') ? 'text/event-stream' : 'application/json'};
    if (token) {
        headers.Authorization = `Bearer ${token}`;
    }
    let response;
    try {
        response = await fetch(search ? `${path}?${search}` : path,
            {method, headers, signal, cache: 'no-store', credentials: 'omit', redirect: 'error'});
    } catch (failure) {
        throw signal?.aborted ? failure : new Problem(0, 'Signalbox does not answer.');
    }
    if (response.ok) {
        return response;
    }
    const problem = await response.json().catch(() => ({}));
    if (response.status === 401) {
        askForToken();
    }
    throw new Problem(response.status, problem.detail ?? `${response.status} ${response.statusText}`);
}

const json = async (...question) => (await ask(...question)).json();

/** Nothing is asked until there is another token. */
function askForToken() {
    asking = false;
    if (!at('door').open) {
        if (token) {
            put(at('door-why'), 'This is not the token of this instance. It is kept until this tab is closed.');
        }
        at('door').showModal();
    }
}

at('door-form').addEventListener('submit', event => {
    event.preventDefault();
    token = at('token').value.trim();
    sessionStorage.setItem(TOKEN, token);
    at('token').value = '';
    at('door').close();
    asking = true;
    refresh();
    follow();
});

// -- The whole, and its generation

function showWhole(backends) {
    const enabled = backends.filter(each => each.enabled);
    const having = word => enabled.filter(each => each.status === word);
    const trouble = ['failed', 'stopped', 'degraded'].filter(word => having(word).length)
        .map(word => `${word}: ${having(word).map(each => each.name).join(', ')}`);
    const paused = having('paused').map(each => each.name);
    const letters = enabled.reduce((sum, each) => sum + (each.deadLetters ?? 0), 0);
    const well = enabled.length - paused.length;
    const words = trouble.length ? trouble : [well ? `${plural(well, 'backend')} well` : 'no backend runs'];
    if (paused.length) {
        words.push(`paused: ${paused.join(', ')}`);
    }
    if (letters) {
        words.push(plural(letters, 'dead letter'));
    }
    at('state').className = `dot ${having('failed').length + having('stopped').length ? 'bad'
        : trouble.length ? 'warn' : 'good'}`;
    put(at('state'), words.join(' · '));
    document.title = trouble.length ? '● Signalbox' : 'Signalbox';
}

function showGeneration(answered) {
    const {number, hash, at: since, origin} = answered.generation;
    const line = at('generation');
    if (line.dataset.shown !== `${number} ${hash}`) {
        line.dataset.shown = `${number} ${hash}`;
        line.replaceChildren(`Generation ${number} · `, element('code', {title: hash}, hash.slice(0, 12)), ' · since ',
            when(since), ` · ${origin}`);
    }
    showRefusal(number, answered.refused);
    const notes = [];
    if (answered.note) {
        notes.push(answered.note);
    }
    if (answered.missing) {
        notes.push(`Neither the new nor the old of these routes could be started: ${answered.missing.join(', ')}`);
    }
    for (const [name, what] of Object.entries(answered.removedBackends ?? {})) {
        notes.push(`${name} is no longer in the files; ${what}`);
    }
    at('notes').hidden = notes.length === 0;
    reconcile(at('notes'), notes, note => note, note => ({node: element('li', {}, note), show() {}}));
}

function showRefusal(number, refused) {
    const box = at('refused');
    const shown = refused ? `${number} ${JSON.stringify(refused)}` : '';
    if (box.dataset.shown === shown) {
        return;
    }
    box.dataset.shown = shown;
    box.hidden = !refused;
    put(at('refused-heading'), refused ? `The newest route files are refused; generation ${number} goes on` : '');
    at('refused-reasons').replaceChildren(...(refused?.findings ?? []).map(finding => element('li', {},
        element('span', {class: 'place code'}, `${finding.file}:${finding.line}:${finding.column}`), finding.message)));
}

// -- Backends

const rank = backend => RANKS.indexOf(backend.status) + (backend.status === 'healthy' && backend.deadLetters ? -.5 : 0);

function ruleText(rule) {
    const filters = Object.entries(rule.filters).map(([field, values]) => `${field} is ${values.join(' or ')}`);
    return rule.enabled ? filters.length ? `only where ${filters.join(' and ')}` : 'no condition' : 'none at all';
}

function overlayTexts(overlay) {
    const texts = overlay?.pausedSince ? [`paused since ${when(overlay.pausedSince).textContent}`] : [];
    return texts.concat((overlay?.rules ?? []).map(rule => `${rule.event_type}: ${ruleText(rule)}`));
}

function backendRow(first) {
    const name = first.name;
    const {node, cells} = tableRow(['name', 'Backend'], ['kind', 'Kind'], ['status', 'Status'], ['breaker', 'Breaker'],
        ['pending', 'Pending', 'number'], ['lag', 'Oldest', 'number'], ['rate', 'Per second', 'number'],
        ['letters', 'Dead letters', 'number'], ['notes', 'Notes', 'notes'], ['actions', 'Do', 'actions']);
    const detail = backendDetail(name);
    const opener = element('button', {type: 'button', class: 'link', 'aria-expanded': 'false', click() {
        const open = opener.getAttribute('aria-expanded') !== 'true';
        opener.setAttribute('aria-expanded', open);
        detail.node.hidden = !open;
        if (open) {
            detail.show(latest);
        }
    }}, name);
    const error = element('span', {class: 'bad'});
    const laid = element('span', {class: 'calm'});
    const notes = element('span', {class: 'cut'}, laid, error);
    let latest = first;
    cells.name.append(opener);
    cells.notes.append(notes);
    cells.actions.append(button('Test', `Test ${name}`, () => test(name)),
        button('Pause', `Pause or resume ${name}`, () => pauseOrResume(latest)));
    return {
        node: element('tbody', {role: 'rowgroup'}, node, detail.node),
        show(backend) {
            latest = backend;
            const paused = backend.overlay?.pausedSince !== undefined;
            const texts = overlayTexts(backend.overlay);
            put(cells.kind, backend.kind ?? '–');
            status(cells.status, backend.status);
            put(cells.breaker, backend.breaker ?? '–');
            cells.breaker.classList.toggle('bad', backend.breaker === 'open');
            put(cells.pending, backend.pending ?? '–');
            put(cells.lag, backend.pending ? age(backend.lag) : '–');
            put(cells.rate, backend.rate ?? '–');
            put(cells.letters, backend.deadLetters ?? '–');
            cells.letters.classList.toggle('bad', backend.deadLetters > 0);
            put(laid, texts.length ? `+ ${texts.join('; + ')}${backend.lastError ? ' · ' : ''}` : '');
            put(error, backend.lastError);
            put(cells.actions.lastChild, paused ? 'Resume' : 'Pause');
            cells.actions.lastChild.setAttribute('aria-label', `${paused ? 'Resume' : 'Pause'} ${name}`);
            cells.actions.firstChild.hidden = backend.breaker === undefined;
            if (!detail.node.hidden) {
                detail.show(backend);
            }
        },
    };
}

async function test(name) {
    const trial = await json('POST /api/v1/backends/{name}/test', {name});
    return {text: `${name} ${trial.accepted ? 'took' : 'did not take'} the test event, in ${trial.millis} ms: `
        + (trial.answer || 'it said nothing'), bad: !trial.accepted};
}

async function pauseOrResume({name, overlay, pending}) {
    if (overlay?.pausedSince) {
        await ask('POST /api/v1/backends/{name}/resume', {name});
        return `${name} goes on; ${plural(pending ?? 0, 'event')} waited for it.`;
    }
    const now = await json('POST /api/v1/backends/{name}/pause', {name});
    return `${name} is paused and gets nothing until it is resumed; what comes for it waits (${plural(now.pending ?? 0, 'event')}).`;
}

function backendDetail(name) {
    const facts = element('dl');
    const rules = detailTable('Rules laid over its file, by event type', [['Events', 'event'], ['It gets'], ['Since', 'time'], ['Do', 'actions']]);
    const more = element('span', {class: 'faint'});
    const letters = detailTable('Dead letters, oldest first',
        [['Time', 'time'], ['Reason'], ['Event', 'event'], ['Attempts', 'number'], ['Do', 'actions']],
        element('p', {}, button('Replay all', `Replay all dead letters of ${name}`, () => replay(name, {all: 'true'})), ' ', more));
    const cell = element('td', {colspan: '10'}, facts, rules.node, letters.node);
    const node = element('tr', {class: 'opened', hidden: true}, cell);

    async function showLetters(backend) {
        letters.node.hidden = !backend.deadLetters;
        if (!backend.deadLetters) {
            return;
        }
        try {
            const found = await json('GET /api/v1/backends/{name}/dead-letters', {name}, {limit: MOST_LETTERS});
            reconcile(letters.body, found.deadLetters, letter => letter.id, letter => letterRow(name, letter));
            put(more, found.after ? `The oldest ${MOST_LETTERS} of ${backend.deadLetters}.` : '');
        } catch (problem) {
            put(more, problem.message);
        }
    }

    return {
        node,
        show(backend) {
            reconcile(facts, factsOf(backend), ([title]) => title, factRow);
            const laid = backend.overlay?.rules ?? [];
            rules.node.hidden = laid.length === 0;
            reconcile(rules.body, laid, rule => rule.event_type, rule => ruleRow(name, rule));
            showLetters(backend);
        },
    };
}

function factsOf(backend) {
    const {filter = {}} = backend;
    const wanted = [`from ${filter.minSeverity ?? 'debug'}`];
    if (filter.types?.length) {
        wanted.push(`types ${filter.types.join(', ')}`);
    }
    if (filter.requiredTags?.length) {
        wanted.push(`with the tags ${filter.requiredTags.join(', ')}`);
    }
    return [
        ['What it does', backend.description],
        ['File', backend.file],
        ['Channels', backend.channels?.join(', ')],
        ['Filter', wanted.join('; ')],
        ['Throttle', backend.throttle],
        ['Delivered', backend.delivered],
        ['Failed attempts', backend.failures],
        ['Last delivery', backend.lastDelivery && when(backend.lastDelivery).textContent],
        ['Last error', backend.lastError && `${when(backend.lastErrorAt).textContent}: ${backend.lastError}`],
        ['Paused since', backend.overlay?.pausedSince && when(backend.overlay.pausedSince).textContent],
        ['Replay on its way', backend.replay],
    ].filter(([, value]) => value !== undefined && value !== '');
}

function factRow([title]) {
    const value = element('dd');
    const node = element('div', {class: 'fact'}, element('dt', {}, title), value);
    return {node, show: ([, text]) => put(value, text)};
}

function detailTable(title, headings, ...before) {
    const body = element('tbody', {role: 'rowgroup'});
    const head = element('tr', {role: 'row'}, ...headings.map(([label, kind]) => element('th',
        {scope: 'col', role: 'columnheader', class: kind}, label)));
    const table = element('table', {role: 'table', 'aria-label': title}, element('thead', {role: 'rowgroup'}, head), body);
    return {body, node: element('div', {}, element('h3', {}, title), ...before, element('div', {class: 'long'}, table))};
}

function ruleRow(name, {event_type: type}) {
    const {node, cells} = tableRow(['type', 'Events'], ['gets', 'It gets'], ['since', 'Since'], ['actions', 'Do', 'actions']);
    put(cells.type, type);
    const since = cells.since.appendChild(element('time'));
    cells.actions.append(button('Delete', `Delete the rule for ${type} of ${name}`, async () => {
        if (confirm(`Take the rule for ${type} away? From now on ${name} gets what its file says.`)) {
            await ask('DELETE /api/integrations/connections/{name}/event-routing', {name}, {event_type: type});
            return `${name} has no rule for ${type} any more.`;
        }
        return undefined;
    }));
    return {node, show(rule) {
        put(cells.gets, ruleText(rule));
        instant(since, rule.since);
    }};
}

function letterRow(name, letter) {
    const {node, cells} = tableRow(['time', 'Time'], ['reason', 'Reason'], ['event', 'Event'],
        ['attempts', 'Attempts', 'number'], ['actions', 'Do', 'actions']);
    cells.time.append(when(letter.at));
    cells.event.append(eventOpener(letter.event, `${letter.event.type} (${letter.event.id})`));
    cells.actions.append(button('Replay', `Replay dead letter ${letter.id} of ${name}`, () => replay(name, {id: letter.id})));
    return {node, show(now) {
        put(cells.reason, now.replay ? `${now.reason} (on its way again, replay ${now.replay})` : now.reason);
        put(cells.attempts, now.attempts);
    }};
}

async function replay(name, which) {
    if (which.all && !confirm(`Send all dead letters of ${name} again?`)) {
        return undefined;
    }
    const begun = await json('POST /api/v1/backends/{name}/replay', {name}, which);
    return `Replay ${begun.number} sends ${plural(begun.events, 'dead letter')} to ${name} again; what it refuses comes back.`;
}

function disabledRow(backend) {
    const {node, cells} = tableRow(['name', 'Backend'], ['kind', 'Kind'], ['what', 'What it does'], ['file', 'File', 'code'],
        ['laid', 'Laid over its file']);
    put(cells.name, backend.name);
    return {node, show(now) {
        put(cells.kind, now.kind);
        put(cells.what, now.description);
        put(cells.file, now.file);
        put(cells.laid, overlayTexts(now.overlay).join('; ') || '–');
    }};
}

/** Trouble first; but a row does not move away from under a pointer or a focus. */
function showBackends(backends) {
    const table = at('backends');
    const enabled = backends.filter(each => each.enabled || each.breaker !== undefined);
    const disabled = backends.filter(each => !enabled.includes(each));
    enabled.sort((one, other) => rank(one) - rank(other) || one.name.localeCompare(other.name));
    reconcile(table, enabled, each => each.name, backendRow, !table.matches(':hover, :focus-within'));
    reconcile(at('disabled'), disabled, each => each.name, disabledRow);
    put(at('disabled-count'), `${plural(disabled.length, 'backend')} disabled`);
}

// -- Events

let shown = [];
let waiting = [];
let drawing = 0;
let following = new AbortController();

const textOf = event => [event.title, event.message].filter(Boolean).join(': ') || JSON.stringify(event.data);

function eventOpener(event, text) {
    return element('button', {type: 'button', class: 'link', click: () => openEvent(event)}, text);
}

function eventRow(event) {
    const {node, cells} = tableRow(['time', 'Time', 'time'], ['severity', 'Severity'], ['type', 'Type'], ['subject', 'Subject'],
        ['text', 'It says']);
    cells.time.append(when(event.time));
    status(cells.severity, event.severitytext);
    cells.type.append(eventOpener(event, event.type));
    put(cells.subject, event.subject);
    const text = textOf(event);
    cells.text.append(element('span', {class: 'cut', title: text}, text));
    return {node, show() {}};
}

/** Draws what came in, at most a few times a second, however much it is. */
function draw() {
    drawing = 0;
    const held = at('hold').getAttribute('aria-pressed') === 'true';
    if (!held) {
        const known = new Set();
        shown = waiting.concat(shown).filter(each => !known.has(each.id) && known.add(each.id)).slice(0, MOST_EVENTS);
        waiting = [];
        reconcile(at('events'), shown, each => each.id, eventRow);
        at('events').classList.toggle('none', shown.length === 0);
    }
    put(at('hold'), held && waiting.length ? `Go on (${waiting.length < MOST_EVENTS ? waiting.length : `${MOST_EVENTS} or more`} newer)` : 'Hold');
}

function heard(event, text) {
    if (!text || JSON.stringify(event).toLowerCase().includes(text.toLowerCase())) {
        waiting.unshift(event);
        waiting.length = Math.min(waiting.length, MOST_EVENTS);
        drawing ||= setTimeout(draw, DRAW_MILLIS);
    }
}

/** Server-sent events, by hand: EventSource can't send a token. */
async function eachEvent(body, act) {
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    let kind = 'message';
    for (;;) {
        const {value, done} = await reader.read();
        if (done) {
            return;
        }
        const lines = (rest + value).split(/\r?\n/);
        rest = lines.pop();
        for (const line of lines) {
            if (line === '') {
                kind = 'message';
            } else if (line.startsWith('event:')) {
                kind = line.slice(6).trim();
            } else if (line.startsWith('data:') && kind === 'message') {
                act(JSON.parse(line.slice(5)));
            }
        }
    }
}

const pause = (millis, signal) => new Promise(resolve => {
    const timer = setTimeout(resolve, millis);
    signal.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
    }, {once: true});
});

/** Follows the events that the filter lets through; first the stream, then what came before it, so that none falls between. */
async function follow() {
    following.abort();
    following = new AbortController();
    const {signal} = following;
    const {type, minSeverity, q} = Object.fromEntries([...new FormData(at('filter'))].map(([name, value]) => [name, value.trim()]));
    waiting = [];
    for (let wait = 1000; asking && !signal.aborted; wait = Math.min(2 * wait, LONGEST_WAIT_MILLIS)) {
        let stream = null;
        try {
            stream = await ask('GET /api/v1/events/stream', {}, {type, minSeverity}, signal);
            const found = await json('GET /api/v1/events', {}, {type, minSeverity, q, limit: MOST_EVENTS}, signal);
            shown = found.events;
            draw();
            put(at('live'), shown.length ? 'Live, newest first.' : 'Live; none yet.');
            wait = 1000;
            await eachEvent(stream.body, event => heard(event, q));
            put(at('live'), 'This page fell behind; asking again …');
        } catch (problem) {
            if (signal.aborted) {
                return;
            }
            put(at('live'), problem instanceof Problem ? problem.message : 'Signalbox does not answer; asking again …');
            if (problem.status >= 400 && problem.status < 500) {
                return;
            }
        } finally {
            stream?.body.cancel().catch(() => {});
        }
        await pause(wait, signal);
    }
}

function recordRow() {
    const {node, cells} = tableRow(['backend', 'Backend'], ['outcome', 'Outcome'], ['attempts', 'Attempts', 'number'],
        ['at', 'At'], ['answer', 'Answer']);
    const time = cells.at.appendChild(element('time'));
    return {node, show(delivery) {
        put(cells.backend, delivery.backend);
        status(cells.outcome, delivery.outcome);
        put(cells.attempts, delivery.attempts ?? '–');
        if (delivery.at) {
            instant(time, delivery.at);
        }
        put(cells.answer, delivery.answer);
    }};
}

async function openEvent(event) {
    put(at('event-heading'), event.type);
    put(at('event-state'), 'Asking …');
    put(at('event-json'), JSON.stringify(event, undefined, 2));
    reconcile(at('event-record'), [], each => each.backend, recordRow);
    at('event').showModal();
    try {
        const record = await json('GET /api/v1/events/{id}', {id: event.id});
        put(at('event-state'), `Accepted ${record.received}; channels: ${record.channels.join(', ') || 'none'}`);
        reconcile(at('event-record'), record.deliveries, each => each.backend, recordRow);
    } catch (problem) {
        put(at('event-state'), problem instanceof Problem ? problem.message : 'This event can\'t be asked for by its id.');
    }
}

let typed = 0;
at('filter').addEventListener('input', () => {
    clearTimeout(typed);
    typed = setTimeout(follow, TYPED_MILLIS);
});
at('filter').addEventListener('submit', event => {
    event.preventDefault();
    clearTimeout(typed);
    follow();
});
at('hold').addEventListener('click', () => {
    at('hold').setAttribute('aria-pressed', at('hold').getAttribute('aria-pressed') !== 'true');
    draw();
});

// -- Devices

function deviceRow(device) {
    const {node, cells} = tableRow(['id', 'Device'], ['host', 'Address'], ['profile', 'Profile'], ['interval', 'Every', 'number'],
        ['status', 'Status'], ['from', 'From'], ['error', 'Last error', 'notes']);
    put(cells.id, device.id);
    return {node, show(now) {
        put(cells.host, `${now.host}:${now.port}`);
        put(cells.profile, now.profile);
        put(cells.interval, age(Number.parseInt(now.interval, 10) / 1000));
        status(cells.status, now.status);
        put(cells.from, now.from === 'api' ? '+ laid over the file' : 'the file');
        cells.from.classList.toggle('calm', now.from === 'api');
        put(cells.error, now.lastError);
    }};
}

function showDevices({polling, devices, removed}) {
    const worse = ['offline', 'silent', 'unknown', 'online'];
    const sorted = [...devices].sort((one, other) => worse.indexOf(one.status) - worse.indexOf(other.status)
        || one.id.localeCompare(other.id));
    const words = [polling ? `${plural(devices.length, 'device')} polled` : 'None is polled (SNMP_ENABLED=true would)'];
    if (devices.length > MOST_DEVICES) {
        words.push(`the first ${MOST_DEVICES} shown`);
    }
    if (removed.length) {
        words.push(`in the file, and removed at run time: ${removed.join(', ')}`);
    }
    put(at('devices-state'), `${words.join('; ')}.`);
    at('devices-table').hidden = devices.length === 0;
    reconcile(at('devices'), sorted.slice(0, MOST_DEVICES), each => each.id, deviceRow);
}

// -- Again and again

let again = 0;
let answered = null;

async function refresh() {
    clearTimeout(again);
    if (!asking) {
        return;
    }
    const mine = again = setTimeout(refresh, LONGEST_WAIT_MILLIS);
    try {
        const [generation, {backends}, devices] = await Promise.all([json('GET /api/v1/generation'),
            json('GET /api/v1/backends'), json('GET /api/v1/devices')]);
        showWhole(backends);
        showGeneration(generation);
        showBackends(backends);
        showDevices(devices);
        answered = new Date();
    } catch (problem) {
        at('state').className = 'dot bad';
        put(at('state'), `${problem.message}${answered ? ` What is below is of ${answered.toLocaleTimeString(undefined, {hour12: false})}.` : ''}`);
    }
    if (mine === again && asking) {
        clearTimeout(again);
        again = setTimeout(refresh, document.hidden ? IN_BACKGROUND_MILLIS : REFRESH_MILLIS);
    }
}

document.addEventListener('visibilitychange', () => document.hidden || refresh());
document.querySelectorAll('table').forEach(table => {
    table.setAttribute('role', 'table');
    table.querySelectorAll('thead, tbody').forEach(each => each.setAttribute('role', 'rowgroup'));
    table.querySelectorAll('thead tr').forEach(each => each.setAttribute('role', 'row'));
    table.querySelectorAll('thead th').forEach(each => each.setAttribute('role', 'columnheader'));
});
refresh();
follow();
