"""The name recogniser as numpy: forward, backward, Adam, and greedy reading.

The network is the one that the runtime runs and that spaCy ships in en_core_web_md: four hashed word attributes and a
word vector, one maxout layer per word type, four convolutional maxout layers with residuals, then a transition system
(one move a token) that sees the current word, the first word of the open name and the last one.
Maxout weights are held as [piece][output][input] here and turned into spaCy's [output][piece][input] on export.
"""
import numpy as np

WIDTH, HIDDEN, PIECES, LAYERS = 96, 64, 3, 4
ATTRIBUTES = ('norm', 'prefix', 'suffix', 'shape')
EPSILON = np.float32(1e-8)


def from_tensors(tensors):
    """Parameters from the exported tensors ("ner.tok2vec.embed.norm", ...)."""
    get = lambda name: np.array(tensors['ner.' + name], np.float32)
    turn = lambda w: np.ascontiguousarray(w.transpose(1, 0, 2)).reshape(-1, w.shape[2])
    p = {f'embed.{a}': get(f'tok2vec.embed.{a}') for a in ATTRIBUTES}
    p['static.W'] = get('tok2vec.static.W')
    for layer in ['mix'] + [f'enc.{i}' for i in range(LAYERS)]:
        p[layer + '.W'] = turn(get(f'tok2vec.{layer}.W'))
        p[layer + '.b'] = get(f'tok2vec.{layer}.b').T.reshape(-1).copy()
        p[layer + '.g'], p[layer + '.s'] = get(f'tok2vec.{layer}.ln.g'), get(f'tok2vec.{layer}.ln.b')
    p['lin.W'], p['lin.b'] = get('lin.W'), get('lin.b')
    lower = get('lower.W')                                  # [slot, output, piece, input]
    p['lower.W'] = np.ascontiguousarray(lower.transpose(0, 2, 1, 3)).reshape(3, 2 * HIDDEN, HIDDEN)
    p['lower.b'] = get('lower.b').T.reshape(-1).copy()
    p['lower.pad'] = np.ascontiguousarray(get('lower.pad').transpose(0, 2, 1)).reshape(3, 2 * HIDDEN)
    p['upper.W'], p['upper.b'] = get('upper.W'), get('upper.b')
    if 'ner.tok2vec.embed.gram' in tensors:
        p['gram'], p['list'] = get('tok2vec.embed.gram'), get('tok2vec.embed.list')
    return p


def to_tensors(p):
    """The inverse of `from_tensors`."""
    turn = lambda w, pieces: np.ascontiguousarray(w.reshape(pieces, -1, w.shape[-1]).transpose(1, 0, 2))
    bias = lambda b, pieces: np.ascontiguousarray(b.reshape(pieces, -1).T)
    t = {f'tok2vec.embed.{a}': p[f'embed.{a}'] for a in ATTRIBUTES}
    t['tok2vec.static.W'] = p['static.W']
    for layer in ['mix'] + [f'enc.{i}' for i in range(LAYERS)]:
        t[f'tok2vec.{layer}.W'], t[f'tok2vec.{layer}.b'] = turn(p[layer + '.W'], PIECES), bias(p[layer + '.b'], PIECES)
        t[f'tok2vec.{layer}.ln.g'], t[f'tok2vec.{layer}.ln.b'] = p[layer + '.g'], p[layer + '.s']
    t['lin.W'], t['lin.b'], t['upper.W'], t['upper.b'] = p['lin.W'], p['lin.b'], p['upper.W'], p['upper.b']
    t['lower.W'] = np.stack([turn(w, 2) for w in p['lower.W']])
    t['lower.b'] = bias(p['lower.b'], 2)
    t['lower.pad'] = np.stack([bias(w, 2) for w in p['lower.pad']])
    if 'gram' in p:
        t['tok2vec.embed.gram'], t['tok2vec.embed.list'] = p['gram'], p['list']
    return {'ner.' + name: np.ascontiguousarray(value, np.float32) for name, value in t.items()}


def maxout(x, w, b, pieces):
    """The largest of `pieces` linear maps, and which one it was."""
    z = x @ w.T
    z += b
    z = z.reshape(len(x), pieces, -1)
    best, which = z[:, 0].copy(), np.zeros((len(x), z.shape[2]), np.int8)
    for k in range(1, pieces):
        more = z[:, k] > best
        which[more] = k
        np.maximum(best, z[:, k], out=best)
    return best, which


def maxout_back(dy, which, x, w, pieces, need_dx=True):
    """Gradients of weights, bias and (where needed) input."""
    dz = np.zeros((len(dy), pieces, dy.shape[1]), np.float32)
    for k in range(pieces):
        np.multiply(dy, which == k, out=dz[:, k])
    dz = dz.reshape(len(dy), -1)
    return dz.T @ x, dz.sum(0), dz @ w if need_dx else None


def norm(y, g, s):
    """Layer normalisation; also what its gradient needs."""
    mean = y.mean(1, keepdims=True)
    centred = y - mean
    inverse = 1 / np.sqrt((centred * centred).mean(1, keepdims=True) + EPSILON)
    centred *= inverse
    return centred * g + s, (centred, inverse)


def norm_back(dy, g, saved):
    """Gradients of input, scale and shift."""
    unit, inverse = saved
    d = dy * g
    dx = (d - d.mean(1, keepdims=True) - unit * (d * unit).mean(1, keepdims=True)) * inverse
    return dx, (dy * unit).sum(0), dy.sum(0)


def window(x):
    """Each row between its two neighbours; zeros outside."""
    w = np.zeros((len(x), 3 * WIDTH), np.float32)
    w[1:, :WIDTH], w[:, WIDTH:2 * WIDTH], w[:-1, 2 * WIDTH:] = x[:-1], x, x[1:]
    return w


def window_back(dw):
    """Gradient of `window`'s input."""
    dx = dw[:, WIDTH:2 * WIDTH].copy()
    dx[:-1] += dw[1:, :WIDTH]
    dx[1:] += dw[:-1, 2 * WIDTH:]
    return dx


def embed(p, types, which, drop_word=None):
    """Vectors of word types: `which` picks rows of `types`; `drop_word` marks those to be treated as unknown words
    (no word vector, another word's norm)."""
    rows, vectors = types.rows[:, which], types.vector[which]
    if drop_word is not None:
        rows = rows.copy()
        rows[0, drop_word] = types.rows[0, np.random.randint(0, types.count, int(drop_word.sum()))]
        vectors = np.where(drop_word, -1, vectors)
    parts = [p[f'embed.{a}'][rows[i]].sum(1) for i, a in enumerate(ATTRIBUTES)]
    raw = types.table[vectors] * (vectors >= 0)[:, None]
    parts.append(raw @ p['static.W'].T)
    if 'gram' in p:
        parts += [types.gram[which] @ p['gram'], p['list'][types.list[which]]]
    x = np.concatenate(parts, 1)
    y, piece = maxout(x, p['mix.W'], p['mix.b'], PIECES)
    e, saved = norm(y, p['mix.g'], p['mix.s'])
    return e, (rows, raw, x, piece, saved, which)


def embed_back(p, types, grad, de, kept):
    """Adds the gradients below the word vectors to `grad`."""
    rows, raw, x, piece, saved, which = kept
    dy, grad['mix.g'], grad['mix.s'] = norm_back(de, p['mix.g'], saved)
    grad['mix.W'], grad['mix.b'], dx = maxout_back(dy, piece, x, p['mix.W'], PIECES)
    for i, a in enumerate(ATTRIBUTES):
        part, flat = dx[:, i * WIDTH:(i + 1) * WIDTH], rows[i].reshape(-1)
        order = np.argsort(flat, kind='stable')
        ids, first = np.unique(flat[order], return_index=True)
        grad[f'embed.{a}'] = (ids, np.add.reduceat(part[order // 4], first, axis=0))
    grad['static.W'] = dx[:, 4 * WIDTH:5 * WIDTH].T @ raw
    if 'gram' in p:
        grad['gram'] = types.gram[which].T @ dx[:, 5 * WIDTH:6 * WIDTH]
        grad['list'] = np.zeros_like(p['list'])
        np.add.at(grad['list'], types.list[which], dx[:, 6 * WIDTH:])


def widen(p, rng):
    """Adds the tables of letter triples and lists to the parameters, at first without effect on the scores."""
    p['gram'] = (0.1 * rng.standard_normal((4096, WIDTH))).astype(np.float32)
    p['list'] = (0.1 * rng.standard_normal((512, WIDTH))).astype(np.float32)
    p['mix.W'] = np.concatenate([p['mix.W'], np.zeros((len(p['mix.W']), 2 * WIDTH), np.float32)], 1)


def places_of(lengths):
    """Rows of the tokens when four rows of padding stand before, between and after the texts; and the number of rows."""
    starts = np.cumsum([4] + [n + 4 for n in lengths])
    return np.concatenate([np.arange(s, s + n) for s, n in zip(starts, lengths)]), int(starts[-1])


def encode(p, e, at, size, dropout=0.0):
    """Context vectors of tokens whose word vectors are `e`."""
    mask = lambda shape: (np.random.random(shape) >= dropout).astype(np.float32) / np.float32(1 - dropout)
    kept = []
    x = np.zeros((size, WIDTH), np.float32)
    m = mask(e.shape) if dropout else None
    x[at] = e * m if dropout else e
    first = m
    for i in range(LAYERS):
        w = window(x)
        y, piece = maxout(w, p[f'enc.{i}.W'], p[f'enc.{i}.b'], PIECES)
        o, saved = norm(y, p[f'enc.{i}.g'], p[f'enc.{i}.s'])
        m = mask(o.shape) if dropout else None
        x = x + (o * m if dropout else o)
        kept.append((w, piece, saved, m))
    return x[at], (first, kept, at, size)


def encode_back(p, grad, dt, saved_all):
    """Gradient of the word vectors."""
    first, kept, at, size = saved_all
    dx = np.zeros((size, WIDTH), np.float32)
    dx[at] = dt
    for i in reversed(range(LAYERS)):
        w, piece, saved, m = kept[i]
        do = dx * m if m is not None else dx
        dy, grad[f'enc.{i}.g'], grad[f'enc.{i}.s'] = norm_back(do, p[f'enc.{i}.g'], saved)
        grad[f'enc.{i}.W'], grad[f'enc.{i}.b'], dw = maxout_back(dy, piece, w, p[f'enc.{i}.W'], PIECES)
        dx = dx + window_back(dw)
    de = dx[at]
    return de * first if first is not None else de


def scores(p, t, second, third):
    """Scores of all moves, each token with its state: indexes of the first and last word of the open name, or -1."""
    h = t @ p['lin.W'].T + p['lin.b']
    slots = [h @ w.T for w in p['lower.W']]
    a = slots[0] + p['lower.b']
    for k, index in ((1, second), (2, third)):
        a += np.where((index >= 0)[:, None], slots[k][index], p['lower.pad'][k])
    first = a[:, :HIDDEN] >= a[:, HIDDEN:]
    hidden = np.where(first, a[:, :HIDDEN], a[:, HIDDEN:])
    return hidden @ p['upper.W'].T + p['upper.b'], (h, first, hidden)


def scores_back(p, grad, ds, t, second, third, kept):
    """Gradient of the context vectors."""
    h, first, hidden = kept
    grad['upper.W'], grad['upper.b'] = ds.T @ hidden, ds.sum(0)
    dhidden = ds @ p['upper.W']
    da = np.concatenate([dhidden * first, dhidden * ~first], 1)
    grad['lower.b'] = da.sum(0)
    grad['lower.W'] = np.zeros_like(p['lower.W'])
    grad['lower.pad'] = np.zeros_like(p['lower.pad'])
    grad['lower.W'][0] = da.T @ h
    dh = da @ p['lower.W'][0]
    for k, index in ((1, second), (2, third)):
        have = np.flatnonzero(index >= 0)
        grad['lower.pad'][k] = da[index < 0].sum(0)
        grad['lower.W'][k] = da[have].T @ h[index[have]]
        np.add.at(dh, index[have], da[have] @ p['lower.W'][k])
    grad['lin.W'], grad['lin.b'] = dh.T @ t, dh.sum(0)
    return dh @ p['lin.W']


class Adam:
    """Adam with decoupled weight decay and a running average of the weights."""

    def __init__(self, p, decay=0.01, average=0.999, skip=()):
        self.m = {k: np.zeros_like(v) for k, v in p.items()}
        self.v = {k: np.zeros_like(v) for k, v in p.items()}
        self.mean = {k: v.copy() for k, v in p.items()}
        self.decay, self.average, self.skip, self.step = decay, average, skip, 0

    def update(self, p, grad, rate, clip=1.0):
        """One step with learning rate `rate`."""
        self.step += 1
        square = sum(float((g[1] if isinstance(g, tuple) else g).ravel() @ (g[1] if isinstance(g, tuple) else g).ravel())
                     for g in grad.values())
        scale = np.float32(min(1.0, clip / (square ** 0.5 + 1e-9)))
        c1, c2 = 1 - 0.9 ** self.step, 1 - 0.999 ** self.step
        keep = np.float32(min(self.average, (1 + self.step) / (10 + self.step)))
        for k, g in grad.items():
            if k in self.skip:
                continue
            m, v = self.m[k], self.v[k]
            m *= np.float32(0.9)
            v *= np.float32(0.999)
            if isinstance(g, tuple):
                ids, rows = g
                rows = rows * scale
                m[ids] += np.float32(0.1) * rows
                v[ids] += np.float32(0.001) * rows * rows
            else:
                g = g * scale
                m += np.float32(0.1) * g
                v += np.float32(0.001) * g * g
            w = p[k]
            w *= np.float32(1 - rate * self.decay)
            w -= np.float32(rate / c1) * m / (np.sqrt(v / np.float32(c2)) + np.float32(1e-8))
            self.mean[k] += (1 - keep) * (w - self.mean[k])
