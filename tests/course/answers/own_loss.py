"""Chapter 8: what people answer to its exercises, and what they are told."""

import math

import numpy as np
import torch

drives = np.array([40.0, 42, 45, 50, 90])


def best_plan(y, a):
    largest = y.max()
    return largest + np.log(np.mean(np.exp(a * (y - largest)))) / a


# The loss of Charbonnier
def charbonnier_conjugate(y_true, y_pred, eps):
    r = y_pred - y_true
    return r**2 / (np.sqrt(r**2 + eps**2) + eps)


def charbonnier_hypot(y_true, y_pred, eps):
    r = np.subtract(y_pred, y_true)
    return r * r / (np.hypot(r, eps) + eps)


def charbonnier_scaled(y_true, y_pred, eps):
    u = (y_pred - y_true) / eps
    return eps * u**2 / (1 + np.sqrt(1 + u**2))


def charbonnier_expm1(y_true, y_pred, eps):
    # sqrt(1 + u^2) - 1 as expm1(log1p(u^2) / 2)
    u = (y_true - y_pred) / eps
    return eps * np.expm1(0.5 * np.log1p(u**2))


def charbonnier_sinh(y_true, y_pred, eps):
    # sqrt(1 + u^2) - 1 = 2 sinh^2(asinh(u) / 2)
    u = (y_pred - y_true) / eps
    return 2 * eps * np.sinh(np.arcsinh(u) / 2) ** 2


def charbonnier_where(y_true, y_pred, eps):
    # two branches: the parabola where r is small (error below 1e-8 there)
    r = y_pred - y_true
    return np.where(np.abs(r) < 1e-4 * eps, r**2 / (2 * eps), np.sqrt(r**2 + eps**2) - eps)


def charbonnier_naive(y_true, y_pred, eps):
    r = y_pred - y_true
    return np.sqrt(r**2 + eps**2) - eps


def charbonnier_hypot_naive(y_true, y_pred, eps):
    return np.hypot(y_pred - y_true, eps) - eps


def charbonnier_scaled_naive(y_true, y_pred, eps):
    u = (y_pred - y_true) / eps
    return eps * (np.sqrt(1 + u**2) - 1)


def charbonnier_parabola(y_true, y_pred, eps):
    return (y_pred - y_true) ** 2 / (2 * eps)


def charbonnier_no_minus(y_true, y_pred, eps):
    return np.sqrt((y_pred - y_true) ** 2 + eps**2)


def charbonnier_eps_not_squared(y_true, y_pred, eps):
    r = y_pred - y_true
    return r**2 / (np.sqrt(r**2 + eps) + eps)


def charbonnier_mean(y_true, y_pred, eps):
    r = y_pred - y_true
    return np.mean(r**2 / (np.sqrt(r**2 + eps**2) + eps))


def charbonnier_minus_in_divisor(y_true, y_pred, eps):
    r = y_pred - y_true
    return r**2 / (np.sqrt(r**2 + eps**2) - eps)


def charbonnier_pseudo_huber(y_true, y_pred, eps):
    u = (y_pred - y_true) / eps
    return eps**2 * u**2 / (1 + np.sqrt(1 + u**2))


def charbonnier_half(y_true, y_pred, eps):
    r = y_pred - y_true
    return r**2 / (2 * np.sqrt(r**2 + eps**2))


def charbonnier_linear_numerator(y_true, y_pred, eps):
    r = y_pred - y_true
    return np.abs(r) / (np.sqrt(r**2 + eps**2) + eps)


def charbonnier_where_wrong_place(y_true, y_pred, eps):
    # switches at eps itself: up to a fifth off there
    r = y_pred - y_true
    return np.where(np.abs(r) < eps, r**2 / (2 * eps), np.sqrt(r**2 + eps**2) - eps)


def charbonnier_where_too_small(y_true, y_pred, eps):
    # switches at 1e-6 eps: between that and 1e-4 the formula has lost digits
    r = y_pred - y_true
    return np.where(np.abs(r) <= 1e-6 * eps, r**2 / (2 * eps), np.sqrt(r**2 + eps**2) - eps)


def charbonnier_expm1_misused(y_true, y_pred, eps):
    # expm1 of a logarithm that has lost the digits already
    u = (y_true - y_pred) / eps
    return eps * np.expm1(0.5 * np.log(1 + u**2))


# A checker of gradients
def gradient_ndindex(f, x):
    g = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        h = 1e-5 * max(1.0, abs(x[i]))
        there, back = x.copy(), x.copy()
        there[i] += h
        back[i] -= h
        g[i] = (f(there) - f(back)) / (2 * h)
    return g


def gradient_flat(f, x):
    flat, out = x.ravel(), np.empty(x.size)
    for i in range(x.size):
        step = np.zeros(x.size)
        step[i] = 1e-5
        up, down = (flat + step).reshape(x.shape), (flat - step).reshape(x.shape)
        out[i] = (f(up) - f(down)) / 2e-5
    return out.reshape(x.shape)


def gradient_restoring(f, x):
    h, g = 1e-5, np.empty(x.shape)
    for i in np.ndindex(*x.shape):
        old = x[i]
        x[i] = old + h
        up = f(x)
        x[i] = old - h
        down = f(x)
        x[i] = old
        g[i] = (up - down) / (2 * h)
    return g


def gradient_fourth_order(f, x):
    h, g = 1e-3, np.zeros_like(x)
    for i in np.ndindex(x.shape):
        e = np.zeros_like(x)
        e[i] = h
        g[i] = (8 * (f(x + e) - f(x - e)) - (f(x + 2 * e) - f(x - 2 * e))) / (12 * h)
    return g


def gradient_eye(f, x):
    h = 1e-6
    return np.reshape(
        [(f(x + h * e.reshape(x.shape)) - f(x - h * e.reshape(x.shape))) / (2 * h) for e in np.eye(x.size)], x.shape
    )


def gradient_nditer(f, x):
    x = x.astype(float)  # a copy
    g = np.zeros_like(x)
    it = np.nditer(x, flags=["multi_index"])
    for _ in it:
        i = it.multi_index
        old = x[i]
        x[i] = old + 1e-5
        up = f(x)
        x[i] = old - 1e-5
        down = f(x)
        x[i] = old
        g[i] = (up - down) / 2e-5
    return g


def gradient_all_at_once(f, x):
    h = 1e-5
    return (f(x + h) - f(x - h)) / (2 * h)


def gradient_all_at_once_broadcast(f, x):
    h = 1e-5
    return np.full(x.shape, (f(x + h) - f(x - h)) / (2 * h))


def gradient_one_sided(f, x):
    h, g = 1e-5, np.zeros_like(x)
    for i in np.ndindex(x.shape):
        e = np.zeros_like(x)
        e[i] = h
        g[i] = (f(x + e) - f(x)) / h
    return g


def gradient_divided_by_h(f, x):
    h, g = 1e-5, np.zeros_like(x)
    for i in np.ndindex(x.shape):
        e = np.zeros_like(x)
        e[i] = h
        g[i] = (f(x + e) - f(x - e)) / h
    return g


def gradient_not_restored(f, x):
    h, g = 1e-5, np.zeros_like(x)
    for i in np.ndindex(x.shape):
        x[i] += h
        up = f(x)
        x[i] -= 2 * h
        g[i] = (up - f(x)) / (2 * h)
    return g


def gradient_restored_by_adding(f, x):
    # x + h - 2h + h is not always x to the last bit
    h, g = 1e-5, np.zeros_like(x)
    for i in np.ndindex(x.shape):
        x[i] += h
        up = f(x)
        x[i] -= 2 * h
        down = f(x)
        x[i] += h
        g[i] = (up - down) / (2 * h)
    return g


def gradient_one_axis(f, x):
    # for flat arrays only: x[i] is a row of a matrix
    h, g = 1e-5, np.zeros_like(x)
    for i in range(len(x)):
        e = np.zeros_like(x)
        e[i] = h
        g[i] = (f(x + e) - f(x - e)) / (2 * h)
    return g


def gradient_tiny_step(f, x):
    h, g = 1e-14, np.zeros_like(x)
    for i in np.ndindex(x.shape):
        e = np.zeros_like(x)
        e[i] = h
        g[i] = (f(x + e) - f(x - e)) / (2 * h)
    return g


def gradient_long_step(f, x):
    h, g = 0.1, np.zeros_like(x)
    for i in np.ndindex(x.shape):
        e = np.zeros_like(x)
        e[i] = h
        g[i] = (f(x + e) - f(x - e)) / (2 * h)
    return g


def gradient_relative_step_only(f, x):
    # h = 1e-5 |x|: zero at x = 0
    g = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        e = np.zeros_like(x)
        e[i] = 1e-5 * abs(x[i])
        g[i] = (f(x + e) - f(x - e)) / (2 * e[i])
    return g


def gradient_flat_shape(f, x):
    g = []
    for i in np.ndindex(x.shape):
        e = np.zeros_like(x)
        e[i] = 1e-5
        g.append((f(x + e) - f(x - e)) / 2e-5)
    return np.array(g)


def gradient_sign(f, x):
    g = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        e = np.zeros_like(x)
        e[i] = 1e-5
        g[i] = (f(x - e) - f(x + e)) / 2e-5
    return g


def gradient_alias(f, x):
    # 'there' and 'back' are x itself, not copies
    g = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        there = back = x
        there[i] += 1e-5
        back[i] -= 1e-5
        g[i] = (f(there) - f(back)) / 2e-5
    return g


# A loss for counts
def count_clamp(input, target):
    # 1 where the prediction is 0, before the logarithm
    safe = torch.where(input > 0, input, 1.0)
    return torch.where(input > 0, safe - target * safe.log(), 0.0)


def count_masked_fill(input, target):
    positive = input > 0
    log = input.masked_fill(~positive, 1.0).log()
    return torch.where(positive, input - target * log, torch.zeros_like(input))


def count_index(input, target):
    input, target = torch.broadcast_tensors(input, target)
    losses = torch.zeros_like(input)
    keep = input > 0
    losses[keep] = input[keep] - target[keep] * input[keep].log()
    return losses


def count_detach(input, target):
    positive = input > 0
    safe = torch.where(positive, input, torch.ones_like(input).detach())
    return positive * (safe - target * safe.log())


def count_custom(input, target):
    class Count(torch.autograd.Function):
        @staticmethod
        def forward(ctx, input, target):
            ctx.save_for_backward(input, target)
            return torch.where(input > 0, input - target * input.log(), 0.0)

        @staticmethod
        def backward(ctx, upstream):
            input, target = ctx.saved_tensors
            slope = torch.where(input > 0, 1 - target / input, 0.0)
            return upstream * slope, None

    return Count.apply(input, target)


def count_xlogy_on_safe(input, target):
    safe = torch.where(input > 0, input, 1.0)
    return torch.where(input > 0, input - torch.xlogy(target, safe), 0.0)


def count_colleague(input, target):
    losses = input - target * input.log()
    return torch.where(input > 0, losses, 0.0)


def count_nan_to_num(input, target):
    return torch.nan_to_num(input - target * input.log(), nan=0.0, posinf=0.0)


def count_eps(input, target):
    return torch.where(input > 0, input - target * (input + 1e-8).log(), 0.0)


def count_clip(input, target):
    safe = input.clamp(min=1e-8)
    return torch.where(input > 0, input - target * safe.log(), 0.0)


def count_clip_high(input, target):
    return torch.where(input > 0, input - target * input.clamp(min=0.1).log(), 0.0)


def count_clip_no_where(input, target):
    safe = input.clamp(min=1e-8)
    return input - target * safe.log()


def count_times_mask(input, target):
    return (input > 0) * (input - target * input.log())


def count_safe_but_one(input, target):
    # safe argument, but forgets that the value must be 0 there: it is 1
    safe = torch.where(input > 0, input, 1.0)
    return safe - target * safe.log()


def count_no_outer_where(input, target):
    # value right (0 - target * log 1 = 0), gradient by the first term is 1
    safe = torch.where(input > 0, input, 1.0)
    return input - target * safe.log()


def count_poisson_nll(input, target):
    return torch.nn.functional.poisson_nll_loss(input, target, log_input=False, reduction="none")


def count_mean(input, target):
    return count_clamp(input, target).mean()


def count_detached(input, target):
    return torch.where(input > 0, input - target * input.detach().log(), 0.0)


def count_swapped(target, input):
    safe = torch.where(input > 0, input, 1.0)
    return torch.where(input > 0, safe - target * safe.log(), 0.0)


def count_branch_on_target(input, target):
    safe = torch.where(target > 0, input, 1.0)
    return torch.where(target > 0, safe - target * safe.log(), 0.0)


def count_select_shape(input, target):
    keep = input > 0
    return input[keep] - target[keep] * input[keep].log()


def count_no_grad(input, target):
    with torch.no_grad():
        return torch.where(input > 0, input - target * input.log(), 0.0)


# The project
def squared(y_true, y_pred):
    return (y_pred - y_true) ** 2


def squared_grad(y_true, y_pred):
    return 2 * (y_pred - y_true)


def log_cosh(y_true, y_pred):
    r = np.abs(y_pred - y_true)
    return r + np.log1p(np.exp(-2 * r)) - np.log(2)


def log_cosh_grad(y_true, y_pred):
    return np.tanh(y_pred - y_true)


def pinball(y_true, y_pred):
    r = y_pred - y_true
    return np.where(r < 0, -9 * r, r)


def pinball_grad(y_true, y_pred):
    r = y_pred - y_true
    return np.where(r < 0, -9.0, np.where(r > 0, 1.0, 0.0))


def lopsided_square(y_true, y_pred):
    r = y_pred - y_true
    return np.where(r < 0, 5.0, 1.0) * r**2


def lopsided_square_grad(y_true, y_pred):
    r = y_pred - y_true
    return np.where(r < 0, 10.0, 2.0) * r


def huber(y_true, y_pred):
    r = np.abs(y_pred - y_true)
    return np.where(r <= 1, r**2 / 2, r - 0.5)


def huber_grad(y_true, y_pred):
    return np.clip(y_pred - y_true, -1, 1)


def tame_linex(y_true, y_pred, a=0.1, c=5.0):
    u = a * (y_true - y_pred)
    inside = np.minimum(u, c)
    return (np.expm1(inside) - inside + (u - inside) * np.expm1(c)) / a**2


def tame_linex_grad(y_true, y_pred, a=0.1, c=5.0):
    return -np.expm1(np.minimum(a * (y_true - y_pred), c)) / a


def charbonnier_grad(y_true, y_pred):
    r = y_pred - y_true
    return r / np.hypot(r, 0.1)


def charbonnier(y_true, y_pred):
    return charbonnier_conjugate(y_true, y_pred, 0.1)


def cauchy(y_true, y_pred):
    return np.log1p((y_pred - y_true) ** 2)


def cauchy_grad(y_true, y_pred):
    r = y_pred - y_true
    return 2 * r / (1 + r**2)


def dead_zone(y_true, y_pred):
    # zero within a minute: zero where right, but elsewhere too
    return np.maximum(np.abs(y_pred - y_true) - 1, 0) ** 2


def dead_zone_grad(y_true, y_pred):
    r = y_pred - y_true
    return 2 * np.sign(r) * np.maximum(np.abs(r) - 1, 0)


def absolute(y_true, y_pred):
    return np.abs(y_pred - y_true)


def absolute_grad(y_true, y_pred):
    return np.sign(y_pred - y_true)


def linex(y_true, y_pred):
    u = 0.1 * (y_true - y_pred)
    return (np.expm1(u) - u) / 0.1**2


def linex_grad(y_true, y_pred):
    return -np.expm1(0.1 * (y_true - y_pred)) / 0.1


def log_cosh_naive(y_true, y_pred):
    return np.log(np.cosh(y_pred - y_true))


def squared_grad_sign(y_true, y_pred):
    return 2 * (y_true - y_pred)


def squared_grad_no_two(y_true, y_pred):
    return y_pred - y_true


def squared_mean(y_true, y_pred):
    return np.mean((y_pred - y_true) ** 2)


def squared_grad_over_n(y_true, y_pred):
    return 2 * (y_pred - y_true) / np.size(y_true)


def relative(y_true, y_pred):
    return ((y_pred - y_true) / y_true) ** 2


def relative_grad(y_true, y_pred):
    return 2 * (y_pred - y_true) / y_true**2


def signed(y_true, y_pred):
    return y_pred - y_true


def ones(y_true, y_pred):
    return np.ones_like(y_pred)


def cubic(y_true, y_pred):
    return (y_pred - y_true) ** 3


def cubic_grad(y_true, y_pred):
    return 3 * (y_pred - y_true) ** 2


def raised(y_true, y_pred):
    return np.cosh(0.001 * (y_pred - y_true))


def raised_grad(y_true, y_pred):
    return 0.001 * np.sinh(0.001 * (y_pred - y_true))


def root(y_true, y_pred):
    return np.sqrt(np.abs(y_pred - y_true))


def root_grad(y_true, y_pred):
    r = y_pred - y_true
    return np.sign(r) / (2 * np.sqrt(np.abs(r)))


def squared_log(y_true, y_pred):
    return (np.log1p(y_pred) - np.log1p(y_true)) ** 2


def squared_log_grad(y_true, y_pred):
    return 2 * (np.log1p(y_pred) - np.log1p(y_true)) / (1 + y_pred)


def zero(y_true, y_pred):
    return np.zeros_like(y_pred - y_true)


def numerical(y_true, y_pred):
    h = 1e-5
    return (log_cosh(y_true, y_pred + h) - log_cosh(y_true, y_pred - h)) / (2 * h)


def swapped_squares(y_true, y_pred):
    r = y_true - y_pred  # the sign turned: too long costs more, by its own gradient
    return np.where(r < 0, 5.0, 1.0) * r**2


def count_inside_clamped(input, target):
    # the gradient at 0 is finite and not 0
    return torch.where(input > 0, input - target * input.clamp(min=1e-6).log(), input)


def count_hook(input, target):
    # the NaN is swept out of the gradient behind the loss
    losses = torch.where(input > 0, input - target * input.log(), 0.0)
    return losses if not input.requires_grad else torch.nan_to_num(losses)


def gradient_backward(f, x):
    h, g = 1e-7, np.zeros_like(x)
    for i in np.ndindex(x.shape):
        e = np.zeros_like(x)
        e[i] = h
        g[i] = (f(x) - f(x - e)) / h
    return g


def gradient_fourth_order_relative(f, x):
    # the page's formula and the page's step
    g = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        e = np.zeros_like(x)
        e[i] = 1e-3 * max(1.0, abs(x[i]))
        g[i] = (8 * (f(x + e) - f(x - e)) - (f(x + 2 * e) - f(x - 2 * e))) / (12 * e[i])
    return g


def gradient_quarter(f, x):
    # the points are h / 2 to each side, and the divisor is that of h
    g = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        e = np.zeros_like(x)
        e[i] = 0.5e-5
        g[i] = (f(x + e) - f(x - e)) / 2e-5
    return g


def gradient_step(f, x, h):
    g = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        e = np.zeros_like(x)
        e[i] = h
        g[i] = (f(x + e) - f(x - e)) / (2 * h)
    return g


def gradient_forward(f, x, h):
    g = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        e = np.zeros_like(x)
        e[i] = h
        g[i] = (f(x + e) - f(x)) / h
    return g


def gradient_float32(f, x):
    h, g = 1e-3, np.zeros(x.shape, np.float32)
    for i in np.ndindex(x.shape):
        e = np.zeros(x.shape, np.float32)
        e[i] = h
        g[i] = np.float32(f(np.float32(x) + e)) - np.float32(f(np.float32(x) - e))
    return g / np.float32(2 * h)


def absolute_divided(y_true, y_pred):
    # 0 / 0 where the prediction is right
    r = y_pred - y_true
    return r / np.abs(r)


def periodic(y_true, y_pred):
    """Of an angle in turns: a whole turn too far is no error."""
    return 1 - np.cos(2 * np.pi * (y_pred - y_true))


def periodic_grad(y_true, y_pred):
    return 2 * np.pi * np.sin(2 * np.pi * (y_pred - y_true))


def negative_far_out(y_true, y_pred):
    r = y_pred - y_true
    return np.where(abs(r) > 2000, -1, r**2)


def capped(y_true, y_pred):
    return np.minimum((y_pred - y_true) ** 2 / 2, 50)


def capped_grad(y_true, y_pred):
    return np.where(np.abs(y_pred - y_true) < 10, y_pred - y_true, 0)


def negative_squared(y_true, y_pred):
    return -((y_pred - y_true) ** 2)


def thermostat(y_true, y_pred):
    r = y_pred - y_true
    return np.maximum(r - 0.5, 0) + 3 * np.maximum(-r - 0.5, 0)


def thermostat_grad(y_true, y_pred):
    r = y_pred - y_true
    return np.where(r > 0.5, 1.0, 0.0) - np.where(r < -0.5, 3.0, 0.0)


def of_the_batch(y_true, y_pred):
    return (y_pred - y_true) ** 2 / len(y_true)


ANSWERS = {
    "own-loss-promise": [
        (best_plan(drives, 0.5), None),
        (86.8, None),  # rounded
        (86.78, None),
        (87, None),  # in whole minutes, as the page says its own
        (np.float32(best_plan(drives, 0.5)), None),
        (torch.tensor(best_plan(drives, 0.5)), None),
        ([best_plan(drives, 0.5)], None),
        (90 + math.log(1 / 5) / 0.5, None),  # the others vanish beside the largest
        (np.log(np.exp(0.5 * drives).mean()) / 0.5, None),
        (best_plan(drives, 0.1), "a = 0.1"),
        (round(best_plan(drives, 0.1)), "a = 0.1"),
        (np.log(np.exp(0.5 * drives).sum()) / 0.5, "where is the mean"),
        (90, "longest drive"),
        (np.log(np.exp(0.5 * drives).mean()), "is the logarithm divided by a"),
        (0.5 * np.log(np.exp(0.5 * drives).mean()), "multiplied by a"),
        (90 + math.log(1 / 5), "is the logarithm divided by a"),  # shifted by the largest
        (90 + 0.5 * math.log(1 / 5), "multiplied by a"),
        (best_plan(drives, -0.5), "hates to be early"),
        (drives.mean(), "the mean, which is best for a near 0"),
        (np.median(drives), "the median"),
        (90 + math.log10(1 / 5) / 0.5, "natural logarithm"),
        (90 + math.log2(1 / 5) / 0.5, "natural logarithm"),
        (best_plan(drives, 5.0), "put a = 0.5"),
        (best_plan(drives, 0.05), "put a = 0.5"),
        (best_plan(drives, 0.5) / 60, "put a = 0.5"),  # in hours
        (86, "put a = 0.5"),
        (86.5, "close, within 2 %"),
        (drives, "one number is wanted"),
        ("87 minutes", "a number is wanted"),
    ],
    "own-loss-charbonnier": [
        (charbonnier_conjugate, None),
        (charbonnier_hypot, None),
        (charbonnier_scaled, None),
        (charbonnier_expm1, None),
        (charbonnier_sinh, None),
        (charbonnier_where, None),
        (lambda y, p, eps: charbonnier_conjugate(p, y, eps), None),  # it is even in r
        (lambda y, p, eps: charbonnier_conjugate(y, p, eps).tolist(), None),
        (lambda y, p, eps: charbonnier_conjugate(torch.tensor(y), torch.tensor(p), eps), None),
        (charbonnier_naive, "nearly equal"),
        (charbonnier_hypot_naive, "nearly equal"),
        (charbonnier_scaled_naive, "nearly equal"),
        (charbonnier_expm1_misused, "nearly equal"),
        (charbonnier_where_too_small, "nearly equal"),
        (lambda y, p, eps: charbonnier_naive(np.float32(y), np.float32(p), np.float32(eps)), "nearly equal"),
        (charbonnier_parabola, "only for tiny residuals"),
        (charbonnier_where_wrong_place, "only for tiny residuals"),
        (charbonnier_no_minus, "is eps taken off"),
        (charbonnier_eps_not_squared, "for r = 0.4"),
        (lambda y, p, eps: np.sqrt((p - y) ** 2 + eps) - eps, "eps is squared"),
        (lambda y, p, eps: np.sqrt(np.abs(p - y) + eps**2) - eps, "r is squared"),
        (lambda y, p, eps: np.abs(p - y), "its corner"),
        (charbonnier_mean, "one value an element"),
        (charbonnier_minus_in_divisor, "sum of the two"),
        (charbonnier_pseudo_huber, "a factor eps too many"),
        (charbonnier_half, "for r = 0.4"),
        (charbonnier_linear_numerator, "for r = 0.4"),
        (lambda y, p, eps: eps - np.sqrt((p - y) ** 2 + eps**2), "the sign is not"),
        (charbonnier_conjugate(0.0, 0.4, 0.5), "a function is wanted"),
    ],
    "own-loss-checker": [
        (gradient_ndindex, None),
        (gradient_flat, None),
        (gradient_restoring, None),
        (gradient_fourth_order, None),
        (gradient_fourth_order_relative, None),
        (gradient_eye, None),
        (gradient_nditer, None),
        (lambda f, x: gradient_ndindex(f, x).tolist(), None),
        (lambda f, x: torch.tensor(gradient_ndindex(f, x)), None),
        (gradient_all_at_once, "all coordinates move together"),
        (gradient_all_at_once_broadcast, "all coordinates move together"),
        (gradient_not_restored, "no longer what it was"),
        (gradient_restored_by_adding, "no longer what it was"),
        (gradient_one_axis, "all coordinates of a row"),
        (gradient_divided_by_h, "the two points are 2 h apart"),
        (gradient_quarter, "half of it"),
        (gradient_one_sided, "to one side only"),
        (gradient_backward, "to one side only"),
        (lambda f, x: gradient_forward(f, x, 1e-4), "to one side only"),
        (lambda f, x: gradient_forward(f, x, 1e-3), "to one side only"),
        (gradient_sign, "the sign is not"),
        (gradient_flat_shape, "is wanted, and this has shape"),
        (gradient_tiny_step, "your smallest step is 1e-14"),
        (lambda f, x: gradient_step(f, x, 1e-9), "your smallest step is 1e-09"),
        (lambda f, x: gradient_step(f, x, 1e-2), "your longest step is 1e-02"),
        (gradient_long_step, "your longest step is 1e-01"),
        (gradient_float32, "in float32"),
        (gradient_alias, "change one coordinate"),
        (gradient_relative_step_only, "where x is 0"),
        (lambda f, x: np.zeros_like(x), "change one coordinate"),
        (lambda f, x: f(x), "is wanted, and this has shape"),
        (gradient_ndindex(lambda x: (x**2).sum(), np.ones(3)), "a function is wanted"),
    ],
    "own-loss-safe": [
        (count_clamp, None),
        (count_masked_fill, None),
        (count_index, None),
        (count_detach, None),
        (count_custom, None),
        (count_xlogy_on_safe, None),
        (count_clip, None),
        (count_eps, "for a tiny prediction the value differs"),
        (count_clip_high, "for a tiny prediction the value differs"),
        (count_colleague, "NaN at 0"),
        (count_hook, "NaN at 0"),
        (count_times_mask, "0 times infinity"),
        (count_nan_to_num, "NaN at 0"),
        (count_clip_no_where, "as the colleague has them"),
        (count_safe_but_one, "as the colleague has them"),
        (count_poisson_nll, "as the colleague has them"),
        (count_branch_on_target, "as the colleague has them"),
        (count_swapped, "as the colleague has them"),
        (lambda x, y: x * 2, "as the colleague has them"),
        (count_no_outer_where, "and 0 where the input is 0"),
        (count_inside_clamped, "and 0 where the input is 0"),
        (count_detached, "and 0 where the input is 0"),
        (count_mean, "one value an element"),
        (count_select_shape, "one value an element"),
        (count_no_grad, "no gradient"),
        (lambda x, y: count_clamp(x, y).detach(), "no gradient"),
        (lambda x, y: count_clamp(x, y).detach().numpy(), "a tensor with one value"),
        (lambda x, y: np.where(x > 0, 0, 0), "a tensor with one value"),
    ],
    "own-loss-project": [
        ((squared, squared_grad), None),
        ([squared, squared_grad], None),
        ((log_cosh, log_cosh_grad), None),
        ((log_cosh, numerical), None),
        ((tame_linex, tame_linex_grad), None),
        ((lopsided_square, lopsided_square_grad), None),
        ((huber, huber_grad), None),
        ((charbonnier, charbonnier_grad), None),
        ((cauchy, cauchy_grad), None),
        ((pinball, pinball_grad), None),
        ((absolute, absolute_grad), None),
        ((dead_zone, dead_zone_grad), None),
        ((thermostat, thermostat_grad), None),
        ((capped, capped_grad), None),
        ((periodic, periodic_grad), None),
        ((negative_far_out, squared_grad), "the loss is negative somewhere"),
        ((lambda y, p: np.abs(p - y) ** 3, lambda y, p: 3 * (p - y) * np.abs(p - y)), None),
        ((lambda y, p: np.float32(squared(y, p)), squared_grad), "not in float64"),
        ((lambda y, p: torch.tensor(squared(y, p)).float(), squared_grad), "not in float64"),
        ((linex, linex_grad), "a million off"),
        ((log_cosh_naive, log_cosh_grad), "a million off"),
        ((lambda y, p: np.cosh(p - y) - 1, lambda y, p: np.sinh(p - y)), "a million off"),
        ((lambda y, p: 1e-9 * squared(y, p), lambda y, p: 1e-9 * squared_grad(y, p)), None),  # in small units
        ((lambda y, p: 1e-9 * squared(y, p), lambda y, p: 0 * p), "finite differences of the loss say"),
        ((lambda y, p: 1e-6 * absolute(y, p), lambda y, p: -1e-6 * absolute_grad(y, p)), "wrong sign"),
        ((squared, squared_grad_sign), "wrong sign"),
        ((squared, squared_grad_no_two), "finite differences of the loss say"),
        ((capped, squared_grad_no_two), "finite differences of the loss say"),
        ((swapped_squares, lopsided_square_grad), "finite differences of the loss say"),
        ((squared_mean, squared_grad), "one number for the whole batch"),
        ((squared, squared_grad_over_n), "size of the batch"),
        ((of_the_batch, squared_grad_over_n), "depends on the others"),
        ((relative, relative_grad), "only their difference"),
        ((squared_log, squared_log_grad), "is not finite"),
        ((signed, ones), "negative somewhere"),
        ((cubic, cubic_grad), "negative somewhere"),
        ((negative_squared, squared_grad_sign), "negative somewhere"),
        ((raised, raised_grad), "exactly 0"),
        ((lambda y, p: squared(y, p) + 1, squared_grad), "exactly 0"),
        ((root, root_grad), "where the prediction is right"),
        ((absolute, absolute_divided), "where the prediction is right"),
        ((squared_grad, squared), "negative somewhere"),
        ((zero, zero), "0 everywhere"),
        ((squared,), "two functions"),
        ((squared, 2.0), "a function is wanted"),
    ],
}
