"""Chapter 6: what people answer to its exercises, and what they are told."""

import math

import numpy as np
import torch

from lossbook.numpy import info_nce, sparse_categorical_cross_entropy

# Both ways


def both_ways(images, captions, temperature):
    there = info_nce(images, captions, temperature=temperature)
    back = info_nce(captions, images, temperature=temperature)
    return (there + back) / 2


def unit(e):
    return e / np.linalg.norm(e, axis=-1, keepdims=True)


def both_by_hand(images, captions, temperature):
    z = unit(images) @ unit(captions).T / temperature
    n = np.arange(len(z))
    rows = np.logaddexp.reduce(z, axis=1) - z[n, n]
    columns = np.logaddexp.reduce(z, axis=0) - z[n, n]
    return (rows.mean() + columns.mean()) / 2


def both_cross_entropy(images, captions, temperature):
    z = unit(images) @ unit(captions).T / temperature
    labels = np.arange(len(z))
    return 0.5 * sum(sparse_categorical_cross_entropy(labels, s, from_logits=True) for s in (z, z.T))


def both_per_pair(images, captions, temperature):
    knobs = dict(temperature=temperature, reduction="none")
    return np.mean([info_nce(images, captions, **knobs), info_nce(captions, images, **knobs)])


def both_float(images, captions, temperature):
    return float(np.mean([info_nce(*way, temperature=temperature) for way in ((images, captions), (captions, images))]))


def both_one_way(images, captions, temperature):
    return info_nce(images, captions, temperature=temperature)


def both_other_way(images, captions, temperature):
    return info_nce(captions, images, temperature=temperature)


def both_sum(images, captions, temperature):
    return info_nce(images, captions, temperature=temperature) + info_nce(captions, images, temperature=temperature)


def both_default_temperature(images, captions, temperature):
    return (info_nce(images, captions) + info_nce(captions, images)) / 2


def both_half_temperature(images, captions, temperature):
    # precedence: the second alone is halved
    return info_nce(images, captions, temperature=temperature) + info_nce(captions, images, temperature=temperature) / 2


def both_second_default(images, captions, temperature):
    return (info_nce(images, captions, temperature=temperature) + info_nce(captions, images)) / 2


def both_no_unit(images, captions, temperature):
    z = images @ captions.T / temperature
    labels = np.arange(len(z))
    return 0.5 * sum(sparse_categorical_cross_entropy(labels, s, from_logits=True) for s in (z, z.T))


def both_times_temperature(images, captions, temperature):
    return both_ways(images, captions, 1 / temperature)


def both_stacked(images, captions, temperature):
    # one batch twice as large: 2N candidates, twins in it
    return info_nce(np.concatenate([images, captions]), np.concatenate([captions, images]), temperature=temperature)


def both_no_temperature(images, captions, temperature):
    return both_ways(images, captions, 1.0)


def both_mean_similarity(images, captions, temperature):
    z = unit(images) @ unit(captions).T / temperature
    labels = np.arange(len(z))
    return sparse_categorical_cross_entropy(labels, (z + z.T) / 2, from_logits=True)


def both_pair(images, captions, temperature):
    return (info_nce(images, captions, temperature=temperature), info_nce(captions, images, temperature=temperature))


def both_unit_wrong_axis(images, captions, temperature):
    i, c = (e / np.linalg.norm(e, axis=0, keepdims=True) for e in (images, captions))
    z = i @ c.T / temperature
    labels = np.arange(len(z))
    return 0.5 * sum(sparse_categorical_cross_entropy(labels, s, from_logits=True) for s in (z, z.T))


# Choose a negative


def choose_where(near, far):
    far = np.asarray(far)
    beyond = far > near
    if not beyond.any():
        return int(far.argmax())
    return int(np.where(beyond, far, np.inf).argmin())


def choose_flatnonzero(near, far):
    candidates = np.flatnonzero(far > near)
    if len(candidates) == 0:
        return np.argmax(far)
    return candidates[np.argmin(far[candidates])]


def choose_loop(near, far):
    best = None
    for i, d in enumerate(far):
        if d > near and (best is None or d < far[best]):
            best = i
    return best if best is not None else max(range(len(far)), key=lambda i: far[i])


def choose_page(near, far):
    # the page's trick
    far = np.asarray(far)
    return np.where(far > near, far, 2 * far.max() - far).argmin()


def choose_sorted(near, far):
    order = np.argsort(far, kind="stable")
    place = np.searchsorted(np.asarray(far)[order], near, side="right")
    return order[min(place, len(order) - 1)]


def choose_key(near, far):
    return min(range(len(far)), key=lambda i: (far[i] <= near, far[i] if far[i] > near else -far[i]))


def choose_hardest(near, far):
    return np.argmin(far)


def choose_farthest(near, far):
    return np.argmax(far)


def choose_closest_to_near(near, far):
    return np.argmin(np.abs(far - near))


def choose_position_in_subset(near, far):
    beyond = far[far > near]
    return np.argmin(beyond) if len(beyond) else np.argmax(far)


def choose_distance(near, far):
    beyond = far[far > near]
    return beyond.min() if len(beyond) else far.max()


def choose_no_fallback(near, far):
    return np.where(far > near, far, np.inf).argmin()


def choose_no_fallback_error(near, far):
    candidates = np.flatnonzero(far > near)
    return candidates[np.argmin(far[candidates])]


def choose_not_strict(near, far):
    beyond = far >= near
    return np.where(beyond, far, np.inf).argmin() if beyond.any() else np.argmax(far)


def choose_first_beyond(near, far):
    beyond = far > near
    return np.argmax(beyond) if beyond.any() else np.argmax(far)


def choose_farthest_beyond(near, far):
    beyond = far > near
    return np.where(beyond, far, -np.inf).argmax() if beyond.any() else np.argmax(far)


def choose_nearest_fallback(near, far):
    beyond = far > near
    return np.where(beyond, far, np.inf).argmin() if beyond.any() else np.argmin(far)


def choose_nearer(near, far):
    within = far < near
    return np.where(within, far, -np.inf).argmax() if within.any() else np.argmin(far)


def choose_zeros(near, far):
    # masked by multiplication: the masked ones are 0, and the smallest
    beyond = far > near
    return np.argmin(far * beyond) if beyond.any() else np.argmax(far)


def choose_margin(near, far):
    # within the margin of 1 only, as in other texts on semi-hard negatives
    beyond = (far > near) & (far < near + 1)
    return np.where(beyond, far, np.inf).argmin() if beyond.any() else np.argmax(far)


def choose_within(near, far, margin):
    beyond = (far > near) & (far < near + margin)
    return np.where(beyond, far, np.inf).argmin() if beyond.any() else np.argmax(far)


def choose_one_based(near, far):
    return choose_where(near, far) + 1


# A reader


def reader_page(examples, labels, queries):
    return labels[(unit(queries) @ unit(examples).T).argmax(axis=1)]


def reader_examples_only(examples, labels, queries):
    # a query's own length does not change the order
    return labels[np.argmax(queries @ unit(examples).T, axis=1)]


def reader_distance(examples, labels, queries):
    a, b = unit(queries), unit(examples)
    d = np.linalg.norm(a[:, None] - b[None], axis=-1)
    return labels[d.argmin(axis=1)]


def reader_loop(examples, labels, queries):
    answers = []
    for q in queries:
        cosines = [q @ e / (np.linalg.norm(q) * np.linalg.norm(e)) for e in examples]
        answers.append(labels[int(np.argmax(cosines))])
    return answers


def reader_arccos(examples, labels, queries):
    angle = np.arccos(np.clip(unit(queries) @ unit(examples).T, -1, 1))
    return np.asarray(labels)[angle.argmin(axis=-1)]


def reader_take(examples, labels, queries):
    cosine = np.einsum("qd,ed->qe", unit(queries), unit(examples))
    return np.take(labels, cosine.argmax(1))


def reader_dot(examples, labels, queries):
    return labels[(queries @ examples.T).argmax(axis=1)]


def reader_queries_only(examples, labels, queries):
    return labels[(unit(queries) @ examples.T).argmax(axis=1)]


def reader_euclid(examples, labels, queries):
    d = np.linalg.norm(queries[:, None] - examples[None], axis=-1)
    return labels[d.argmin(axis=1)]


def reader_argmin(examples, labels, queries):
    return labels[(unit(queries) @ unit(examples).T).argmin(axis=1)]


def reader_axis(examples, labels, queries):
    return labels[(unit(queries) @ unit(examples).T).argmax(axis=0)]


def reader_swapped_product(examples, labels, queries):
    return labels[(unit(examples) @ unit(queries).T).argmax(axis=1)]


def reader_positions(examples, labels, queries):
    return (unit(queries) @ unit(examples).T).argmax(axis=1)


def reader_norm_axis_0(examples, labels, queries):
    a = queries / np.linalg.norm(queries, axis=0)
    b = examples / np.linalg.norm(examples, axis=0)
    return labels[(a @ b.T).argmax(axis=1)]


def reader_whole_norm(examples, labels, queries):
    a = queries / np.linalg.norm(queries)
    b = examples / np.linalg.norm(examples)
    return labels[(a @ b.T).argmax(axis=1)]


def reader_absolute(examples, labels, queries):
    return labels[np.abs(unit(queries) @ unit(examples).T).argmax(axis=1)]


def reader_centroid(examples, labels, queries):
    kinds = np.unique(labels)
    centres = np.stack([unit(examples)[labels == k].mean(axis=0) for k in kinds])
    return kinds[(unit(queries) @ unit(centres).T).argmax(axis=1)]


def reader_squared_norm(examples, labels, queries):
    b = examples / (examples**2).sum(axis=1, keepdims=True)
    return labels[(queries @ b.T).argmax(axis=1)]


def reader_no_keepdims(examples, labels, queries):
    a = queries / np.linalg.norm(queries, axis=1)
    b = examples / np.linalg.norm(examples, axis=1)
    return labels[(a @ b.T).argmax(axis=1)]


# The odd ones out


def distances(embedding):
    s = (embedding**2).sum(axis=1)
    return np.sqrt(np.maximum(s[:, None] + s - 2 * embedding @ embedding.T, 0))


def centre_distances(embedding, labels):
    kinds = np.unique(labels)
    centres = np.stack([embedding[labels == k].mean(axis=0) for k in kinds])
    d = np.linalg.norm(embedding[:, None] - centres, axis=-1)
    own = kinds == np.asarray(labels)[:, None]
    return np.where(own, d, 0).sum(axis=1), np.where(own, np.inf, d).min(axis=1)


def suspects_centres(embedding, labels, count):
    own, other = centre_distances(embedding, labels)
    return np.argsort(other - own)[:count]


def suspects_centre_ratio(embedding, labels, count):
    own, other = centre_distances(embedding, labels)
    return np.argsort(-own / (other + 1e-12))[:count]


def suspects_nearest(embedding, labels, count):
    d = distances(embedding)
    np.fill_diagonal(d, np.inf)
    same = labels[:, None] == labels
    own = np.where(same, d, np.inf).min(axis=1)
    other = np.where(~same, d, np.inf).min(axis=1)
    return np.argsort(other - own)[:count]


def suspects_nearest_ratio(embedding, labels, count):
    d = distances(embedding)
    np.fill_diagonal(d, np.inf)
    same = labels[:, None] == labels
    own = np.where(same, d, np.inf).min(axis=1)
    other = np.where(~same, d, np.inf).min(axis=1)
    return np.argsort(-own / (other + 1e-12))[:count]


def suspects_neighbours(embedding, labels, count, k=10):
    d = distances(embedding)
    np.fill_diagonal(d, np.inf)
    near = np.argsort(d, axis=1)[:, :k]
    strangers = (labels[near] != labels[:, None]).mean(axis=1)
    return np.argsort(-strangers, kind="stable")[:count]


def suspects_medians(embedding, labels, count):
    kinds = np.unique(labels)
    centres = np.stack([np.median(embedding[labels == k], axis=0) for k in kinds])
    d = np.linalg.norm(embedding[:, None] - centres, axis=-1)
    own = kinds == labels[:, None]
    gap = np.where(own, d, 0).sum(axis=1) - np.where(own, np.inf, d).min(axis=1)
    return np.argsort(gap)[::-1][:count]


def suspects_cosines(embedding, labels, count):
    # by angle, as the compass was trained
    e = unit(embedding)
    kinds = np.unique(labels)
    centres = unit(np.stack([e[labels == k].mean(axis=0) for k in kinds]))
    c = e @ centres.T
    own = kinds == labels[:, None]
    gap = np.where(own, -np.inf, c).max(axis=1) - np.where(own, c, 0).sum(axis=1)
    return np.argsort(-gap)[:count]


def suspects_list(embedding, labels, count):
    return list(map(int, suspects_centres(embedding, labels, count)))


def suspects_far_from_own(embedding, labels, count):
    # far from its own kind's centre only: outliers too
    own, _ = centre_distances(embedding, labels)
    return np.argsort(-own)[:count]


def suspects_own_angle(embedding, labels, count):
    # the angle to its own kind's centre only
    e = unit(embedding)
    centres = np.stack([e[labels == label].mean(axis=0) for label in labels])
    return np.argsort((e * unit(centres)).sum(axis=1))[:count]


def suspects_silhouette(embedding, labels, count):
    d = distances(embedding)
    own = labels == np.unique(labels)[:, None]
    mean = np.stack([d[:, of].sum(axis=1) / (of.sum() - of) for of in own])
    inside, outside = np.where(own, mean, np.inf).min(axis=0), np.where(own, np.inf, mean).min(axis=0)
    return np.argsort((outside - inside) / np.maximum(inside, outside))[:count]


def suspects_near_another(embedding, labels, count):
    # near another's centre only
    _, other = centre_distances(embedding, labels)
    return np.argsort(other)[:count]


def suspects_self_is_neighbour(embedding, labels, count):
    # the diagonal forgotten: everybody is its own nearest
    d = distances(embedding)
    same = labels[:, None] == labels
    own = np.where(same, d, np.inf).min(axis=1)
    other = np.where(~same, d, np.inf).min(axis=1)
    return np.argsort(other - own)[:count]


def suspects_least(embedding, labels, count):
    own, other = centre_distances(embedding, labels)
    return np.argsort(own - other)[:count]


def suspects_last(embedding, labels, count):
    own, other = centre_distances(embedding, labels)
    return np.argsort(other - own)[-count:]


def suspects_reversed(embedding, labels, count):
    # the right set, the most suspicious last
    return suspects_centres(embedding, labels, count)[::-1]


def suspects_sorted_positions(embedding, labels, count):
    return np.sort(suspects_centres(embedding, labels, count))


def suspects_mask(embedding, labels, count):
    mask = np.zeros(len(labels), bool)
    mask[suspects_centres(embedding, labels, count)] = True
    return mask


def suspects_all(embedding, labels, count):
    own, other = centre_distances(embedding, labels)
    return np.argsort(other - own)


def suspects_first_wrong(embedding, labels, count):
    # misread by the nearest neighbour, in the order of the positions, not of suspicion
    d = distances(embedding)
    np.fill_diagonal(d, np.inf)
    return np.flatnonzero(labels[d.argmin(axis=1)] != labels)[:count]


def suspects_from_origin(embedding, labels, count):
    return np.argsort(-np.linalg.norm(embedding, axis=1))[:count]


def suspects_from_mean(embedding, labels, count):
    return np.argsort(-np.linalg.norm(embedding - embedding.mean(axis=0), axis=1))[:count]


def suspects_labels(embedding, labels, count):
    return labels[suspects_centres(embedding, labels, count)]


def suspects_scores(embedding, labels, count):
    own, other = centre_distances(embedding, labels)
    return np.sort(own - other)[::-1][:count]


def suspects_cluster_means_of_all(embedding, labels, count):
    # the 'other' includes its own kind: the gap is never negative
    kinds = np.unique(labels)
    centres = np.stack([embedding[labels == k].mean(axis=0) for k in kinds])
    d = np.linalg.norm(embedding[:, None] - centres, axis=-1)
    own = d[np.arange(len(labels)), np.searchsorted(kinds, labels)]
    return np.argsort(d.min(axis=1) - own)[:count]


# More of the same


def dot_products_alone(images, captions, temperature):
    z = images @ captions.T
    return 0.5 * sum(sparse_categorical_cross_entropy(np.arange(len(z)), s, from_logits=True) for s in (z, z.T))


def both_in_torch(images, captions, temperature):
    i, c = (torch.nn.functional.normalize(torch.from_numpy(e)) for e in (images, captions))
    z, labels = i @ c.T / temperature, torch.arange(len(i))
    return (torch.nn.functional.cross_entropy(z, labels) + torch.nn.functional.cross_entropy(z.T, labels)) / 2


def choose_list(near, far):
    far = list(far)
    return far.index(min([d for d in far if d > near], default=max(far)))


def choose_none(near, far):
    """Thinks that there may be no answer."""
    candidates = [i for i, d in enumerate(far) if d > near]
    return min(candidates, key=lambda i: far[i]) if candidates else -1


def suspects_top_k(embedding, labels, count):
    own, other = centre_distances(embedding, labels)
    return torch.topk(torch.from_numpy(own - other), count).indices


def suspects_partition(embedding, labels, count):
    """The right set in whatever order."""
    own, other = centre_distances(embedding, labels)
    return np.sort(np.argpartition(other - own, count)[:count])


def suspects_five(embedding, labels, count):
    return suspects_cosines(embedding, labels, 5)


def suspects_no_order(embedding, labels, count):
    return set(suspects_cosines(embedding, labels, count).tolist())


def suspects_twice(embedding, labels, count):
    return np.full(count, 3)


def suspects_some(embedding, labels, count):
    return np.r_[suspects_cosines(embedding, labels, count)[:3], 0, 1]


same = np.ones((4096, 2))
FITS = "compare how well a sample fits its own label"
ORDER = "not the most suspicious first"
ANSWERS = {
    "embedding-start": [
        (math.log(4096), None),
        (info_nce(same, same, temperature=0.1), None),
        (info_nce(same, same, temperature=2.0), None),
        (8.32, None),
        (8.318, None),
        (12 * np.log(2), None),
        (sparse_categorical_cross_entropy([0], np.full((1, 4096), 10.0), from_logits=True), None),
        (np.float32(math.log(4096)), None),
        (torch.log(torch.tensor(4096.0)), None),
        ([math.log(4096)], None),
        (math.log(4096) / 0.1, "the temperature divides"),
        (math.log(4096) * 0.1, "the temperature changes nothing"),
        (math.log(4095), "own key is a candidate"),
        (12, "in bits"),
        (math.log10(4096), "decimal logarithm"),
        (0, "does not stand out"),
        (1.0, "is the cosine"),
        (0.1, "4096 equal rows"),
        (-math.log(4096), "the sign is not"),
        (math.log(4096) - 10, "taken off once"),
        (math.log(4096) + 10, "logarithm of the sum"),
        (math.log(8192), "not the other queries"),
        (math.log(8191), "not the other queries"),
        (math.log(10), "ten keys"),
        (math.log(4096 * 4096), "each query chooses once"),
        (1 / 4096, "probability of the right key"),
        (4096, "how many keys"),
        (math.log(4096) * 4096, "sum over the batch"),
        (8.3, "rounded too early"),
        (info_nce(same, same, reduction="none"), "this has 4096"),
    ],
    "embedding-both-ways": [
        (both_ways, None),
        (both_by_hand, None),
        (both_cross_entropy, None),
        (both_per_pair, None),
        (both_float, None),
        (both_in_torch, None),
        (lambda i, c, t: round(both_ways(i, c, t), 3), None),
        (lambda i, c, t: both_ways(c, i, t), None),
        (both_one_way, "from images to captions"),
        (both_other_way, "from captions to images"),
        (both_sum, "halve it"),
        (both_half_temperature, "only the second direction is halved"),
        (lambda i, c, t: both_one_way(i, c, t) / 2 + both_other_way(i, c, t), "only the first direction is halved"),
        (lambda i, c, t: (both_one_way(i, c, t) - both_other_way(i, c, t)) / 2, "difference of the two"),
        (both_default_temperature, "passed on"),
        (both_second_default, "second direction does not get"),
        (lambda i, c, t: (info_nce(i, c) + info_nce(c, i, temperature=t)) / 2, "first direction does not get"),
        (lambda i, c, t: info_nce(i, c), "at the default temperature"),
        (both_no_temperature, "temperature of 1"),
        (both_times_temperature, "it divides"),
        (both_no_unit, "dot products and not cosines; divide"),
        (dot_products_alone, "without a temperature"),
        (both_unit_wrong_axis, "lengths of the columns"),
        (both_stacked, "one batch of twice the size"),
        (both_mean_similarity, "averages the two matrices"),
        (both_pair, "this has 2"),
        (lambda i, c, t: info_nce(i, c, temperature=t, reduction="none"), "this has 5"),
        (lambda i, c, t: -both_ways(i, c, t), "the sign is not"),
        (lambda i, c, t: both_one_way(i, i, t), "the mean of info_nce"),
        (lambda i, c: both_ways(i, c, 0.1), "your function raised TypeError"),
        (1.5, "a function is wanted"),
    ],
    "embedding-semi-hard": [
        (choose_where, None),
        (choose_flatnonzero, None),
        (choose_loop, None),
        (choose_page, None),
        (choose_sorted, None),
        (choose_key, None),
        (choose_list, None),
        (lambda near, far: torch.tensor(choose_where(near, far)), None),
        (choose_hardest, "hardest"),
        (choose_farthest, "easiest"),
        (choose_farthest_beyond, "easiest"),
        (choose_position_in_subset, "among those beyond"),
        (choose_no_fallback, "take the farthest"),
        (choose_no_fallback_error, "take the farthest"),
        (choose_nearest_fallback, "take the farthest"),
        (choose_none, "take the farthest"),
        (choose_distance, "that is a distance"),
        (choose_first_beyond, "first beyond"),
        (choose_closest_to_near, "either side"),
        (choose_not_strict, "as near as"),
        (choose_nearer, "the farthest of those"),
        (choose_zeros, "distance of 0"),
        (lambda near, far: np.where(far > near, far, -far).argmin(), "below 0"),
        (choose_margin, "no margin is asked for"),
        (lambda near, far: choose_within(near, far, 0.2), "no margin is asked for, and 0.2"),
        (lambda near, far: choose_within(near, far, 3.0), "not number 1"),
        (choose_one_based, "counted from 0"),
        (lambda near, far: 1, "not number 1"),
        (lambda near, far: 17, "from 0 to 5"),
        (lambda near, far: far > near, "a number is wanted"),
        (lambda near, far: np.flatnonzero(far > near), "one number is wanted"),
    ],
    "embedding-reader": [
        (reader_page, None),
        (reader_examples_only, None),
        (reader_distance, None),
        (reader_loop, None),
        (reader_arccos, None),
        (reader_take, None),
        (lambda e, y, q: torch.from_numpy(reader_page(e, y, q)), None),
        (lambda e, y, q: reader_page(np.float32(e), y, np.float32(q)), None),
        (reader_dot, "largest dot product"),
        (reader_euclid, "by distance"),
        (reader_queries_only, "largest dot product"),
        (reader_argmin, "dissimilar"),
        (reader_axis, "one answer for each example"),
        (reader_swapped_product, "one answer for each example"),
        (reader_positions, "positions"),
        (reader_norm_axis_0, "lengths of the columns"),
        (reader_whole_norm, "largest dot product"),
        (reader_absolute, "leave the sign"),
        (reader_centroid, "nearest mean direction"),
        (reader_squared_norm, "squared lengths"),
        (reader_no_keepdims, "your function raised ValueError"),
        (lambda e, y, q: np.full(len(q), 7), "% of the answers"),
        (lambda e, y, q: y[0], "shape (40,)"),
        (lambda e, y, q: unit(q) @ unit(e).T, "shape (40, 60)"),
        (lambda e, y, q: (unit(q) @ unit(e).T).max(axis=1), "% of the answers"),
    ],
    "embedding-suspects": [
        (suspects_centres, None),
        (suspects_centre_ratio, None),
        (suspects_nearest, None),
        (suspects_nearest_ratio, None),
        (suspects_neighbours, None),
        (suspects_medians, None),
        (suspects_silhouette, None),
        (suspects_cosines, None),
        (suspects_list, None),
        (suspects_top_k, None),
        (suspects_cluster_means_of_all, None),
        (suspects_far_from_own, FITS),
        (suspects_near_another, FITS),
        (suspects_own_angle, FITS),
        (suspects_self_is_neighbour, FITS),
        (suspects_from_origin, FITS),
        (suspects_from_mean, FITS),
        (suspects_some, "3 of 5"),
        (suspects_first_wrong, FITS),
        (suspects_least, "least suspicious"),
        (suspects_last, "least suspicious"),
        (suspects_reversed, ORDER),
        (suspects_sorted_positions, ORDER),
        (suspects_partition, ORDER),
        (suspects_five, "shape (1,)"),
        (suspects_mask, "that is a mask"),
        (suspects_all, "all positions"),
        (suspects_labels, "those are labels"),
        (suspects_scores, "different positions"),
        (suspects_twice, "different positions"),
        (suspects_no_order, "type set"),
    ],
}
