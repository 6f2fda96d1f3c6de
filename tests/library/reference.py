"""Every loss once more, from its definition, in mpmath at 60 digits: independent of the library and slow on purpose.

One function a loss, of the loss's own name. It takes one sample (numbers for an elementwise loss, lists along the class
axis, an index for a label), all parameters by name, and gives an mpmath number. ``k`` is the position of an element on
the last axis, for a parameter that has one value for each.
"""

from functools import cache
from itertools import groupby, product

from mpmath import mp, mpf

mp.dps = 60


def binary_cross_entropy(y, p, *, from_logits, label_smoothing, pos_weight, eps, k=0):
    y = smooth(y, label_smoothing, 2)
    log_p, log_q = binary_logs(p, from_logits, eps)
    return -(weight_at(pos_weight, k) * y * log_p + (1 - y) * log_q)


def binary_focal(y, p, *, gamma, alpha, from_logits, label_smoothing, eps, pos_weight, k=0):
    y = smooth(y, label_smoothing, 2)
    log_p, log_q = binary_logs(p, from_logits, eps)
    weight = 1 if alpha is None else y * mpf(alpha) + (1 - y) * (1 - mpf(alpha))
    if from_logits:
        wrong = y / (1 + mp.exp(p)) + (1 - y) / (1 + mp.exp(-p))
    else:
        wrong = max(y * (1 - p) + (1 - y) * p, mpf(eps))
    return -weight * power(wrong, gamma) * (weight_at(pos_weight, k) * y * log_p + (1 - y) * log_q)


def categorical_cross_entropy(y, p, *, from_logits, label_smoothing, class_weight, eps):
    y = [smooth(value, label_smoothing, len(p)) for value in y]
    logs, _ = class_logs(p, from_logits, eps)
    return -mp.fsum(weight_at(class_weight, c) * y[c] * logs[c] for c in range(len(p)) if y[c] != 0)


def sparse_categorical_cross_entropy(y, p, *, ignore_index, **parameters):
    return mpf(0) if y == ignore_index else categorical_cross_entropy(one_hot(y, len(p)), p, **parameters)


def generalized_cross_entropy(y, p, *, q, from_logits, class_weight, ignore_index, eps):
    if y == ignore_index:
        return mpf(0)
    logs, _ = class_logs(p, from_logits, eps)
    return -weight_at(class_weight, y) * mp.expm1(mpf(q) * logs[y]) / mpf(q)


def poly_cross_entropy(y, p, *, epsilon, from_logits, class_weight, ignore_index, eps):
    if y == ignore_index:
        return mpf(0)
    logs, _ = class_logs(p, from_logits, eps)
    return weight_at(class_weight, y) * (-logs[y] - mpf(epsilon) * mp.expm1(logs[y]))


def categorical_focal(y, p, *, gamma, alpha, from_logits, label_smoothing, eps):
    y = [smooth(value, label_smoothing, len(p)) for value in y]
    logs, rest = class_logs(p, from_logits, eps)
    classes = [c for c in range(len(p)) if y[c] != 0]
    return -mp.fsum(weight_at(alpha, c) * y[c] * power(rest[c], gamma) * logs[c] for c in classes)


def sparse_categorical_focal(y, p, *, ignore_index, **parameters):
    return mpf(0) if y == ignore_index else categorical_focal(one_hot(y, len(p)), p, **parameters)


def kl_divergence(y, p, *, from_logits, log_target, base, eps):
    log_y = y if log_target else [mp.log(max(value, mpf(eps))) for value in y]
    y = [mp.exp(value) for value in y] if log_target else y
    logs, _ = class_logs(p, from_logits, eps)
    return mp.fsum(y[c] * (log_y[c] - logs[c]) for c in range(len(p)) if y[c] != 0) / mp.log(mpf(base))


def elementwise_kl(y, p, *, log_input, log_target, eps):
    share = mp.exp(y) if log_target else y
    if share == 0:
        return mpf(0)
    log_y = y if log_target else mp.log(max(y, mpf(eps)))
    return share * (log_y - (p if log_input else mp.log(max(p, mpf(eps)))))


def js_divergence(y, p, *, from_logits, base, eps):
    exps = [mp.exp(value) for value in p]
    total = mpf(0)
    for a, b in zip(y, [e / mp.fsum(exps) for e in exps] if from_logits else p, strict=True):
        m = (a + b) / 2
        if a != 0:
            total += a * mp.log(max(a, mpf(eps)) / m if from_logits else max(a / m, mpf(eps)))
        if b != 0:
            total += b * mp.log(b / m if from_logits else max(b / m, mpf(eps)))
    return total / 2 / mp.log(mpf(base))


def mean_squared_error(y, prediction):
    return (prediction - y) ** 2


def mean_absolute_error(y, prediction):
    return abs(prediction - y)


def huber(y, prediction, *, delta):
    size, delta = abs(prediction - y), mpf(delta)
    return size**2 / 2 if size <= delta else delta * (size - delta / 2)


def smooth_l1(y, prediction, *, beta):
    size, beta = abs(prediction - y), mpf(beta)
    return size**2 / (2 * beta) if size < beta else size - beta / 2


def quantile(y, prediction, *, q):
    return mpf(q) * (y - prediction) if y >= prediction else (1 - mpf(q)) * (prediction - y)


def log_cosh(y, prediction):
    return mp.log(mp.cosh(prediction - y))


def mean_absolute_percentage_error(y, prediction, *, eps):
    return 100 * abs(prediction - y) / max(abs(y), mpf(eps))


def mean_squared_logarithmic_error(y, prediction):
    return (mp.log1p(prediction) - mp.log1p(y)) ** 2


def hinge(y, x):
    return max(mpf(0), 1 - as_sign(y) * x)


def squared_hinge(y, x):
    return hinge(y, x) ** 2


def categorical_hinge(y, x):
    classes = range(len(x))
    return max(mpf(0), 1 + max((1 - y[c]) * x[c] for c in classes) - mp.fsum(y[c] * x[c] for c in classes))


def crammer_singer(y, x):
    return max(mpf(0), 1 + max(x[c] for c in range(len(x)) if c != y) - x[y])


def multi_margin(y, x, *, p, margin, class_weight):
    terms = [max(mpf(0), mpf(margin) + x[c] - x[y]) ** p for c in range(len(x)) if c != y]
    return weight_at(class_weight, y) * mp.fsum(terms) / len(x)


def soft_margin(y, x):
    return mp.log1p(mp.exp(-as_sign(y) * x))


def multilabel_margin(y, x):
    wanted, others = ([value for label, value in zip(y, x, strict=True) if label == side] for side in (1, 0))
    return mp.fsum(max(mpf(0), 1 + b - a) for a in wanted for b in others) / len(x)


def multilabel_soft_margin(y, x, *, class_weight):
    terms = [weight_at(class_weight, c) * (y[c] * softplus(-x[c]) + (1 - y[c]) * softplus(x[c])) for c in range(len(x))]
    return mp.fsum(terms) / len(x)


def hinge_embedding(y, x, *, margin):
    return x if y == 1 else max(mpf(0), mpf(margin) - x)


def margin_ranking(x1, x2, target, *, margin):
    return max(mpf(0), mpf(margin) - target * (x1 - x2))


def poisson(y, prediction, *, log_input, full, eps):
    rate = mp.exp(prediction) if log_input else prediction
    log_rate = prediction if log_input else mp.log(max(rate, mpf(eps)))
    constant = y * mp.log(y) - y + mp.log(2 * mp.pi * y) / 2 if full and y > 1 else 0
    return rate - y * log_rate + constant


def pseudo_huber(y, prediction, *, delta):
    return mpf(delta) ** 2 * (mp.sqrt(1 + ((prediction - y) / mpf(delta)) ** 2) - 1)


def gamma_deviance(y, prediction, *, log_input, eps):
    mean = mp.exp(prediction) if log_input else max(prediction, mpf(eps))
    return 2 * (y / mean - 1 - mp.log(y / mean))


def tweedie_deviance(y, prediction, *, power, log_input, eps):
    p, mean = mpf(power), mp.exp(prediction) if log_input else max(prediction, mpf(eps))
    if p == 2:
        return gamma_deviance(y, prediction, log_input=log_input, eps=eps)
    if p == 1:
        return 2 * ((y * mp.log(y / mean) if y > 0 else 0) - y + mean)
    return 2 * (y ** (2 - p) / ((1 - p) * (2 - p)) - y * mean ** (1 - p) / (1 - p) + mean ** (2 - p) / (2 - p))


def gaussian_crps(y, prediction, scale, *, eps):
    scale = max(scale, mpf(eps))
    z = (y - prediction) / scale
    return scale * (z * (2 * mp.ncdf(z) - 1) + 2 * mp.npdf(z) - 1 / mp.sqrt(mp.pi))


def crps_ensemble(y, members, *, fair):
    """By the double sum over all pairs, as the definition has it."""
    count = len(members)
    apart = mp.fsum(abs(a - b) for a, b in product(members, repeat=2))
    return mp.fsum(abs(x - y) for x in members) / count - apart / (2 * count * (count - 1 if fair else count))


def gaussian_nll(y, prediction, variance, *, full, eps):
    variance = max(variance, mpf(eps))
    density = mp.exp(-((y - prediction) ** 2) / (2 * variance)) / mp.sqrt(variance)
    return -mp.log(density / mp.sqrt(2 * mp.pi) if full else density)


def cosine_similarity(y, prediction):
    return -cosine(y, prediction)


def cosine_embedding(x1, x2, target, *, margin):
    return 1 - cosine(x1, x2) if target == 1 else max(mpf(0), cosine(x1, x2) - mpf(margin))


def triplet_margin(anchor, positive, negative, *, margin, p, swap, distance):
    near, far = distance_between(anchor, positive, p, distance), distance_between(anchor, negative, p, distance)
    if swap:
        far = min(far, distance_between(positive, negative, p, distance))
    return max(mpf(0), mpf(margin) + near - far)


def info_nce(queries, keys, *, temperature):
    """The losses of all queries: each depends on the whole batch."""
    losses = []
    for i, query in enumerate(queries):
        exps = [mp.exp(cosine(query, key) / mpf(temperature)) for key in keys]
        losses.append(mp.log1p(mp.fsum(exps[:i] + exps[i + 1 :]) / exps[i]))
    return losses


def nt_xent(x1, x2, *, temperature):
    """The losses of all pairs, each the mean of those of its two rows."""
    exps, count = exponentials(x1 + x2, temperature), len(x1)

    def loss(i, j):
        return mp.log1p(mp.fsum(exps[i][k] for k in range(2 * count) if k not in (i, j)) / exps[i][j])

    return [(loss(n, count + n) + loss(count + n, n)) / 2 for n in range(count)]


def sup_con(features, labels, *, temperature):
    """The losses of all rows; one without a positive is left out."""
    exps, rows = exponentials(features, temperature), range(len(features))

    def loss(i):
        positives = [p for p in rows if p != i and labels[p] == labels[i]]
        others = mp.fsum(exps[i][k] for k in rows if k != i)
        return mp.fsum(mp.log(others / exps[i][p]) for p in positives) / max(1, len(positives))

    return [loss(i) for i in rows]


def exponentials(rows, temperature):
    """The exponential of each row's cosine with each other row, over the temperature."""
    return [[mp.exp(cosine(row, other) / mpf(temperature)) for other in rows] for row in rows]


def circle(y, s, *, margin, scale):
    margin, scale = mpf(margin), mpf(scale)
    others = [s[c] for c in range(len(s)) if c != y]
    push = mp.fsum(mp.exp(scale * max(mpf(0), value + margin) * (value - margin)) for value in others)
    pull = mp.exp(-scale * (1 + margin - s[y]) * (s[y] - 1 + margin))
    return mp.log1p(push * pull)


def ordinal_cross_entropy(y, p, *, from_logits, ignore_index, eps):
    if y == ignore_index:
        return mpf(0)
    logs = [binary_logs(value, from_logits, eps) for value in p]
    return -mp.fsum(log_p if y > k else log_q for k, (log_p, log_q) in enumerate(logs)) / len(p)


def squared_emd(y, p, *, from_logits):
    if from_logits:
        exps = [mp.exp(value) for value in p]
        p = [value / mp.fsum(exps) for value in exps]
    return mp.fsum((mp.fsum(p[: k + 1]) - mp.fsum(y[: k + 1])) ** 2 for k in range(len(p)))


def dice(y, p, *, from_logits, smooth, class_weight=None):
    p = [1 / (1 + mp.exp(-value)) for value in p] if from_logits else p
    common = mp.fsum(2 * a * b for a, b in zip(y, p, strict=True))
    return 1 - (common + mpf(smooth)) / (mp.fsum(y) + mp.fsum(p) + mpf(smooth))


def tversky(y, p, *, alpha, beta, from_logits, smooth, class_weight=None):
    p = [1 / (1 + mp.exp(-value)) for value in p] if from_logits else p
    hits = mp.fsum(a * b for a, b in zip(y, p, strict=True)) + mpf(smooth)
    false_positives, false_negatives = mp.fsum(p) + mpf(smooth) - hits, mp.fsum(y) + mpf(smooth) - hits
    return 1 - hits / (hits + mpf(alpha) * false_positives + mpf(beta) * false_negatives)


def focal_tversky(y, p, *, gamma, **parameters):
    loss = tversky(y, p, **parameters)
    return mpf(0) if loss < mpf("1e-50") else loss ** (1 / mpf(gamma))  # at the cusp the subgradient 0


def mean_over_classes(loss, y, p, *, from_logits, class_weight, **parameters):
    """An overlap loss of one sample with several classes: ``y`` and ``p`` are lists of pixels, one for each class."""
    if from_logits:
        columns = [[mp.exp(value) for value in pixel] for pixel in zip(*p, strict=True)]
        p = list(zip(*[[value / mp.fsum(pixel) for value in pixel] for pixel in columns], strict=True))
    weights = [weight_at(class_weight, c) for c in range(len(p))]
    losses = [loss(*pair, from_logits=False, **parameters) for pair in zip(y, p, strict=True)]
    return mp.fdot(weights, losses) / mp.fsum(weights)


def one_hot(label, classes):
    return [mpf(int(c == label)) for c in range(classes)]


def smooth(y, label_smoothing, classes):
    return y * (1 - mpf(label_smoothing)) + mpf(label_smoothing) / classes


def weight_at(weights, k):
    if weights is None:
        return mpf(1)
    return mpf(weights[k]) if isinstance(weights, (list, tuple)) else mpf(weights)


def power(base, exponent):
    return mpf(1) if exponent == 0 else base ** mpf(exponent)


def binary_logs(p, from_logits, eps):
    """log p and log(1 − p)."""
    if from_logits:
        return -mp.log1p(mp.exp(-p)), -mp.log1p(mp.exp(p))
    return mp.log(max(p, mpf(eps))), mp.log(max(1 - p, mpf(eps)))


def linear_cross_entropy(x, weight, y, bias, *, ignore_index, **parameters):
    y = one_hot(y, len(weight)) if y != ignore_index else None
    return mpf(0) if y is None else soft_linear_cross_entropy(x, weight, y, bias, **parameters)


def soft_linear_cross_entropy(x, weight, y, bias, *, label_smoothing, class_weight, softcap, z_loss):
    logits = [mp.fdot(x, row) + b for row, b in zip(weight, bias, strict=True)]
    if softcap is not None:
        logits = [mpf(softcap) * mp.tanh(z / mpf(softcap)) for z in logits]
    parameters = {"from_logits": True, "class_weight": class_weight, "eps": 0, "label_smoothing": label_smoothing}
    return categorical_cross_entropy(y, logits, **parameters) + mpf(z_loss) * mp.log(mp.fsum(map(mp.exp, logits))) ** 2


def ctc(logits, labels, frames, length, *, blank, zero_infinity):
    """Over every path of classes that means these labels."""
    p = [[mp.exp(z) / mp.fsum(map(mp.exp, frame)) for z in frame] for frame in logits[:frames]]
    paths = paths_to(tuple(labels[:length]), frames, len(logits[0]), blank)
    total = mp.fsum(mp.fprod(frame[c] for frame, c in zip(p, path, strict=True)) for path in paths)
    if total == 0:
        return mpf(0) if zero_infinity else mp.inf
    return -mp.log(total)


@cache
def paths_to(labels, frames, classes, blank):
    """All paths that mean these labels, when what repeats is joined and then blanks are dropped."""
    joined = {path: tuple(c for c, _ in groupby(path)) for path in product(range(classes), repeat=frames)}
    return [path for path, once in joined.items() if tuple(c for c in once if c != blank) == labels]


def class_logs(p, from_logits, eps):
    """log p and 1 − p for every class."""
    return class_logs_of(tuple(p), from_logits, eps, mp.prec)


@cache  # losses and their parameters have rows in common
def class_logs_of(p, from_logits, eps, precision):
    if not from_logits:
        return [mp.log(max(value, mpf(eps))) for value in p], [max(1 - value, mpf(eps)) for value in p]
    exps = [mp.exp(value) for value in p]
    total = mp.fsum(exps)
    others = [mp.fsum(exps[:c] + exps[c + 1 :]) for c in range(len(p))]
    # log p = −log(1 + others / own) keeps its digits where p is nearly 1
    logs = [-mp.log1p(others[c] / exps[c]) if exps[c] != 0 else -mp.inf for c in range(len(p))]
    return logs, [others[c] / total for c in range(len(p))]


def as_sign(label):
    return -1 if label == 0 else label


def softplus(x):
    return mp.log1p(mp.exp(x))


def cosine(x, y):
    return cosine_of(tuple(x), tuple(y), mp.prec)


@cache  # where one number of many vectors moves, most pairs stay
def cosine_of(x, y, precision):
    lengths = [mp.sqrt(mp.fsum(value**2 for value in side)) for side in (x, y)]
    if min(lengths) < mpf("1e-40"):  # the zero vector, and its neighbours that a difference quotient visits
        return mpf(0)
    return mp.fsum(a * b for a, b in zip(x, y, strict=True)) / lengths[0] / lengths[1]


def distance_between(x, y, p, distance):
    return distance_of(tuple(x), tuple(y), p, distance, mp.prec)


@cache  # as cosines
def distance_of(x, y, p, distance, precision):
    if distance == "cosine":
        return 1 - cosine(x, y)
    differences = [abs(a - b) for a, b in zip(x, y, strict=True)]
    if distance == "squared_euclidean":
        return mp.fsum(value**2 for value in differences)
    return mp.fsum(value ** mpf(p) for value in differences) ** (1 / mpf(p))
